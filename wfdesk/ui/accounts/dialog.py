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
        column.addWidget(TokensView(controller))
