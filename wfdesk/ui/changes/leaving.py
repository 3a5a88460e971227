"""The question before the window closes while a run is under way."""

from PySide6.QtWidgets import QWidget

from wfdesk.ui.changes.sending import SendController
from wfdesk.ui.changes.wording import counted
from wfdesk.ui.toolkit.ask import Button, Weight, ask

_BUTTONS = (
    Button("stop", "Stop and quit", Weight.DESTRUCTIVE),
    Button("keep", "Keep sending", Weight.CANCEL),
)


async def may_leave(window: QWidget, sending: SendController) -> bool:
    """Ask whether to stop, if there is anything to stop.

    When this returns True, the request under way has ended and what it did is written down. All
    that was to be sent may be done before anybody answers: then the window stays and says so.
    """
    if not sending.is_running:
        return True
    title = f"{counted(sending.count, 'item is', 'items are')} being sent"
    if sending.is_paused:
        title = f"The run is paused with {counted(sending.count, 'item')} to go"
    text = "wfdesk stops after the request under way. What is not sent is kept for the next time."
    if await ask(window, title, text, _BUTTONS, moot=sending.run_finished) != "stop":
        return False
    sending.cancel()
    await sending.ended()
    return True
