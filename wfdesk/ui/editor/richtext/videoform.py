"""A video in a text: the address of its page, at a service whose player is known."""

from PySide6.QtWidgets import QLineEdit, QWidget

from wfdesk.richtext.videos import player_of
from wfdesk.ui.editor.fields.typed import HiddenCharacters
from wfdesk.ui.editor.richtext.forms import FormDialog, Typed, asked, tell, told

_WIDTH = 460
_UNKNOWN = "This is no video of YouTube or Vimeo. For others, insert an embed."


async def ask_video(parent: QWidget | None, url: str | None) -> str | None:
    """Ask for a video's address, of a new one without *url*. None: all is to stay as it is."""
    return await asked(VideoForm(url, parent), VideoForm.read)


class VideoForm(FormDialog):
    """The address that was there is taken back whatever it is."""

    def __init__(self, url: str | None, parent: QWidget | None = None) -> None:
        super().__init__("Video", "Insert video" if url is None else "Apply", parent)
        self._is_new = url is None
        self.line = QLineEdit()
        self.line.setAccessibleName("Address of the video")
        self.line.setPlaceholderText("https://www.youtube.com/watch?v=\N{HORIZONTAL ELLIPSIS}")
        self._typed = Typed(self.line)
        self._typed.show(url or "")
        self._hidden = HiddenCharacters()
        self._hidden.watch(self.line.text())
        self.problem = told("problem")
        self.add_row("Address", self.line, self._hidden, self.problem)
        self.line.textEdited.connect(self._hidden.watch)
        self.resize(_WIDTH, self.sizeHint().height())
        self.line.setFocus()

    def read(self) -> str:
        return self._typed.text.strip() if self._typed.is_changed else self._typed.text

    def is_sound(self) -> bool:
        is_other = self._is_new or self._typed.is_changed
        is_known = not is_other or bool(player_of(self.read()))
        tell(self.problem, "" if is_known else _UNKNOWN, self.line)
        if not is_known:
            self.line.setFocus()
        return is_known
