"""The list of tokens in a dialog of its own, opened from the menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.accounts.tokens import TokensView


class TokensDialog(QDialog):
    def __init__(self, controller: AccountsController, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tokens")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._view = TokensView(controller)
        self._view.close_button.clicked.connect(self.close)
        column.addWidget(self._view)

    def ask_for_token(self, site: str) -> None:
        """Show the form at once, for a token of this site."""
        self._view.ask_for_token(site)
