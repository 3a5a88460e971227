"""Items and the state Webflow gives them. Ours, unsent, is a second axis: see ``edits``."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from msgspec import Struct, field

from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.domain.values import Value

_TOLERANCE = timedelta(seconds=1)
"""A publish may stamp the item a moment before its last update."""


class ItemStatus(Enum):
    DRAFT = "Draft"
    QUEUED = "Queued to publish"
    PUBLISHED = "Published"
    DRAFT_CHANGES = "Draft changes"
    ARCHIVED = "Archived"


class Item(Struct, frozen=True, gc=False):
    """An item as Webflow last showed it: the staged copy."""

    key: ItemKey
    fields: Mapping[FieldSlug, Value]
    is_draft: bool = True
    is_archived: bool = False
    created_on: datetime | None = None
    last_updated: datetime | None = None
    last_published: datetime | None = None
    extra: Mapping[str, Value] = field(default_factory=dict)
    """What Webflow sent beside the fields we know, kept as it came."""

    @property
    def name(self) -> str:
        return str(self.fields.get(NAME) or "")

    @property
    def slug(self) -> str:
        return str(self.fields.get(SLUG) or "")

    @property
    def is_as_made(self) -> bool:
        """Whether nobody has changed it since it was made.

        Source: the answers in Webflow's guide to localization, of new items and of changed ones.
        """
        return self.created_on is not None and self.created_on == self.last_updated

    @property
    def is_live(self) -> bool:
        return self.last_published is not None

    @property
    def status(self) -> ItemStatus:
        return status_of(
            is_draft=self.is_draft,
            is_archived=self.is_archived,
            last_updated=self.last_updated,
            last_published=self.last_published,
        )


def status_of(
    *,
    is_draft: bool,
    is_archived: bool,
    last_updated: datetime | None,
    last_published: datetime | None,
) -> ItemStatus:
    """Derive what the CMS panel shows. Archived outranks draft, draft outranks published.

    Source: Webflow's changelog of 2025-06-23 and its CMS publishing guide.
    """
    if is_archived:
        return ItemStatus.ARCHIVED
    if is_draft:
        return ItemStatus.DRAFT if last_published is None else ItemStatus.DRAFT_CHANGES
    if last_published is None:
        return ItemStatus.QUEUED
    if last_updated is not None and last_updated - last_published > _TOLERANCE:
        return ItemStatus.QUEUED
    return ItemStatus.PUBLISHED
