"""The collection that is shown goes away: the table says why, and nothing of it stays."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.shell.conftest import opened
from wfdesk.domain.ids import AccountId, SiteId
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.ui.items.controller import ItemsController

# The screenless platform says so whenever a window is shown.


def forget(connection):
    return AccountsRepository(connection).delete(AccountId("account"), with_content=True)


def delete(connection):
    return CollectionsRepository(connection).replace_all(SiteId("site"), [])


@pytest.mark.parametrize(
    ("happen", "said"),
    [
        (
            forget,
            [
                "This site is no longer on this computer",
                "Its local copy was removed with its token.\nUnsent edits are kept in Changes.",
            ],
        ),
        (delete, ["This collection is gone", "Webflow no longer has it."]),
    ],
)
async def test_the_table_says_why_it_is_empty(desk, qtbot, until, happen, said):
    view = await opened(desk, qtbot, until)

    desk.feed.publish(await desk.database.write(happen))

    await until(view.empty.isVisible)
    labels = view.empty.findChildren(QLabel)
    assert [label.text() for label in labels] == said
    assert view.empty.width() == view.width()
    await until(desk.is_calm)


async def test_nothing_is_said_any_more_of_a_collection_that_is_gone(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    qtbot.keyClicks(view.bar._filter, "Post")
    await until(desk.is_calm)

    desk.feed.publish(await desk.database.write(delete))

    await until(lambda: not view.bar.isEnabled())
    view.bar._show_age()  # as it does each minute
    assert not view.bar.isEnabled()
    assert [label.text() for label in view.bar.findChildren(QLabel)] == ["", "", ""]
    assert view.bar._filter.text() == ""
    await until(desk.is_calm)


async def test_a_question_at_the_very_moment_hides_nothing(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    [items] = [each for each in desk.controllers if isinstance(each, ItemsController)]
    desk.feed.publish(await desk.database.write(delete))
    items._pause.stop()
    items._on_calm()  # as it does when its time has come
    items.set_text("Post")
    await until(lambda: not view.bar.isEnabled())
    await until(desk.is_calm)


async def test_why_it_is_empty_can_be_read_where_it_is_narrow(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    desk.feed.publish(await desk.database.write(forget))
    await until(view.empty.isVisible)

    view.resize(260, 400)

    await until(lambda: view.width() == 260)
    for label in view.empty.findChildren(QLabel):
        assert label.heightForWidth(label.width()) <= label.height()
        assert view.rect().contains(label.geometry())
    await until(desk.is_calm)
