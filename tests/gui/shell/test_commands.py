from collections import Counter
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QMainWindow

from wfdesk.domain.edits import Action, Edit, Work
from wfdesk.domain.ids import NAME, CollectionId, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.ui.items.chosen import Chosen, chosen
from wfdesk.ui.shell.commands import CONTEXT, TABLE, Command, Commands
from wfdesk.ui.shell.facts import Facts

KEY = ItemKey(CollectionId("posts"), ItemId("1"))
DRAFT = Work(KEY, Item(KEY, {}))
LIVE = Work(KEY, Item(KEY, {}, is_draft=False, last_published=datetime(2026, 5, 1, tzinfo=UTC)))
ARCHIVED = Work(KEY, Item(KEY, {}, is_archived=True))
UNSENT = replace(LIVE, edits={NAME: Edit(NAME, "new", "old")})
EVERYTHING = Facts(
    has_sites=True,
    has_collection=True,
    has_rows=True,
    is_filtered=True,
    chosen=Chosen(1, frozenset(Action), is_unsent=True),
    is_refreshing=True,
    unsent=1,
)


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


def test_the_context_menu_has_the_order_of_the_menu_bar():
    order = [entry.command for entry in TABLE]
    offered = [command for command in CONTEXT if command is not None]
    assert offered == sorted(offered, key=order.index)


def test_what_writes_is_off_for_who_may_only_read(commands):
    commands.set_facts(replace(EVERYTHING, chosen=chosen(1, [UNSENT])))

    commands.set_read_only(True)

    assert not commands.action(Command.SEND).isEnabled()
    assert commands.action(Command.DISCARD).isEnabled()


def test_what_needs_an_item_is_off_without_one(commands):
    commands.set_facts(replace(EVERYTHING, chosen=Chosen()))

    assert not commands.action(Command.DUPLICATE).isEnabled()
    assert not commands.action(Command.FORM).isEnabled()
    assert commands.action(Command.NEW).isEnabled()


@pytest.mark.parametrize(
    ("command", "without"),
    [
        (Command.NEW, {"has_collection": False}),
        (Command.REFRESH, {"has_collection": False}),
        (Command.FILTER, {"has_collection": False}),
        (Command.TABLE, {"has_collection": False}),
        (Command.REFRESH_ALL, {"has_sites": False}),
        (Command.STOP, {"is_refreshing": False}),
        (Command.CLEAR_FILTER, {"is_filtered": False}),
        (Command.NEXT_ITEM, {"has_rows": False}),
        (Command.PREVIOUS_ITEM, {"has_rows": False}),
        (Command.REVIEW, {"unsent": 0, "chosen": Chosen()}),
        (Command.DISCARD, {"chosen": chosen(1, [LIVE])}),
        (Command.UNPUBLISH, {"chosen": chosen(1, [DRAFT])}),
        (Command.RESTORE, {"chosen": chosen(1, [DRAFT])}),
        (Command.ARCHIVE, {"chosen": chosen(1, [ARCHIVED])}),
        (Command.DELETE, {"chosen": chosen(1, [replace(LIVE, action=Action.DELETE)])}),
    ],
)
def test_what_could_do_nothing_is_off(commands, command, without):
    commands.set_facts(EVERYTHING)
    assert commands.action(command).isEnabled()

    commands.set_facts(replace(EVERYTHING, **without))

    assert not commands.action(command).isEnabled()


@pytest.mark.parametrize(
    "command",
    [
        Command.REFRESH,
        Command.FILTER,
        Command.CLEAR_FILTER,
        Command.NEXT_ITEM,
        Command.PREVIOUS_ITEM,
        Command.TABLE,
        Command.FORM,
    ],
)
def test_what_belongs_to_the_table_is_off_in_the_changes(commands, command):
    commands.set_facts(EVERYTHING)

    commands.set_items_shown(False)

    assert not commands.action(command).isEnabled()


def test_what_is_just_being_typed_can_be_reviewed(commands):
    """It is no edit yet, and the key must not be dead for that second."""
    commands.set_facts(replace(EVERYTHING, unsent=0, chosen=chosen(1, [LIVE])))

    assert commands.action(Command.REVIEW).isEnabled()


def test_what_one_of_the_chosen_items_allows_is_allowed():
    both = chosen(2, [DRAFT, ARCHIVED])

    assert {Action.ARCHIVE, Action.UNARCHIVE} <= both.actions
    assert Action.UNPUBLISH not in both.actions


def test_a_mark_can_be_taken_back_by_its_opposite():
    marked = chosen(1, [replace(LIVE, action=Action.ARCHIVE)])

    assert Action.UNARCHIVE in marked.actions
    assert Action.ARCHIVE not in marked.actions


def test_anything_may_be_possible_for_what_is_not_here():
    assert chosen(2, [DRAFT, None]) == Chosen(2, frozenset(Action), is_unsent=True)


def test_what_is_unsent_in_another_locale_can_be_discarded():
    assert chosen(1, [replace(LIVE, elsewhere=(UNSENT,))]).is_unsent
    assert not chosen(1, [LIVE]).is_unsent


def test_undo_is_of_the_place_that_is_shown(commands):
    commands.set_history("Archive", "")
    commands.set_decisions("Take Mine", "Hold Back")
    assert commands.action(Command.UNDO).text() == "&Undo Archive"

    commands.set_items_shown(False)
    assert commands.action(Command.UNDO).text() == "&Undo Take Mine"
    assert commands.action(Command.REDO).text() == "&Redo Hold Back"
    assert commands.action(Command.REDO).isEnabled()


def test_undo_is_off_while_its_item_is_out_of_sight(commands):
    commands.set_history("Archive", "")
    assert commands.action(Command.UNDO).isEnabled()
    assert not commands.action(Command.REDO).isEnabled()

    commands.set_items_shown(False)
    assert not commands.action(Command.UNDO).isEnabled()

    commands.set_items_shown(True)
    assert commands.action(Command.UNDO).isEnabled()


def test_undo_and_redo_name_what_they_do(commands):
    commands.set_history("Edit of Q&A", "Archive 12 items")
    assert commands.action(Command.UNDO).text() == "&Undo Edit of Q&&A"
    assert commands.action(Command.REDO).text() == "&Redo Archive 12 items"

    commands.set_history("", "")
    assert commands.action(Command.UNDO).text() == "&Undo"
