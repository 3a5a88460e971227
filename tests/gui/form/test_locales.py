"""An item in another locale: shown, edited, sent to the right variant, or plainly not there."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.gui.conftest import wheel
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, ItemKey, LocaleId, is_local
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.ui.items.model import Role
from wfdesk.ui.shell.commands import Command
from wfdesk.words.counts import listed

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def french(practice) -> LocaleId:
    return LocaleId(practice.locales["secondary"][0]["cmsLocaleId"])


def in_locale(key: ItemKey, locale: LocaleId) -> ItemKey:
    return ItemKey(key.collection, key.item, locale)


async def switch(desk, qtbot, key: Qt.Key) -> None:
    """Choose the next or the last locale with the keyboard."""
    box = desk.program.form.head.locale_switch
    box.setFocus()
    qtbot.keyClick(box, key)


async def in_both(desk, french: LocaleId, slug: str = "recipes") -> ItemKey:
    """An item that has a French variant, shown in the primary locale."""
    await desk.sign_in()
    browsing = desk.program.services.browsing
    for place in range(20):
        key = await desk.key(slug, place)
        if await browsing.works([in_locale(key, french)]):
            await desk.open(key)
            return key
    raise AssertionError("No item has a French variant.")


async def test_the_switch_shows_the_other_variant_and_what_the_primary_says(
    desk, qtbot, french
) -> None:
    key = await in_both(desk, french)
    english = desk.editor("name").value()

    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown == in_locale(key, french))

    there = desk.on_server(in_locale(key, french))["fieldData"]
    assert desk.editor("name").value() == there["name"]
    beside = desk.row("name").primary.text()
    assert beside.endswith(english) or beside.startswith("Same as")
    await desk.calm()


async def test_the_list_of_locales_is_as_high_as_they_are_and_shows_their_names(
    desk, french
) -> None:
    await in_both(desk, french)
    switch = desk.program.form.head.locale_switch
    switch.showPopup()
    view = switch.view()
    await desk.until(view.isVisible)
    rows = sum(view.sizeHintForRow(row) for row in range(switch.count()))
    room = view.window().height() - rows
    assert 0 <= room < view.sizeHintForRow(0)  # its frame, and no strips above and below
    assert view.mapTo(view.window(), QPoint()).y() == 0
    assert view.viewport().width() > view.sizeHintForColumn(0)
    switch.hidePopup()
    await desk.calm()


async def test_the_switch_shows_the_whole_name_and_gives_way_where_it_is_narrow(
    desk, french
) -> None:
    await in_both(desk, french)
    window, switch = desk.program.window, desk.program.form.head.locale_switch
    longest = max((switch.itemText(row) for row in range(switch.count())), key=len)
    needed = switch.fontMetrics().horizontalAdvance(longest)
    window.resize(1440, 800)
    window._set_sizes((200, 600, 640))
    await desk.calm()
    await desk.until(lambda: switch.width() > needed)
    assert desk.program.form.head.name.width() > switch.width()

    window.resize(900, 600)
    window._set_sizes((150, 440, 300))

    await desk.until(lambda: switch.width() < needed)
    await desk.calm()


async def test_the_wheel_over_the_switch_chooses_no_locale(desk, french) -> None:
    key = await in_both(desk, french)
    wheel(desk.program.form.head.locale_switch)
    await desk.calm()
    assert desk.shown == key


async def test_an_edit_in_a_locale_arrives_in_that_variant_alone(desk, qtbot, french) -> None:
    key = await in_both(desk, french)
    variant = in_locale(key, french)
    english = desk.on_server(key)["fieldData"]
    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown == variant)
    target = desk.focus("name")
    qtbot.keyClick(target, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(target, "En direct")
    qtbot.keyClick(target, Qt.Key.Key_Return)
    assert await desk.saved(variant) == {"name": "En direct"}
    assert await desk.saved(key) == {}
    ended: list = []
    desk.program.sending.run_finished.connect(ended.append)
    desk.program.sending.offered.connect(lambda offer: desk.program.sending.start(offer.plan))

    desk.program.sending.prepare(None, Goal.SEND)

    await desk.until(lambda: ended)
    assert desk.on_server(variant)["fieldData"]["name"] == "En direct"
    assert desk.on_server(key)["fieldData"] == english
    await desk.calm()


async def test_sending_from_the_table_sends_every_locale_of_the_item(desk, qtbot, french) -> None:
    key = await in_both(desk, french)
    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown == in_locale(key, french))
    target = desk.focus("name")
    qtbot.keyClick(target, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(target, "En direct")
    offers: list = []
    desk.program.sending.offered.connect(offers.append)

    qtbot.keyClick(target, Qt.Key.Key_S, CONTROL)

    await desk.until(lambda: offers)
    assert offers[0].plan.keys == {in_locale(key, french)}
    await desk.calm()


async def test_the_sheet_tells_the_locales_of_an_item_apart(desk, french) -> None:
    key = await in_both(desk, french)
    for each in (key, in_locale(key, french)):
        await desk.program.services.editing.set_field(each, NAME, "Live")

    desk.program.table.publish()

    sheet = desk.program.changes_view
    await desk.until(lambda: sheet.sheet is not None)
    tag = desk.practice.locales["secondary"][0]["tag"]
    assert sheet.sheet.shares[0].names.text() == f"Live and Live ({tag})"
    sheet.sheet.reject()
    await desk.calm()


async def test_discarding_takes_back_what_the_row_says(desk, qtbot, french) -> None:
    key = await in_both(desk, french)
    await desk.program.services.editing.set_field(in_locale(key, french), NAME, "En direct")
    table, asked = desk.program.table, []
    await desk.until(lambda: table.chosen.is_unsent)
    table._actions.asked.disconnect(desk.program.window._on_asked)
    table._actions.asked.connect(asked.append)

    table.discard()

    await desk.until(lambda: asked)
    assert asked[0].title == "Discard the unsent edits of “En direct”?"
    table._actions.go_on(asked[0])
    await desk.until(lambda: not table.chosen.is_unsent)
    assert await desk.saved(in_locale(key, french)) == {}


async def to_be_deleted(desk) -> str:
    """Delete what is chosen in the table; return what was asked before."""
    table, asked = desk.program.table, []
    table._actions.asked.disconnect(desk.program.window._on_asked)
    table._actions.asked.connect(asked.append)
    table.delete()
    await desk.until(lambda: asked)
    table._actions.go_on(asked[0])
    await desk.calm()
    return asked[0].text


async def test_deleting_is_for_every_locale_of_the_item_and_says_so(desk, french) -> None:
    key = await in_both(desk, french)
    services = desk.program.services
    keys = await services.browsing.everywhere([key])
    site = await services.browsing.site_of(key.collection)

    text = await to_be_deleted(desk)

    names = [site.called(each.locale) for each in keys]
    assert len(names) > 1
    assert f"in Webflow in {listed(names)} and taken off" in text
    works = await services.browsing.works(keys)
    assert {work.action for work in works} == {Action.DELETE}
    plan = await services.publishing.plan(None, Goal.SEND)
    await services.publishing.start(plan, [].append).go()
    for each in keys:
        path = f"/collections/{each.collection}/items/{each.item}"
        answer = desk.practice.ask("GET", path, params={"cmsLocaleId": each.locale})
        assert answer.status_code == 404
    await desk.calm()


async def test_what_becomes_of_one_locale_alone_is_said_to_be_of_that_alone(desk, french) -> None:
    """It was off the site in English, live in French, and nothing had said so."""
    key = await in_both(desk, french)
    actions, said = desk.program.table._actions, []
    actions.acted.connect(said.append)
    for action in (Action.ARCHIVE, Action.ARCHIVE, Action.UNARCHIVE):
        before = len(said)
        actions.set_action([key], action)
        await desk.until(lambda count=before: len(said) > count)
    site = await desk.program.services.browsing.site_of(key.collection)
    only = f", in {site.called(key.locale)} only"
    assert [each.sentence.endswith(only) for each in said] == [True, False, True]
    assert said[1].sentence.startswith("Nothing to do")
    await desk.calm()


@pytest.mark.parametrize("by_key", [True, False])
async def test_what_is_not_to_be_deleted_after_all_is_kept_in_every_locale(
    desk, qtbot, french, by_key
) -> None:
    key = await in_both(desk, french)
    services = desk.program.services
    await to_be_deleted(desk)
    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown == in_locale(key, french))
    undo, said = desk.program.window.commands.action(Command.UNDO), []
    desk.program.table._actions.acted.connect(said.append)
    words = undo.text()

    if by_key:
        undo.trigger()
    else:
        qtbot.mouseClick(desk.program.form.head.fate.undo, Qt.MouseButton.LeftButton)
    await desk.until(lambda: said)
    await desk.calm()

    assert words == "&Undo Delete"
    works = await services.browsing.works(await services.browsing.everywhere([key]))
    assert {work.action for work in works} == {None}
    assert said[0].sentence.endswith("\u201d will not be deleted after all")  # by its name


async def test_the_locale_stays_chosen_for_the_next_item(desk, qtbot, french) -> None:
    await in_both(desk, french)
    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.calm()

    desk.program.window.go_to_item(await desk.key("authors"))

    await desk.until(lambda: desk.program.form.head.locale_switch.currentIndex() == 1)
    await desk.until(lambda: desk.program.form.head.name.text() != "")
    await desk.calm()
    shown = desk.shown
    assert shown is None or shown.locale == french


async def test_the_table_has_each_item_once(desk, french) -> None:
    key = await in_both(desk, french)
    services = desk.program.services
    tree = await services.browsing.tree()
    [node] = [
        each
        for site in tree.sites
        for each in site.collections
        if each.collection.id == key.collection
    ]
    assert len(desk.program.items.model.keys) == node.items
    assert {each.locale for each in desk.program.items.model.keys} == {key.locale}


async def test_the_tree_counts_what_the_table_shows(desk, french) -> None:
    key = await in_both(desk, french)
    services = desk.program.services
    await services.editing.set_field(key, NAME, "Of Here")
    await services.editing.set_field(in_locale(key, french), NAME, "D'ici")
    await services.editing.create(key.collection, key.locale)

    tree, found = await services.browsing.tree(), services.browsing.find
    [node] = [
        each
        for site in tree.sites
        for each in site.collections
        if each.collection.id == key.collection
    ]
    assert node.items == len(await found(key.collection, key.locale, Query()))
    unsent = await found(key.collection, key.locale, Query(only_unsent=True))
    assert node.unsent == len(unsent) == 2
    review = await services.reviewing.review()
    assert tree.unsent == len(review.items) == 3
    await desk.calm()


async def test_an_item_that_a_locale_lacks_is_plainly_said(desk, qtbot, french) -> None:
    key = await in_both(desk, french)
    path = f"/collections/{key.collection}/items/{key.item}"
    desk.practice.ask("DELETE", path, params={"cmsLocaleId": french})
    await desk.program.services.refreshing.refresh_collection(key.collection, is_full=True)
    await desk.calm()

    await switch(desk, qtbot, Qt.Key.Key_Down)

    missing = desk.program.form.missing
    await desk.until(missing.isVisible)
    assert missing.sentence.text().startswith("This item does not exist in French")
    qtbot.mouseClick(missing._back, Qt.MouseButton.LeftButton)
    await desk.until(lambda: desk.shown == key)
    await desk.calm()


async def test_go_to_field_goes_to_the_variant_that_was_edited(desk, french) -> None:
    key = await in_both(desk, french)
    variant = in_locale(key, french)
    await desk.program.services.editing.set_field(variant, NAME, "Un nom")

    desk.program._go_to_field(variant, NAME)

    await desk.until(lambda: desk.shown == variant)
    await desk.until(desk.editor("name").focus_target.hasFocus)
    await desk.calm()


async def test_go_to_field_changes_the_locale_of_the_item_that_is_open(desk, french) -> None:
    key = await in_both(desk, french)
    variant = in_locale(key, french)
    await desk.program.services.editing.set_field(variant, NAME, "Un nom")
    await desk.calm()
    desk.program.window.commands.action(Command.CHANGES).trigger()
    await desk.calm()
    assert desk.shown == key

    desk.program._go_to_field(variant, NAME)

    await desk.until(lambda: desk.shown == variant)
    await desk.until(desk.editor("name").focus_target.hasFocus)
    assert desk.program.form.head.locale_switch.currentIndex() == 1
    await desk.calm()


async def test_what_is_typed_before_the_locale_is_there_goes_into_neither(desk, french) -> None:
    await in_both(desk, french)
    desk.program.window.commands.action(Command.TABLE).trigger()

    desk.program.editor.show_locale(french)
    desk.program.form.go_to_field(NAME)

    assert not desk.editor("name").focus_target.hasFocus()
    await desk.until(desk.editor("name").focus_target.hasFocus)
    assert desk.shown.locale == french
    await desk.calm()


async def test_a_new_item_is_made_in_the_primary_locale(desk, qtbot, french) -> None:
    key = await in_both(desk, french)
    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown == in_locale(key, french))

    desk.program.window.commands.action(Command.NEW).trigger()

    await desk.until(lambda: desk.shown is not None and is_local(desk.shown.item))
    assert desk.shown.locale == key.locale
    assert desk.program.form.head.locale_switch.currentIndex() == 0
    await desk.calm()


async def test_both_variants_of_an_item_go_live_together(desk, french) -> None:
    key = await in_both(desk, french)
    variant = in_locale(key, french)
    for each, name in ((key, "Both at once"), (variant, "Les deux")):
        await desk.program.services.editing.set_field(each, NAME, name)
    ended: list = []
    desk.program.sending.run_finished.connect(ended.append)
    desk.program.sending.offered.connect(lambda offer: desk.program.sending.start(offer.plan))

    desk.program.sending.prepare([key, variant], Goal.PUBLISH)

    await desk.until(lambda: ended)
    assert [result.result.value for result in ended[0]] == ["Published", "Published"]
    for each, name in ((key, "Both at once"), (variant, "Les deux")):
        path = f"/collections/{each.collection}/items/{each.item}/live"
        live = desk.practice.get(path, cmsLocaleId=each.locale)
        assert live["fieldData"]["name"] == name
    await desk.calm()


async def test_an_edit_in_a_locale_shows_in_the_one_row_of_its_item(desk, qtbot, french) -> None:
    key = await in_both(desk, french)
    await switch(desk, qtbot, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown == in_locale(key, french))
    qtbot.keyClicks(desk.focus("name"), "En direct")
    qtbot.keyClick(desk.focus("name"), Qt.Key.Key_Return)
    await desk.calm()
    table, tag = desk.program.table, desk.practice.locales["secondary"][0]["tag"]
    model = desk.program.items.model

    said = model.index(model.row_of(key), 1).data(Role.UNSENT)
    table.controller.set_statuses(frozenset(), only_unsent=True)
    await desk.until(lambda: len(model.keys) == 1)

    assert said == f"Unsent in {tag}"
    assert model.keys == [key]
    await desk.calm()
