"""Where our own files lie: in a checkout, in an installed wheel, or in the frozen program."""

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a file below ``resources``, whether or not it is there."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen, "resources", name)
    package = Path(__file__).resolve().parents[2]
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources") / name
