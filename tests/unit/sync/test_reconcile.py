"""What became of a write whose answer was lost, told by what Webflow has now."""

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME
from wfdesk.domain.journal import Entry, Verb
from wfdesk.sync.reconcile import Finding, Found, find_out


async def look(desk: Desk, verb: Verb, *, is_gone: bool) -> Found:
    """Look up a write that never went out, on an item that a colleague may have deleted since."""
    [key] = await desk.keys(1)
    known = (await desk.ledger.items([key]))[key]
    if is_gone:
        desk.colleague("delete", collection=key.collection, item=key.item)
    fields = {NAME: "Sent once"} if verb is Verb.UPDATE else {}
    collection = await desk.browsing.collection(key.collection)
    return await find_out(
        desk.webflow.items, collection, Entry(0, "", verb, key, fields, {}), known
    )


@pytest.mark.parametrize("verb", [Verb.UPDATE, Verb.PUBLISH, Verb.UNPUBLISH, Verb.DELETE])
async def test_of_what_is_gone_nothing_but_its_deletion_has_arrived(desk: Desk, verb: Verb) -> None:
    found = await look(desk, verb, is_gone=True)
    finding = Finding.APPLIED if verb is Verb.DELETE else Finding.NOT_APPLIED
    assert found == Found(finding, None)


@pytest.mark.parametrize("verb", [Verb.UPDATE, Verb.DELETE])
async def test_what_is_as_it_was_has_heard_of_nothing(desk: Desk, verb: Verb) -> None:
    found = await look(desk, verb, is_gone=False)
    assert found.finding is Finding.NOT_APPLIED
    assert found.item is not None
