"""Spelling as the form needs it: in the language of the item that is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from wfdesk.domain.errors import SpellingError
from wfdesk.services.spelling import Dictionary, Place, SpellingService, place_of
from wfdesk.ui.editor.controller import Shown
from wfdesk.ui.toolkit.tasks import TaskScope


class Spelling(QObject):
    changed = Signal()
    """Other words are right than before: those of another language, or one that was added."""

    def __init__(
        self, service: SpellingService, tasks: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._tasks = tasks
        self._place = Place()
        self.languages: Sequence[str] = ()
        """There are dictionaries for, as far as somebody asked."""
        self.language = ""
        """The one that is checked; empty for none."""
        self.reason = ""
        """Why none is, if the user did not want it so."""

    @Slot(object)
    def show_item(self, shown: Shown) -> None:
        """Check in the language of this item from now on."""
        self.go_to(place_of(shown.site, shown.work.key.locale))

    def go_to(self, place: Place) -> None:
        if place != self._place:
            self._place = place
            self.changed.emit()

    async def dictionary(self) -> Dictionary | None:
        """The one for the item that is shown, if there is one and it is wanted."""
        place, found, reason = self._place, None, ""
        try:
            self.languages = await self._service.languages()
            found = await self._service.dictionary(place)
        except SpellingError as error:
            name = language_name(error.language)
            reason = f"{error.summary} for {name}" if name else error.summary
        if place == self._place:
            self.language, self.reason = found.language if found else "", reason
        return found

    def choose(self, language: str) -> None:
        """Check with this dictionary where the item is; with none if it is empty."""
        self._tasks.start_save(self._choose, self._place, language)

    def add(self, word: str) -> None:
        """Take a word for right, at once and for good."""
        self.ignore(word)
        self._tasks.start_save(self._service.add, word)

    def ignore(self, word: str) -> None:
        """Take a word for right until the program ends."""
        self._service.ignore(word)
        self.changed.emit()

    async def _choose(self, place: Place, language: str) -> None:
        await self._service.choose(place, language)
        self.changed.emit()


def language_name(tag: str) -> str:
    """What a language is called, with its country where the tag names one."""
    locale = QLocale(tag)
    if locale.language() == QLocale.Language.C:
        return tag
    name = QLocale.languageToString(locale.language())
    has_country = len(tag.replace("-", "_").split("_")) > 1
    return f"{name} ({QLocale.territoryToString(locale.territory())})" if has_country else name
