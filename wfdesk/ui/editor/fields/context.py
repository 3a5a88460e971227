"""What editors need beside their value, handed in by whoever makes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, ItemId
from wfdesk.domain.items import ItemStatus
from wfdesk.ui.toolkit.images import Pictures
from wfdesk.ui.toolkit.tasks import TaskScope


@dataclass(frozen=True, slots=True)
class Target:
    """An item that a reference may point to."""

    id: ItemId
    name: str
    status: ItemStatus


class Targets(Protocol):
    """The items of the local copy, for choosing one."""

    async def search(
        self, collection: CollectionId, text: str, limit: int = 50
    ) -> Sequence[Work]: ...

    async def resolve(self, collection: CollectionId, items: Sequence[ItemId]) -> Sequence[Work]:
        """Find the items; those that do not exist are left out."""
        ...


@dataclass(frozen=True, slots=True)
class EditorContext:
    tasks: TaskScope
    targets: Targets
    pictures: Pictures
    open_url: Callable[[str], object]
    time_zone: str = "UTC"
    """The site's, by its IANA name."""
    palette: tuple[str, ...] = ()
    """Colours found in the site's content, as they were written there."""


def found_targets(works: Sequence[Work]) -> list[Target]:
    """See items as the user sees them, unsent edits included; what is gone is left out."""
    return [
        Target(work.key.item, work.name or "Untitled", _status(work))
        for work in works
        if work.item or work.is_new
    ]


def _status(work: Work) -> ItemStatus:
    return work.item.status if work.item else ItemStatus.DRAFT
