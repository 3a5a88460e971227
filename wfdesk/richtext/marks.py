"""Marks of text put on and taken off, each in its place among the others."""

from wfdesk.richtext.document import Tag

Marks = tuple[Tag, ...]

_OTHER_NAMES = {"b": "strong", "i": "em", "ins": "u", "del": "s", "strike": "s"}
"""What stands in older texts for what Webflow writes."""
_APART = frozenset({"sub", "sup"})
_ORDER = ("a", "span", "strong", "em", "u", "s", "sub", "sup", "code")
"""How new marks are nested, outermost first."""


def has_mark(marks: Marks, name: str) -> bool:
    return any(usual_name(tag.name) == usual_name(name) for tag in marks)


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
    return tuple(tag for tag in marks if usual_name(tag.name) != usual_name(name))


def usual_name(name: str) -> str:
    """The name by which Webflow writes the mark."""
    return _OTHER_NAMES.get(name, name)


def link_of(marks: Marks) -> Tag | None:
    return next((tag for tag in marks if tag.name == "a"), None)


def _rank(tag: Tag) -> int:
    """Marks that are unknown stay outside, where they are."""
    name = usual_name(tag.name)
    return _ORDER.index(name) if name in _ORDER else -1
