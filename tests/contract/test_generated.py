"""Whatever is asked, the answer keeps to the contract and is never the server's own failure.

Requests are generated from the contract, sound ones and broken ones. ``WFDESK_EXAMPLES`` asks for
more of them than the suite has time for.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from tests.doubles.contract import Contract
from tests.doubles.practice import Practice, start
from tests.doubles.uploads import announce

EXAMPLES = int(os.environ.get("WFDESK_EXAMPLES", "5"))
PHASES = list(Phase) if "WFDESK_EXAMPLES" in os.environ else [Phase.generate]
"""To make a failing request smaller takes minutes; who asks for many examples has them."""
SCHEMA = schemathesis.openapi.from_dict(Contract().described)
OPERATIONS = {each.ok().label: each.ok() for each in SCHEMA.get_all_operations()}


@pytest.fixture(scope="module")
def served() -> Iterator[Practice]:
    practice = start("--items", "60", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture(scope="module")
def real(served: Practice) -> Callable[[str], dict[str, str]]:
    """Ids that exist, for an operation; what it may delete is made for it."""
    site = served.get("/sites")["sites"][0]["id"]
    places = served.collection("places")
    pages = served.get(f"/sites/{site}/pages")["pages"]
    components = served.get(f"/sites/{site}/components")["components"]
    folders = served.get(f"/sites/{site}/asset_folders")["assetFolders"]

    def ids(label: str) -> dict[str, str]:
        collection = places
        if label in {"DELETE /collections/{collection_id}", "POST /sites/{site_id}/collections"}:
            collection = _made(served, f"/sites/{site}/collections")
        field = "0" * 24
        if "{field_id}" in label:
            field = _made(served, f"/collections/{places}/fields")
        return {
            "site_id": site,
            "collection_id": collection,
            "item_id": served.make("places", name="Cork")["id"],
            "page_id": pages[1]["id"],
            "component_id": components[0]["id"],
            "field_id": field,
            "asset_id": announce(served).json()["id"],
            "asset_folder_id": folders[0]["id"],
        }

    return ids


def _made(practice: Practice, path: str) -> str:
    name = os.urandom(6).hex()
    body = {"displayName": name, "singularName": name, "type": "Switch"}
    answer = practice.ask("POST", path, json=body)
    if answer.status_code == 400:  # the collection is full
        return "0" * 24
    made: str = answer.json()["id"]
    return made


@pytest.mark.parametrize("mode", [*GenerationMode])
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_keeps_to_the_contract(
    served: Practice, real: Callable[[str], dict[str, str]], label: str, mode: GenerationMode
) -> None:
    operation = OPERATIONS[label]
    existing = real(label)

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.path_parameters = {
            name: existing.get(name, value) for name, value in case.path_parameters.items()
        }
        headers = {"Authorization": f"Bearer {served.tokens['full']}"}
        answer = case.call(base_url=served.url, headers=headers)
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"

    ask()
