"""What a reference in another locale is told where its target is not there, and may be yet."""

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Goal
from wfdesk.services.browsing import BrowsingService
from wfdesk.sync.progress import Result

AUTHOR = FieldSlug("author")


async def recipe_elsewhere(desk: Desk) -> ItemKey:
    """A recipe in another locale than the primary one."""
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    desk.locale = LocaleId(desk.practice.locales["secondary"][0]["cmsLocaleId"])
    [key] = await desk.keys(1)
    return key


async def said_of(browsing: BrowsingService, key: ItemKey) -> list[str]:
    """What stands beside the field in the form."""
    work, collection = await browsing.work(key), await browsing.collection(key.collection)
    return [each.sentence for each in await browsing.problems(work, collection) if each.field]


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_target_that_lacks_the_locale_is_not_said_to_be_gone(
    desk: Desk, is_there: bool
) -> None:
    """The picker offers it, as it is in the primary locale."""
    made = desk.practice.make("authors", name="There", slug="there", email="a@example.org")
    await desk.refreshing.refresh_all()
    key = await recipe_elsewhere(desk)
    await desk.editing.set_field(key, AUTHOR, made["id"] if is_there else "0" * 24)

    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers

    is_gone = "Webflow no longer has" in blocker.sentence
    is_elsewhere = "does not exist in this locale" in blocker.sentence
    assert (is_elsewhere, is_gone) == (is_there, not is_there)
    assert blocker.sentence in await said_of(desk.browsing, key)


async def test_it_goes_once_the_target_is_made_there(desk: Desk) -> None:
    made = desk.practice.make("authors", name="There", slug="there", email="a@example.org")
    await desk.refreshing.refresh_all()
    authors = desk.collection
    key = await recipe_elsewhere(desk)
    await desk.editing.set_field(key, AUTHOR, made["id"])
    entry = {"id": made["id"], "cmsLocaleIds": [desk.locale], "fieldData": made["fieldData"]}
    path = f"/collections/{authors}/items/insert"
    answer = desk.practice.ask("POST", path, json={"items": [entry]})
    assert answer.is_success, answer.text

    await desk.refreshing.refresh_collection(authors, is_asked=True)

    assert (await desk.send())[key].is_good


async def test_of_a_new_target_of_another_locale_the_way_out_is_told(desk: Desk) -> None:
    """The picker makes it in the primary locale, and Webflow refuses the reference to it."""
    authors, primary = desk.collection, desk.locale
    key = await recipe_elsewhere(desk)
    new = await desk.editing.create(authors, primary, {NAME: "Once Only"})
    await desk.editing.set_field(key, AUTHOR, new.item)

    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers
    [alone] = (await desk.publishing.plan([key], Goal.SEND)).blockers
    before = await said_of(desk.browsing, key)
    results = await desk.send()
    [later] = (await desk.publishing.plan(None, Goal.SEND)).blockers

    assert blocker.key == key
    assert "in this locale too" in blocker.sentence
    assert blocker.sentence in before
    assert alone == blocker
    assert {each.result for each in results.values()} == {Result.SENT}
    assert "does not exist in this locale" in later.sentence


async def test_a_new_target_of_the_same_locale_goes_along(desk: Desk) -> None:
    authors = desk.collection
    key = await recipe_elsewhere(desk)
    new = await desk.editing.create(authors, desk.locale, {NAME: "Once Only"})
    await desk.editing.set_field(key, AUTHOR, new.item)
    assert (await desk.publishing.plan(None, Goal.SEND)).blockers == ()
    assert {each.result for each in (await desk.send()).values()} == {Result.SENT}
