"""What a rich text says, whoever has written its tags down: Webflow does that in its own way.

Pure, and without a parser: it is asked of every answer, and at every start.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import unescape

from msgspec import Struct

from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value, is_same, is_stored

_TAG = re.compile(r"<[^>]*>")
_PART = re.compile(r"<(/?[^\s/>]*)([^>]*)>|([^<]+)")
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_FILE = re.compile(r"[/_](?=[^/_?#]*(?:[?#]|$))")
_WORDLESS = re.compile(
    r"<(a|audio|embed|figure|form|hr|iframe|img|input|object|script|style|svg|table|video"
    r"|wf-component|div(?=[^<>]*\sdata-rt-embed-type))(?=[\s/>])",
    re.IGNORECASE,
)
_ADDED = frozenset(
    {"allowfullscreen", "class", "frameborder", "height", "id", "loading", "scrolling", "start"}
    | {"style", "title", "width"}
)
"""What Webflow writes into tags by itself, beside its own ``data-`` marks."""
_LEFT_OUT = frozenset({"class", "id", "style"})
"""What it does not keep everywhere."""
_ADDED_UNASKED = frozenset(
    {"allowfullscreen", "class", "data-rt-type", "frameborder", "loading", "scrolling"}
)
"""What of that no hand in the Designer adds. How large a picture is, and where, is its doing."""
_LEFT_OUT_UNASKED = frozenset({"class", "id"})


class _Tag(Struct, frozen=True):
    name: str
    attributes: Mapping[str, str]


def words_of(rich_text: Value) -> Sequence[str]:
    """The words of a rich text: Webflow writes its tags in its own way."""
    marked, rest = _cut(rich_text)
    return unescape(_TAG.sub(" ", marked) + rest).split()


def wordless_of(rich_text: Value) -> Counter[str]:
    """What a rich text holds beside its words, as pictures, links and embeds: how many of each.

    Where they lead to does not count: Webflow writes addresses in its own way as well.
    """
    return Counter(name.lower() for name in _WORDLESS.findall(str(rich_text or "")))


def is_written_of(sent: Value, held: Value) -> bool:
    """Whether the one may be what Webflow has made of the other: the same words and tags in their
    order. What was said of a tag is said of it still, and nothing more than Webflow says itself.

    A picture is known by the end of its file's name: Webflow keeps it under a longer one.
    """
    return sent == held or _are_alike(sent, held, _is_written_of)


def is_untouched(field: Field, before: Value, now: Value) -> bool:
    """Whether nobody can have had a hand in a value, however Webflow writes it by now."""
    if is_same(field, before, now):
        return True
    is_rich = field.type is FieldType.RICH_TEXT
    return is_rich and bool(before) and bool(now) and _are_alike(before, now, _is_untouched)


def is_kept(field: Field, sent: Value, held: Value) -> bool:
    """Whether *held* may be what Webflow made of *sent*, rich text included, and nobody else."""
    if is_stored(field, sent, held):
        return True
    is_rich = field.type is FieldType.RICH_TEXT
    return is_rich and bool(sent) and bool(held) and is_written_of(sent, held)


def _cut(rich_text: Value) -> tuple[str, str]:
    """Cut off what comes after the last tag: where a tag does not end, it would be looked for
    from each of its characters, which took minutes for a text of some thousands (measured).
    """
    text = str(rich_text or "")
    end = text.rfind(">") + 1
    return text[:end], text[end:]


def _parts(rich_text: Value) -> list[str | _Tag]:
    marked, rest = _cut(rich_text)
    parts: list[str | _Tag] = []
    for name, said, text in _PART.findall(marked):
        if name:
            parts.append(_Tag(name.lower(), _attributes(said)))
        # No tag begins with a space.
        parts += unescape(f"<{said}>" if said and not name else text).split()
    return parts + unescape(rest).split()


def _attributes(said: str) -> Mapping[str, str]:
    found = _ATTRIBUTE.findall(said)
    return {name.lower(): unescape(one or other or bare) for name, one, other, bare in found}


def _are_alike(one: Value, other: Value, is_alike: Callable[[_Tag, _Tag], bool]) -> bool:
    def fits(ours: str | _Tag, theirs: str | _Tag) -> bool:
        if isinstance(ours, str) or isinstance(theirs, str):
            return ours == theirs
        return ours.name == theirs.name and is_alike(ours, theirs)

    ours, theirs = _parts(one), _parts(other)
    return len(ours) == len(theirs) and all(map(fits, ours, theirs))


def _is_written_of(ours: _Tag, theirs: _Tag) -> bool:
    return (
        _said_more(ours, theirs) <= _LEFT_OUT
        and all(name in _ADDED or name.startswith("data-") for name in _said_more(theirs, ours))
        and all(
            _known_by(ours, name) == _known_by(theirs, name)
            for name in ours.attributes.keys() & theirs.attributes.keys()
        )
    )


def _is_untouched(ours: _Tag, theirs: _Tag) -> bool:
    return (
        _said_more(ours, theirs) <= _LEFT_OUT_UNASKED
        and _said_more(theirs, ours) <= _ADDED_UNASKED
        and all(
            ours.attributes[name] == theirs.attributes[name]
            for name in ours.attributes.keys() & theirs.attributes.keys()
        )
    )


def _said_more(one: _Tag, other: _Tag) -> set[str]:
    """What is said of the one tag and not of the other. A mark without a value says nothing."""
    return {
        name for name, value in one.attributes.items() if value and name not in other.attributes
    }


def _known_by(tag: _Tag, name: str) -> str:
    value = tag.attributes[name]
    return _FILE.split(value)[-1] if (tag.name, name) == ("img", "src") else value
