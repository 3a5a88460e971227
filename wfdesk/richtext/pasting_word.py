"""Lists whose items say on what level they stand, and stand side by side: Word's, and others'.

Word writes an item as a paragraph with a bullet or a number in front; what kind of list it is
says the style sheet, which may be missing, or else that bullet, in whatever font.
"""

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from wfdesk.richtext.document import Container, Tag
from wfdesk.richtext.pasting_styles import Style, style_of
from wfdesk.richtext.tree import Node, attributes_of, children_of, text_of

Path = tuple[Container, ...]

_ITEM = re.compile(r"l(\d{1,5})\s+level(\d)\b")
_DEFINITION = re.compile(r"@list\s+l(\d{1,5}):level(\d)\s*\{([^}]{0,2000})\}", re.IGNORECASE)
_FORMAT = re.compile(r"mso-level-number-format:\s*([a-z-]+)", re.IGNORECASE)
_UNNUMBERED = frozenset({"bullet", "image", "none"})
_NUMBER = re.compile(
    r"[(\[]?(?:[0-9]{1,4}(?:[.-][0-9a-zA-Z]{1,4})*|[a-zA-Z]{1,2}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9})[.):\]]+"
    r"|[0-9]{1,4}(?:\.[0-9]{1,4})*"
)
_BY_CLASS = re.compile(r"MsoList(Bullet|Number)([2-5]?)(?![a-z])", re.IGNORECASE)
_BY_CLASS_ONLY = re.compile(r"mso(title|quote|intensequote)$", re.IGNORECASE)
_NAMES = {"title": "h1", "quote": "blockquote", "intensequote": "blockquote"}
_FAR = 40
"""So many elements into a paragraph its bullet is looked for: it stands at the beginning."""


class Item(Struct, frozen=True):
    """What an item says of the list that it is in."""

    level: int
    list: str
    """ul or ol."""
    key: str
    """Tells two lists from each other that stand one after the other."""
    start: int = 1


class Definitions:
    """The lists of Word's style sheet."""

    def __init__(self, clipboard: str) -> None:
        self._lists: dict[tuple[str, str], str] = {}
        for found in _DEFINITION.finditer(clipboard):
            named = _FORMAT.search(found[3])
            is_bullet = named is not None and named[1].lower() in _UNNUMBERED
            self._lists[found[1], found[2]] = "ul" if is_bullet else "ol"

    def item_of(self, node: Node, attributes: Mapping[str, str], style: Style) -> Item | None:
        """Read a paragraph as an item, if it is one."""
        found = _ITEM.search(style.get("mso-list", ""))
        named = _BY_CLASS.search(attributes.get("class", ""))
        if found is None and named is None:
            return None
        marker = _marker(node)
        if found is None:
            level = int((named and named[2]) or 1)
            return Item(level, _kind_of(marker), "class", _start_of(marker)) if marker else None
        kind = self._lists.get((found[1], found[2])) or _kind_of(marker)
        return Item(int(found[2]), kind, found[1], _start_of(marker) if kind == "ol" else 1)


def is_marker(style: Style) -> bool:
    """Whether an element is the bullet or the number in front of an item."""
    return style.get("mso-list") == "ignore"


def named_block(attributes: Mapping[str, str]) -> str:
    """Say what a paragraph is by the name of its style: a heading, a quotation, or nothing."""
    for kind in attributes.get("class", "").split():
        if found := _BY_CLASS_ONLY.match(kind):
            return _NAMES[found[1].lower()]
    if attributes.get("role") == "heading" and attributes.get("aria-level", "") in set("123456"):
        return f"h{attributes['aria-level']}"
    return ""


def _marker(node: Node) -> str:
    waiting = list(reversed(children_of(node)))
    for _ in range(_FAR):
        if not waiting:
            break
        each = waiting.pop()
        if is_marker(style_of(attributes_of(each))):
            return _text_in(each)
        waiting.extend(reversed(children_of(each)))
    return ""


def _text_in(node: Node) -> str:
    parts: list[str] = []
    waiting = [node]
    while waiting and len(parts) < _FAR:
        each = waiting.pop()
        parts.append(text_of(each))
        waiting.extend(reversed(children_of(each)))
    return "".join(parts).strip()


def _kind_of(marker: str) -> str:
    return "ol" if _NUMBER.fullmatch(marker) else "ul"


def _start_of(marker: str) -> int:
    number = marker.strip("()[].: ")
    return int(number) if re.fullmatch("[0-9]{1,4}", number) else 1


class _Level(Struct, frozen=True):
    item: Item
    list: Container
    place: Container


class Levels:
    """Puts items one after the other into lists that are nested as they say."""

    def __init__(self, container: Callable[[Tag], Container]) -> None:
        self._container = container
        self._base: Path = ()
        self._levels: list[_Level] = []

    def enter(self, base: Path, item: Item, most: int) -> Path:
        """Begin an item below *base*, *most* lists deep; say where its text stands."""
        if base != self._base:
            self._base, self._levels = base, []
        levels = self._levels
        while levels and levels[-1].item.level > item.level:
            levels.pop()
        around = self._list_for(item, is_deepest=len(levels) >= most)
        levels.append(_Level(item, around, self._container(Tag("li"))))
        return self.path

    def _list_for(self, item: Item, *, is_deepest: bool) -> Container:
        last = self._levels[-1] if self._levels else None
        if last is not None and (last.item.level == item.level or is_deepest):
            self._levels.pop()
            if is_deepest or (last.item.list, last.item.key) == (item.list, item.key):
                return last.list
        return self._container(list_tag(item.list, item.start))

    @property
    def path(self) -> Path:
        return self._base + tuple(
            each for level in self._levels for each in (level.list, level.place)
        )

    def leave(self, path: Path) -> None:
        """A block stands at *path*: unless that is in the last item, the lists end."""
        if path[: len(self.path)] != self.path:
            self._levels = []


def list_tag(name: str, start: int) -> Tag:
    return Tag(name, (("start", str(start)),) if name == "ol" and start != 1 else ())


def start_of(attributes: Mapping[str, str]) -> int:
    start = attributes.get("start", "").strip()
    return int(start) if re.fullmatch("[0-9]{1,5}", start) else 1


def level_of(attributes: Mapping[str, str]) -> int:
    """Say on what level an item of Word's online edition stands; none for those of others."""
    level = attributes.get("data-aria-level", "")
    return int(level) if re.fullmatch("[1-9]", level) else 0
