"""A card has its size before its picture comes, and paints nothing beyond it."""

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap

from wfdesk.richtext.cards import Card, describe
from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.figures import DECORATIVE, Figure, new_figure
from wfdesk.ui.editor.richtext.cardface import CardFace, lines_of
from wfdesk.ui.toolkit.colours import LIGHT, Tone

URL = "https://example.com/a.png"
CARDS = [
    new_figure(Figure(URL, "A loaf", "A caption")),
    new_figure(Figure(URL, DECORATIVE)),
    new_embed("<b>x</b>"),
    "<div></div>",
    "<hr>",
    "<table><tr><td>x</td></tr></table>",
    '<wf-component name="x"></wf-component>',
    '<figure data-rt-type="video"><div><iframe></iframe></div></figure>',
]
PLACE = QRect(20, 20, 300, 0)


def face(size: int = 13) -> CardFace:
    font = QFont()
    font.setPixelSize(size)
    return CardFace(font)


def painted(card: Card, picture: QPixmap | None = None, *, is_selected: bool = False) -> QImage:
    image = QImage(340, 140, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    rect = QRectF(PLACE)
    rect.setSize(face().size(card, rect.width()))
    painter = QPainter(image)
    face().paint(painter, rect, card, picture, is_selected=is_selected, colours=LIGHT)
    painter.end()
    return image


def frame_of(image: QImage, card: Card) -> set[int]:
    """The colours around the place of the card."""
    height = round(face().size(card, PLACE.width()).height())
    around = [(x, y) for x in range(340) for y in range(140)]
    inside = QRect(PLACE.x(), PLACE.y(), PLACE.width(), height)
    return {image.pixel(x, y) for x, y in around if not inside.contains(x, y)}


@pytest.mark.parametrize("raw", CARDS)
def test_nothing_is_painted_beyond_the_size_of_the_card(qapp, raw: str) -> None:
    card = describe(raw)
    picture = QPixmap(500, 30)
    picture.fill(Qt.GlobalColor.green)
    for each in (None, picture):
        image = painted(card, each, is_selected=True)
        assert frame_of(image, card) == {0xFFFF00FF}
        assert image.pixel(PLACE.center().x(), PLACE.y() + 4) != 0xFFFF00FF


def test_a_picture_is_as_tall_with_a_caption_as_without(qapp) -> None:
    with_caption, without, embed = map(describe, CARDS[:3])
    assert face().size(with_caption, 300) == face().size(without, 300)
    assert face().size(embed, 300).height() < face().size(without, 300).height()


def test_a_card_grows_with_the_text_and_never_beyond_its_room(qapp) -> None:
    card = describe(CARDS[0])
    assert face(26).size(card, 200).height() > 1.8 * face().size(card, 200).height()
    assert face(26).size(card, 200).width() == 200
    assert face().size(card, 9_000).width() < 1_000


def test_a_picture_takes_the_place_that_was_kept_for_it(qapp) -> None:
    card, picture = describe(CARDS[0]), QPixmap(50, 300)
    picture.fill(Qt.GlobalColor.green)
    shown = painted(card, picture)
    green = [(x, y) for x in range(340) for y in range(140) if shown.pixel(x, y) == 0xFF00FF00]
    left, top = min(x for x, _ in green), min(y for _, y in green)
    assert (50, 50) in green
    assert (left, top) not in green, "its corners are round"
    assert painted(card, None).pixel(50, 50) != 0xFF00FF00
    assert painted(card, QPixmap()) == painted(card, None)


def test_what_is_selected_is_seen(qapp) -> None:
    card = describe(CARDS[2])
    assert painted(card, is_selected=True) != painted(card)


def test_an_embed_that_was_not_delivered_is_a_warning(qapp) -> None:
    said = lines_of(describe("<div></div>"))[-1]
    assert (said.text, said.tone) == ("Embed content not delivered", Tone.WARNING)


def test_what_a_text_hides_is_painted_in_full(qapp) -> None:
    hidden = describe(new_figure(Figure(URL, "a\u202eb")))
    told = describe(new_figure(Figure(URL, "a⟨U+202E⟩b")))
    assert painted(hidden) == painted(told)
