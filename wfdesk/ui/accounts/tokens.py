"""The list of tokens: what each opens and may do, adding one, forgetting one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import AccountId
from wfdesk.services.accounts import AccountRow
from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.accounts.facts import ability_lines, fact, facts
from wfdesk.ui.accounts.tokenform import TokenForm
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import PlainLabel

_EMPTY = "No token yet. Add one to sign in to a site."


class ForgetQuestion(QDialog):
    """Asks before a token is forgotten; the default keeps it. Opened with ``open``."""

    agreed = Signal(str, bool)  # account, whether to remove the local copy

    def __init__(self, row: AccountRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = row.account.id
        self.setWindowTitle("Forget token")
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        title = PlainLabel(f"Forget the token of \u201c{row.account.label}\u201d?", "heading")
        text = PlainLabel(
            "It is taken out of the keychain. In Webflow it stays valid until you revoke it there."
            " Unsent edits are kept.",
            "muted",
        )
        for label in (title, text):
            label.setWordWrap(True)
            column.addWidget(label)
        self.content = QCheckBox("Remove the site's local copy from this computer too")
        column.addWidget(self.content)
        box = QDialogButtonBox()
        self.keep_button = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.forget_button = QPushButton("Forget token")
        box.addButton(self.forget_button, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.keep_button.setIcon(QIcon())
        self.keep_button.setDefault(True)
        self.forget_button.setProperty("kind", "danger")
        box.rejected.connect(self.reject)
        self.forget_button.clicked.connect(self._agree)
        column.addWidget(box)
        self.keep_button.setFocus()
        self.finished.connect(self.deleteLater)

    def _agree(self) -> None:
        self.agreed.emit(self._account, self.content.isChecked())
        self.accept()


class TokenCard(QWidget):
    """One token."""

    forget_requested = Signal(object)  # AccountRow

    def __init__(self, row: AccountRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        name = PlainLabel(row.account.label or "Untitled", "heading")
        name.setWordWrap(True)
        head.addWidget(name, 1)
        if row.account.is_practice:
            head.addWidget(PlainLabel("practice", "badge"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.forget_button = QPushButton("Forget\N{HORIZONTAL ELLIPSIS}")
        self.forget_button.setAccessibleName(f"Forget the token of {row.account.label}")
        self.forget_button.setAutoDefault(False)
        self.forget_button.clicked.connect(self._forget)
        head.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        lines = [_state_line(row)]
        lines += [fact(site, "site", Tone.MUTED) for site in row.sites if site != row.account.label]
        column.addWidget(facts([*lines, *ability_lines(row.account)]))

    def _forget(self) -> None:
        self.forget_requested.emit(self._row)


class TokensView(QWidget):
    """All tokens, and the form for another one."""

    def __init__(self, controller: AccountsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.question: ForgetQuestion | None = None
        self.form = TokenForm(controller)
        self.form.hide()
        self.add_button = QPushButton("Add a token\N{HORIZONTAL ELLIPSIS}")
        self.add_button.setCheckable(True)
        self.add_button.setAutoDefault(False)  # Enter in the form's line would press it too
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(PlainLabel("Tokens", "title"), 1)
        head.addWidget(self.add_button)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addWidget(self._area, 1)
        self.close_button = QPushButton("Close")
        self.close_button.setAutoDefault(False)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.add_button.toggled.connect(self._show_form)
        controller.signed_in.connect(self._on_signed_in)
        controller.rows_shown.connect(self.show_rows)
        self.show_rows(())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._controller.load_rows()

    def show_rows(self, rows: Sequence[AccountRow]) -> None:
        """Show the tokens in the order given."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(_line())
            card = TokenCard(row)
            card.forget_requested.connect(self._ask)
            column.addWidget(card)
        if not rows:
            column.addWidget(PlainLabel(_EMPTY, "muted"))
        column.addStretch(1)
        self._area.setWidget(page)

    def ask_for_token(self, site: str) -> None:
        """Open the form for a token of this site."""
        self.add_button.setChecked(True)
        self.form.say_for_what(site)

    def _show_form(self, is_shown: bool) -> None:
        self.form.setVisible(is_shown)
        self.form.clear()
        self.form.say_for_what("")
        if is_shown:
            self.form.line.setFocus()

    def _on_signed_in(self) -> None:
        self.add_button.setChecked(False)

    def _ask(self, row: AccountRow) -> None:
        self.question = ForgetQuestion(row, self)
        self.question.agreed.connect(self._forget)
        self.question.open()

    def _forget(self, account: str, with_content: bool) -> None:
        self._controller.forget(AccountId(account), with_content)


def _state_line(row: AccountRow) -> QWidget:
    if row.account.is_practice and row.is_signed_in:
        return fact("Runs on this computer only: nothing reaches Webflow", "computer", Tone.MUTED)
    if row.is_signed_in:
        return fact("Signed in", "check", Tone.OK)
    return fact(row.note or "Not signed in", "warning", Tone.WARNING)


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    return line
