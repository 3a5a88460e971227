"""Several pictures in an order, each with its alt text."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.address import AddressLine
from wfdesk.ui.editor.fields.assets import dropped_url, is_asset, with_alt, with_url
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.picture_row import PictureRow
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.sight import keep_in_sight
from wfdesk.ui.toolkit.theme import NEAR, TIGHT


class MultiImageEditor(FieldEditor):
    """The whole list is one value: leaving a picture out deletes it, so every other is kept whole.

    A picture is moved by its handle, or by Alt+Up and Alt+Down from anywhere in its row.
    """

    expects = "a list of pictures"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: list[PictureRow] = []
        self._label = ""
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._stack = QVBoxLayout(self._card)
        self._stack.setContentsMargins(NEAR, NEAR, NEAR, NEAR)
        self._stack.setSpacing(TIGHT)
        self._address = AddressLine()
        self._address.accepted.connect(self._on_address)
        self._address.typed.connect(self._on_typed)
        self._line = self._address.line
        self._line.setPlaceholderText("Paste or drop a web address to add a picture")
        self._add = QPushButton("Add")
        self._add.setIcon(icon("plus"))
        self._add.clicked.connect(self._address.take)
        self._nothing = PlainLabel("No pictures", "muted")
        foot = QHBoxLayout()
        foot.setSpacing(NEAR)
        foot.addWidget(self._address, 1)
        foot.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.addLayout(foot)
        self._stack.addWidget(self._nothing)
        self.setAcceptDrops(True)
        self._build(self._card, self._line, marked=self._card)
        self._on_typed()

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._label = label
        self._line.setAccessibleName(f"{label}, add by address")
        self._number()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._is_read_only and dropped_url(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if url := dropped_url(event.mimeData()):
            event.acceptProposedAction()
            self._line.setText(url)
            self._address.take()

    def _accepts(self, value: Value) -> bool:
        return value is None or (isinstance(value, list) and all(map(is_asset, value)))

    def _show(self, value: Value) -> None:
        images = value if isinstance(value, list) else []
        for row in self._rows[len(images) :]:
            self._forget(row)
        del self._rows[len(images) :]
        while len(self._rows) < len(images):
            self._rows.append(self._new_row())
        for row, image in zip(self._rows, images, strict=True):
            row.show_image(image)
        self._number()

    def _new_row(self) -> PictureRow:
        row = PictureRow(self._context.pictures, self._context.tasks, self._card)
        entry = self._add_entry(Entry(row.alt, row))
        row.use(entry)
        row.set_read_only(self._is_read_only)
        entry.kept.connect(partial(self._on_alt, row))
        entry.finished.connect(partial(self._on_alt, row))
        row.readdressed.connect(partial(self._on_readdressed, row))
        row.move_requested.connect(partial(self._on_move, row))
        row.removed.connect(partial(self._on_removed, row))
        row.dragged.connect(partial(self._on_dragged, row))
        self._stack.insertWidget(len(self._rows), row)
        return row

    def _forget(self, row: PictureRow) -> None:
        self._entries = [entry for entry in self._entries if entry is not row.entry]
        self._stack.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number(self) -> None:
        for place, row in enumerate(self._rows):
            row.set_place(place, len(self._rows), self._label)
        self._nothing.setVisible(self._is_read_only and not self._rows)
        self._order_tabs()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._address.setVisible(not is_read_only)
        self._add.setVisible(not is_read_only)
        for row in self._rows:
            row.set_read_only(is_read_only)
        self._number()

    def _images(self) -> list[Value]:
        return list(self._value) if isinstance(self._value, list) else []

    def _set_images(self, images: list[Value]) -> None:
        self._edit(images or None)
        self._show(self._value)

    def _on_alt(self, row: PictureRow, alt: str) -> None:
        images = self._images()
        place = self._rows.index(row)
        if isinstance(images[place], Mapping):
            images[place] = with_alt(images[place], alt)
            self._edit(images)

    def _on_readdressed(self, row: PictureRow, url: str) -> None:
        images = self._images()
        place = self._rows.index(row)
        images[place] = with_url(images[place], url)
        self._set_images(images)

    def commit(self) -> None:
        super().commit()
        for row in self._rows:
            row.finish()

    def has_pending_input(self) -> bool:
        return super().has_pending_input() or any(row.is_readdressing() for row in self._rows)

    def _on_move(self, row: PictureRow, step: int) -> None:
        self._move(row, self._rows.index(row) + step)

    def _on_dragged(self, row: PictureRow, y: int) -> None:
        """Follow the handle: the row goes where the pointer is."""
        at = self._card.mapFromGlobal(row.mapToGlobal(row.rect().topLeft())).y() + y
        before = [other for other in self._rows if other is not row]
        self._move(row, sum(other.geometry().center().y() < at for other in before))

    def _move(self, row: PictureRow, goal: int) -> None:
        place = self._rows.index(row)
        if place == goal or not 0 <= goal < len(self._rows) or self._is_read_only:
            return
        self.commit()
        images = self._images()
        images.insert(goal, images.pop(place))
        self._rows.insert(goal, self._rows.pop(place))
        self._stack.insertWidget(goal, row)
        self._number()
        self._edit(images)

    def _on_removed(self, row: PictureRow) -> None:
        place = self._rows.index(row)
        self.commit()
        images = self._images()
        del images[place]
        self._rows.remove(row)
        self._forget(row)
        self._set_images(images)
        neighbour = self._rows[min(place, len(self._rows) - 1)] if self._rows else self._line
        neighbour.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_typed(self) -> None:
        self._add.setEnabled(bool(self._address.text))

    @Slot(str)
    def _on_address(self, url: str) -> None:
        if url:
            self._append(url)
            self._line.clear()
            keep_in_sight(self._line)

    def _append(self, url: str) -> None:
        if not self._is_read_only:
            self.commit()
            self._set_images([*self._images(), {"url": url}])
