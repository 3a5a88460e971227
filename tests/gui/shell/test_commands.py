from collections import Counter

import pytest
from PySide6.QtWidgets import QMainWindow

from wfdesk.ui.shell.commands import TABLE, Command, Commands


@pytest.fixture
def commands(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    commands = Commands(window)
    commands.fill(window.menuBar())
    yield commands
    window.close()


def test_every_command_is_in_the_table_once():
    assert Counter(entry.command for entry in TABLE) == Counter(Command)


def test_every_command_is_in_a_menu(commands):
    menus = commands.parent().menuBar().actions()
    offered = [action for menu in menus for action in menu.menu().actions()]

    assert all(commands.action(command) in offered for command in Command)


def test_no_two_commands_share_a_key(commands):
    keys = Counter(keys.toString() for _, action in commands for keys in action.shortcuts())

    assert "" not in keys
    assert set(keys.values()) == {1}


def test_no_two_entries_of_a_menu_share_a_letter():
    letters = Counter(
        (entry.menu, entry.text[entry.text.index("&") + 1].lower()) for entry in TABLE
    )

    assert set(letters.values()) == {1}


def test_what_writes_is_off_for_who_may_only_read(commands):
    commands.set_item_chosen(True)

    commands.set_read_only(True)

    assert not commands.action(Command.SEND).isEnabled()
    assert commands.action(Command.DISCARD).isEnabled()


def test_what_needs_an_item_is_off_without_one(commands):
    commands.set_item_chosen(False)

    assert not commands.action(Command.DUPLICATE).isEnabled()
    assert commands.action(Command.NEW).isEnabled()


def test_undo_is_off_while_its_item_is_out_of_sight(commands):
    commands.set_history("Archive", "")
    assert commands.action(Command.UNDO).isEnabled()
    assert not commands.action(Command.REDO).isEnabled()

    commands.set_items_shown(False)
    assert not commands.action(Command.UNDO).isEnabled()

    commands.set_items_shown(True)
    assert commands.action(Command.UNDO).isEnabled()
