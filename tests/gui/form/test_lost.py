"""A run that the user cancels while an answer is lost: it ends, and what became of it is found."""

from PySide6.QtTest import QSignalSpy

from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Phase, Progress, Result


async def test_what_a_cancelled_run_has_left_unknown_is_looked_up_by_itself(desk) -> None:
    await desk.sign_in()
    key = await desk.key("authors")
    await desk.open(key)
    sending = desk.program.sending
    await desk.program.services.editing.set_field(key, NAME, "Arrived")
    lost = {"method": "PATCH", "path": "items", "do": "reset_after"}
    desk.practice.control("POST", "faults", lost)
    ended = QSignalSpy(sending.run_finished)
    sending.offered.connect(lambda offer: sending.start(offer.plan))

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP:
            sending.cancel()

    sending.progressed.connect(listen)
    sending.prepare([key], Goal.SEND)
    await desk.until(ended.count)

    [result] = ended.at(0)[0]
    assert result.result is Result.UNKNOWN
    await desk.until(lambda: not desk.program.changes.review.items)
    assert desk.on_server(key)["fieldData"]["name"] == "Arrived"
    await desk.calm()
