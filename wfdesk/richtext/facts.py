"""What there is to say of a card in a review: what it is, and what it shows, by name."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from wfdesk.richtext.figures import DECORATIVE, INHERITED
from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.tree import Node, attributes_of, descend, parse, text_of

_MOST = 100_000
"""Characters of a card that are looked into."""
_ALTS = {
    INHERITED: "as in the asset",
    DECORATIVE: "decorative",
    "": "none",
}
_KINDS = {"hr": "Line", "table": "Table"}
_ALIGNMENTS = {
    "center": "centred",
    "fullwidth": "full width",
    "floatleft": "left",
    "floatright": "right",
    "normal": "normal",
}


class Facts(Struct, frozen=True):
    kind: str
    details: tuple[tuple[str, str], ...] = ()
    """Names and values, as one reads them."""


def facts_of(raw: str) -> Facts:
    nodes = list(descend(parse(raw))) if len(raw) <= _MOST else []
    first = next((node for node in nodes if node.name[:1] not in "#!"), None)
    if first is None:
        return Facts("HTML", _named(("Text", plain_text(raw[:_MOST]))))
    attributes = attributes_of(first)
    if "data-rt-embed-type" in attributes:
        return Facts("Embed", _named(("Code", _inside(raw))))
    if first.name == "div" and not _inside(raw).strip():
        return Facts("Embed", (("Code", "not delivered"),))
    if first.name == "wf-component":
        return Facts("Component", _named(("Name", attributes.get("name", ""))))
    return _figure(nodes, attributes) or Facts(
        _KINDS.get(first.name, "HTML"), _named(("Text", plain_text(raw)))
    )


def _inside(raw: str) -> str:
    return raw.partition(">")[2].rpartition("</")[0]


def _figure(nodes: list[Node], attributes: Mapping[str, str]) -> Facts | None:
    if nodes[0].name != "figure":
        return None
    picture = next(_called("img", nodes), None)
    frame = next(_called("iframe", nodes), None)
    caption = next(_called("figcaption", nodes), None)
    shared = (
        ("Caption", "".join(map(text_of, descend(caption))) if caption else ""),
        ("Position", _position(attributes)),
        ("Link", next((attributes_of(each).get("href", "") for each in _called("a", nodes)), "")),
    )
    if picture is not None:
        told = attributes_of(picture)
        alt = told.get("alt", "")
        about = (("Alt text", _ALTS.get(alt, alt)), ("Picture", told.get("src", "")))
        return Facts("Picture", _named(*about, *shared))
    if frame is not None:
        told = attributes_of(frame)
        about = (("Title", told.get("title", "")), ("Address", told.get("src", "")))
        return Facts("Video", _named(*about, *shared))
    return None


def _position(attributes: Mapping[str, str]) -> str:
    align = attributes.get("data-rt-align", "")
    return _ALIGNMENTS.get(align, align)


def _called(name: str, nodes: list[Node]) -> Iterator[Node]:
    return (node for node in nodes if node.name == name)


def _named(*details: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in details if value)
