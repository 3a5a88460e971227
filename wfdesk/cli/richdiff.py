"""What differs in a rich text, block by block: a sign, what the block is, its words, its looks."""

from collections.abc import Iterator

from wfdesk.cli.output import Output, one_line
from wfdesk.domain.diff import Part, Piece
from wfdesk.richtext.comparing import Change, State, diff, is_blank
from wfdesk.richtext.document import ATOM, BREAK, LINE
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.limits import MOST_CHARACTERS
from wfdesk.richtext.parsing import parse
from wfdesk.words.richtext import ONLY_HTML, kind_in_words, new_looks, notes, summary

MARKS = {Part.REMOVED: ("[-", "-]", "removed"), Part.ADDED: ("{+", "+}", "added")}
_SIGNS = {State.ADDED: ("+", "added"), State.REMOVED: ("-", "removed"), State.CHANGED: ("~", "")}
_NEAR = 40
"""Characters around a change that tell where it stands."""
_CUT = " \N{HORIZONTAL ELLIPSIS} "
_MOST = 200
"""Blocks that are told: who reads more reads it in the window."""


def rich_lines(output: Output, before: str, after: str) -> list[str] | None:
    """Tell what differs; None where only the HTML itself can be compared."""
    if max(len(before), len(after)) > MOST_CHARACTERS:
        return None
    found = diff(parse(before), parse(after))
    if found.is_same:
        return None
    changes = [change for change in found.changes if change.state is not State.SAME]
    lines = [f"{summary(found)}."]
    for change in changes[:_MOST]:
        lines += _block(output, change)
    more = len(changes) - _MOST
    return [*lines, f"and {more:,} more"] if more > 0 else lines


def only_html(before: str, after: str) -> str:
    """Why the HTML is compared."""
    is_small = max(len(before), len(after)) <= MOST_CHARACTERS
    return f"{ONLY_HTML} It was, and is:" if is_small else "The HTML was, and is:"


def _block(output: Output, change: Change) -> Iterator[str]:
    sign, style = _SIGNS[change.state]
    kind = change.card.kind if change.card else kind_in_words(change.block)
    words = "" if change.card else "".join(_words(output, change))
    if change.card is None and not words:
        words = "empty line"
    head = f"{sign} {one_line(kind)}"
    yield f"{output.styled(head, style) if style else head}{': ' if words else ''}{words}"
    for detail in change.card.details if change.card else ():
        if detail.has_changed or change.state is not State.CHANGED:
            pieces = (_piece(output, change, piece) for piece in detail.pieces)
            yield f"    {one_line(detail.name)}: {''.join(pieces)}"
    for note in (*notes(change), *new_looks(change)):
        yield f"    {one_line(note)}"


def _words(output: Output, change: Change) -> Iterator[str]:
    """The words with what went and came in them; of long stretches that stayed the ends."""
    if is_blank(change.block) and change.state is not State.CHANGED:
        return
    last = len(change.spans) - 1
    for place, span in enumerate(change.spans):
        text = span.run.text.replace(SPACER, "").replace(LINE, BREAK)
        if span.part is Part.SAME and change.state is State.CHANGED:
            text = _shortened(text, is_first=place == 0, is_last=place == last)
        yield _piece(output, change, Piece(span.part, text))


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 3 * _NEAR:
        return text
    start, end = "" if is_first else text[:_NEAR], "" if is_last else text[-_NEAR:]
    return f"{start}{_CUT}{end}"


def _piece(output: Output, change: Change, piece: Piece) -> str:
    text = one_line(piece.text.replace(ATOM, "[Picture]"))
    if change.state is not State.CHANGED:  # The block has its sign.
        return output.styled(text, _SIGNS[change.state][1]) if text else ""
    return marked(output, piece.part, text)


def marked(output: Output, part: Part, text: str) -> str:
    """One line of what stayed, went or came."""
    if part is Part.SAME or not text:
        return text
    begin, end, style = MARKS[part]
    return output.styled(f"{begin}{text}{end}", style)
