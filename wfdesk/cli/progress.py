"""What goes on, while it goes on: one line that is redrawn on a terminal, else a line a step."""

import asyncio
import shutil
from datetime import UTC, datetime
from math import ceil
from typing import Self

from wfdesk.cli.cells import cut
from wfdesk.cli.output import Output, one_line
from wfdesk.services.publishing import Phase, Progress
from wfdesk.sync.status import Status, StatusBoard
from wfdesk.words.counts import counted, duration

_CLEAR = "\r\x1b[K"
_DOT = " \N{MIDDLE DOT} "
_TICK = 1.0
_PAUSE = "Webflow asks for a pause: going on in {}."


class ProgressView:
    """Follows runs and refreshes from ``open`` to ``close``. Pauses are counted down."""

    def __init__(self, output: Output, board: StatusBoard) -> None:
        self._output = output
        self._board = board
        self._line = ""
        self._drawn = False
        self._said = ""
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        self._output.on_tell = self._make_room
        self._board.subscribe(self._on_status)
        return self

    def __exit__(self, *_problem: object) -> None:
        self._board.unsubscribe(self._on_status)
        if self._timer is not None:
            self._timer.cancel()
        self._make_room()
        self._output.on_tell = None
        self._line = ""

    def show(self, progress: Progress) -> None:
        """Follow a run. Its end is told by its results, a pause by the one who counts it down."""
        if progress.phase is Phase.FINISHED or self._pause() > 0:
            return
        step = _DOT.join(part for part in (progress.phase.value, progress.sentence) if part)
        detail = ""
        if progress.total:
            detail = f"{_DOT}{progress.done:,} of {counted(progress.total, 'request')}"
        if progress.seconds_left:
            detail += f"{_DOT}{counted(progress.seconds_left, 'second')}"
        self._say(step, detail)

    def _on_status(self, status: Status) -> None:
        if self._pause() > 0:
            self._tick()
        elif status.activity:
            done = f"{_DOT}{status.done:,} of {status.total:,}" if status.total else ""
            self._say(status.activity, done)

    def _pause(self) -> int:
        """Seconds until Webflow may be asked again."""
        until = self._board.status.paused_until
        return ceil((until - datetime.now(UTC)).total_seconds()) if until else 0

    def _tick(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if (pause := self._pause()) > 0:
            self._say(_PAUSE.format(duration_in_full(pause)), "", step="pause")
            self._timer = asyncio.get_running_loop().call_later(_TICK, self._tick)

    def _say(self, text: str, detail: str, *, step: str = "") -> None:
        """Say a step once; the detail is drawn again and again where that can be seen."""
        if self._output.has_terminal:
            self._draw(text + detail)
        elif (step or text) != self._said:
            self._said = step or text
            self._output.tell(one_line(text + detail))

    def _draw(self, line: str) -> None:
        if line == self._line and self._drawn:
            return
        width = shutil.get_terminal_size().columns - 1
        self._output.draw(_CLEAR + cut(one_line(line), width))
        self._line, self._drawn = line, True

    def _make_room(self) -> None:
        if self._drawn:
            self._drawn = False
            self._output.draw(_CLEAR)


def duration_in_full(seconds: int) -> str:
    """A pause, to the second while it can be counted."""
    return counted(seconds, "second") if seconds <= 120 else duration(seconds)
