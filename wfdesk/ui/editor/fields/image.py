"""A picture or a file: what it is, where it is, and its alt text."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.assets import (
    alt_of,
    dropped_url,
    file_name,
    is_asset,
    url_of,
    with_alt,
    with_url,
)
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.editor.fields.typed import HiddenCharacters
from wfdesk.ui.toolkit.destinations import destination_tip
from wfdesk.ui.toolkit.images import Thumbnail
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel, visible
from wfdesk.ui.toolkit.theme import APART, NEAR, TIGHT

_SIDE = 88
_FILE_SIDE = 40


class AssetEditor(FieldEditor):
    """Another address is another file in the same place: the alt text stays."""

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_image = field.type is FieldType.IMAGE
        self.expects = "a picture" if self._is_image else "a file"
        self._open_url: Callable[[str], object] = context.open_url
        side = _SIDE if self._is_image else _FILE_SIDE
        self._thumbnail = Thumbnail(context.pictures, context.tasks, side)
        self._thumbnail.set_placeholder("image" if self._is_image else "file")
        self._name = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        self._url = QLineEdit()
        self._url.setPlaceholderText("Paste or drop a web address")
        self._alt = QLineEdit()
        self._alt.setPlaceholderText("What the picture shows")
        self._url_entry = self._add_entry(Entry(self._url, self))
        self._url_entry.kept.connect(self._on_url_kept)
        self._url_entry.finished.connect(self._on_url)
        self._url.textChanged.connect(self._on_url_typed)
        self._hidden = HiddenCharacters()
        self._alt_entry = self._add_entry(Entry(self._alt, self))
        self._alt_entry.kept.connect(self._on_alt)
        self._alt_entry.finished.connect(self._on_alt)
        self._open = tool("open", "Open in the browser")
        self._open.clicked.connect(self._on_open)
        self._clear = tool("trash", "Remove")
        self._clear.clicked.connect(self._on_clear)
        self._optional: list[QWidget] = []
        card = self._laid_out()
        self.setAcceptDrops(True)
        self._build(card, self._url, marked=card)
        self._on_url_typed()
        self._show(None)

    def _laid_out(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(APART, APART, APART, APART)
        row.setSpacing(APART)
        row.addWidget(self._thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(TIGHT)
        head = QHBoxLayout()
        head.setSpacing(TIGHT)
        head.addWidget(self._name, 1)
        head.addWidget(self._open)
        head.addWidget(self._clear)
        column.addLayout(head)
        column.addLayout(self._named("Address", self._url))
        column.addWidget(self._hidden)
        if self._is_image:
            column.addLayout(self._named("Alt text", self._alt))
        row.addLayout(column, 1)
        return card

    def _named(self, text: str, line: QLineEdit) -> QHBoxLayout:
        """A line with its name before it, all names of one width."""
        name = PlainLabel(text, "small")
        name.setBuddy(line)
        name.setMinimumWidth(name.fontMetrics().horizontalAdvance("Address  "))
        self._optional += [name, line]
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(name)
        row.addWidget(line, 1)
        return row

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._url.setAccessibleName(f"{label}, address")
        self._alt.setAccessibleName(f"{label}, alt text")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._is_read_only and dropped_url(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if url := dropped_url(event.mimeData()):
            event.acceptProposedAction()
            self.commit()
            self._url_entry.type_over(url)

    def _accepts(self, value: Value) -> bool:
        return value is None or is_asset(value)

    def _show(self, value: Value) -> None:
        self._url_entry.set_text(url_of(value))
        self._alt_entry.set_text(alt_of(value))
        self._show_file()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._url_entry.set_read_only(is_read_only)
        self._alt_entry.set_read_only(is_read_only)
        self._show_file()

    def _show_file(self) -> None:
        url = url_of(self._value)
        if self._is_image:
            self._thumbnail.show_url(url)
        self._name.setText(visible(file_name(url)) if url else self._nothing())
        self._open.setVisible(bool(url))
        self._open.setToolTip(destination_tip(url))
        self._clear.setVisible(bool(url) and not self._is_read_only)
        for widget in self._optional:
            widget.setVisible(bool(url) or not self._is_read_only)

    def _nothing(self) -> str:
        return "No picture" if self._is_image else "No file"

    @Slot(object)
    def _on_url_kept(self, url: str) -> None:
        self._edit(with_url(self._before_typing(), url.strip()))

    @Slot(object)
    def _on_url(self, url: str) -> None:
        self._on_url_kept(url)
        self._show_file()
        if not url:
            self._alt_entry.set_text("")

    @Slot()
    def _on_url_typed(self) -> None:
        """From the first letter on, Tab goes to what the picture shows."""
        text = self._url.text()
        self._alt.setEnabled(bool(text.strip()))
        self._hidden.watch(text)

    @Slot(object)
    def _on_alt(self, alt: str) -> None:
        self._edit(with_alt(self._value, alt))

    @Slot()
    def _on_open(self) -> None:
        self._open_url(url_of(self._value))

    @Slot()
    def _on_clear(self) -> None:
        self._url_entry.type_over("")
        self._url.setFocus()
