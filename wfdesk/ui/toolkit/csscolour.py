"""Colours as CSS writes them, read for whoever paints one."""

import tinycss2.color4
from PySide6.QtGui import QColor


def parse_colour(text: str) -> QColor | None:
    """Read a CSS colour; None for what is none, or cannot be shown as one."""
    parsed = tinycss2.color4.parse_color(text) if text else None
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        parts = parsed.to("srgb")
    except NotImplementedError:
        return None
    red, green, blue = (min(1.0, max(0.0, float(part or 0))) for part in parts.coordinates)
    return QColor.fromRgbF(red, green, blue, min(1.0, max(0.0, float(parts.alpha))))
