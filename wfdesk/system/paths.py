"""The profile: one directory for all that this user's wfdesk keeps, open to nobody else."""

import os
import re
import sys
from collections.abc import Sequence
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


_SYNCED = re.compile(
    r"Dropbox|OneDrive|Google ?Drive|My Drive|iCloud|CloudStorage|Mobile Documents|Nextcloud"
    r"|ownCloud|pCloud|MEGA(?:sync)?|Syncthing|Seafile|Tresorit",
    re.IGNORECASE,
)
"""How folders begin that a program copies to and from other computers."""
_ON_A_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ncpfs", "ceph"})
_PROGRAMS_FOR_IT = ("fuse.sshfs", "fuse.rclone", "fuse.gvfsd", "fuse.glusterfs", "fuse.davfs")
NETWORK = "a network"
_MOUNTS = Path("/proc/self/mountinfo")


def shared_by(profile: Path) -> str:
    """What else has a hand in the folder: a synced folder by its name, ``NETWORK``, or nothing.

    SQLite's locks hold on this computer's own disks only, and whoever copies a file that is being
    written copies half of it. See https://sqlite.org/howtocorrupt.html, 2.1.
    """
    place = profile.resolve()
    for part in place.parts:
        if _SYNCED.match(part):
            return part
    return NETWORK if _is_on_a_network(place) else ""


def _is_on_a_network(place: Path, mounts: Path = _MOUNTS) -> bool:
    if sys.platform == "win32":
        return place.drive.startswith("\\\\")
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return _is_remote(_kind_of(place, lines))


def _kind_of(place: Path, lines: Sequence[str]) -> str:
    """The kind of file system at a place. See proc_pid_mountinfo(5)."""
    kinds: dict[Path, str] = {}
    for line in lines:
        mounted, _, said = line.partition(" - ")
        kinds[Path(_unescaped(mounted.split(" ")[4]))] = said.split(" ")[0]
    return next((kinds[each] for each in (place, *place.parents) if each in kinds), "")


def _is_remote(kind: str) -> bool:
    return kind in _ON_A_NETWORK or kind.startswith(_PROGRAMS_FOR_IT)


def _unescaped(path: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), path)


def _data_dir(platform: str) -> Path:
    """Where this system keeps what programs know: Qt's ``GenericDataLocation``, without Qt."""
    if platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    named = os.environ.get("XDG_DATA_HOME", "")
    # Its specification: a relative path is to be ignored.
    return Path(named) if named.startswith("/") else Path.home() / ".local" / "share"
