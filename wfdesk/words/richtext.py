"""What changed in a rich text, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from wfdesk.domain.diff import Part
from wfdesk.richtext.comparing import (
    Change,
    Comparison,
    Joint,
    Span,
    State,
    look_of,
    plain_tag,
)
from wfdesk.richtext.document import ATOM, Block, Kind, Tag
from wfdesk.words.counts import counted, listed

ONLY_HTML = "Only the HTML differs. What one reads and sees is the same."
_ARROW = "\N{RIGHTWARDS ARROW}"
_SHORT = 60
"""Characters of words that are quoted."""
_MOST_QUOTED = 3
_KINDS = {
    "": "Text",
    "p": "Paragraph",
    **{f"h{level}": f"Heading {level}" for level in range(1, 7)},
    "blockquote": "Quote",
    "pre": "Preformatted text",
}
_LISTS = {"ul": "Bulleted list", "ol": "Numbered list"}
_LOOKS = {
    "strong": "Bold",
    "em": "Italic",
    "u": "Underline",
    "s": "Strikethrough",
    "sub": "Subscript",
    "sup": "Superscript",
    "code": "Code",
}
_STATES = {State.ADDED: "Added", State.REMOVED: "Removed", State.CHANGED: "Changed"}
_JOINTS = {
    Joint.SPLIT: "A list of its own begins here",
    Joint.JOINED: "Goes on with the list above",
}


def kind_in_words(block: Block) -> str:
    """What a block of text is: ``Heading 2``, ``Bulleted list``."""
    around = [container.tag.name for container in block.path]
    lists = [name for name in around if name in _LISTS]
    if lists and block.tag.name in {"", "p"}:
        return _LISTS[lists[-1]]
    if "blockquote" in around and block.tag.name in {"", "p"}:
        return _KINDS["blockquote"]
    return _KINDS.get(block.tag.name, f"<{block.tag.name}>")


def level_of(block: Block) -> int:
    """How many lists it stands in."""
    return sum(container.tag.name in _LISTS for container in block.path)


def summary(comparison: Comparison) -> str:
    """How much differs, in a sentence."""
    if comparison.is_same:
        return ONLY_HTML if comparison.is_html_only else "No difference."
    told = [
        (sum(_is_told(change, state) for change in comparison.changes), state.value)
        for state in (State.CHANGED, State.ADDED, State.REMOVED)
    ]
    moved = sum(change.is_moved and change.after is not None for change in comparison.changes)
    parts = [(number, word) for number, word in (*told, (moved, "moved")) if number]
    first, *others = parts
    said = f"{counted(first[0], 'block')} {first[1]}"
    return listed([said, *(f"{number:,} {word}" for number, word in others)])


def _is_told(change: Change, state: State) -> bool:
    return change.state is state and not change.is_moved


def told(change: Change) -> str:
    """One change in a line, to be heard or read without the text around it."""
    kind = change.card.kind if change.card else kind_in_words(change.block)
    if change.state is not State.CHANGED:
        said = "Moved here" if change.is_moved and change.after else _STATES[change.state]
        said = "Moved from here" if change.is_moved and not change.after else said
        return f"{said}: {kind}{_beginning(change.block)}"
    words = [*_words_of(change), *_details_of(change), *notes(change)]
    return f"Changed: {kind}, {'; '.join(words) or 'white space'}"


def _beginning(block: Block) -> str:
    text = block.text.replace(ATOM, "").strip()
    return f" {_quoted(text)}" if text else ""


def _words_of(change: Change) -> Iterator[str]:
    if change.card is not None:
        return
    for part, word in ((Part.REMOVED, "without"), (Part.ADDED, "with")):
        found = [span.run.text for span in change.spans if span.part is part]
        if words := [text.strip() for text in found if text.strip(f" {ATOM}\n")]:
            yield f"{word} {_quotes(words)}"


def _details_of(change: Change) -> Iterator[str]:
    for detail in change.card.details if change.card else ():
        if detail.has_changed:
            old = "".join(p.text for p in detail.pieces if p.part is not Part.ADDED)
            new = "".join(p.text for p in detail.pieces if p.part is not Part.REMOVED)
            yield f"{detail.name} {_shortened(old) or 'none'} {_ARROW} {_shortened(new) or 'none'}"


def notes(change: Change) -> list[str]:
    """What differs besides the words themselves."""
    if change.is_moved:
        return ["Moved here" if change.after is not None else "Moved from here"]
    before, after = change.before, change.after
    found: list[str] = []
    if change.state is State.CHANGED and before is not None and after is not None:
        found += _places(before, after)
        if change.joint is not None:
            found.append(_JOINTS[change.joint])
        if change.card is not None and before.raw != after.raw and not any(_details_of(change)):
            found.append("Its HTML differs")
    if change.state is not State.SAME:
        found += _looks(change.spans)
    return found


def _places(before: Block, after: Block) -> Iterator[str]:
    if Kind.CARD not in {before.kind, after.kind}:
        kind, new_kind = kind_in_words(before), kind_in_words(after)
        if kind != new_kind:
            yield f"{kind} {_ARROW} {new_kind}"
    level, new_level = level_of(before), level_of(after)
    if level and new_level and level != new_level:
        yield f"Level {level} {_ARROW} level {new_level}"
    tags = [(before.tag, after.tag)]
    if len(before.path) == len(after.path):
        both = zip(before.path, after.path, strict=True)
        tags += [(one.tag, other.tag) for one, other in both]
    for old, new in tags:
        if old.name == new.name:
            yield from _attributes(plain_tag(old), plain_tag(new))


def _attributes(old: Tag, new: Tag) -> Iterator[str]:
    was, now = dict(old.attributes), dict(new.attributes)
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield f"{name}: {was.get(name) or 'none'} {_ARROW} {now.get(name) or 'none'}"


def new_looks(change: Change) -> list[str]:
    """How the words look that came, to whom they are told without their looks."""
    return list(_told_of(change.spans, _new_looks_of))


def _new_looks_of(span: Span) -> Iterator[str]:
    if span.part is Part.ADDED:
        names = sorted(tag.name for tag in look_of(span.run))
        yield from (_LOOKS.get(name, f"<{name}>") for name in names if name != "a")


def _looks(spans: Iterable[Span]) -> Iterator[str]:
    return _told_of(spans, _looks_of)


def _told_of(spans: Iterable[Span], notes_of: Callable[[Span], Iterator[str]]) -> Iterator[str]:
    """Each note once, with the words that it is about."""
    quoted: dict[str, list[str]] = {}
    for span in spans:
        for note in notes_of(span):
            quoted.setdefault(note, []).append(span.run.text.strip())
    for note, texts in quoted.items():
        words = [text for text in texts if text.strip(f"{ATOM}\n")]
        yield f"{note}: {_quotes(words)}" if words else note


def _looks_of(span: Span) -> Iterator[str]:
    """What a stretch of text became, or what its link leads to, which is not seen."""
    now = {tag.name: tag for tag in look_of(span.run)}
    link = _href(now)
    if span.part is Part.ADDED and link:
        yield f"Link to {link}"
    if span.was is None:
        return
    was = {tag.name: tag for tag in look_of(span.was)}
    if span.was.raw != span.run.raw and ATOM in span.run.text:
        yield "Another picture or code in the line"
    for name in sorted(now.keys() - was.keys()):
        yield f"Link to {link}" if name == "a" else _LOOKS.get(name, f"<{name}>")
    for name in sorted(was.keys() - now.keys()):
        gone = _LOOKS.get(name, f"<{name}>")
        yield f"No link to {_href(was)}" if name == "a" else f"No longer {gone.lower()}"
    for name in sorted(now.keys() & was.keys()):
        for said in _attributes(was[name], now[name]):
            yield said.replace("href:", "Link", 1) if name == "a" else said


def _href(look: Mapping[str, Tag]) -> str:
    return dict(look["a"].attributes).get("href", "nowhere") if "a" in look else ""


def _quotes(texts: list[str]) -> str:
    said = [_quoted(text) for text in texts[:_MOST_QUOTED]]
    more = len(texts) - len(said)
    return ", ".join([*said, *([f"{more:,} more"] if more else [])])


def _quoted(text: str) -> str:
    return f"\u201c{_shortened(text)}\u201d"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}\N{HORIZONTAL ELLIPSIS}"
