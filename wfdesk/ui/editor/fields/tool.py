"""The small buttons beside an editor."""

from PySide6.QtWidgets import QToolButton

from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon


def tool(name: str, text: str) -> QToolButton:
    """A small quiet button with an icon, and its name for those who cannot see it."""
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setIcon(icon(name, Tone.MUTED))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button
