"""Where each element of a text begins and ends, by the order in which the elements begin."""

from msgspec import Struct

from wfdesk.richtext.markup import Kind, OddError, pieces


class Span(Struct, frozen=True):
    """Places in the text: ``<p>`` from start to inner, ``</p>`` from inner_end to end."""

    name: str
    depth: int
    start: int
    inner: int
    inner_end: int
    end: int


def spans_of(html: str) -> list[Span]:
    """Find all elements. Raises OddError where a tag is not closed, or closes nothing."""
    found: list[Span | None] = []
    opened: list[tuple[int, str, int, int]] = []
    for piece in pieces(html):
        if piece.kind is Kind.VOID:
            where = (piece.start, piece.end, piece.end, piece.end)
            found.append(Span(piece.name, len(opened), *where))
        elif piece.kind is Kind.START:
            opened.append((len(found), piece.name, piece.start, piece.end))
            found.append(None)
        elif piece.kind is Kind.END:
            if not opened or opened[-1][1] != piece.name:
                raise OddError
            number, name, start, inner = opened.pop()
            found[number] = Span(name, len(opened), start, inner, piece.start, piece.end)
    if opened:
        raise OddError
    return [span for span in found if span is not None]
