"""Where our own files lie: in a checkout, in an installed wheel, or in a frozen program."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def resource(path: str) -> Path:
    """Find a file below ``resources``. Raises FileNotFoundError: a missing one is a bug."""
    for home in _homes():
        candidate = home / path
        if candidate.exists():
            return candidate
    raise FileNotFoundError(path)


def _homes() -> list[Path]:
    homes = [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if isinstance(frozen, str):
        homes = [Path(frozen) / "resources", Path(frozen) / "wfdesk" / "resources", *homes]
    return homes
