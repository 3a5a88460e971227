"""What may be asked of the Data API v2: a client's requests, held against the contract.

Nothing goes unnoticed that the contract does not know: no parameter of the query, and no property
of a body but the fields of an item, which are the collection's own.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

import jsonschema_rs

from tests.doubles.contract import Contract, Operation, Validator

FORMATS = {"objectid": re.compile(r"[0-9a-f]{24}").fullmatch}
_FLAGS = {"true": True, "false": False}


class Asking:
    """Says what is wrong with a request."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._schemas = contract.described["components"]["schemas"]
        self._closed = {name: _closed(schema, name) for name, schema in self._schemas.items()}
        self._validators: dict[str, Validator] = {}

    def faults(self, method: str, path: str, query: str, body: bytes) -> Iterator[str]:
        """What is wrong, in words; *path* begins after ``/v2``, *query* is as it was sent."""
        operation = self._contract.operation(method, path)
        if operation is None:
            yield f"{method} {path} is no operation"
            return
        for fault in (
            *self._wrong_ids(operation, path),
            *self._wrong_query(operation, query),
            *self._wrong_body(operation, body),
        ):
            yield f"{operation.id} is asked wrongly: {fault}"

    def _wrong_ids(self, operation: Operation, path: str) -> Iterator[str]:
        match = operation.path.fullmatch(path)
        for name, value in match.groupdict().items() if match else ():
            if not FORMATS["objectid"](unquote(value)):
                yield f"{name} is no id"

    def _wrong_query(self, operation: Operation, query: str) -> Iterator[str]:
        known = dict(self._parameters(operation))
        pairs = parse_qsl(query, keep_blank_values=True)
        for name, times in Counter(name for name, _ in pairs).items():
            if times > 1:
                yield f"{name} is there {times} times"
        for name, value in pairs:
            if name not in known:
                yield f"nobody knows the parameter {name}"
            elif not self._fits(f"{operation.id}?{name}", known[name], value):
                yield f"{name} must not be {value!r}"

    def _parameters(self, operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
        for parameter in operation.described["parameters"]:
            if parameter["in"] != "query":
                continue
            name, schema = parameter["name"], parameter["schema"]
            if "$ref" in schema:
                schema = self._schemas[schema["$ref"].rpartition("/")[2]]
            if schema["type"] == "object":
                yield from ((f"{name}[{key}]", each) for key, each in schema["properties"].items())
            else:
                yield name, schema

    def _wrong_body(self, operation: Operation, body: bytes) -> Iterator[str]:
        described = operation.described.get("requestBody")
        if described is None or not body:
            if described or body:
                yield "it has a body" if body else "it has no body"
            return
        schema = described["content"]["application/json"]["schema"]
        for error in self._validator(operation.id, schema).iter_errors(json.loads(body)):
            place = "/".join(map(str, error.instance_path))
            yield f"at {place or 'the top'}: {error.message[:300]}"

    def _fits(self, name: str, schema: dict[str, Any], value: str) -> bool:
        if schema["type"] == "number":
            return re.fullmatch(r"\d+", value, re.ASCII) is not None
        read = _FLAGS.get(value, value) if schema["type"] == "boolean" else value
        return self._validator(name, schema).is_valid(read)

    def _validator(self, name: str, schema: dict[str, Any]) -> Validator:
        if name not in self._validators:
            closed = {**_closed(schema, ""), "components": {"schemas": self._closed}}
            self._validators[name] = jsonschema_rs.Draft202012Validator(
                closed, validate_formats=True, formats=FORMATS
            )
        return self._validators[name]


def _closed(schema: Any, name: str) -> Any:
    """The schema without room for properties that it does not name, except an item's fields."""
    if isinstance(schema, list):
        return [_closed(each, name) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(each, key) for key, each in schema.items()}
    if isinstance(schema.get("properties"), dict) and "fielddata" not in name.lower():
        closed.setdefault("additionalProperties", False)
    return closed
