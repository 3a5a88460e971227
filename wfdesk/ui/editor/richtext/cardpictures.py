"""The pictures of cards. Each is asked for when it is painted first, and comes when it comes."""

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from wfdesk.ui.toolkit.images import Pictures
from wfdesk.ui.toolkit.tasks import TaskScope


class CardPictures(QObject):
    """Owns the loads of one text. Those that are not had are not asked for again."""

    came = Signal()
    """Another one is there: what is seen has to be painted again."""

    def __init__(self, pictures: Pictures, tasks: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._tasks = tasks
        self._known: dict[str, QPixmap | None] = {}

    def find(self, url: str) -> QPixmap | None:
        """The picture, if it is there already."""
        if url and url not in self._known:
            self._known[url] = None
            self._tasks.start_load(f"card picture {id(self)} {url}", self._load, url)
        return self._known.get(url)

    def try_again(self) -> None:
        """Ask once more for what could not be had: there was no network, perhaps."""
        self._known = {url: picture for url, picture in self._known.items() if picture is not None}
        self.came.emit()

    def forget(self) -> None:
        """Another text is shown from now on: it has pictures of its own."""
        self._known.clear()

    async def _load(self, url: str) -> None:
        image = await self._pictures.load(url)
        if image is not None and shiboken6.isValid(self) and url in self._known:
            self._known[url] = QPixmap.fromImage(image)
            self.came.emit()
