"""One value to look at: text, a colour's swatch, a picture. Knows nothing of edits."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.ui.changes.exacttext import ExactText, Stretch, shortened, toned
from wfdesk.ui.changes.richview import RichView, is_rich, text_of
from wfdesk.ui.changes.values import (
    NOT_SET,
    MakeThumbnail,
    Surroundings,
    asset_in_words,
    asset_url,
    in_words,
)
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.csscolour import parse_colour
from wfdesk.ui.toolkit.labels import PlainLabel

_SWATCH = 16
_MOST_PICTURES = 12
_BESIDE = 260
"""Pixels from which on words are read beside a picture."""
_NARROWEST = 100


class Swatch(QWidget):
    """A small square of the colour, on a checked ground where it lets light through."""

    def __init__(self, colour: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setFixedSize(QSize(_SWATCH, _SWATCH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, _SWATCH - 1, _SWATCH - 1)
        if self._colour.alpha() < 255:
            painter.fillRect(frame, Qt.GlobalColor.white)
            painter.fillRect(frame, Qt.BrushStyle.Dense4Pattern)
        line = self.palette().text().color()
        line.setAlpha(70)
        painter.setPen(QPen(line, 1))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(frame, 3, 3)


def colour_of(value: Value) -> QColor | None:
    """The colour that a CSS colour means, or None where it is none."""
    return parse_colour(value) if isinstance(value, str) else None


def value_view(about: Field | None, value: Value, around: Surroundings) -> QWidget:
    """Show a value by itself."""
    if about is not None and is_rich(about, value):
        return RichView(text_of(value), text_of(value), around.tasks, is_value=True)
    text = in_words(about, value, around)
    if text == NOT_SET:
        return _view([Stretch("", toned(Tone.MUTED), NOT_SET)])  # A word of ours: not copied.
    if about is not None and about.type is FieldType.COLOR:
        return _colour(text, value)
    if about is not None and about.type in {FieldType.IMAGE, FieldType.FILE}:
        return pictures([_caption(text, value)], around.thumbnail)
    if about is not None and about.type is FieldType.MULTI_IMAGE and isinstance(value, list):
        each = [_caption(asset_in_words(image), image) for image in value]
        return pictures(each, around.thumbnail)
    return _text(text)


def _text(text: str) -> QWidget:
    return _view(shortened(text, toned(Tone.TEXT)))


def _view(stretches: Sequence[Stretch]) -> QWidget:
    view = ExactText(stretches)
    view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes on to what can be done.
    return view


def _colour(text: str, value: Value) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    colour = colour_of(value)
    if colour is not None:
        row.addWidget(Swatch(colour))
    row.addWidget(_text(text), 1)
    return widget


class Captioned(Struct, frozen=True):
    """A picture by its address, and what stands beside it."""

    url: str
    words: Sequence[Stretch]
    address: Sequence[Stretch]


def _caption(text: str, value: Value) -> Captioned:
    url = asset_url(value)
    words, address = shortened(text, toned(Tone.TEXT)), shortened(url, toned(Tone.MUTED))
    return Captioned(url, words, address)


def pictures(assets: Sequence[Captioned], thumbnail: MakeThumbnail | None) -> QWidget:
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for asset in assets[:_MOST_PICTURES]:
        column.addWidget(AssetView(asset, thumbnail))
    if len(assets) > _MOST_PICTURES:
        column.addWidget(PlainLabel(f"and {len(assets) - _MOST_PICTURES} more", "muted"))
    return widget


class AssetView(QWidget):
    """A picture with its words beside it, or below it where there is no room for both."""

    def __init__(
        self, asset: Captioned, thumbnail: MakeThumbnail | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        if asset.url and thumbnail is not None:
            self._box.addWidget(thumbnail(asset.url), 0, top)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(_view(asset.words))
        if asset.url:
            words.addWidget(_view(asset.address))
        words.addStretch(1)
        self._box.addLayout(words, 1)

    def minimumSizeHint(self) -> QSize:
        """Of the words: or it could not get narrow enough for the picture above them."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        wanted = way.LeftToRight if self.width() >= _BESIDE else way.TopToBottom
        if wanted is not self._box.direction():
            self._box.setDirection(wanted)
