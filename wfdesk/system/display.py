"""Whether there is anything to show a window on. Qt does not say: it ends the program."""

import os
import sys

_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_display() -> bool:
    """Whether a window can be expected to open: elsewhere than on Linux there is a desktop."""
    return sys.platform != "linux" or any(map(os.environ.get, _VARIABLES))
