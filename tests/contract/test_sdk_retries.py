"""The official SDKs send a request that failed again, also one that makes something.

So wfdesk has a client of its own: after a failed create nobody knows whether the item is there, and
a second one may make it twice.
"""

from collections.abc import Callable

import pytest
from webflow import CollectionItemPostSingle, CollectionItemPostSingleFieldData
from webflow.core import ApiError, http_client

from tests.contract.node import told
from tests.contract.sdk import opened
from tests.doubles.practice import Practice
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import ServerTroubleError
from wfdesk.domain.ids import NAME, NO_LOCALE, SLUG, CollectionId

TRIES = 3
"""One, and two more by default."""
DINGLE = CollectionItemPostSingle(
    field_data=CollectionItemPostSingleFieldData(name="Dingle", slug="dingle")
)


def is_refused_with(status: int) -> dict[str, object]:
    return {"method": "POST", "path": "/items$", "times": TRIES, "do": "status", "status": status}


def creates(practice: Practice) -> int:
    return sum(entry["method"] == "POST" for entry in practice.log())


@pytest.mark.parametrize("status", [409, 429, 500, 503])
def test_the_python_sdk_sends_a_create_three_times(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(http_client, "INITIAL_RETRY_DELAY_SECONDS", 0)
    practice.control("POST", "faults", is_refused_with(status))
    with opened(practice) as sdk, pytest.raises(ApiError) as caught:
        sdk.collections.items.create_item(practice.collection("places"), request=DINGLE)
    assert caught.value.status_code == status
    assert creates(practice) == TRIES


@pytest.mark.parametrize(("status", "tries"), [(409, 1), (429, TRIES), (500, TRIES)])
def test_the_javascript_sdk_does_so_too_but_not_after_a_conflict(
    practice: Practice, status: int, tries: int
) -> None:
    practice.control("POST", "faults", is_refused_with(status))
    assert told("retries.mjs", practice) == [status]
    assert creates(practice) == tries


@pytest.fixture
def lossy(run: Callable[..., Practice]) -> Practice:
    """Does a create and says that it failed, once. A slug that is in use is suffixed."""
    practice = run("--items", "20", "--rate-limit", "0")
    practice.control("PATCH", "behaviour", {"duplicate_slugs": "suffixed"})
    order = {"method": "POST", "path": "/items", "do": "status", "status": 500, "applied": True}
    practice.control("POST", "faults", order)
    return practice


def dingles(practice: Practice) -> int:
    return practice.get(practice.items("places"), name="Dingle")["pagination"]["total"]


def test_so_the_sdk_makes_an_item_twice_and_tells_of_one(
    lossy: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "INITIAL_RETRY_DELAY_SECONDS", 0)
    with opened(lossy) as sdk:
        sdk.collections.items.create_item(lossy.collection("places"), request=DINGLE)
    assert dingles(lossy) == 2


async def test_our_own_client_sends_it_once_and_tells_of_the_trouble(lossy: Practice) -> None:
    client, places = (
        Webflow(lossy.url, lossy.tokens["full"]),
        CollectionId(lossy.collection("places")),
    )
    with pytest.raises(ServerTroubleError):
        await client.items.create(places, NO_LOCALE, [{NAME: "Dingle", SLUG: "dingle"}])
    await client.aclose()
    assert dingles(lossy) == 1
