"""The list of keys says what there is, About where the data lies; both close as one expects."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from wfdesk.ui.editor.richtext.keys import KEYS, TABLE, listed
from wfdesk.ui.shell.about import About, AboutDialog
from wfdesk.ui.shell.commands import Commands, keys_of, title_of
from wfdesk.ui.shell.keys import KeysDialog


@pytest.fixture
def window(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def texts(dialog: QWidget) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel)]


def button(dialog: QWidget, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def keys(window: QWidget) -> KeysDialog:
    dialog = KeysDialog(Commands(window), window)
    dialog.open()
    return dialog


def about(window: QWidget, home: Path = Path("/home/ann/wfdesk")) -> AboutDialog:
    opened: list[Path] = []
    dialog = AboutDialog(About("1.2", "Python 3", home, lambda: opened.append(home)), window)
    dialog.opened = opened
    dialog.open()
    return dialog


def test_every_command_with_keys_is_listed_with_them(window) -> None:
    commands = Commands(window)
    said = texts(keys(window))
    for entry, action in commands:
        if entry.keys:
            assert said[said.index(title_of(entry)) + 1] == keys_of(action)


def test_no_key_is_listed_that_does_nothing(window) -> None:
    commands = Commands(window)
    real = {title_of(entry) for entry, _ in commands} | {keys_of(each) for _, each in commands}
    menus = {"File", "Edit", "Item", "View", "Go", "Help"}
    sections = {"In the table", "In rich text", "In Changes"}
    rich = {text for pair in listed() for text in pair}
    by_hand = set(texts(keys(window))) - real - menus - sections - rich
    table = {"Open the item in the form", "Return"}
    changes = {"Take mine, in a conflict", "Alt+M", "Take theirs, in a conflict", "Alt+T"}
    assert by_hand == table | changes


def test_every_key_of_rich_text_is_listed_with_what_it_does(window) -> None:
    said = texts(keys(window))
    rich = said[said.index("In rich text") + 1 : said.index("In Changes")]
    pairs = list(zip(rich[::2], rich[1::2], strict=True))
    assert [title for title, _ in pairs[: len(TABLE)]] == [key.title for key in TABLE]
    assert len(dict(pairs)) == len(pairs), "One thing is listed twice."
    found = set()
    for _, several in pairs[: len(TABLE)]:
        first, _, last = several.partition(" to ")
        one = QKeySequence(first)[0]
        end = QKeySequence(last)[0].key() if last else one.key()
        found |= {(key, one.keyboardModifiers()) for key in range(one.key(), end + 1)}
    assert found == set(KEYS)


def test_the_list_of_keys_is_as_wide_as_what_it_says_and_scrolls(qtbot, window) -> None:
    dialog = keys(window)
    page = dialog.findChild(QScrollArea)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_PageDown)
    assert page.verticalScrollBar().value() > 0
    widest = max(each.sizeHint().width() for each in dialog.findChildren(QLabel))
    assert page.viewport().width() >= page.widget().minimumSizeHint().width() > widest


@pytest.mark.parametrize("make", [keys, about])
def test_a_dialog_closes_with_its_button_and_with_escape(qtbot, window, make) -> None:
    dialog = make(window)
    qtbot.mouseClick(button(dialog, "Close"), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    dialog = make(window)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_about_says_the_version_the_licence_and_where_the_data_lies(qtbot, window) -> None:
    dialog = about(window)
    assert "wfdesk 1.2" in texts(dialog)
    assert any("MIT" in text and "LGPL" in text for text in texts(dialog))
    assert dialog.home.text() == "/home/ann/wfdesk"
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert dialog.opened == [Path("/home/ann/wfdesk")]
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:3] == ["wfdesk 1.2", "Python 3", "/home/ann/wfdesk"]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (None, "was not compared with Webflow's yet"),
        (-20.0, "agrees with Webflow's"),
        (95.0, "is 2 minutes ahead of Webflow's"),
        (-3_700.0, "is 1 hour behind Webflow's"),
        (2 * 86_400.0, "is 2 days ahead of Webflow's"),
    ],
)
def test_about_says_how_far_the_clock_is_off(window, ahead, said) -> None:
    dialog = AboutDialog(About("1.2", "Python 3", Path(), lambda: None, ahead), window)
    assert any(said in text for text in texts(dialog))
    dialog.copy_button.click()
    assert said in QGuiApplication.clipboard().text()
