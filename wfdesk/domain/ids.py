"""Names of things. Each is a string, but one cannot be handed over in place of another.

An item is told apart by its collection, its id and its locale: Webflow gives all locale variants
of an item the same id.
"""

import os
from typing import NewType

from msgspec import Struct

AccountId = NewType("AccountId", str)
SiteId = NewType("SiteId", str)
CollectionId = NewType("CollectionId", str)
ItemId = NewType("ItemId", str)
PageId = NewType("PageId", str)
FieldSlug = NewType("FieldSlug", str)
LocaleId = NewType("LocaleId", str)
"""Webflow's ``cmsLocaleId``."""

NO_LOCALE = LocaleId("")
"""The locale of every item on a site without localization."""

NAME = FieldSlug("name")
SLUG = FieldSlug("slug")

LOCAL = "local-"
"""How the id of an item begins that Webflow does not know yet."""


class ItemKey(Struct, frozen=True, gc=False, order=True):
    collection: CollectionId
    item: ItemId
    locale: LocaleId = NO_LOCALE

    def as_parts(self) -> list[object]:
        """The key as JSON can hold it."""
        return [self.collection, self.item, self.locale]

    @classmethod
    def from_parts(cls, value: object) -> "ItemKey | None":
        """The key that ``as_parts`` was told of; None for what is none, such as after damage."""
        match value:
            case [str(collection), str(item), str(locale)]:
                return cls(CollectionId(collection), ItemId(item), LocaleId(locale))
        return None


def new_local_id() -> ItemId:
    """An id for an item that Webflow does not know yet."""
    return ItemId(LOCAL + os.urandom(16).hex())


def is_local(item: str) -> bool:
    return item.startswith(LOCAL)
