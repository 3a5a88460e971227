"""An edited item that is deleted while its account is forgotten here, with the local copy."""

from contextlib import suppress

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import GONE, SendState
from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import NAME, FieldSlug

BODY = FieldSlug("biography")


async def test_it_is_said_to_be_gone_and_not_sent_again_and_again(desk: Desk) -> None:
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "Baker"})
    key = (await desk.send())[new].new_key
    assert key is not None
    await desk.editing.set_field(key, BODY, "<p>Mine</p>")
    [connected] = desk.connections.all()
    with suppress(KeychainError):  # there is none where tests run
        await desk.accounts.forget(connected.account.id, with_content=True)
    desk.colleague("delete", collection=key.collection, item=key.item)
    await desk.accounts.sign_in_once(desk.practice.tokens["full"], desk.practice.url)
    await desk.refreshing.refresh_all()
    await desk.send()

    [work] = await desk.works()

    assert (work.state, work.reason) == (SendState.CONFLICT, GONE)
    assert key not in await desk.send()
