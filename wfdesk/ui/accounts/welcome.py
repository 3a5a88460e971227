"""The first start: paste a token or try the practice site; then what the token opens."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wfdesk.services.accounts import SignedIn
from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.accounts.facts import ability_lines, fact, facts, keeping_line
from wfdesk.ui.accounts.tokenform import TokenForm
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import PlainLabel

_WIDTH = 520
_WHAT = (
    "Edit the content of your Webflow sites on this computer, online or not. Nothing leaves it"
    " until you look it over and send it."
)
_PRACTICE = "No token at hand? A small bakery's site runs on this computer, to try things on."


class WelcomeView(QScrollArea):
    """Two pages: sign in, and what that opened. ``finished`` is the wish to go to work."""

    finished = Signal(object)  # SignedIn

    def __init__(self, controller: AccountsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signed_in: SignedIn | None = None
        self.form = TokenForm(controller)
        self.practice_button = QPushButton("Try the practice site")
        self.practice_button.setAutoDefault(False)
        self.start_button = QPushButton("Start")
        self.start_button.setProperty("kind", "primary")
        self.start_button.setDefault(True)
        self.another_button = QPushButton("Add another token")
        self.another_button.setAutoDefault(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._first_page())
        self.opened = QWidget()
        self._pages.addWidget(self.opened)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(_centred(self._pages))
        self.setFocusProxy(self.form)
        self.practice_button.clicked.connect(controller.start_practice)
        self.start_button.clicked.connect(self._finish)
        self.another_button.clicked.connect(self.ask_for_token)
        controller.busy_changed.connect(self.practice_button.setDisabled)
        controller.signed_in.connect(self.show_signed_in)

    def ask_for_token(self) -> None:
        self._pages.setCurrentIndex(0)
        self.form.line.setFocus()

    def show_signed_in(self, signed_in: SignedIn) -> None:
        """Show what the token opens, what it may do, and where it is kept."""
        self._signed_in = signed_in
        before, self.opened = self.opened, self._opened_page(signed_in)
        self._pages.addWidget(self.opened)
        self._pages.setCurrentWidget(self.opened)
        self._pages.removeWidget(before)
        before.deleteLater()
        self.start_button.setFocus()

    def _first_page(self) -> QWidget:
        page, column = _page("Welcome to wfdesk", _WHAT)
        column.addWidget(self.form)
        column.addSpacing(20)
        column.addWidget(_line())
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(_wrapped(_PRACTICE), 1)
        row.addWidget(self.practice_button)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _opened_page(self, signed_in: SignedIn) -> QWidget:
        page, column = _page("You are signed in", "")
        column.addWidget(PlainLabel("The token opens", "heading"))
        column.addWidget(
            facts([fact(site.display_name, "site", Tone.ACCENT) for site in signed_in.sites])
        )
        column.addSpacing(12)
        column.addWidget(PlainLabel("What it may do", "heading"))
        column.addWidget(facts(ability_lines(signed_in.account)))
        column.addSpacing(12)
        column.addWidget(_line())
        column.addSpacing(4)
        column.addWidget(keeping_line(signed_in))
        column.addSpacing(16)
        row = QHBoxLayout()
        row.addWidget(self.another_button)
        row.addStretch(1)
        row.addWidget(self.start_button)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _finish(self) -> None:
        self.finished.emit(self._signed_in)


def _page(title: str, sentence: str) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(PlainLabel(title, "title"))
    if sentence:
        column.addWidget(_wrapped(sentence))
    column.addSpacing(16)
    return page, column


def _wrapped(text: str) -> PlainLabel:
    label = PlainLabel(text, "muted")
    label.setWordWrap(True)
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    return line


def _centred(widget: QWidget) -> QWidget:
    outer = QWidget()
    row = QHBoxLayout(outer)
    row.setContentsMargins(24, 56, 24, 24)
    widget.setMaximumWidth(_WIDTH)
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    row.addStretch(1)
    row.addWidget(widget, 100, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return outer
