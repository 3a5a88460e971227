"""Names of attempts that are long settled say nothing of what a lost attempt has made."""

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, named
from tests.unit.sync.test_newcomers import send_only
from tests.unit.sync.test_questions import lose, patch
from wfdesk.domain.ids import NAME, SLUG
from wfdesk.sync.progress import Result


@pytest.mark.parametrize("name", ["Another", "First"])
async def test_it_is_asked_about_whatever_a_colleague_calls_it(desk: Desk, name: str) -> None:
    first = await desk.editing.create(desk.collection, desk.locale, {NAME: "First"})
    await lose(desk)
    assert (await desk.send())[first].result is Result.SENT  # with the second attempt
    assert named(desk, "First") == ["first"]
    fields = {NAME: "Second", SLUG: "second", EMAIL: "second@example.com"}
    second = await desk.editing.create(desk.collection, desk.locale, fields)
    await send_only(desk, second, "reset_after")
    patch(desk, "Second", name=name, slug="moved")
    await desk.publishing.look_up(lambda _progress: None)

    assert (await send_only(desk, second)).result is Result.NOT_SENT  # it is asked
