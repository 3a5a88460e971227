from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.shell.conftest import ITEMS, POSTS, key, opened, opened_at
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Work
from wfdesk.domain.ids import NAME, ItemId, ItemKey, is_local
from wfdesk.domain.items import Item
from wfdesk.domain.tables import STATUS
from wfdesk.services.browsing import BrowsingService
from wfdesk.store.items import ItemsRepository
from wfdesk.store.remote import take_out
from wfdesk.ui.items.controller import AROUND

# The screenless platform says so whenever a window is shown.

MANY = 100_000


class Counting(BrowsingService):
    """A collection of many items that counts which works are asked for."""

    def __init__(self, database) -> None:
        super().__init__(database)
        self.asked: list[int] = []
        self.questions: list[str] = []

    async def find(self, collection, locale, query, stay=None):
        self.questions.append(query.text)
        return [ItemKey(collection, ItemId(f"{each:04}"), locale) for each in range(MANY)]

    async def rows(self, keys):
        self.asked += [int(each.item) for each in keys]
        return [Work(each, Item(each, {NAME: each.item})) for each in keys]


async def test_only_the_rows_on_the_screen_are_fetched(desk, qtbot, until):
    browsing = Counting(desk.database)
    view = await opened(desk, qtbot, until, browsing)
    assert view.controller.model.rowCount() == MANY
    browsing.asked.clear()

    view.table.scrollTo(view.controller.model.index(50_000, 0))

    await until(lambda: 50_000 in browsing.asked)
    on_screen = view.table.viewport().height() // view.table.rowHeight(0) + 2
    assert len(browsing.asked) <= on_screen + 2 * AROUND
    await until(desk.is_calm)


async def renamed(desk, until, view, number, name):
    """Rename an item and wait until its row says so, wherever it is."""
    model = view.controller.model
    await desk.editing.set_field(key(number), NAME, name)
    await until(lambda: (work := model.work_of(key(number))) is None or work.name == name)
    await until(desk.is_calm)


