"""Two rich texts compared: block by block, and the words and looks within a block.

What a reader of the page would not notice, such as an empty attribute or ``b`` for ``strong``, is
no difference here.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.diff import Part, Piece, word_diff
from wfdesk.richtext.document import ATOM, BREAK, Block, Document, Kind, Run, Tag
from wfdesk.richtext.facts import Facts, facts_of
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.marks import usual_name
from wfdesk.richtext.pairing import paired
from wfdesk.richtext.writing import serialize

_NOISE = frozenset({"id", "class", "style", "start", "target", "rel"})
"""Attributes that say nothing when they are empty."""
_LEAST_MOVED = 20
"""Characters from which on a block is known again elsewhere."""
_WORD = re.compile(r"\w+")

_SPAN = Tag("span")

Look = frozenset[Tag]
Key = tuple[object, ...]
_PLAIN: Look = frozenset()


class State(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Span(Struct, frozen=True):
    """Text of a block that is the same, or came, or went."""

    part: Part
    run: Run
    """As it is now; of what went, as it was."""
    was: Run | None = None
    """As it was, where the words stayed and their look did not."""


class Detail(Struct, frozen=True):
    """One thing that is said of a card, before and after."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def has_changed(self) -> bool:
        return any(piece.part is not Part.SAME for piece in self.pieces)


class Card(Struct, frozen=True):
    kind: str
    details: tuple[Detail, ...]


class Joint(Enum):
    """What became of the place where two blocks meet that both stayed in their lists."""

    SPLIT = "split"
    JOINED = "joined"


class Change(Struct, frozen=True):
    """A block before and after."""

    state: State
    before: Block | None
    after: Block | None
    spans: tuple[Span, ...] = ()
    """Of a text. What is not ADDED is the block before, what is not REMOVED the one after."""
    card: Card | None = None
    is_moved: bool = False
    """Whether it went here and came elsewhere, or the other way round."""
    joint: Joint | None = None

    @property
    def block(self) -> Block:
        """The block as it is now, or as it was before it went."""
        block = self.after or self.before
        assert block is not None  # noqa: S101 - there is no change of nothing
        return block


class Comparison(Struct, frozen=True):
    changes: tuple[Change, ...]
    """All blocks of both, in order; what went stands before what came in its place."""
    is_html_only: bool
    """Whether nothing differs but how it is written down."""

    @property
    def is_same(self) -> bool:
        return all(change.state is State.SAME for change in self.changes)


def diff(before: Document, after: Document) -> Comparison:
    """Compare two texts. What was only moved is known again where it went and where it came."""
    old, new = [_Known(block) for block in before.blocks], [_Known(each) for each in after.blocks]

    def likeness(place: int, new_place: int) -> float:
        return old[place].likeness(new[new_place])

    def is_telling(place: int) -> bool:
        return not is_blank(old[place].block)

    found = [
        (None if place is None else old[place], None if new_place is None else new[new_place])
        for place, new_place in paired(
            [each.key for each in old], [each.key for each in new], likeness, is_telling
        )
    ]
    moved = _moved(found)
    changes = [_change(was, now, moved) for was, now in found]
    changes = list(_with_joints(changes))
    is_same = all(change.state is State.SAME for change in changes)
    is_html_only = is_same and serialize(before) != serialize(after)
    return Comparison(tuple(changes), is_html_only)


def is_blank(block: Block) -> bool:
    """Whether it is an empty line."""
    return block.kind is not Kind.CARD and not block.text.strip(f" {SPACER}{BREAK}")


