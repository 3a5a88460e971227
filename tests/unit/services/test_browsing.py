"""Reading a table anew while somebody is at work in it."""

from tests.unit.services.undoing import POSTS, A, B, C
from wfdesk.domain.ids import NAME, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.tables import Query, Stay
from wfdesk.services.browsing import BrowsingService

IN_ORDER = Query(sort_by=NAME)


async def test_a_new_item_that_was_sent_since_it_was_shown_keeps_its_place(desk) -> None:
    browsing = BrowsingService(desk._database)
    local = await desk.create(POSTS, A.locale, {NAME: "zeppelin"})
    shown = (await browsing.find(POSTS, A.locale, IN_ORDER)).items
    assert list(shown) == [A.item, B.item, C.item, local.item]
    sent = ItemKey(POSTS, ItemId("sent"))
    await desk.undo(local)
    await desk.given(local.item, sent.item)
    await desk.sent(Item(sent, {NAME: "aardvark"}))
    assert (await browsing.find(POSTS, A.locale, IN_ORDER)).items[0] == sent.item

    stay = Stay(shown, frozenset({local.item}))
    there = await browsing.find(POSTS, A.locale, IN_ORDER, stay)

    assert list(there.items) == [A.item, B.item, C.item, sent.item]


async def test_an_item_that_is_shown_under_both_of_its_ids_is_one_row(desk) -> None:
    browsing = BrowsingService(desk._database)
    local, sent = ItemId("local-1"), ItemId("sent")
    await desk.given(local, sent)
    await desk.sent(Item(ItemKey(POSTS, sent), {NAME: "aardvark"}))

    stay = Stay([A.item, local, B.item, sent, C.item], frozenset())
    there = await browsing.find(POSTS, A.locale, IN_ORDER, stay)

    assert list(there.items) == [A.item, sent, B.item, C.item]
