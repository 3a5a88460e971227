"""When the folder of wfdesk is deleted while it is open: it is made anew, if the user says so."""

from PySide6.QtCore import QObject, Slot

from wfdesk.app.screen import Screen
from wfdesk.domain.errors import LostProfileError, StoreError
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.ui.editor.controller import EditorController

LOST = (
    "The folder of wfdesk was moved or deleted, so nothing can be saved. Put it back, or have it"
    " made anew with all that wfdesk still has."
)


class LostFolder(QObject):
    """Listens to the editor: its edits wait in memory until they are on disk."""

    def __init__(self, screen: Screen, editor: EditorController, parent: QObject) -> None:
        super().__init__(parent)
        self._screen = screen
        self._editor = editor
        editor.not_saved.connect(self._on_not_saved)

    @Slot(object, object, object)
    def _on_not_saved(self, _key: ItemKey, _slug: FieldSlug, error: StoreError) -> None:
        if isinstance(error, LostProfileError):
            notices = self._screen.window.notices
            notices.say_error(LOST, "", "Make the folder anew", self._make_anew)

    def _make_anew(self) -> None:
        self._screen.tasks.start_save(self._move)

    async def _move(self) -> None:
        await self._screen.local.database.make_anew()
        await self._editor.flush()
        if not self._editor.has_unsaved:
            self._screen.window.notices.say("The folder is there again, with everything in it.")
