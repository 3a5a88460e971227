"""Where a token is pasted: the field, what went wrong under it, and how to get one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.toolkit.labels import PlainLabel, plain

_HOW = (
    "In Webflow, open Site settings \N{RIGHTWARDS ARROW} Apps & integrations \N{RIGHTWARDS ARROW}"
    " API access \N{RIGHTWARDS ARROW} Generate API token. Give it sites:read, cms:read and"
    " cms:write. Copy the token at once: Webflow shows it only this one time."
)
_TITLE = "Site token"
_EMPTY = "Paste a site token first."


class TokenForm(QWidget):
    """Takes a token and forgets it when it is signed in. The text is never shown unasked."""

    token_given = Signal(str, bool)  # token, whether to keep it in the keychain

    def __init__(self, controller: AccountsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self.token_given.connect(controller.sign_in)
        controller.busy_changed.connect(self.show_busy)
        controller.sign_in_failed.connect(self.show_problem)
        controller.signed_in.connect(self.clear)

    def clear(self) -> None:
        """Drop the token, the message and the wish to see the token."""
        self.line.clear()
        self.show_button.setChecked(False)
        self.show_problem("")

    def say_for_what(self, site: str) -> None:
        """Name the site whose token is wanted; none: any site's."""
        # A label that is a line's takes an ampersand for the sign of a key, as buttons do.
        self._title.setText(f"Site token for \u201c{plain(site)}\u201d" if site else _TITLE)

    def show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.line.setProperty("invalid", bool(sentence))
        self.line.style().polish(self.line)
        self.line.setAccessibleDescription(sentence)
        if sentence:
            self._point_at_line()

    def show_busy(self, is_busy: bool) -> None:
        for widget in (self.line, self.keep, self.sign_in_button):
            widget.setEnabled(not is_busy)
        self.bar.setVisible(is_busy)
        self.sign_in_button.setText(
            "Signing in\N{HORIZONTAL ELLIPSIS}" if is_busy else "Sign in",
        )
        if not is_busy and self.problem.text():
            self._point_at_line()  # Before, the line was disabled and took no focus.

    def _point_at_line(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._token_row())
        self.problem = PlainLabel("", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        how = PlainLabel(_HOW, "muted")
        how.setWordWrap(True)
        column.addWidget(self.problem)
        column.addWidget(how)
        column.addSpacing(4)
        column.addLayout(self._end_row())
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.hide()
        column.addWidget(self.bar)
        self.show_button.toggled.connect(self._show_token)
        self.sign_in_button.clicked.connect(self._give)
        self.line.returnPressed.connect(self._give)
        self.setFocusProxy(self.line)

    def _token_row(self) -> QVBoxLayout:
        self._title = title = PlainLabel(_TITLE, "heading")
        title.setWordWrap(True)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName("Site token")
        self.line.setPlaceholderText("Paste it here")
        title.setBuddy(self.line)
        self.show_button = QPushButton("Show")
        self.show_button.setCheckable(True)
        self.show_button.setAutoDefault(False)
        self.show_button.setAccessibleName("Show the token")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        column.addLayout(row)
        return column

    def _end_row(self) -> QHBoxLayout:
        self.keep = QCheckBox("Keep it in this computer's keychain")
        self.keep.setChecked(True)
        self.sign_in_button = QPushButton("Sign in")
        self.sign_in_button.setAutoDefault(False)
        self.sign_in_button.setProperty("kind", "primary")
        row = QHBoxLayout()
        row.addWidget(self.keep, 1)
        row.addWidget(self.sign_in_button)
        return row

    def _show_token(self, is_shown: bool) -> None:
        echo = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(echo)

    def _give(self) -> None:
        token = self.line.text().strip()
        if not token:
            self.show_problem(_EMPTY)
            return
        self.show_problem("")
        self.token_given.emit(token, self.keep.isChecked())
