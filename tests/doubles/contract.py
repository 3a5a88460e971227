"""The contract of the Data API v2, and where the real API is known to differ from it.

``tests/contract/webflow-v2.openapi.json`` is what Webflow publishes of the 34 operations. An answer
of the practice server is held against it, word by word; what differs on purpose stands below, each
with its source. The operations on assets are not among the 34; they have a document of their own.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs

PATH = Path(__file__).parents[1] / "contract" / "webflow-v2.openapi.json"
BESIDE = PATH.with_name("webflow-v2-assets.openapi.json")
"""Eight operations more, described from Webflow's public OpenAPI specification by us."""

NULLABLE = {
    # Never published: the specification's own bulk answer has it nullable; seen live.
    "lastPublished": "items that were never published",
}
"""Properties that the contract calls strings and that may be null all the same."""

SEVERAL = {
    # A list makes several items; described is the answer for one.
    "collections_items_create-items_Response_202": "collections_items_list-items_Response_200",
    "collections_items_create-item-live_Response_202": "collections_items_list-items_Response_200",
}
"""Answers that may also hold several items, as another answer does."""

MORE_STATUSES = {
    # `missing_scopes` is in the published list of error codes.
    403: "a token without the scope",
    # The edge's own answer to a body it cannot read, and to any request too many.
    429: "the rate limit",
}
"""Answers that any operation may give, whether the contract says so or not."""

NOT_IN_THE_CONTRACT = (
    # All of them stand in Webflow's public OpenAPI specification.
    ("POST", "/collections/{collection_id}/items"),
    ("PATCH", "/collections/{collection_id}/items/{item_id}"),
    ("DELETE", "/collections/{collection_id}/items/{item_id}"),
    ("PATCH", "/collections/{collection_id}/items/{item_id}/live"),
    ("DELETE", "/collections/{collection_id}/items/{item_id}/live"),
)


Validator = jsonschema_rs.Draft202012Validator


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    path: re.Pattern[str]
    answers: dict[int, dict[str, Any]]
    """What is described of each status."""


class Contract:
    """Says what is wrong with an answer."""

    def __init__(self) -> None:
        contract = json.loads(PATH.read_text(encoding="utf-8"))
        beside = json.loads(BESIDE.read_text(encoding="utf-8"))
        contract["paths"].update(beside["paths"])
        contract["components"]["schemas"].update(beside["components"]["schemas"])
        _loosened(contract["components"]["schemas"])
        self.described: dict[str, Any] = contract
        """The document, with what the real API is known to answer besides."""
        self._components = contract["components"]
        self._validators: dict[tuple[str, int], Validator | None] = {}
        self._operations: dict[str, list[Operation]] = {}
        for path, methods in contract["paths"].items():
            for method, described in methods.items():
                held = self._operations.setdefault(method.upper(), [])
                held.append(self._operation(path, described))
        for operations in self._operations.values():
            # A literal segment comes before a parameter: items/live is no item's id.
            operations.sort(key=lambda each: each.path.pattern.count("[^/]"))
        self._others = [(method, _pattern(path)) for method, path in NOT_IN_THE_CONTRACT]

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation of a request; *path* begins after ``/v2``."""
        asked = self._operations.get(method, [])
        return next((each for each in asked if each.path.fullmatch(path)), None)

    def faults(self, method: str, path: str, status: int, body: bytes) -> Iterator[str]:
        """What is wrong with an answer, in words."""
        operation = self.operation(method, path)
        if operation is None:
            known = any(method == verb and form.fullmatch(path) for verb, form in self._others)
            if not known and status != 404:
                yield f"{method} {path} is no operation, and was answered {status}"
            return
        if status not in operation.answers:
            if status not in MORE_STATUSES:
                yield f"{operation.id} must not answer {status}"
            return
        validator = self._validator(operation, status)
        if validator is None or not body:
            return
        for error in validator.iter_errors(json.loads(body)):
            place = "/".join(map(str, error.instance_path))
            yield f"{operation.id} {status}: at {place or 'the top'}: {error.message[:300]}"

    def _operation(self, path: str, described: dict[str, Any]) -> Operation:
        answers = {int(status): answer for status, answer in described["responses"].items()}
        return Operation(described["operationId"], _pattern(path), answers)

    def _validator(self, operation: Operation, status: int) -> Validator | None:
        """Made when it is first wanted: a server that a test starts is asked a few things only."""
        if (operation.id, status) not in self._validators:
            content = operation.answers[status].get("content", {}).get("application/json")
            self._validators[operation.id, status] = content and jsonschema_rs.Draft202012Validator(
                {**content["schema"], "components": self._components}, validate_formats=True
            )
        return self._validators[operation.id, status]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))


def _loosened(schemas: dict[str, Any]) -> None:
    """Allow what the real API is known to answer besides."""
    for name, schema in schemas.items():
        for slug, described in schema.get("properties", {}).items():
            if slug in NULLABLE and described.get("type") == "string" and "items" in name.lower():
                described["type"] = ["string", "null"]
    for name, like in SEVERAL.items():
        items = schemas[like]["properties"]["items"]
        several = {"type": "object", "properties": {"items": items}, "required": ["items"]}
        schemas[name] = {"anyOf": [schemas[name], several]}
