"""Before a token takes another one's place it is said what would be lost; Enter loses nothing."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from wfdesk.services.accounts import Replacement
from wfdesk.ui.accounts.replacing import may_replace, text_of, title_of

LESS = Replacement(("Bakery",), ("send and publish changes",), is_for_good=True)
AS_MUCH = Replacement(("Bakery", "Caf\u00e9"), (), is_for_good=False)


@pytest.mark.parametrize(
    ("replacement", "key", "is_replaced"),
    [
        (LESS, Qt.Key.Key_Return, False),
        (AS_MUCH, Qt.Key.Key_Return, True),
        (AS_MUCH, Qt.Key.Key_Escape, False),
    ],
)
async def test_enter_takes_the_new_one_only_if_nothing_is_lost(
    qtbot, until, replacement, key, is_replaced
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    question = asyncio.ensure_future(may_replace(window, replacement))
    await until(lambda: window.findChild(QMessageBox) is not None)
    qtbot.keyClick(window.findChild(QMessageBox), key)
    assert await question is is_replaced


def test_the_question_says_what_would_happen() -> None:
    assert title_of(LESS).startswith("\u201cBakery\u201d is already opened with another token.")
    assert title_of(AS_MUCH).startswith("\u201cBakery\u201d and \u201cCaf\u00e9\u201d are already")
    assert "The new one may not: send and publish changes." in text_of(LESS)
    assert "taken out of the keychain" in text_of(LESS)
    assert "may do all that the old one may" in text_of(AS_MUCH)
    assert "stays in the keychain" in text_of(AS_MUCH)
