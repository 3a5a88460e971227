"""Localization is switched on in Webflow while the window is open: it goes on as before."""

from msgspec.structs import replace
from PySide6.QtCore import Qt

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.ids import NAME, NO_LOCALE, ItemKey
from wfdesk.store.database import Connection
from wfdesk.store.localized import take_in_sites
from wfdesk.store.sites import SitesRepository
from wfdesk.ui.shell.commands import Command


def without_locales(rows: Connection) -> ChangeSet:
    """Take in the site as if it had none, as it was when it was last read."""
    [site] = SitesRepository(rows).all()
    return take_in_sites(rows, site.account, [replace(site, locales=())])


async def early(desk) -> ItemKey:
    """An item that is open in a window which knows of no locales."""
    await desk.sign_in()
    services = desk.program.services
    services.feed.publish(await desk.database.write(without_locales))
    key = await desk.key("recipes")
    assert key.locale == NO_LOCALE
    await desk.open(key)
    return key


async def localized(desk, key: ItemKey) -> ItemKey:
    """Refresh; return the key that the item has from then on."""
    services = desk.program.services
    await services.refreshing.refresh_collection(key.collection, is_asked=True)
    site = await services.browsing.site_of(key.collection)
    return replace(key, locale=site.primary_locale)


async def test_the_form_and_the_table_go_on_with_the_item(desk) -> None:
    key = await early(desk)
    count = len(desk.program.items.model.keys)
    now = await localized(desk, key)
    await desk.until(lambda: desk.shown == now)
    await desk.until(lambda: desk.program.items.locale == now.locale)
    await desk.calm()
    keys = desk.program.items.model.keys
    assert (len(keys), keys.locale) == (count, now.locale)
    assert list(desk.program.table.chosen_keys()) == [now]
    assert desk.program.editor.key == now
    assert desk.program.form.head.locale_switch.isVisible()


async def test_what_is_being_typed_is_kept(desk, qtbot) -> None:
    key = await early(desk)
    box = desk.focus("name")
    qtbot.keyClicks(box, "Mine ")
    typed = box.text()
    now = await localized(desk, key)
    await desk.until(lambda: desk.shown == now)
    desk.program.form.commit()
    await desk.calm()
    work = await desk.program.services.browsing.work(now)
    assert work.fields[NAME] == typed
    assert desk.editor("name").value() == typed


async def test_it_is_undone_as_before(desk, qtbot) -> None:
    key = await early(desk)
    before = desk.editor("name").value()
    box = desk.focus("name")
    qtbot.keyClicks(box, "Mine ")
    desk.program.form.commit()
    await desk.calm()
    now = await localized(desk, key)
    await desk.until(lambda: desk.shown == now)
    await desk.calm()
    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.until(lambda: desk.editor("name").value() == before)
    await desk.calm()
    assert (await desk.program.services.browsing.work(now)).is_empty


async def test_another_item_is_opened_from_the_table(desk, qtbot) -> None:
    key = await early(desk)
    now = await localized(desk, key)
    await desk.until(lambda: desk.shown == now)
    await desk.calm()
    qtbot.keyClick(desk.program.table.table, Qt.Key.Key_Down)
    await desk.until(lambda: desk.shown != now)
    assert desk.shown.locale == now.locale
    await desk.calm()
