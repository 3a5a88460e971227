"""A video, known by its address. What Webflow found there comes back, and is only shown."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.values import Value, video_url
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.editor.fields.typed import HiddenCharacters
from wfdesk.ui.toolkit.destinations import destination_tip
from wfdesk.ui.toolkit.images import Thumbnail
from wfdesk.ui.toolkit.labels import ElidedLabel, visible
from wfdesk.ui.toolkit.theme import APART, TIGHT

_SIDE = 64


class VideoEditor(FieldEditor):
    expects = "a video's address"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_url: Callable[[str], object] = context.open_url
        self._thumbnail = Thumbnail(context.pictures, context.tasks, _SIDE)
        # Its picture is Webflow's find, and most hosts of such pictures are not asked.
        self._thumbnail.set_placeholder("video", warns=False)
        self._title = ElidedLabel()
        self._line = QLineEdit()
        self._line.setPlaceholderText("https://www.youtube.com/watch?v=")
        self._entry = self._add_entry(Entry(self._line, self))
        self._entry.kept.connect(self._on_kept)
        self._entry.finished.connect(self._on_finished)
        self._hidden = HiddenCharacters()
        self._line.textChanged.connect(self._on_typed)
        self._open = tool("open", "Open in the browser")
        self._open.clicked.connect(self._on_open)
        card = QFrame()
        card.setProperty("kind", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(APART, APART, APART, APART)
        row.setSpacing(APART)
        row.addWidget(self._thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(TIGHT)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._open)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self._hidden)
        row.addLayout(column, 1)
        self._build(card, self._line, marked=card)
        self._show(None)

    def _accepts(self, value: Value) -> bool:
        if isinstance(value, Mapping):
            return isinstance(value.get("url"), str)
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._entry.set_text(video_url(value))
        self._show_facts()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._entry.set_read_only(is_read_only)

    def _show_facts(self) -> None:
        url = video_url(self._value)
        title, provider = _fact(self._value, "title"), _fact(self._value, "provider_name")
        known = " \N{MIDDLE DOT} ".join(filter(None, (title, provider)))
        self._title.setText(visible(known) or ("Title not known yet" if url else "No video"))
        self._thumbnail.show_url(_fact(self._value, "thumbnail_url"))
        self._open.setVisible(url.startswith(("https://", "http://")))
        self._open.setToolTip(destination_tip(url))

    @Slot()
    def _on_typed(self) -> None:
        self._hidden.watch(self._line.text())

    @Slot(object)
    def _on_kept(self, text: str) -> None:
        self._edit(text.strip() or None)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._on_kept(text)
        self._show_facts()

    @Slot()
    def _on_open(self) -> None:
        self._open_url(video_url(self._value))


def _fact(value: Value, name: str) -> str:
    metadata = value.get("metadata") if isinstance(value, Mapping) else None
    fact = metadata.get(name) if isinstance(metadata, Mapping) else None
    return fact if isinstance(fact, str) else ""