async def test_a_renamed_item_keeps_its_row_until_the_person_asks_for_order(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    model = view.controller.model
    view.open_item(key(5))

    await renamed(desk, until, view, 5, "Zebra")
    await renamed(desk, until, view, 7, "Also elsewhere")

    assert (model.row_of(key(5)), model.row_of(key(7))) == (5, 7)
    assert view.table.selected_keys() == [key(5)]
    view.controller.refresh()
    await until(lambda: model.key_at(ITEMS - 1) == key(5))
    assert model.row_of(key(7)) == 0
    await until(desk.is_calm)


async def test_what_a_refresh_brings_is_in_order_when_the_person_asked_for_it(desk, until, qtbot):
    view = await opened(desk, qtbot, until)
    model = view.controller.model

    class Bringing:
        async def refresh_collection(self, collection, *, is_asked=False):
            await desk.editing.set_field(key(5), NAME, "Zebra")
            await until(lambda: model.work_of(key(5)).name == "Zebra")

    view.controller._refreshing = Bringing()
    view.controller.refresh()

    await until(lambda: model.row_of(key(5)) == ITEMS - 1)
    await until(desk.is_calm)


async def test_another_order_puts_a_renamed_item_where_it_belongs(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    await renamed(desk, until, view, 5, "Zebra")

    view.table.sort_wanted.emit(NAME, True)

    await until(lambda: view.controller.model.key_at(0) == key(5))
    await renamed(desk, until, view, 6, "Zz")
    assert view.controller.model.row_of(key(6)) == ITEMS - 6
    await until(desk.is_calm)


async def test_a_newcomer_stands_in_order_beside_rows_that_stay(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    model = view.controller.model
    await renamed(desk, until, view, 5, "Zebra")

    made = await desk.editing.create(POSTS, key(0).locale, {NAME: "Post 0100b"})

    await until(lambda: model.row_of(made) == 101)
    assert model.row_of(key(5)) == 5
    await until(desk.is_calm)


async def test_a_change_that_comes_first_leaves_a_new_question_new(desk, qtbot, until):
    """It takes the place of the answer, and must not be taken for the same question."""
    view = await opened(desk, qtbot, until)
    found: list = []
    view.controller.items_found.connect(found.append)
    view.table.sort_wanted.emit(NAME, True)

    view.controller._touched = ChangeSet(frozenset({key(3)}))
    view.controller._on_calm()

    await until(lambda: found)
    await until(desk.is_calm)
    assert [each.is_new for each in found] == [True]
    assert view.controller.model.key_at(0) == key(ITEMS - 1)


async def test_the_open_item_stays_where_it_is_on_the_screen(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    table = view.table
    view.open_item(key(150))
    table.scrollTo(table.currentIndex(), table.ScrollHint.PositionAtCenter)
    before = table.visualRect(table.currentIndex()).top()

    for number in range(3):
        await desk.editing.create(POSTS, key(0).locale, {NAME: f"A new one {number}"})

    await until(lambda: view.controller.model.rowCount() == ITEMS + 3)
    await until(desk.is_calm)
    assert view.table.selected_keys() == [key(150)]
    assert table.visualRect(table.currentIndex()).top() == before


async def test_all_stay_selected_when_the_model_starts_over(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    view.table.selectAll()
    apart = [key(number) for number in range(0, ITEMS, 2)]
    resets = QSignalSpy(view.controller.model.modelReset)

    await desk.database.write(lambda connection: ItemsRepository(connection).delete(apart))
    desk.feed.publish(ChangeSet(frozenset(apart), frozenset({POSTS})))

    await until(lambda: view.controller.model.rowCount() == ITEMS - len(apart))
    await until(desk.is_calm)
    assert resets.count() == 1
    assert len(view.table.selected_keys()) == ITEMS - len(apart)


async def test_a_column_title_asks_no_row_whether_it_is_selected(desk, qtbot, until):
    """It would ask all of them at each paint."""
    view = await opened(desk, qtbot, until)
    view.table.selectAll()

    assert not view.table.horizontalHeader().selectionModel().hasSelection()
    assert view.table.count_selected() == ITEMS
    await until(desk.is_calm)


async def test_an_edit_shows_in_its_row(desk, qtbot, until):
    view = await opened(desk, qtbot, until)

    await desk.editing.set_field(key(2), NAME, "Post 0002b")

    await until(lambda: view.controller.model.index(2, 0).data() == "Post 0002b")
    await until(desk.is_calm)


async def test_typing_asks_once_when_the_keys_rest(desk, qtbot, until):
    browsing = Counting(desk.database)
    view = await opened(desk, qtbot, until, browsing)
    browsing.questions.clear()

    qtbot.keyClicks(view.bar.findChild(QLineEdit), "bread")

    await until(lambda: browsing.questions)
    assert browsing.questions == ["bread"]
    await until(desk.is_calm)


async def test_a_filter_that_finds_nothing_says_so_and_can_be_cleared(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    view.controller.set_text("nowhere")
    await until(view.empty.isVisible)

    view.clear_filter()

    await until(lambda: view.controller.model.rowCount() == ITEMS)
    assert view.table.isVisible()
    await until(desk.is_calm)


async def test_a_filter_says_how_many_it_leaves(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    assert view.bar._count.text() == f"{ITEMS} items"

    view.controller.set_text("post 004")

    await until(lambda: view.bar._count.text() == f"10 of {ITEMS} items")
    await until(desk.is_calm)


async def test_an_item_that_was_deleted_in_webflow_is_said_to_be_and_counts_no_more(
    desk, qtbot, until
):
    view = await opened(desk, qtbot, until)
    await desk.editing.set_field(key(0), NAME, "Mine")
    await desk.database.write(lambda rows: take_out(rows, [key(0)]))
    desk.feed.publish(ChangeSet(frozenset({key(0)})))
    await until(lambda: view.bar._count.text() == f"{ITEMS - 1} items, 1 deleted")
    column = [each.slug for each in view.controller.model.columns].index(STATUS)
    model = view.controller.model
    row = next(row for row in range(ITEMS) if model.keys[row] == key(0))
    await until(lambda: model.index(row, column).data() == "Deleted")
    await until(desk.is_calm)


async def test_what_is_deleted_is_told_apart_from_what_a_filter_finds(desk, qtbot, until):
    """Where a filter found all, it said that those were more than there are."""
    view = await opened(desk, qtbot, until)
    await desk.editing.set_field(key(0), NAME, "Post, mine")
    await desk.database.write(lambda rows: take_out(rows, [key(0)]))
    desk.feed.publish(ChangeSet(frozenset({key(0)})))
    for text, said in (
        ("post", f"{ITEMS - 1} of {ITEMS - 1} items, 1 deleted"),
        ("post 0001", f"1 of {ITEMS - 1} items"),
        ("mine", f"0 of {ITEMS - 1} items, 1 deleted"),
    ):
        view.controller.set_text(text)
        await until(lambda: view.bar._count.text() == said)  # noqa: B023
    await until(desk.is_calm)


async def test_home_and_end_go_to_the_first_and_the_last_item(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    view.table.select_key(key(7))
    for press, modifier, chosen in (
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, [key(ITEMS - 1)]),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, [key(0)]),
        (Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier, [key(at) for at in range(ITEMS)]),
    ):
        qtbot.keyClick(view.table, press, modifier)
        assert view.table.selected_keys() == chosen
    await until(desk.is_calm)


async def test_the_number_of_items_is_whole_where_there_is_no_room_for_more(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    view.controller.set_text("post 004")
    await until(lambda: view.bar._count.text() == f"10 of {ITEMS} items")
    for width, says_age in ((700, True), (330, False), (700, True)):
        view.resize(width, 400)
        await until(lambda: view.bar._fresh.isVisible() is says_age)  # noqa: B023
        await until(lambda: view.bar._count.toolTip() == "")  # nothing of it is cut
    await until(desk.is_calm)


async def test_a_sort_is_asked_of_the_store_and_remembered(desk, qtbot, until):
    view = await opened(desk, qtbot, until)

    view.table.sort_wanted.emit(NAME, True)

    await until(lambda: view.controller.model.key_at(0) == key(ITEMS - 1))
    assert desk.memory["table.posts"]["is_descending"] is True
    await until(desk.is_calm)


async def test_a_new_item_is_opened_and_selected(desk, qtbot, until):
    window = desk.window()
    window.show()
    await until(desk.is_calm)
    window.go_to_item(key(0))
    view = window._panes.table
    await until(lambda: view.table.selected_keys() == [key(0)])
    await until(desk.is_calm)
    made: list[ItemKey] = []
    view.item_opened.connect(made.append)

    view.make_item()

    await until(lambda: made and view.table.selected_keys() == made)
    await until(desk.is_calm)


async def test_archiving_many_can_be_undone(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    said: list[object] = []
    view._actions.acted.connect(said.append)
    view.table.selectAll()
    view.set_action(Action.ARCHIVE)
    await until(lambda: said)
    assert said[0].sentence.startswith(f"{ITEMS} items will be archived")

    view._actions.undo(said[0])

    await desk.tasks.close()
    assert (await desk.browsing.work(key(3))).is_empty
    await until(desk.is_calm)


async def test_return_in_the_table_goes_on_to_the_form(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    entered: list[ItemKey] = []
    view.item_entered.connect(entered.append)
    view.table.select_key(key(4))

    qtbot.keyClick(view.table, Qt.Key.Key_Return)

    assert entered == [key(4)]
    await until(desk.is_calm)


async def test_no_edit_of_a_burst_is_lost_from_the_screen(desk, qtbot, until):
    view = await opened(desk, qtbot, until)

    for number in range(8):
        await desk.editing.set_field(key(number), NAME, f"Post {number:04} again")

    await until(
        lambda: all(
            view.controller.model.index(row, 0).data() == f"Post {row:04} again" for row in range(8)
        )
    )
    await until(desk.is_calm)


async def test_commands_act_on_the_open_item_that_the_filter_hides(desk, qtbot, until):
    view, _ = await opened_at(desk, qtbot, until, 7)
    view.controller.set_text("post 0042")
    await until(lambda: view.controller.model.rowCount() == 1)

    view.archive()

    await until(desk.is_calm)
    assert view.chosen.count == 1
    assert (await desk.browsing.work(key(7))).action is Action.ARCHIVE
    assert (await desk.browsing.work(key(42))).is_empty
    await until(desk.is_calm)


async def test_the_open_item_is_selected_again_when_the_filter_shows_it(desk, qtbot, until):
    view, made = await opened_at(desk, qtbot, until, 7)
    view.controller.set_text("post 0042")
    await until(lambda: view.controller.model.rowCount() == 1)

    view.clear_filter()

    await until(lambda: view.table.selected_keys() == [key(7)])
    assert made == []
    await until(desk.is_calm)


async def test_only_a_move_by_hand_opens_another_item(desk, qtbot, until):
    view, made = await opened_at(desk, qtbot, until, 7)
    view.controller.set_text("post 004")
    await until(lambda: view.controller.model.rowCount() == 10)

    QApplication.sendEvent(view.table, QFocusEvent(QEvent.Type.FocusIn))
    assert made == []
    qtbot.keyClick(view.table, Qt.Key.Key_Down)

    assert made == [key(40)]
    await until(desk.is_calm)


async def test_the_neighbour_of_a_row_that_went_is_not_chosen(desk, qtbot, until):
    view, made = await opened_at(desk, qtbot, until, 42)
    view.controller.set_text("post 004")
    await until(lambda: view.controller.model.rowCount() == 10)
    assert view.table.selected_keys() == [key(42)]

    await desk.editing.set_field(key(42), NAME, "Elsewhere")

    await until(lambda: view.controller.model.row_of(key(42)) is None)
    await until(desk.is_calm)
    assert view.chosen_keys() == [key(42)]
    assert made == []


async def said_after(desk, until, view, act):
    """What is said once the act is done."""
    said: list[object] = []
    view._actions.acted.connect(said.append)
    view._actions.asked.connect(said.append)
    act()
    await until(lambda: said)
    await until(desk.is_calm)
    return said[0]


async def test_deleting_what_was_never_sent_is_done_at_once_and_says_so(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    new = await desk.editing.create(POSTS, key(0).locale)
    question = await said_after(
        desk, until, view, partial(view._actions.set_action, [new], Action.DELETE)
    )

    acted = await said_after(desk, until, view, partial(view._actions.go_on, question))

    assert question.text == "Webflow has never had it: it is deleted at once."
    assert acted.sentence.endswith("was deleted")
    assert acted.step is None


@pytest.mark.parametrize(
    ("news", "others", "said"),
    [
        (1, 0, "Webflow has never had it: it goes altogether."),
        (2, 0, "Webflow has never had them: they go altogether."),
        (1, 1, "What is new goes altogether. Of the rest Webflow keeps what it has."),
        (
            0,
            1,
            "What you have changed since the last send is given up. Webflow keeps what it has.",
        ),
    ],
)
async def test_discarding_says_what_is_left(desk, qtbot, until, news, others, said):
    view = await opened(desk, qtbot, until)
    keys = [await desk.editing.create(POSTS, key(0).locale, {NAME: "Bun"}) for _ in range(news)]
    for place in range(others):
        await desk.editing.set_field(key(place), NAME, "Changed")
        keys.append(key(place))

    question = await said_after(desk, until, view, partial(view._actions.discard, keys))

    assert question.text == said


async def test_deleting_what_webflow_has_says_nothing_of_at_once(desk, qtbot, until):
    view = await opened(desk, qtbot, until)

    question = await said_after(
        desk, until, view, partial(view._actions.set_action, [key(1), key(2)], Action.DELETE)
    )

    assert question.text.startswith("With the next send they are deleted in Webflow")
    assert "at once" not in question.text


async def test_restoring_what_was_only_marked_promises_no_send(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    await desk.editing.set_action([key(1)], Action.ARCHIVE)

    acted = await said_after(
        desk, until, view, partial(view._actions.set_action, [key(1)], Action.UNARCHIVE)
    )

    assert acted.sentence == "“Post 0001” will not be archived after all"
    assert acted.step.before == {key(1): Action.ARCHIVE}


async def test_a_new_item_is_on_top_when_the_newest_come_first(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    header = view.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await until(desk.is_calm)

    view.make_item()
    await until(lambda: len(view.controller.model.keys) == ITEMS + 1)

    assert is_local(view.controller.model.keys[0].item)
    assert view.table.rowAt(0) == 0
    await until(desk.is_calm)


async def test_names_that_begin_alike_are_told_apart(desk, qtbot, until):
    """Of every "(copy)" the very word was cut off."""
    for number, end in ((1, "Porto"), (2, "Plovdiv")):
        name = f"Cardamom flatbread for the road that leads along the river to {end}"
        await desk.editing.set_field(key(number), NAME, name)
    view = await opened(desk, qtbot, until)
    table = view.table
    table.setColumnWidth(0, 200)
    table.clearSelection()
    cells = [
        view.controller.model.index(view.controller.model.row_of(key(each)), 0) for each in (1, 2)
    ]
    one, other = (table.viewport().grab(table.visualRect(each)).toImage() for each in cells)
    assert one != other
    await until(desk.is_calm)
