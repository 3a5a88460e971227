"""Localization is switched on in Webflow: what stays behind with the next send still does."""

from msgspec.structs import replace

from tests.gui.changes.conftest import BREAD, ROLLS, SITE, calm
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import LocaleId
from wfdesk.domain.schema import Locale
from wfdesk.store.localized import take_in_sites

ENGLISH = Locale(LocaleId("locale-en"), "en", "English", is_primary=True)


async def localize(desk) -> None:
    site = replace(SITE, locales=(ENGLISH,))
    write = desk.database.write
    desk.feed.publish(await write(lambda rows: take_in_sites(rows, SITE.account, [site])))


async def test_an_item_left_out_stays_out(desk, make_view, until) -> None:
    for key in (BREAD, ROLLS):
        await desk.editing.set_action([key], Action.DELETE)
    view = make_view()
    await until(lambda: view._controller.review.items)
    view._controller.set_goes([ROLLS], False)
    await localize(desk)
    now = replace(ROLLS, locale=ENGLISH.id)
    await until(lambda: view._controller.left_out == {now})
    await until(lambda: view._controller.keys_to_send() == [replace(BREAD, locale=ENGLISH.id)])
    await calm(view)
    assert await desk.reviewing.left_out() == {now}


async def test_and_after_a_new_start(desk, make_view, until) -> None:
    for key in (BREAD, ROLLS):
        await desk.editing.set_action([key], Action.DELETE)
    await desk.reviewing.set_goes([ROLLS], goes=False)
    await localize(desk)

    again = make_view()

    await until(lambda: again._controller.review.items)
    assert again._controller.keys_to_send() == [replace(BREAD, locale=ENGLISH.id)]
    await calm(again)
