"""Where this user's wfdesk keeps its things."""

import os
from pathlib import Path

from platformdirs import user_data_path


def profile_dir() -> Path:
    """The profile: local copy and logs. ``WFDESK_HOME`` names another one."""
    home = os.environ.get("WFDESK_HOME")
    return Path(home) if home else user_data_path("wfdesk", appauthor=False)
