"""The one window there is when wfdesk cannot start."""

from PySide6.QtWidgets import QWidget

from wfdesk.ui.toolkit.ask import Button, Weight, ask


async def show_trouble(sentence: str) -> None:
    """Show why, and wait until it was read."""
    parent = QWidget()
    parent.setWindowTitle("wfdesk")
    await ask(parent, "wfdesk cannot start", sentence, [Button("quit", "Quit", Weight.CANCEL)])
    parent.deleteLater()
