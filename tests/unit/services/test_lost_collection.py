"""A collection that was deleted in Webflow: what was edited of it, and what refers into it."""

from tests.unit.services.undoing import POSTS, A, Desk
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.validation import Severity
from wfdesk.services.reviewing import ItemReview, ReviewingService
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.words.reviews import name_of

AUTHORS = CollectionId("authors")
SITE = SiteId("site")
ADA = ItemKey(AUTHORS, ItemId("ada"))
AUTHOR = FieldSlug("author")
NAME_FIELD = Field("1", NAME, "Name", FieldType.PLAIN_TEXT)
TARGET = {"collectionId": AUTHORS}
REFERENCE = Field("2", AUTHOR, "Author", FieldType.REFERENCE, validations=TARGET)
ALL = (
    Collection(POSTS, SITE, "Posts", "Post", "posts", (NAME_FIELD, REFERENCE)),
    Collection(AUTHORS, SITE, "Authors", "Author", "authors", (NAME_FIELD,)),
)


async def lose_authors(desk: Desk) -> None:
    def fill(rows) -> None:
        CollectionsRepository(rows).replace_all(SITE, ALL)
        ada = Item(ADA, {NAME: "Ada", SLUG: "ada"})
        ItemsRepository(rows).upsert([ada, Item(A, {NAME: "Bread", AUTHOR: ADA.item})])

    await desk._database.write(fill)
    await desk.set_field(ADA, SLUG, "ada-k")
    await desk._database.write(lambda rows: CollectionsRepository(rows).replace_all(SITE, ALL[:1]))


async def reviewed(desk: Desk, key: ItemKey) -> ItemReview:
    review = await ReviewingService(desk._database).review()
    return next(each for each in review.items if each.work.key == key)


async def test_what_was_edited_of_it_is_called_as_it_was(desk: Desk) -> None:
    await lose_authors(desk)
    assert name_of(await reviewed(desk, ADA)) == "Ada"


async def test_what_refers_into_it_is_not_published(desk: Desk) -> None:
    await lose_authors(desk)
    await desk.set_field(A, NAME, "Rye")
    [problem] = (await reviewed(desk, A)).problems
    assert (problem.field, problem.severity) == (AUTHOR, Severity.BLOCKS_PUBLISH)
    assert "Webflow no longer has" in problem.sentence
