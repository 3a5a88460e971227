"""All unsent work, as it is looked through before it is sent."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wfdesk.domain.blockers import parking
from wfdesk.domain.edits import Edit, Work
from wfdesk.domain.ids import FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.references import referred
from wfdesk.domain.schema import REFERENCE_TYPES, Collection, Field, Site
from wfdesk.domain.validation import Problem
from wfdesk.services import leftout
from wfdesk.services.problems import problems_of_work
from wfdesk.services.reaching import unreachable
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.lost import LostRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository


class FieldReview(Struct, frozen=True, gc=False):
    """One edit of one field. ``field`` is None when the schema no longer has it."""

    edit: Edit
    field: Field | None
    problems: tuple[Problem, ...] = ()
    name: str = ""
    """What the field was called when it was there."""

    @property
    def slug(self) -> FieldSlug:
        return self.edit.field

    @property
    def label(self) -> str:
        return self.field.display_name if self.field else self.name or self.edit.field

    @property
    def is_parked(self) -> bool:
        """Whether it cannot be sent, because of what has become of the field in Webflow."""
        return self.field is None or not self.field.can_be_sent


class ItemReview(Struct, frozen=True, gc=False):
    work: Work
    site: Site | None
    collection: Collection | None
    fields: tuple[FieldReview, ...]
    problems: tuple[Problem, ...]
    called: str = ""
    """The name that the item had, where nothing of it is known any more but the work on it."""

    @property
    def parked(self) -> str:
        """Why nothing of it can go for now, because of its locale; empty if it can."""
        return parking(self.site, self.work.key.locale)


class Review(Struct, frozen=True):
    items: tuple[ItemReview, ...]
    names: Mapping[ItemId, str]
    """Names of the items that old and new references point to, a colleague's as well."""
    left_out: frozenset[ItemKey] = frozenset()
    """Items that stay behind with the next send, those without unsent work as well."""
    unknown: frozenset[ItemKey] = frozenset()
    """Items whose answer was lost and is not looked up yet. What is sent, and was to go live, is no
    unsent work."""


class ReviewingService:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def review(self) -> Review:
        """Collect all unsent work, collection by collection."""
        return await self._database.read(_read_review)

    async def left_out(self) -> frozenset[ItemKey]:
        """Which items stay behind with the next send."""
        return await self._database.read(leftout.left_out)

    async def set_goes(self, keys: Iterable[ItemKey], *, goes: bool) -> None:
        """Leave items out of the next send, or take them in again."""
        meant = tuple(keys)
        await self._database.write(lambda rows: leftout.set_goes(rows, meant, goes=goes))


def _read_review(connection: Connection) -> Review:
    sites = {site.id: site for site in SitesRepository(connection).all()}
    collections = {
        each.id: each
        for site in sites.values()
        for each in CollectionsRepository(connection).all(site.id)
    }
    works, unknown = WorksRepository(connection).all(), WorksRepository(connection).unknown()
    wrong, lost = unreachable(connection, works, collections), LostRepository(connection).names()
    items = tuple(
        _review(work, collections[work.key.collection], sites, wrong[work.key])
        if work.key.collection in collections
        else _homeless(work, lost.get(work.key, ""))
        for work in works
    )
    wanted = {item for review in items for item in _references(review)}
    primary = [site.primary_locale for site in sites.values()]
    names = ItemsRepository(connection).names(wanted, primary)
    return Review(items, names, leftout.left_out(connection), unknown)


def _homeless(work: Work, called: str) -> ItemReview:
    fields = tuple(FieldReview(edit, None) for edit in work.edits.values())
    return ItemReview(work, None, None, fields, (), called)


def _review(
    work: Work,
    collection: Collection,
    sites: Mapping[SiteId, Site],
    wrong: Sequence[Problem],
) -> ItemReview:
    problems = (*problems_of_work(work, collection), *wrong)
    order: dict[FieldSlug, int] = {
        field.slug: place for place, field in enumerate(collection.fields)
    }
    fields = tuple(
        FieldReview(
            edit,
            collection.find_field(edit.field),
            tuple(problem for problem in problems if problem.field == edit.field),
            collection.name_of(edit.field),
        )
        for edit in sorted(work.edits.values(), key=lambda edit: order.get(edit.field, 999))
    )
    return ItemReview(work, sites.get(collection.site), collection, fields, problems)


def _references(review: ItemReview) -> set[ItemId]:
    return {
        item
        for each in review.fields
        if each.field is not None and each.field.type in REFERENCE_TYPES
        for value in (each.edit.base, each.edit.value, review.work.conflicts.get(each.slug))
        for item in referred(value)
    }
