"""The profile: one directory for all that this user's wfdesk keeps, open to nobody else."""

import os
import sys
from pathlib import Path

_PRIVATE = 0o700
_NOT_FOR_OTHERS = 0o077


def profile_dir() -> Path:
    """The profile: local copy, settings, logs. ``WFDESK_HOME`` names another than the user's."""
    if home := os.environ.get("WFDESK_HOME"):
        return Path(home).absolute()
    return _data_dir(sys.platform) / "wfdesk"


def log_dir(profile: Path) -> Path:
    return profile / "logs"


def open_profile(profile: Path) -> Path:
    """Make the profile, 0700, and work in it; whatever this process writes is the user's alone.

    From there a relative path in a text from elsewhere leads to nothing of the user's.
    """
    os.umask(_NOT_FOR_OTHERS)
    profile.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    if profile.stat().st_mode & _NOT_FOR_OTHERS:
        profile.chmod(_PRIVATE)
    os.chdir(profile)
    return profile


def _data_dir(platform: str) -> Path:
    """Where this system keeps what programs know: Qt's ``GenericDataLocation``, without Qt."""
    if platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    named = os.environ.get("XDG_DATA_HOME", "")
    # Its specification: a relative path is to be ignored.
    return Path(named) if named.startswith("/") else Path.home() / ".local" / "share"
