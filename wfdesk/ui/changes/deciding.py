"""Decides in Changes: about what is on the screen, and not about what was read since."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Slot

from wfdesk.domain.edits import Side
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.changes.alike import choices_like, choices_of, gone_like, gone_of
from wfdesk.ui.changes.controller import ChangesController


class Deciding(QObject):
    """Takes the wishes of one item's conflicts, and those of all that is selected."""

    def __init__(
        self,
        controller: ChangesController,
        selected: Callable[[], Sequence[ItemKey]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._selected = selected
        self.shown: Sequence[ItemReview] = ()
        """The items as the user sees them."""

    @Slot(object, object, object)
    def take(self, key: ItemKey, slug: FieldSlug, side: Side) -> None:
        choices = choices_of(self._among([key]), side)
        self._controller.settle([choice for choice in choices if choice.field == slug])

    @Slot(object, object, object)
    def take_alike(self, key: ItemKey, slug: FieldSlug, side: Side) -> None:
        self._controller.settle(choices_like(self.shown, key, slug, side))

    @Slot(object)
    def take_selected(self, side: Side) -> None:
        self._controller.settle(choices_of(self._among(self._selected()), side))

    @Slot(object, bool)
    def recreate(self, key: ItemKey, for_all: bool) -> None:
        self._controller.recreate(gone_like(self.shown, key) if for_all else [key])

    @Slot()
    def recreate_selected(self) -> None:
        self._controller.recreate(gone_of(self._among(self._selected())))

    @Slot(object, bool)
    def give_up(self, key: ItemKey, for_all: bool) -> None:
        self._controller.give_up_gone(gone_like(self.shown, key) if for_all else [key])

    @Slot()
    def give_up_selected(self) -> None:
        self._controller.give_up_gone(gone_of(self._among(self._selected())))

    def _among(self, keys: Iterable[ItemKey]) -> list[ItemReview]:
        wanted = frozenset(keys)
        return [review for review in self.shown if review.work.key in wanted]
