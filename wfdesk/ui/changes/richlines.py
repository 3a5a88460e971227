"""What a compared rich text is made of on the screen: lines with their words, looks and signs."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextFormat

from wfdesk.domain.diff import Part
from wfdesk.richtext.comparing import Change, Span, State, is_blank
from wfdesk.richtext.document import ATOM, BREAK, LINE, Block, Kind, Run
from wfdesk.richtext.facts import facts_of
from wfdesk.richtext.leaves import SPACER
from wfdesk.ui.changes.difftext import char_format, grouped
from wfdesk.ui.changes.exacttext import MakeFormat, Stretch, shortened
from wfdesk.ui.toolkit.colours import Colours
from wfdesk.ui.toolkit.theme import monospace
from wfdesk.words.counts import counted
from wfdesk.words.richtext import level_of, notes

_NEAR = 200
"""Characters around a change within its block that tell where it stands."""
_MOST_LINES = 800
_MOST_CHARACTERS = 100_000
"""What is laid out: more would take longer than a moment."""
_BULLETS = ("\u2022", "\u25e6", "\u25aa")
_SIZES = {1: 2, 2: 1}
"""Steps by which headings are larger than the text. The others are bold."""
_SMALL = -1
_NOBREAK = "\N{NO-BREAK SPACE}"
_LONGEST_DETAIL = 400
_LONGEST_ATOM = 4_000
"""Characters of a picture in the line that are looked into: it may hold its own bytes."""
_SWAP = (Part.REMOVED, Part.ADDED)
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = {State.ADDED: Part.ADDED, State.REMOVED: Part.REMOVED}


class Role(Enum):
    TEXT = "text"
    QUOTE = "quote"
    CODE = "code"
    CARD = "card"
    NOTE = "note"
    FOLD = "fold"


class Line(Struct, frozen=True):
    """A paragraph of the page."""

    stretches: tuple[Stretch, ...]
    role: Role = Role.TEXT
    state: State = State.SAME
    group: int = 0
    """The lines that tell of the same block."""
    depth: int = 0
    """Lists that it stands in."""
    marker: str = ""
    """The bullet or number of an item."""
    heading: int = 0


class _Look(Struct, frozen=True):
    """How a stretch of text is drawn."""

    part: Part = Part.SAME
    names: frozenset[str] = frozenset()
    size: int = 0
    is_heavy: bool = False
    is_muted: bool = False
    is_code: bool = False
    is_restyled: bool = False

    def format(self, colours: Colours) -> QTextCharFormat:
        look = char_format(self.part, colours)
        if self.is_muted and self.part is Part.SAME:
            look.setForeground(QColor(colours.muted))
        if self.size:
            look.setProperty(QTextFormat.Property.FontSizeAdjustment, self.size)
        if self.is_heavy or self.names & {"strong", "b"}:
            look.setFontWeight(QFont.Weight.DemiBold)
        if self.names & {"em", "i"}:
            look.setFontItalic(True)
        if "a" in self.names and self.part is Part.SAME:
            look.setForeground(QColor(colours.accent))
        if self.is_code or self.names & _CODE:
            look.setFontFamilies(monospace().families())
        if self.names & _CODE and self.part is Part.SAME:
            look.setBackground(QColor(colours.raised))
        self._lines(look, colours)
        return look

    def _lines(self, look: QTextCharFormat, colours: Colours) -> None:
        if "u" in self.names and self.part is not Part.REMOVED:
            look.setFontUnderline(True)
        if self.names & {"s", "del", "strike"}:
            look.setFontStrikeOut(True)
        aligned = QTextCharFormat.VerticalAlignment
        if "sub" in self.names:
            look.setVerticalAlignment(aligned.AlignSubScript)
        if "sup" in self.names:
            look.setVerticalAlignment(aligned.AlignSuperScript)
        if self.is_restyled:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            look.setUnderlineColor(QColor(colours.changed))
            look.setBackground(QColor(colours.accent_ground))


_APART = Stretch("", _Look().format, "\N{THIN SPACE}")
"""Stands between what went and what came in its place, on the screen alone."""


def muted(*, is_small: bool = True) -> MakeFormat:
    return _Look(size=_SMALL if is_small else 0, is_muted=True).format


def lines_of(changes: Sequence[Change], *, is_whole: bool) -> list[Line]:
    """Lay the blocks out, one after the other; far from what differs only if all is wanted."""
    shown = set(range(len(changes))) if is_whole else _near_changes(changes)
    old, new = _Markers(), _Markers()
    lines: list[Line] = []
    hidden: list[Change] = []
    room = _MOST_CHARACTERS
    for place, change in enumerate(changes):
        if len(lines) > _MOST_LINES or room < 0:
            rest = changes[place - len(hidden) :]
            return [*lines, _folded(rest, f"and {counted(len(rest), 'more block')}")]
        markers = [each.of(block) for each, block in ((old, change.before), (new, change.after))]
        if place not in shown:
            hidden.append(change)
            continue
        if hidden:
            lines.append(_folded(hidden, f"{counted(len(hidden), 'block')} unchanged"))
            hidden = []
        marker = markers[1] if change.after is not None else markers[0]
        found = list(_lines_of(change, place + 1, marker, is_whole=is_whole))
        room -= sum(len(stretch.text) for line in found for stretch in line.stretches)
        lines += found
    if hidden:
        lines.append(_folded(hidden, f"{counted(len(hidden), 'block')} unchanged"))
    return lines


def has_folds(changes: Sequence[Change]) -> bool:
    """Whether anything is left out where not all is wanted."""
    long = 4 * _NEAR
    return len(_near_changes(changes)) < len(changes) or any(
        span.part is Part.SAME and len(span.run.text) > long
        for change in changes
        for span in change.spans
    )


def _near_changes(changes: Sequence[Change]) -> set[int]:
    """Find what differs, with a block before and after that says something."""
    shown: set[int] = set()
    for way in (range(len(changes)), range(len(changes) - 1, -1, -1)):
        wanted = 0
        for place in way:
            if changes[place].state is not State.SAME:
                wanted = 2  # The neighbour may be a blank line.
                shown.add(place)
            elif wanted:
                shown.add(place)
                wanted = wanted - 1 if is_blank(changes[place].block) else 0
    # One block takes no more room than the words that it is left out.
    beside = {-1, *shown, len(changes)}
    alone = {at for at in range(len(changes)) if {at - 1, at + 1} <= beside}
    return shown | alone if shown else set(range(len(changes)))


def _folded(hidden: Sequence[Change], said: str) -> Line:
    """Stands for blocks that are left out; who copies gets them all."""
    text = "\n".join(change.block.text for change in hidden)
    shown = f"\N{MIDLINE HORIZONTAL ELLIPSIS} {said}"
    return Line((Stretch(text, muted(), shown),), Role.FOLD)


class _Markers:
    """Counts the items of the lists, in the order of the text."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._seen: set[int] = set()

    def of(self, block: Block | None) -> str:
        """Give the bullet or number, if the block begins an item."""
        path = block.path if block is not None else ()
        marker = ""
        for around, item in pairwise(path):
            if item.tag.name == "li" and item.id not in self._seen:
                self._seen.add(item.id)
                start = dict(around.tag.attributes).get("start", "")
                first = int(start) if start.isdecimal() and len(start) < 7 else 1
                number = self._numbers.get(around.id, first - 1) + 1
                self._numbers[around.id] = number
                marker = f"{number}." if around.tag.name == "ol" else ""
                if not marker and block is not None:
                    marker = _BULLETS[(level_of(block) - 1) % len(_BULLETS)]
        return marker


