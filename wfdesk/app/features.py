"""Spares PySide a search through every source file that is loaded."""

import sys
from types import ModuleType

import PySide6.QtCore  # noqa: F401 - which begins the search


def forgo_features() -> None:
    """Say of each module loaded from here on that it uses none of PySide's ``__feature__``.

    WORKAROUND(PySide6 6.11): to find that out, PySide reads the source of each module after it was
    loaded, and keeps it in memory: a twelfth of a start. Where PySide has come to do it in another
    way, nothing happens.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _uses_none)  # noqa: B010 - nobody declares it


def _uses_none(_module: ModuleType) -> bool:
    return False
