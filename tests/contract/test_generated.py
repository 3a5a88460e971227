"""Whatever is asked, the answer keeps to the contract and is never the server's own failure.

Requests are generated from the contract, sound ones and broken ones; half of them are about what
there is on the server. ``WFDESK_EXAMPLES`` asks for more of them than the suite has time for.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.doubles.contract import Contract
from tests.doubles.practice import Practice, start
from tests.doubles.uploads import announce, digest_of

EXAMPLES = int(os.environ.get("WFDESK_EXAMPLES", "5"))
PHASES = list(Phase) if "WFDESK_EXAMPLES" in os.environ else [Phase.generate]
"""To make a failing request smaller takes minutes; who asks for many examples has them."""
SCHEMA = schemathesis.openapi.from_dict(Contract().described)
OPERATIONS = {each.ok().label: each.ok() for each in SCHEMA.get_all_operations()}

DONE = {200, 202, 204, 429}
"""Or would have been done: a site is published once a minute, and requests have no other limit."""
KIND_OF_NODE = {
    "text": "text",
    "propertyOverrides": "component-instance",
    "choices": "select",
    "placeholder": "text-input",
    "value": "submit-button",
}
"""The type of node that takes an entry which holds this."""


@pytest.fixture(scope="module")
def served() -> Iterator[Practice]:
    practice = start("--items", "60", "--rate-limit", "0")
    yield practice
    practice.close()


class There:
    """What is on the server from the start."""

    def __init__(self, served: Practice) -> None:
        self.served = served
        self.site = served.get("/sites")["sites"][0]
        self.in_site = f"/sites/{self.site['id']}"
        self.places = served.collection("places")
        pages = [each["id"] for each in served.get(f"{self.in_site}/pages")["pages"]]
        self.page = max(pages, key=lambda page: len(self.nodes(f"/pages/{page}")))
        self.component = served.get(f"{self.in_site}/components")["components"][0]["id"]
        self.folder = served.get(f"{self.in_site}/asset_folders")["assetFolders"][0]["id"]

    def nodes(self, path: str) -> dict[str, str]:
        """A node of each type that is there."""
        return {each["type"]: each["id"] for each in self.served.get(f"{path}/dom")["nodes"]}


@pytest.fixture(scope="module")
def there(served: Practice) -> There:
    return There(served)


class Known:
    """What one operation may ask about; what it changes or deletes was made for it."""

    def __init__(self, there: There, label: str) -> None:
        self._served, site = there.served, there.site
        collection, field = there.places, ""
        if "/fields" in label or label == "DELETE /collections/{collection_id}":
            collection = self._made(f"{there.in_site}/collections")
            field = self._made(f"/collections/{collection}/fields")
        item = self._served.make("places", name="Cork")["id"]
        if "/live" in label:
            path = f"/collections/{there.places}/items/publish"
            self._served.ask("POST", path, json={"itemIds": [item]})
        self._places = {
            "site_id": site["id"],
            "collection_id": collection,
            "item_id": item,
            "page_id": there.page,
            "component_id": there.component,
            "field_id": field,
            "asset_id": announce(self._served).json()["id"],
            "asset_folder_id": there.folder,
        }
        component = f"{there.in_site}/components/{there.component}"
        self._nodes = there.nodes(f"/pages/{there.page}" if "/pages" in label else component)
        [shown, *_] = self._served.get(f"{component}/properties")["properties"]
        primary, [secondary, *_] = site["locales"]["primary"], site["locales"]["secondary"]
        self._said = {
            "id": item,
            "itemIds": [item],
            "cmsLocaleId": primary["cmsLocaleId"],
            "cmsLocaleIds": [primary["cmsLocaleId"]],
            "localeId": secondary["id"],
            "customDomains": [domain["id"] for domain in site["customDomains"]],
            "collectionId": there.places,
            "propertyId": shown["propertyId"],
            "folderId": there.folder,
            "parentFolder": there.folder,
            "fileName": "rye.png",
            "fileHash": digest_of(b"rye"),
        }
        is_translation = label.startswith("POST") and label.endswith(("/dom", "/properties"))
        self._always = {"localeId": secondary["id"]} if is_translation else {}

    def path(self, said: dict[str, str]) -> dict[str, str]:
        return {name: self._places.get(name, value) for name, value in said.items()}

    def query(self, said: Any) -> Any:
        return {**self.meant(said), **self._always} if isinstance(said, dict) else said

    def meant(self, said: Any) -> Any:
        """A query or a body, about what there is instead of what the generator made up."""
        if isinstance(said, list):
            return [self.meant(each) for each in said]
        if not isinstance(said, dict):
            return said
        meant = {name: self._real(name, each) or self.meant(each) for name, each in said.items()}
        kinds = [kind for name, kind in KIND_OF_NODE.items() if name in said]
        if "nodeId" in said and kinds:
            meant["nodeId"] = self._nodes.get(kinds[0], said["nodeId"])
        if "fieldData" in said:
            meant["fieldData"] = self._fields(said["fieldData"])
        return meant

    def _real(self, name: str, said: Any) -> Any:
        known = self._said.get(name)
        return known if isinstance(said, type(known)) else None

    def _fields(self, said: Any) -> Any:
        """The fields of an item, or of several, that every collection has."""
        if isinstance(said, list):
            return [self._fields(each) for each in said]
        if not isinstance(said, dict):
            return said
        return {"name": said.get("name") or "Cork", "slug": f"s-{os.urandom(6).hex()}"}

    def _made(self, path: str) -> str:
        name = os.urandom(6).hex()
        body = {"displayName": name, "singularName": name, "type": "Switch"}
        made: str = self._served.ask("POST", path, json=body).json()["id"]
        return made


def asked(
    there: There,
    label: str,
    mode: GenerationMode,
    is_meant: st.SearchStrategy[bool],
    examples: int = EXAMPLES,
) -> set[int]:
    """Ask for an operation at random; return the statuses of the answers."""
    known, statuses = Known(there, label), set[int]()

    @seed(1)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode), is_meant=is_meant)
    def ask(case: Any, is_meant: bool) -> None:
        case.path_parameters = known.path(case.path_parameters)
        if is_meant:
            case.query, case.body = known.query(case.query), known.meant(case.body)
        headers = {"Authorization": f"Bearer {there.served.tokens['full']}"}
        answer = case.call(base_url=there.served.url, headers=headers)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"

    ask()
    return statuses


@pytest.mark.parametrize("label", OPERATIONS)
def test_a_sound_request_is_answered_by_the_contract_and_in_the_end_done(
    there: There, label: str
) -> None:
    statuses = asked(there, label, GenerationMode.POSITIVE, st.booleans())
    for examples in (EXAMPLES, 10 * EXAMPLES):
        if not statuses & DONE:
            statuses = asked(there, label, GenerationMode.POSITIVE, st.just(True), examples)
    assert statuses & DONE


@pytest.mark.parametrize("label", OPERATIONS)
def test_a_broken_request_is_answered_by_the_contract(there: There, label: str) -> None:
    asked(there, label, GenerationMode.NEGATIVE, st.booleans())