def _lines_of(change: Change, group: int, marker: str, *, is_whole: bool) -> Iterator[Line]:
    block, state = change.block, change.state
    depth = level_of(block)
    is_one_side = state in _PARTS
    told = [*notes(change), *(["Empty line"] if is_one_side and is_blank(block) else [])]
    if told:
        said = " \N{MIDDLE DOT} ".join(told)
        stretches = (Stretch("", muted(), said),) if said.isprintable() else ()
        yield Line(stretches or tuple(shortened(said, muted())), Role.NOTE, state, group, depth)
    if change.card is not None:
        for words in _card_lines(change):
            yield Line(words, Role.CARD, state, group, depth)
        return
    if is_one_side and is_blank(block):
        return
    heading = int(block.tag.name[1]) if block.tag.name in _HEADINGS else 0
    spans = change.spans if is_whole else tuple(_without_the_far(change))
    words = tuple(_stretches(spans, block, heading, state))
    yield Line(words, _role_of(block), state, group, depth, marker, heading)


def _role_of(block: Block) -> Role:
    if block.kind is Kind.PREFORMATTED:
        return Role.CODE
    names = {block.tag.name, *(container.tag.name for container in block.path)}
    return Role.QUOTE if "blockquote" in names else Role.TEXT


def _card_lines(change: Change) -> Iterator[tuple[Stretch, ...]]:
    card = change.card
    if card is None:
        return
    part = _PARTS.get(change.state, Part.SAME)
    text = _Look(is_heavy=True, part=Part.REMOVED if part is Part.REMOVED else Part.SAME)
    yield (Stretch("", text.format, card.kind),)
    for detail in card.details:
        is_muted = detail.name in {"Picture", "Address"}
        words: list[Stretch] = []
        pieces = grouped(detail.pieces)
        for before, piece in zip((None, *pieces), pieces, strict=False):
            if before is not None and (before.part, piece.part) == _SWAP:
                words.append(_APART)
            words += _shortly(piece.text, _Look(piece.part, is_muted=is_muted).format)
        yield (Stretch("", muted(is_small=False), f"{detail.name}: "), *words)


