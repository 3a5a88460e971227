"""Three versions of a value: one is made, then changed twice, so that the two have much in common.

All is read from a few bytes: these are cheap to make up, and a failing case gets smaller with them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.merge import Judgement, judge
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.richtext.blocks import split_blocks

SIZE = 36
"""Bytes for a case."""

Element = str | dict[str, str | None]


class Choices:
    """Reads the bytes as choices; when they are at an end, the first of everything is chosen."""

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def below(self, count: int) -> int:
        return next(self._data, 0) % count

    def of(self, what: Sequence[str]) -> str:
        return what[self.below(len(what))]


@dataclass(frozen=True)
class Kind:
    """A kind of field: what its values consist of, and how they are put together."""

    field: Field
    element: Callable[[Choices, int], Element]
    """Made for a place, which tells elements apart where nothing may come twice."""
    value: Callable[[list[Element]], Value]
    parts: Callable[[Value], list[Element]]
    is_set: bool = False

    def keys(self, value: Value) -> list[str]:
        return [self.key(part) for part in self.parts(value)]

    def key(self, part: Element) -> str:
        """What a part is told apart by: a picture by its file, all else by itself."""
        return part if isinstance(part, str) else str(part["fileId"])


@dataclass(frozen=True)
class Versions:
    kind: Kind
    base: Value
    mine: Value
    theirs: Value

    def swapped(self) -> "Versions":
        return Versions(self.kind, self.base, self.theirs, self.mine)

    @property
    def slug(self) -> FieldSlug:
        return self.kind.field.slug

    @property
    def edit(self) -> Edit:
        return Edit(self.slug, self.mine, self.base)

    def judgement(self) -> Judgement:
        return judge(self.kind.field, self.edit, self.theirs, split_blocks)


def versions(data: bytes, kinds: Sequence[Kind]) -> Versions:
    choices = Choices(data)
    kind = kinds[choices.below(len(kinds))]
    base = [kind.element(choices, place) for place in range(choices.below(10))]
    mine, theirs = (_changed(kind, list(base), choices) for _ in range(2))
    return Versions(kind, kind.value(base), kind.value(mine), kind.value(theirs))


def _changed(kind: Kind, elements: list[Element], choices: Choices) -> list[Element]:
    for _ in range((1, 0, 2, 1, 3)[choices.below(5)]):
        act, place = choices.below(5), choices.below(len(elements) + 1)
        # Both sides may come upon the same new element, and do not as a rule.
        new = kind.element(choices, 10 + choices.below(6))
        is_welcome = not (kind.is_set and kind.key(new) in map(kind.key, elements))
        at = place % len(elements) if elements else 0
        if act == 0 or not elements:
            elements[place:place] = [new] if is_welcome else []
        elif act == 1:
            del elements[at]
        elif act == 2 and kind.is_set:
            elements.insert(choices.below(len(elements)), elements.pop(at))
        elif kind.is_set and isinstance(old := elements[at], dict):
            elements[at] = {**old, "alt": choices.of(("", "x", "y"))}
        elif is_welcome:
            elements[at] = new
    return elements


def _field(kind: FieldType, **validations: object) -> Field:
    return Field("1", FieldSlug(kind.value), kind.value, kind, validations=validations)


def _line(choices: Choices, _place: int) -> str:
    return choices.of(("a", "b", "", "c", "d", "e")) + choices.of(("\n", "\n", "\n", "\r\n"))


def _own_line(_choices: Choices, place: int) -> str:
    return f"{place}\n"


def _block(choices: Choices, _place: int) -> str:
    form = choices.of(
        ("<p>{}</p>", "<h2>{}</h2>\n", "<ul><li>{}</li></ul>", "{}<i>i</i>", "<hr>", "<div>{}")
        if not choices.below(8)
        else ("<p>{}</p>", "<figure id=''>{}</figure>\r\n")
    )
    return form.format(choices.of("abcdef"))


def _picture(_choices: Choices, place: int) -> Element:
    return {"fileId": f"{place:02}", "url": f"https://x.org/{place}.png", "alt": None}


LINES = Kind(
    _field(FieldType.PLAIN_TEXT),
    _line,
    lambda lines: re.sub("e\r?\n$", "e", "".join(map(str, lines))) or None,
    lambda value: str(value or "").splitlines(keepends=True),
)
OWN_LINES = Kind(
    LINES.field, _own_line, lambda lines: "".join(map(str, lines)), LINES.parts, is_set=True
)
BLOCKS = Kind(
    _field(FieldType.RICH_TEXT),
    _block,
    lambda blocks: "".join(map(str, blocks)),
    lambda value: list(split_blocks(str(value or ""))),
)
OWN_BLOCKS = Kind(
    BLOCKS.field,
    lambda _choices, place: f"<p>{place}</p>",
    BLOCKS.value,
    BLOCKS.parts,
    is_set=True,
)
REFERENCES = Kind(
    _field(FieldType.MULTI_REFERENCE),
    lambda _choices, place: f"{place:02}",
    lambda ids: ids or None,
    lambda value: list(value or []),
    is_set=True,
)
PICTURES = Kind(
    _field(FieldType.MULTI_IMAGE, maxItems=9),
    _picture,
    REFERENCES.value,
    REFERENCES.parts,
    is_set=True,
)


def _other(kind: FieldType, *values: Value, **validations: object) -> Kind:
    """A kind of value that is never put together."""
    return Kind(
        _field(kind, **validations),
        lambda choices, _place: values[choices.below(len(values))],
        lambda elements: elements[0] if elements else None,
        lambda value: [] if value is None else [value],
    )


OTHERS = (
    _other(FieldType.PLAIN_TEXT, "a\nb\nc", "A\nb\nc", "a\nb\nC", singleLine=True),
    _other(FieldType.LINK, "/a", "/a/", "/b", "/c"),
    _other(FieldType.EMAIL, "a@x.org", "A@x.org", "b@x.org"),
    _other(FieldType.NUMBER, 0, 1, 1.0, 2, False),
    _other(FieldType.SWITCH, True, False),
    _other(FieldType.IMAGE, {"fileId": "a", "alt": ""}, {"fileId": "a"}, {"fileId": "b"}),
)
MERGED = (LINES, OWN_LINES, BLOCKS, REFERENCES, PICTURES)
SETS = (OWN_LINES, OWN_BLOCKS, REFERENCES, PICTURES)
"""In which nothing comes twice."""
ALL = (*MERGED, *MERGED, *OTHERS)
