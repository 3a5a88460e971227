"""Where the frozen program begins: the same as ``python -m wfdesk``."""

import os
import sys

# Before Qt is loaded: the program's own plugins are used, whatever the environment names.
for variable in ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"):
    os.environ.pop(variable, None)

from wfdesk.__main__ import main  # noqa: E402

sys.exit(main())
