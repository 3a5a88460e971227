"""The official SDKs send a request that failed again, also one that makes something.

So wfdesk has a client of its own: after a failed create nobody knows whether the item is there, and
a second one may make it twice.
"""

import pytest
from webflow import CollectionItemPostSingle, CollectionItemPostSingleFieldData
from webflow.core import ApiError, http_client

from tests.contract.node import told
from tests.contract.sdk import opened
from tests.doubles.practice import Practice

TRIES = 3
"""One, and two more by default."""


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
    item = CollectionItemPostSingle(
        field_data=CollectionItemPostSingleFieldData(name="Dingle", slug="dingle")
    )
    with opened(practice) as sdk, pytest.raises(ApiError) as caught:
        sdk.collections.items.create_item(practice.collection("places"), request=item)
    assert caught.value.status_code == status
    assert creates(practice) == TRIES


@pytest.mark.parametrize(("status", "tries"), [(409, 1), (429, TRIES), (500, TRIES)])
def test_the_javascript_sdk_does_so_too_but_not_after_a_conflict(
    practice: Practice, status: int, tries: int
) -> None:
    practice.control("POST", "faults", is_refused_with(status))
    assert told("retries.mjs", practice) == [status]
    assert creates(practice) == tries
