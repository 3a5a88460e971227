"""The profile: one directory for all that this user's wfdesk keeps, open to nobody else."""

import os
from pathlib import Path

_PRIVATE = 0o700
_NOT_FOR_OTHERS = 0o077


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
