"""Shows rich text without touching the disk or the network, whatever it holds."""

from PySide6.QtCore import QByteArray, QEvent, QUrl, Slot
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from wfdesk.ui.toolkit.colours import Colours
from wfdesk.ui.toolkit.destinations import destination_tip
from wfdesk.ui.toolkit.icons import current_colours

_IMAGE = int(QTextDocument.ResourceType.ImageResource.value)


class Preview(QTextBrowser):
    """Takes only what ``richtext.preview_html`` made. A clicked link is told, never followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = ""
        self._blank = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._blank.fill(0)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.highlighted.connect(self._say_where)
        self.document().setDocumentMargin(8)

    def show_safe(self, safe_html: str) -> None:
        self._html = safe_html
        self.document().setDefaultStyleSheet(_style(current_colours()))
        self.setHtml(safe_html)

    def show_sentence(self, sentence: str) -> None:
        self._html = ""
        self.setPlainText(sentence)

    def loadResource(self, kind: int, _name: QUrl | str) -> object:
        """Give nothing away: refusing with None would make Qt open the file itself."""
        return self._blank if int(kind) == _IMAGE else QByteArray()

    @Slot(QUrl)
    def _say_where(self, link: QUrl) -> None:
        """Say where the link under the pointer leads; without one there is nothing to say."""
        self.setToolTip("" if link.isEmpty() else destination_tip(link.toString()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._html:
            self.show_safe(self._html)


def _style(colours: Colours) -> str:
    return f"""
      body {{ color: {colours.text}; }}
      a {{ color: {colours.accent}; }}
      h1, h2, h3, h4, h5, h6 {{ font-weight: 600; margin-top: 14px; margin-bottom: 4px; }}
      p {{ margin-top: 0; margin-bottom: 8px; }}
      p.caption {{ color: {colours.muted}; }}
      blockquote {{ color: {colours.muted}; margin-left: 16px; }}
      code, pre {{ background-color: {colours.raised}; }}
      .box {{ background-color: {colours.accent_ground}; color: {colours.accent}; }}
      td, th {{ padding: 4px; }}
    """
