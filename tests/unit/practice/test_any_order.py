"""Whatever is said at the side door is done or refused with a sentence; it never breaks."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.cms.watching import watch
from wfdesk.practice.magazine.content import world_of
from wfdesk.practice.web.access import Access
from wfdesk.practice.web.colleague import ACTS, Colleague
from wfdesk.practice.web.faults.kinds import KINDS
from wfdesk.practice.web.faults.orders import Faults
from wfdesk.practice.web.faults.struck import Stage
from wfdesk.practice.web.waits import Waits

FIELDS = (
    *("method", "path", "at", "token", "query", "body", "after", "times", "seconds", "when"),
    *("status", "applied", "answer", "headers", "retryAfter", "form", "size", "set", "pieces"),
    *("framing", "announced", "acts", "items", "reset", "places"),
)
ASKED = (
    *("collection", "item", "cmsLocaleId", "fieldData", "isDraft", "isArchived", "field", "delete"),
    *("removeOption", "change", "add", "tag", "enabled", "remove", "token", "revoked", "scopes"),
)
SOUND = st.sampled_from(
    ["places", "name", "phone", "full", "fr-FR", "recipes", "difficulty", "GET", "before", {}]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | SOUND
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=5), SCALARS)
ORDINARY = settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def colleague() -> Colleague:
    world = world_of(1, 20)
    watch(world)
    return Colleague(world, Access(1, 0), lambda: None)


@pytest.fixture(scope="module")
def faults(colleague: Colleague) -> Faults:
    return Faults(Stage(colleague, Waits(), lambda _: None, 60, frozenset({"full"})))


def refused(does: Callable[[dict], object], said: dict) -> RefusedError | None:
    try:
        does(said)
    except RefusedError as refusal:
        return refusal
    return None


@ORDINARY
@given(st.sampled_from(list(KINDS)), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=3))
@example("429", {"retryAfter": "\n"})
@example("headers", {"set": {"": ""}})
@example("colleague", {"acts": [{"act": None}]})
def test_an_order_is_taken_or_refused(faults: Faults, do: str, fields: dict) -> None:
    faults.clear()
    refusal = refused(faults.add, {"do": do, **fields})
    assert refusal is None or (refusal.status == 400 and refusal.body["message"])
    assert [order["do"] for order in faults.as_json()] == ([] if refusal else [do])


@ORDINARY
@given(st.sampled_from(list(ACTS)), st.dictionaries(st.sampled_from(ASKED), VALUES, max_size=4))
@example("schema", {"collection": "places", "add": {"type": [], "displayName": "x"}})
@example(
    "schema",
    {
        "collection": "places",
        "add": {"type": "Reference", "displayName": "x", "metadata": {"collectionId": []}},
    },
)
@example("schema", {"collection": "places", "field": "name", "change": {"validations": {}}})
@example("create", {"collection": "places", "fieldData": {"name": "x", "slug": 1}})
@example("locale", {"tag": "fr-FR", "remove": True})
def test_an_act_is_done_or_refused(colleague: Colleague, act: str, fields: dict) -> None:
    refusal = refused(colleague.does, {"act": act, **fields})
    assert refusal is None or (refusal.status in {400, 404, 409} and refusal.body["message"])
