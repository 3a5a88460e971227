"""Marks of text put on and taken off, each in its place among the others."""

from wfdesk.richtext.document import Tag

Marks = tuple[Tag, ...]

_SAME = (
    frozenset({"strong", "b"}),
    frozenset({"em", "i"}),
    frozenset({"u", "ins"}),
    frozenset({"s", "del", "strike"}),
)
"""Names of one and the same mark; Webflow writes the first."""
_APART = frozenset({"sub", "sup"})
_ORDER = ("a", "span", "strong", "em", "u", "s", "sub", "sup", "code")
"""How new marks are nested, outermost first."""


def has_mark(marks: Marks, name: str) -> bool:
    names = names_of(name)
    return any(tag.name in names for tag in marks)


def with_mark(marks: Marks, tag: Tag) -> Marks:
    """Put a mark on. Those that are there keep their order; a link takes the place of another."""
    if tag.name == "a":
        marks = without_mark(marks, "a")
    elif tag.name in _APART:
        marks = tuple(each for each in marks if each.name not in _APART)
    elif has_mark(marks, tag.name):
        return marks
    place = next((at for at, each in enumerate(marks) if _rank(each) > _rank(tag)), len(marks))
    return (*marks[:place], tag, *marks[place:])


def without_mark(marks: Marks, name: str) -> Marks:
    names = names_of(name)
    return tuple(tag for tag in marks if tag.name not in names)


def names_of(name: str) -> frozenset[str]:
    """All names of the mark."""
    return next((names for names in _SAME if name in names), frozenset({name}))


def link_of(marks: Marks) -> Tag | None:
    return next((tag for tag in marks if tag.name == "a"), None)


def _rank(tag: Tag) -> int:
    """Marks that are unknown stay outside, where they are."""
    first = next((name for name in _ORDER if tag.name in names_of(name)), "")
    return _ORDER.index(first) if first else -1
