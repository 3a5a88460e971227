"""What a card is, in the user's words: what stands in a rich text and is no text.

Of a long source only the beginning is read, so that a card is described while it is painted.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.richtext.balance import imbalance
from wfdesk.richtext.embeds import is_embed, only_element, without_code
from wfdesk.richtext.figures import DECORATIVE, INHERITED, Figure, figure_of
from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.tree import Node, attributes_of, children_of, descend, text_of

_READ = 8_000
"""Characters of a source that are looked at."""
_WORDS = 120
_EMPTY = re.compile(r"<div\b[^<>]*+>(?:\s|&nbsp;)*+</div>", re.IGNORECASE)
NOT_DELIVERED = "Embed content not delivered"


class CardKind(Enum):
    PICTURE = "picture"
    VIDEO = "video"
    EMBED = "embed"
    EMPTY_EMBED = "empty embed"
    """Code that Webflow has and an export or an answer left out."""
    COMPONENT = "component"
    TABLE = "table"
    OTHER = "other"


class Card(Struct, frozen=True):
    kind: CardKind
    title: str
    detail: str = ""
    picture: str = ""
    """The address to ask for a thumbnail by, on the web or none."""
    figure: Figure | None = None
    """What the form of a picture can change; None where it can change nothing."""

    @property
    def words(self) -> str:
        """What a screen reader says in its place."""
        if self.kind is CardKind.EMPTY_EMBED:
            return self.detail
        if self.figure is None:
            return f"{self.title}: {self.detail}".removesuffix(": ")
        said = [self.title, f"{self.detail[:1].lower()}{self.detail[1:]}"]
        if self.has_alt:
            said[1] = f"alt text: {self.detail}"
        if caption := _shortened(self.figure.caption or ""):
            said.append(f"caption: {caption}")
        return ", ".join(said)

    @property
    def has_alt(self) -> bool:
        """Whether it is a picture with an alt text of its own."""
        alt = (self.figure.alt if self.figure else None) or ""
        return alt.strip() not in {"", INHERITED, DECORATIVE}


@lru_cache(maxsize=256)
def describe(html: str) -> Card:
    """Say what a card's source is. Never raises, whatever it is."""
    beginning = html[:_READ]
    node = only_element(beginning)
    if node is None:
        return Card(CardKind.OTHER, "HTML", imbalance(beginning) or _words_of(beginning))
    reader = _READERS.get(node.name)
    found = reader(node) if reader else None
    if found is None:
        title = _TITLES.get(node.name, "HTML")
        return Card(CardKind.OTHER, title, _words_of(beginning))
    if found.kind is CardKind.PICTURE:
        return replace(found, figure=figure_of(html))
    return found


def has_undelivered(html: str) -> bool:
    """Whether an embed stands in the text whose code Webflow did not deliver.

    It is asked about each edit that is shown anywhere: the text is not read for that.
    """
    if _EMPTY.search(html) is None:
        return False
    bare, _ = without_code(html)  # In code an empty element is nothing unusual.
    places = (html[found.start() : found.end()] for found in _EMPTY.finditer(bare))
    return any(
        _EMPTY.fullmatch(place) is not None and describe(place).kind is CardKind.EMPTY_EMBED
        for place in places
    )


def _figure(node: Node) -> Card | None:
    below = list(descend(node))
    names = {each.name for each in below}
    if "img" in names and "iframe" not in names:
        return _picture(next(each for each in below if each.name == "img"))
    is_video = attributes_of(node).get("data-rt-type") == "video"
    if is_video or names & {"iframe", "video"}:
        frame = next((each for each in below if each.name in {"iframe", "video"}), node)
        return Card(CardKind.VIDEO, "Video", _frame_words(frame, attributes_of(node)))
    return None


def _picture(image: Node) -> Card:
    attributes = attributes_of(image)
    words = alt_words(attributes.get("alt"))
    source = picture_address(attributes.get("src", ""))
    return Card(CardKind.PICTURE, "Picture", words, source)


def picture_address(source: str) -> str:
    """The address to ask for a picture by, on the web or none: whether it is loaded others say."""
    source = source.strip()
    return source if _scheme_of(source) in {"http", "https"} and host_of(source) else ""


def alt_words(alt: str | None) -> str:
    """What an alt text says, in words."""
    if alt == INHERITED:
        return "Alt text of the asset library"
    if alt == DECORATIVE:
        return "Decorative"
    return _shortened(alt or "") or "No alt text"


def _frame_words(frame: Node, around: Mapping[str, str]) -> str:
    attributes = attributes_of(frame)
    where = host_of(around.get("data-page-url", "")) or host_of(attributes.get("src", ""))
    return _joined(_shortened(attributes.get("title", "")), where)


def _div(node: Node) -> Card | None:
    below = list(descend(node))
    is_empty = not any(each.name != "#text" or text_of(each).strip() for each in below)
    if is_empty and (is_embed(node) or not set(attributes_of(node)) - {"id", "class"}):
        return Card(CardKind.EMPTY_EMBED, "Embed", NOT_DELIVERED)
    return Card(CardKind.EMBED, "Embed", _code_words(below)) if is_embed(node) else None


def _code_words(below: list[Node]) -> str:
    """What the code brings in from elsewhere; else its words; else what it is made of."""
    for each in below:
        host = host_of(attributes_of(each).get("src", ""))
        if each.name in {"iframe", "script", "video", "audio", "embed"} and host:
            title = _shortened(attributes_of(each).get("title", ""))
            return _joined(title, host)
    silent = {id(child) for each in below if each.name in _CODE for child in children_of(each)}
    words = " ".join(text_of(each) for each in below if id(each) not in silent)
    names = (each.name for each in below if not each.name.startswith(("#", "!")))
    return _shortened(words) or next((_CODE.get(name, f"<{name}>") for name in names), "")


_CODE = {"script": "Script", "style": "Style sheet"}


def _component(node: Node) -> Card:
    return Card(CardKind.COMPONENT, "Component", _shortened(attributes_of(node).get("name", "")))


def _table(node: Node) -> Card:
    cells = (each for each in descend(node) if each.name in {"td", "th", "caption"})
    words = (" ".join(_texts_of(each)) for each in cells)
    return Card(CardKind.TABLE, "Table", _shortened(", ".join(filter(None, words))))


def _texts_of(node: Node) -> list[str]:
    return " ".join(text_of(each) for each in descend(node)).split()


_READERS: Mapping[str, Callable[[Node], Card | None]] = {
    "figure": _figure,
    "img": _picture,
    "div": _div,
    "wf-component": _component,
    "table": _table,
}
_TITLES = {"hr": "Line", "section": "Section", "figure": "Figure", "details": "Foldout"}


def host_of(address: str) -> str:
    """The host of a web address; nothing for any other."""
    try:
        parts = urlsplit(address.strip())
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _scheme_of(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def _words_of(html: str) -> str:
    return _shortened(plain_text(html))


def _joined(*parts: str) -> str:
    return " \N{MIDDLE DOT} ".join(filter(None, parts))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()}\N{HORIZONTAL ELLIPSIS}"
