"""The seven kinds of nodes, and what a translation may change of each."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request, invalid
from wfdesk.practice.pages.model import Nodes

MOST_NODES: Final = 1000
_TAG: Final = re.compile(r"<[^<>]*>")


def text(node: str, html: str) -> Json:
    return {"id": node, "type": "text", "text": _both(html), "attributes": {}}


def image(node: str, asset: str, alt: str | None) -> Json:
    return {"id": node, "type": "image", "image": {"alt": alt, "assetId": asset}, "attributes": {}}


def instance(node: str, component: str, overrides: list[Json]) -> Json:
    return {
        "id": node,
        "type": "component-instance",
        "componentId": component,
        "propertyOverrides": overrides,
    }


def text_input(node: str, placeholder: str) -> Json:
    return {"id": node, "type": "text-input", "placeholder": placeholder, "attributes": {}}


def select(node: str, choices: list[str]) -> Json:
    held = [{"value": f"choice-{place}", "text": choice} for place, choice in enumerate(choices)]
    return {"id": node, "type": "select", "choices": held, "attributes": {}}


def submit_button(node: str, value: str, waiting: str) -> Json:
    shown = {"value": value, "waitingText": waiting}
    return {"id": node, "type": "submit-button", **shown, "attributes": {}}


def search_button(node: str, value: str) -> Json:
    return {"id": node, "type": "search-button", "value": value, "attributes": {}}


def property_of(key: str, kind: str, label: str, html: str) -> Json:
    """A property of a component; kind is ``Plain Text``, ``Rich Text`` or ``Alt Text``."""
    return {"propertyId": key, "type": kind, "label": label, "text": _both(html)}


def translate(nodes: Nodes, locale: str, asked: object) -> list[str]:
    """Change the nodes as asked; return why some were left as they are."""
    return _each(asked, "nodes", "nodeId", lambda entry: _change(nodes, locale, entry))


def translate_properties(nodes: Nodes, locale: str, asked: object) -> list[str]:
    return _each(asked, "properties", "propertyId", lambda entry: _override(nodes, locale, entry))


def _each(asked: object, name: str, key: str, change: Callable[[Json], str | None]) -> list[str]:
    if not isinstance(asked, list) or not 1 <= len(asked) <= MOST_NODES:
        raise bad_request(f"{name} must hold 1 to {MOST_NODES} entries")
    if not all(isinstance(entry, dict) and isinstance(entry.get(key), str) for entry in asked):
        raise invalid([(f"{name}.{key}", f"Value ({key})'s type should be string")])
    return [error for entry in asked if (error := change(entry))]


def _change(nodes: Nodes, locale: str, entry: Json) -> str | None:
    node = nodes.find(locale, entry["nodeId"])
    if node is None:
        return f"Node {entry['nodeId']} not found"
    take = _TAKERS.get(node["type"])
    changed = take(node, entry) if take else None
    if changed is None:
        return f"Node {entry['nodeId']} is of type {node['type']} and takes no such content"
    nodes.put(locale, changed)
    return None


def _override(nodes: Nodes, locale: str, entry: Json) -> str | None:
    held = nodes.find(locale, entry["propertyId"])
    if held is None or not isinstance(entry.get("text"), str):
        return f"Property {entry['propertyId']} not found"
    nodes.put(locale, {**held, "text": _both(entry["text"])})
    return None


def _take_text(node: Json, entry: Json) -> Json | None:
    given = entry.get("text")
    return {**node, "text": _both(given)} if isinstance(given, str) else None


def _take_overrides(node: Json, entry: Json) -> Json | None:
    given = entry.get("propertyOverrides")
    if not isinstance(given, list):
        return None
    known = {each["propertyId"] for each in node["propertyOverrides"]}
    if not all(_is_override(each, known) for each in given):
        return None
    texts = {each["propertyId"]: each["text"] for each in given}
    held = [_overridden(each, texts.get(each["propertyId"])) for each in node["propertyOverrides"]]
    return {**node, "propertyOverrides": held}


def _is_override(entry: object, known: set[str]) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return False
    named = entry.get("propertyId")
    return isinstance(named, str) and named in known


def _overridden(held: Json, text: str | None) -> Json:
    return held if text is None else {**held, "text": _both(text)}


def _take_choices(node: Json, entry: Json) -> Json | None:
    given = entry.get("choices")
    if not isinstance(given, list) or not all(map(_is_choice, given)):
        return None
    return {**node, "choices": given}


def _is_choice(entry: object) -> bool:
    return isinstance(entry, dict) and all(
        isinstance(entry.get(name), str) for name in ("value", "text")
    )


def _take_placeholder(node: Json, entry: Json) -> Json | None:
    given = entry.get("placeholder")
    return {**node, "placeholder": given} if isinstance(given, str) else None


def _take_button(node: Json, entry: Json) -> Json | None:
    names = [name for name in ("value", "waitingText") if isinstance(entry.get(name), str)]
    given = {name: entry[name] for name in names if name in node}
    return {**node, **given} if given else None


_TAKERS: Final[Mapping[str, Callable[[Json, Json], Json | None]]] = {
    "text": _take_text,
    "component-instance": _take_overrides,
    "text-input": _take_placeholder,
    "select": _take_choices,
    "submit-button": _take_button,
    "search-button": _take_button,
}
"""An image has nothing that a translation could change."""


def _both(html: str) -> Json:
    return {"html": html, "text": _TAG.sub("", html)}
