"""A new item that Webflow may have already, as Changes asks about it."""

import pytest
from PySide6.QtTest import QSignalSpy

from tests.gui.changes.conftest import BREAD, POSTS, SUMMARY, button, calm, texts
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, NO_LOCALE, SLUG, ItemKey
from wfdesk.domain.journal import MAYBE_THERE, Entry, Verb
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.askedcard import AskedCard
from wfdesk.ui.changes.fieldblock import FieldBlock
from wfdesk.ui.items.wording import decided_sentence, step_words

QUESTION = MAYBE_THERE.format("Bread")


@pytest.fixture
async def asked(desk) -> ItemKey:
    """A new item that may be the bread which Webflow has."""
    key = await desk.editing.create(POSTS.id, NO_LOCALE, {NAME: "Rye", SLUG: "bread"})

    def ask(rows):
        sent = Entry(0, "batch", Verb.CREATE, key, {NAME: "Rye", SLUG: "bread"}, {})
        [entry] = JournalRepository(rows).write([sent])
        JournalRepository(rows).ask(entry.id, QUESTION, BREAD.item)
        return WorksRepository(rows).set_state(key, SendState.IN_QUESTION, QUESTION)

    await desk.database.write(ask)
    return key


async def on_the_card(view, until) -> None:
    await until(lambda: view.detail.findChild(AskedCard))


async def test_it_is_asked_once_and_needs_care(asked, make_view, until):
    view = make_view()
    await on_the_card(view, until)
    shown = texts(view)
    assert shown.count(QUESTION) == 1
    assert "In question" in shown
    assert not any("with the next send, as a draft" in text for text in shown)
    assert view._controller.next_problem(None) == asked
    await calm(view)


async def test_the_keyboard_enters_it_where_nothing_is_decided(asked, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "Mine")
    view = make_view()
    await until(lambda: len(view._controller.review.items) == 2)
    view.select(BREAD)
    view.detail.findChild(FieldBlock).first.setFocus()
    view.go_to_next_problem()
    assert view.current() == asked
    assert button(view, "Look at it").hasFocus()
    await desk.editing.set_field(asked, SUMMARY, "Typed since")
    view._controller.refresh()
    await until(lambda: "Typed since" in texts(view))
    assert button(view, "Look at it").hasFocus()
    await calm(view)


async def test_another_one_is_made_once_that_is_said(asked, desk, make_view, until):
    view = make_view()
    await on_the_card(view, until)
    decided = QSignalSpy(view._controller.decided)
    button(view, "Make another one").click()
    await until(lambda: not view.detail.findChild(AskedCard))
    assert view._controller.next_problem(None) is None
    assert decided_sentence(decided.at(0)[0]) == "Another one is made with the next send"
    assert step_words(desk.editing.last_decided) == "Make Another"
    view._controller.undo()
    await on_the_card(view, until)
    await calm(view)


async def test_it_is_taken_for_the_one_that_was_found(asked, desk, make_view, until):
    view = make_view()
    await on_the_card(view, until)
    taken = QSignalSpy(view._controller.suspect_found)
    button(view, "It is that one").click()
    await until(lambda: taken.count() == 1)
    assert taken.at(0) == [BREAD, True]
    await until(lambda: not view._controller.review.items)
    assert await desk.database.read(lambda rows: WorksRepository(rows).get(asked).key) == BREAD
    await calm(view)


async def test_what_was_found_is_looked_at(asked, desk, make_view, until):
    view = make_view()
    await on_the_card(view, until)
    found = QSignalSpy(view._controller.suspect_found)
    button(view, "Look at it").click()
    await until(lambda: found.count() == 1)
    assert found.at(0) == [BREAD, False]
    await desk.database.write(lambda rows: ItemsRepository(rows).delete([BREAD]))
    button(view, "Look at it").click()
    await until(lambda: found.count() == 2)
    assert found.at(1)[0] is None
    assert asked.item.startswith("local-")
    await calm(view)


async def test_what_is_left_out_is_so_under_its_new_key(asked, desk, make_view, until):
    await desk.editing.set_field(asked, SUMMARY, "Since then")
    view = make_view()
    await on_the_card(view, until)
    view._controller.set_goes([asked], goes=False)
    button(view, "It is that one").click()
    await until(lambda: [each.work.key for each in view._controller.review.items] == [BREAD])
    assert view._controller.left_out == {BREAD}
    await calm(view)
