"""What the form says of things that went in Webflow, and the ways out that it offers."""

from PySide6.QtCore import Qt

from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.ui.editor.fields import handover


async def send(desk) -> None:
    publishing = desk.program.services.publishing
    await publishing.start(await publishing.plan(None, Goal.SEND), lambda _: None).go()


async def test_one_click_gives_an_item_a_slug_that_is_free(desk, qtbot) -> None:
    await desk.sign_in()
    services, key = desk.program.services, await desk.key("places")
    taken = desk.on_server(await desk.key("places", 1))["fieldData"]["slug"]
    await services.editing.set_field(key, SLUG, taken)
    await desk.open(key)
    assert desk.row("slug").offer.isHidden()
    await send(desk)
    offer = desk.row("slug").offer
    await desk.until(lambda: not offer.isHidden())
    assert offer.text() == f"Use “{taken}-2”"

    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)

    assert await desk.saved(key) == {SLUG: f"{taken}-2"}
    await desk.until(offer.isHidden)
    await send(desk)
    await desk.calm()
    assert desk.on_server(key)["fieldData"]["slug"] == f"{taken}-2"


async def test_edits_of_a_locale_that_is_off_are_shown_with_the_reason(desk) -> None:
    await desk.sign_in()
    services, locale = desk.program.services, desk.practice.locales["secondary"][0]
    [collection] = {(await desk.key("recipes")).collection}
    french = LocaleId(locale["cmsLocaleId"])
    [key, *_] = await services.browsing.find(collection, french, Query())
    await services.editing.set_field(key, NAME, "En attente")
    desk.practice.control("POST", "locale", {"tag": locale["tag"], "enabled": False})
    await services.refreshing.refresh_all()

    await desk.open(ItemKey(collection, key.item, french))

    form = desk.program.form
    assert desk.editor("name").value() == "En attente"
    assert form.head.reason.text().startswith(
        f"{locale['displayName']} is switched off in Webflow."
    )
    assert form.head.reason.isVisible()
    assert form.head.locale_switch.currentText() == locale["displayName"]
    await desk.calm()


async def test_a_reference_to_what_is_gone_is_a_problem_of_its_field(desk) -> None:
    await desk.sign_in()
    services = desk.program.services
    target = await desk.key("places")
    key = await desk.key("stories")
    await services.editing.set_field(key, FieldSlug("place"), target.item)
    desk.practice.control("POST", "delete", {"collection": "places", "item": target.item})
    await services.refreshing.refresh_collection(target.collection, is_asked=True)
    await desk.open(key)
    problems = {problem.field: problem.sentence for problem in desk.program.form._shown.problems}
    assert problems["place"].startswith("It refers to an item that Webflow no longer has.")
    assert not desk.row("place")._problem.isHidden()
    await desk.calm()


async def test_a_value_that_comes_while_one_types_is_shown_beside_what_was_typed(
    desk, qtbot
) -> None:
    """What was in the field when the typing began is what it is compared with."""
    await desk.sign_in()
    services, key = desk.program.services, await desk.key("places")
    await desk.open(key)
    qtbot.keyClicks(desk.focus("name"), "X")
    assert desk.editor("name").has_pending_input()
    theirs = {"collection": "places", "item": key.item, "fieldData": {"name": "Theirs"}}
    desk.practice.control("POST", "edit", theirs)
    await services.refreshing.refresh_collection(key.collection)
    desk.program.form.commit()
    await desk.calm()
    work = await services.browsing.work(key)
    assert work.conflicts == {NAME: "Theirs"}
    assert desk.row("name").note is not None
    await desk.calm()


async def test_who_goes_on_typing_has_not_seen_what_came_in_between(
    desk, qtbot, monkeypatch
) -> None:
    """What is kept of it meanwhile decides nothing; what is begun below the colleague's value does.

    A pause is a look at the form.
    """
    monkeypatch.setattr(handover, "AT_MOST", 5)
    monkeypatch.setattr(handover, "PAUSE", 100_000)
    await desk.sign_in()
    services, key = desk.program.services, await desk.key("places")
    await desk.open(key)
    target = desk.focus("name")
    qtbot.keyClicks(target, "X")
    await desk.until(lambda: not desk.editor("name").has_pending_input())
    theirs = {"collection": "places", "item": key.item, "fieldData": {"name": "Theirs"}}
    desk.practice.control("POST", "edit", theirs)
    await services.refreshing.refresh_collection(key.collection)
    await desk.until(lambda: desk.row("name").note is not None)

    qtbot.keyClicks(target, "Y")
    await desk.until(lambda: not desk.editor("name").has_pending_input())
    desk.program.form.commit()
    await desk.saved(key)
    assert (await services.browsing.work(key)).conflicts == {NAME: "Theirs"}

    qtbot.keyClicks(target, "Z")
    desk.program.form.commit()
    await desk.saved(key)
    assert (await services.browsing.work(key)).conflicts == {}
