"""Colours as CSS writes them, for whoever paints one."""

from PySide6.QtGui import QColor

from wfdesk.domain import colours


def parse_colour(text: str) -> QColor | None:
    """Read a colour; None for what is none."""
    colour = colours.parse_colour(text)
    if colour is None:
        return None
    return QColor.fromRgbF(colour.red, colour.green, colour.blue, colour.alpha)
