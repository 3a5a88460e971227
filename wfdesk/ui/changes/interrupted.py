"""A send that was cut short, or has left something: where it stopped, and the way on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.ui.changes.wording import counted
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, WIDE
from wfdesk.words.cutshort import changed_sentence, left_sentence

_DOING = {Goal.SEND: "Sending", Goal.PUBLISH: "Publishing"}


def interrupted_sentence(run: InterruptedRun) -> str:
    """Say how far it came, or what it has left. What was under way is looked up and told item by
    item.
    """
    changed = [changed_sentence(run.changed.values())] if run.changed else []
    if run.is_over:
        return " ".join([*([left_sentence(len(run.left))] if run.left else []), *changed])
    said = f"{_DOING[run.goal]} was cut short after {run.done:,} of {counted(run.total, 'item')}."
    rest = ["The rest did not go on by itself."] if run.left else []
    return " ".join([said, *rest, *changed])


class InterruptedBar(QFrame):
    """Hidden until there is something to show."""

    continue_wanted = Signal(object)  # InterruptedRun
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "fate")
        self._run: InterruptedRun | None = None
        self.sentence = PlainLabel("")
        self.sentence.setWordWrap(True)
        self.go_on = QPushButton("Go o&n\N{HORIZONTAL ELLIPSIS}")
        self.go_on.setToolTip("Shows first what would be sent")
        self.go_on.clicked.connect(self._go_on)
        self.dismiss = QPushButton("&Dismiss")
        self.dismiss.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, NEAR, WIDE, NEAR)
        row.setSpacing(NEAR)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.dismiss)
        self.hide()

    def show_run(self, run: InterruptedRun | None) -> None:
        self._run = run
        self.setHidden(run is None)
        if run is not None:
            self.sentence.setText(interrupted_sentence(run))
            self.go_on.setVisible(bool(run.left))

    def _go_on(self) -> None:
        if self._run is not None:
            self.continue_wanted.emit(self._run)