class _Known:
    """A block, and what is found out about it only when that is asked."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.key = _key_of(block)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.block.raw)

    @cached_property
    def words(self) -> frozenset[object]:
        if self.block.kind is Kind.CARD:
            return frozenset({self.facts.kind, *self.facts.details})
        return frozenset(_WORD.findall(self.block.text))

    def likeness(self, other: "_Known") -> float:
        if self.key == other.key and not is_blank(self.block):
            return 1.0
        if (self.block.kind is Kind.CARD) is not (other.block.kind is Kind.CARD):
            return 0.0
        if self.block.kind is Kind.CARD and self.facts.kind == other.facts.kind:
            return 0.5 + len(self.words & other.words) / max(len(self.words), len(other.words)) / 2
        if not (self.words and other.words):
            return 0.5  # What is typed into an empty paragraph is in no other.
        return len(self.words & other.words) / max(len(self.words), len(other.words))


def _key_of(block: Block) -> Key:
    """Give what is the same for two blocks if they look the same where they stand."""
    path = tuple(plain_tag(container.tag) for container in block.path)
    if block.kind is Kind.CARD:
        return block.kind, block.raw, path
    return block.kind, plain_tag(block.tag), *_at_rest(block), path


def _at_rest(block: Block) -> Iterator[tuple[str, Look, str]]:
    """Yield its runs without what nobody sees: blanks at the edges, what holds an empty one open.

    Neighbours that look the same are one.
    """
    if block.kind is not Kind.PREFORMATTED and block.text.strip(" ") in {"", SPACER}:
        return
    last, end = "", len(block.runs) - 1
    look: tuple[Look, str] = (frozenset(), "")
    for place, run in enumerate(block.runs):
        text, seen = run.text, (look_of(run), _atom_of(run))
        if block.kind is not Kind.PREFORMATTED:
            text = text.lstrip(" ") if place == 0 else text
            text = text.rstrip(" ") if place == end else text
        if last and (seen != look or seen[1]):
            yield last, *look
            last = ""
        last, look = last + text, seen
    if last:
        yield last, *look


def look_of(run: Run) -> Look:
    """Give its marks, whatever their order and however they are spelled."""
    if not run.marks:
        return _PLAIN
    found = (plain_tag(mark) for mark in run.marks)
    return frozenset(tag for tag in found if tag != _SPAN)


def plain_tag(tag: Tag) -> Tag:
    name = usual_name(tag.name)
    if name == tag.name and not tag.attributes:
        return tag
    kept = tuple(each for each in tag.attributes if each[1] or each[0] not in _NOISE)
    return Tag(name, kept)


def _atom_of(run: Run) -> str:
    return run.raw if run.text == ATOM else ""


def _moved(found: Sequence[tuple[_Known | None, _Known | None]]) -> set[Key]:
    """Find what went in one place and came in another, and is large enough to be told."""
    gone = [was.key for was, now in found if was is not None and now is None and _is_large(was)]
    came = [now.key for was, now in found if was is None and now is not None]
    return set(gone).intersection(came)


def _is_large(known: _Known) -> bool:
    return len(known.block.raw or known.block.text) >= _LEAST_MOVED


def _change(was: _Known | None, now: _Known | None, moved: set[Key]) -> Change:
    before, after = was.block if was else None, now.block if now else None
    if was is not None and now is not None:
        state = State.SAME if was.key == now.key else State.CHANGED
        is_moved = False
    else:
        state = State.REMOVED if now is None else State.ADDED
        [known] = (each for each in (was, now) if each is not None)
        is_moved = known.key in moved
    return Change(
        state, before, after, tuple(_spans(before, after, state)), _card(was, now), is_moved
    )


def _card(was: _Known | None, now: _Known | None) -> Card | None:
    sides = [each.facts for each in (was, now) if each is not None and each.block.kind is Kind.CARD]
    if not sides:
        return None
    old, new = dict(sides[0].details), dict(sides[-1].details)
    names = dict.fromkeys((*old, *new))
    details = (Detail(name, word_diff(old.get(name, ""), new.get(name, ""))) for name in names)
    return Card(sides[-1].kind, tuple(details))


def _spans(before: Block | None, after: Block | None, state: State) -> Iterator[Span]:
    if before is None or after is None or state is State.SAME:
        block = after or before
        part = {State.ADDED: Part.ADDED, State.REMOVED: Part.REMOVED}.get(state, Part.SAME)
        yield from (Span(part, run) for run in (block.runs if block else ()))
        return
    old, new = _Tape(before.runs), _Tape(after.runs)
    for piece in word_diff(before.text, after.text):
        length = len(piece.text)
        if piece.part is Part.REMOVED:
            yield from (Span(piece.part, run) for run in old.take(length))
        elif piece.part is Part.ADDED:
            yield from (Span(piece.part, run) for run in new.take(length))
        else:
            yield from _beside(old.take(length), new.take(length))


class _Tape:
    """Runs that are taken off from the beginning, a number of characters at a time."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = list(reversed(runs))

    def take(self, length: int) -> list[Run]:
        taken: list[Run] = []
        while length:
            run = self._runs.pop()
            if len(run.text) > length:
                self._runs.append(replace(run, text=run.text[length:]))
                run = replace(run, text=run.text[:length])
            taken.append(run)
            length -= len(run.text)
        return taken


def _beside(old: Sequence[Run], new: Sequence[Run]) -> Iterator[Span]:
    """Compare how the same text looked and looks, cut where either changes."""
    olds, news = _Tape(old), _Tape(new)
    edges = sorted({*_edges(old), *_edges(new)})
    for start, end in pairwise((0, *edges)):
        [was], [run] = olds.take(end - start), news.take(end - start)
        is_same = (look_of(was), _atom_of(was)) == (look_of(run), _atom_of(run))
        yield Span(Part.SAME, run, None if is_same else was)


def _edges(runs: Sequence[Run]) -> Iterator[int]:
    place = 0
    for run in runs:
        place += len(run.text)
        yield place


def _with_joints(changes: Sequence[Change]) -> Iterator[Change]:
    """Find lists that were split or joined although their items stayed as they were."""
    last: Change | None = None
    for change in changes:
        if not _is_level(change):
            yield change
            continue
        joint = _joint(last, change) if last is not None else None
        last = change
        yield replace(change, state=State.CHANGED, joint=joint) if joint else change


def _joint(last: Change, change: Change) -> Joint | None:
    shared = _shared(last.before, change.before)
    now_shared = _shared(last.after, change.after)
    if shared == now_shared:
        return None
    return Joint.SPLIT if now_shared < shared else Joint.JOINED


def _is_level(change: Change) -> bool:
    """Whether it is there before and after, in containers of the same kinds."""
    before, after = change.before, change.after
    return before is not None and after is not None and _names(before) == _names(after)


def _names(block: Block) -> list[str]:
    return [container.tag.name for container in block.path]


def _shared(block: Block | None, following: Block | None) -> int:
    """How many containers both stand in."""
    first, second = (each.path if each is not None else () for each in (block, following))
    number = 0
    for one, other in zip(first, second, strict=False):
        if one.id != other.id:
            break
        number += 1
    return number
