"""What there is to say of a card in a review: what it is, and what can be changed in it, by name.

It is told whole, where ``cards`` tells how it begins: a review shows what differs far down as well.
"""

from collections.abc import Iterator

from msgspec import Struct

from wfdesk.richtext.cards import Card, CardKind, describe
from wfdesk.richtext.embeds import code_of
from wfdesk.richtext.figures import DECORATIVE, INHERITED, Alignment, Figure
from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.videos import Video, video_of

_MOST = 100_000
"""Characters of a card whose words are looked for."""
_ALTS = {
    None: "none",
    "": "none",
    INHERITED: "as in the asset",
    DECORATIVE: "decorative",
}
_ALIGNMENTS = {
    Alignment.CENTER: "centred",
    Alignment.FULL_WIDTH: "full width",
    Alignment.FLOAT_LEFT: "left",
    Alignment.FLOAT_RIGHT: "right",
    Alignment.NORMAL: "normal",
}

_Detail = tuple[str, str | None]
"""Its name, and what it is; what there is not is not told."""


class Facts(Struct, frozen=True):
    kind: str
    details: tuple[tuple[str, str], ...] = ()
    """Names and values, as one reads them."""


def facts_of(raw: str) -> Facts:
    card = describe(raw)
    return Facts(card.title, tuple((name, value) for name, value in _details(card, raw) if value))


def _details(card: Card, raw: str) -> Iterator[_Detail]:
    if card.figure is not None:
        yield from _of_figure(card.figure)
    elif card.kind is CardKind.VIDEO and (video := video_of(raw)) is not None:
        yield from _of_video(video)
    elif card.kind is CardKind.EMPTY_EMBED:
        yield "Code", "not delivered"
    elif card.kind is CardKind.EMBED:
        code = code_of(raw)
        yield "Code", raw if code is None else code
    elif card.kind is CardKind.COMPONENT:
        yield "Name", card.detail
    else:
        yield "Picture", card.picture
        yield "Text", plain_text(raw[:_MOST])


def _of_figure(figure: Figure) -> Iterator[_Detail]:
    yield "Alt text", _ALTS.get(figure.alt, figure.alt)
    yield "Picture", figure.src
    yield "Caption", figure.caption
    yield "Alignment", _aligned(figure.alignment)
    yield "Width", figure.max_width or ("" if figure.width == "auto" else figure.width)
    yield "Link", figure.link.href if figure.link else ""


def _of_video(video: Video) -> Iterator[_Detail]:
    yield "Title", video.title
    yield "Address", video.address
    yield "Caption", video.caption
    yield "Alignment", _aligned(video.alignment)


def _aligned(alignment: Alignment | None) -> str:
    return "" if alignment is None else _ALIGNMENTS[alignment]
