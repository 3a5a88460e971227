"""What editors need beside their value, handed in by whoever makes them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from wfdesk.domain.ids import CollectionId, ItemId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.references import Called, told_apart
from wfdesk.ui.editor.spelling import Spelling
from wfdesk.ui.toolkit.images import Pictures
from wfdesk.ui.toolkit.tasks import TaskScope


class Target(Struct, frozen=True):
    """An item that a reference may point to, as the user sees it, unsent edits included."""

    id: ItemId
    name: str
    status: ItemStatus
    picture: str = ""
    """The address of its first picture."""
    is_new: bool = False
    is_to_be_deleted: bool = False
    slug: str = ""
    """Tells it from others of its name."""

    @property
    def word(self) -> str:
        if self.is_to_be_deleted:
            return "To be deleted"
        return "New" if self.is_new else self.status.value


def labels(targets: Iterable[Target]) -> dict[ItemId, str]:
    """Their names in one line each, as they are told apart where they stand together."""
    lines = ((each, each.name.replace("\n", " ")) for each in targets)
    return told_apart({each.id: Called(name, each.slug) for each, name in lines})


class Kind(Struct, frozen=True):
    """What is known of the collection that a reference points into."""

    display_name: str
    has_pictures: bool = False
    is_complete: bool = True
    """It was read to its end once: an item that is not there does not exist."""
    can_create: bool = True


class Targets(Protocol):
    """The items of the local copy, for choosing one."""

    async def kind(self, collection: CollectionId) -> Kind: ...

    async def search(
        self, collection: CollectionId, text: str, limit: int = 50
    ) -> Sequence[Target]: ...

    async def resolve(self, collection: CollectionId, items: Sequence[ItemId]) -> Sequence[Target]:
        """Find the items; those that do not exist are left out."""
        ...

    async def create(self, collection: CollectionId, name: str) -> Target:
        """Make a new item of this name, on this computer only."""
        ...


class Palette(Protocol):
    """Colours to choose from, as they were written where they were found."""

    async def colours(self) -> Sequence[str]:
        """The site's own, the most used first."""
        ...

    def recent(self) -> Sequence[str]:
        """Those chosen last, the latest first."""
        ...

    def remember(self, colour: str) -> None: ...


class Page(Struct, frozen=True):
    """A page of the site that a text can link to."""

    path: str
    name: str
    collection: str
    """What the collection of an item is called; empty for a static page."""
    status: ItemStatus


class Pages(Protocol):
    """The pages of the site that the local copy knows."""

    async def find(self, text: str, limit: int = 50) -> Sequence[Page]:
        """Find pages by their names, best first."""
        ...

    async def refresh(self) -> str:
        """Bring the list of static pages up to date. Return why it cannot be."""
        ...


class EditorContext(Struct, frozen=True):
    tasks: TaskScope
    targets: Targets
    pictures: Pictures
    open_url: Callable[[str], object]
    palette: Palette
    pages: Pages
    time_zone: str = "UTC"
    """The site's, by its IANA name."""
    spelling: Spelling | None = None