def _shortly(text: str, look: MakeFormat) -> Iterator[Stretch]:
    """The text in one line, as it begins: an embed may be a program."""
    shown, rest = text[:_LONGEST_DETAIL], text[_LONGEST_DETAIL:]
    for number, line in enumerate(shown.split("\n")):
        if number:
            yield Stretch("\n", look, " ")
        yield Stretch(line, look)
    if rest:
        yield Stretch(rest, muted(is_small=False), f" \u2026 {len(rest):,} more characters")


def _without_the_far(change: Change) -> Iterator[Span | Stretch]:
    """Leave out of the words that stayed what is far from those that did not."""
    spans = change.spans
    for place, span in enumerate(spans):
        text = span.run.text
        if span.part is not Part.SAME or len(text) <= 4 * _NEAR or span.was is not None:
            yield span
            continue
        start = 0 if place == 0 and len(spans) > 1 else _NEAR
        end = len(text) - (0 if place == len(spans) - 1 and len(spans) > 1 else _NEAR)
        hidden = f" \u2026 {end - start:,} characters unchanged \u2026 "
        yield _part_of(span, text[:start])
        yield Stretch(text[start:end], muted(), hidden)
        yield _part_of(span, text[end:])


def _part_of(span: Span, text: str) -> Span:
    return Span(span.part, Run(text, span.run.marks, span.run.raw))


def _stretches(
    spans: Sequence[Span | Stretch], block: Block, heading: int, state: State
) -> Iterator[Stretch]:
    is_code = block.kind is Kind.PREFORMATTED
    like = _Look(size=_SIZES.get(heading, 0), is_heavy=bool(heading), is_code=is_code)
    before: Part | None = None
    for span in _grouped(spans):
        if isinstance(span, Stretch):
            yield span
            continue
        if (before, span.part) == _SWAP:
            yield _APART
        before = span.part
        # A block that is new as a whole has its sign beside it.
        is_changed = state is State.CHANGED and span.part is not Part.SAME
        part = Part.SAME if state is State.ADDED else span.part
        names = frozenset(mark.name for mark in span.run.marks)
        look = replace(like, part=part, names=names, is_restyled=span.was is not None)
        yield from _shown(span.run, look.format, with_signs=is_changed)


def _grouped(spans: Sequence[Span | Stretch]) -> Iterator[Span | Stretch]:
    """Put what went in a run before what came, instead of word by word in turns."""
    gone: list[Span] = []
    came: list[Span] = []
    for place, span in enumerate(spans):
        if isinstance(span, Stretch):
            yield from (*gone, *came)
            yield span
            gone, came = [], []
        elif span.part is Part.REMOVED:
            gone.append(span)
        elif span.part is Part.ADDED:
            came.append(span)
        elif (gone or came) and _is_between(span, place, spans):
            gone.append(Span(Part.REMOVED, span.run))
            came.append(Span(Part.ADDED, span.run))
        else:
            yield from (*gone, *came)
            yield span
            gone, came = [], []
    yield from (*gone, *came)


def _is_between(span: Span, place: int, spans: Sequence[Span | Stretch]) -> bool:
    """Whether it is a blank between two differences, which belongs to both sides."""
    after = spans[place + 1] if place + 1 < len(spans) else None
    is_blank = span.was is None and not span.run.text.strip(" ")
    return is_blank and isinstance(after, Span) and after.part is not Part.SAME


def _shown(run: Run, look: MakeFormat, *, with_signs: bool) -> Iterator[Stretch]:
    """Cut the text where something else is shown than what it is."""
    if run.text == SPACER:  # It holds an empty line open, and is nothing to see itself.
        yield from () if with_signs else (Stretch(SPACER, look, _NOBREAK),)
        return
    if run.text == ATOM:
        yield _atom(run.raw, look)
        return
    for line_number, line in enumerate(run.text.replace(LINE, BREAK).split(BREAK)):
        if line_number:
            sign = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}" if with_signs else ""
            yield Stretch("\n", look, f"{sign}{LINE}")
        for number, part in enumerate((line,) if with_signs else line.split(_NOBREAK)):
            if number:
                yield Stretch(_NOBREAK, look, _NOBREAK)
            yield from shortened(part, look)


def _atom(raw: str, look: MakeFormat) -> Stretch:
    """What is in the line and no text: a picture, a script, a character of Qt's own."""
    if not raw.startswith("<"):
        return Stretch(raw, look)
    name = raw[1:].partition(" ")[0].partition(">")[0].lower()
    if name == "img" and len(raw) <= _LONGEST_ATOM:
        alt = dict(facts_of(f"<figure>{raw}</figure>").details).get("Alt text", "")
        return Stretch("", look, f"[Picture: {alt}]")
    return Stretch("", look, "[Picture]" if name == "img" else f"[{name[:20]}]")
