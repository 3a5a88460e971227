"""The contract of the Data API v2, and where the real API is known to differ from it.

``tests/contract/webflow-v2.openapi.json`` is what Webflow publishes of the 34 operations, and
``MORE`` is what that leaves out. An answer of the practice server is held against them, word by
word; what differs on purpose stands below, each with its source. ``tests.doubles.asking`` holds
requests against them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.doubles.errors import faults_of_error

FOLDER = Path(__file__).parents[1] / "contract"
PATH = FOLDER / "webflow-v2.openapi.json"
MORE = (FOLDER / "single-items.openapi.json", FOLDER / "assets.openapi.json")
"""What the contract leaves out, described alike."""

NULLABLE = {
    # Never published: the specification's own bulk answer has it nullable; seen live.
    "lastPublished": "items that were never published",
    # Seen live: sent back as it came, it was refused (webflow/js-webflow-api, issue 223).
    "cmsLocaleId": "items of a site without localization",
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

MOST = {"items": 100, "itemIds": 100, "nodes": 1000, "properties": 1000}
"""The batches of a request, and how many each holds at most: the public specification."""

MORE_ANSWERS = {
    # To draft or unpublish an item that others refer to: seen by Inbind and Whalesync.
    ("collections/items.update-items", 409): "the target of a reference",
    ("collections/items.delete-items-live", 409): "the target of a reference",
}
"""Statuses that single operations were seen to give besides."""

MORE_FILTERS = ("createdOn", "lastUpdated")
"""What a list of items can be narrowed to and sorted by as well: the public specification."""

_LISTS = ("/collections/{collection_id}/items", "/collections/{collection_id}/items/live")

Validator = jsonschema_rs.Draft202012Validator


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    path: re.Pattern[str]
    answers: dict[int, dict[str, Any]]
    """What is described of each status."""
    described: dict[str, Any]


class Contract:
    """Says what is wrong with an answer."""

    def __init__(self) -> None:
        contract = _read()
        self.described: dict[str, Any] = contract
        """The document, with what the real API is known to take and to answer besides."""
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

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation of a request; *path* begins after ``/v2``."""
        asked = self._operations.get(method, [])
        return next((each for each in asked if each.path.fullmatch(path)), None)

    def faults(self, method: str, path: str, status: int, body: bytes) -> Iterator[str]:
        """What is wrong with an answer, in words."""
        if method == "HEAD":
            return  # it has no body, and is described by the GET
        if status >= 400:
            yield from faults_of_error(body)
        operation = self.operation(method, path)
        if operation is None:
            if status != 404:
                yield f"{method} {path} is no operation, and was answered {status}"
            return
        if status not in operation.answers:
            if status not in MORE_STATUSES and (operation.id, status) not in MORE_ANSWERS:
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
        return Operation(described["operationId"], _pattern(path), answers, described)

    def _validator(self, operation: Operation, status: int) -> Validator | None:
        """Made when it is first wanted: a server that a test starts is asked a few things only."""
        if (operation.id, status) not in self._validators:
            content = operation.answers[status].get("content", {}).get("application/json")
            self._validators[operation.id, status] = content and jsonschema_rs.Draft202012Validator(
                {**content["schema"], "components": self._components}, validate_formats=True
            )
        return self._validators[operation.id, status]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{([^}]+)\}", r"(?P<\1>[^/]+)", path))


def _read() -> dict[str, Any]:
    contract: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    schemas = contract["components"]["schemas"]
    for fragment in MORE:
        more = json.loads(fragment.read_text(encoding="utf-8"))
        schemas.update(more["components"]["schemas"])
        for path, methods in more["paths"].items():
            contract["paths"].setdefault(path, {}).update(methods)
    _loosened(schemas)
    for methods in contract["paths"].values():
        for described in methods.values():
            if "requestBody" in described:
                described["requestBody"]["required"] = True
                _bounded(described["requestBody"], schemas)
    for path in _LISTS:
        _widened(contract["paths"][path]["get"]["parameters"], schemas)
    return contract


def _bounded(schema: Any, schemas: dict[str, Any]) -> None:
    """Have no batch of a request missing, empty or too large.

    Its alternatives overlap: that exactly one of them holds is more than what is meant.
    """
    if isinstance(schema, list):
        for each in schema:
            _bounded(each, schemas)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            _bounded(schemas[schema["$ref"].rpartition("/")[2]], schemas)
        if "oneOf" in schema:
            schema["anyOf"] = schema.pop("oneOf")
        described = schema.get("properties", {})
        for name in described.keys() & MOST.keys():
            described[name] |= {"minItems": 1, "maxItems": MOST[name]}
            schema["required"] = [name]
        for each in schema.values():
            _bounded(each, schemas)


def _widened(parameters: list[dict[str, Any]], schemas: dict[str, Any]) -> None:
    """Let a list be asked what the real API is known to understand besides."""
    known = {parameter["name"]: parameter for parameter in parameters}
    # Sent as lastPublished[gte]=..., which the contract does not say.
    known["lastPublished"]["style"] = "deepObject"
    parameters += [{**known["lastPublished"], "name": name} for name in MORE_FILTERS]
    order = known["sortBy"]["schema"]["$ref"].rpartition("/")[2]
    schemas[order]["enum"] += MORE_FILTERS


def _loosened(schemas: dict[str, Any]) -> None:
    """Allow what the real API is known to answer besides; it takes no null for a string."""
    answers = [name for name in schemas if "items" in name.lower() and "Response" in name]
    for name in answers:
        for slug, described in schemas[name].get("properties", {}).items():
            if slug in NULLABLE and described.get("type") == "string":
                described["type"] = ["string", "null"]
    for name, like in SEVERAL.items():
        items = schemas[like]["properties"]["items"]
        several = {"type": "object", "properties": {"items": items}, "required": ["items"]}
        schemas[name] = {"anyOf": [schemas[name], several]}
