"""Sites, locales, collections and their fields, as Webflow describes them."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from wfdesk.domain.ids import (
    NO_LOCALE,
    AccountId,
    CollectionId,
    FieldSlug,
    LocaleId,
    SiteId,
)

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""A JSON value. Numbers with a fraction are ``decimal.Decimal`` (see ``values.Value``)."""


class FieldType(Enum):
    """The 17 types of the contract; ``UNKNOWN`` is any other, shown and never sent."""

    PLAIN_TEXT = "PlainText"
    RICH_TEXT = "RichText"
    IMAGE = "Image"
    MULTI_IMAGE = "MultiImage"
    FILE = "File"
    EXT_FILE_REF = "ExtFileRef"
    VIDEO_LINK = "VideoLink"
    LINK = "Link"
    EMAIL = "Email"
    PHONE = "Phone"
    NUMBER = "Number"
    DATE_TIME = "DateTime"
    SWITCH = "Switch"
    COLOR = "Color"
    OPTION = "Option"
    REFERENCE = "Reference"
    MULTI_REFERENCE = "MultiReference"
    UNKNOWN = "Unknown"

    # Every value is looked at by its type, and an Enum would hash its name, in Python.
    __hash__ = object.__hash__

    @classmethod
    def named(cls, name: str) -> "FieldType":
        try:
            return cls(name)
        except ValueError:
            return cls.UNKNOWN


READ_ONLY_TYPES = frozenset({FieldType.EXT_FILE_REF, FieldType.UNKNOWN})
REFERENCE_TYPES = frozenset({FieldType.REFERENCE, FieldType.MULTI_REFERENCE})


class Choice(Struct, frozen=True):
    """One choice of an option field. Two choices may share a name, never an id."""

    id: str
    name: str


class Field(Struct, frozen=True):
    id: str
    slug: FieldSlug
    display_name: str
    type: FieldType
    type_name: str = ""
    """Webflow's own word for the type, kept for types we do not know."""
    is_required: bool = False
    is_editable: bool = True
    help_text: str = ""
    validations: Mapping[str, object] = field(default_factory=dict)

    @property
    def can_be_sent(self) -> bool:
        return self.is_editable and self.type not in READ_ONLY_TYPES

    @property
    def choices(self) -> tuple[Choice, ...]:
        options = self.validations.get("options")
        if not isinstance(options, list):
            return ()
        return tuple(
            Choice(str(option["id"]), str(option.get("name", "")))
            for option in options
            if isinstance(option, dict) and "id" in option
        )

    @property
    def target(self) -> CollectionId | None:
        """The collection a reference points to."""
        target = self.validations.get("collectionId")
        return CollectionId(target) if isinstance(target, str) else None

    @property
    def has_time(self) -> bool:
        """Whether a date carries a time of day. Webflow says so in ``validations.format``."""
        return self.validations.get("format") == "date-time"


class Locale(Struct, frozen=True):
    id: LocaleId
    tag: str
    display_name: str
    is_primary: bool
    is_enabled: bool = True


class Domain(Struct, frozen=True):
    """A custom domain of a site."""

    id: str
    url: str


class Site(Struct, frozen=True):
    id: SiteId
    account: AccountId
    display_name: str
    short_name: str = ""
    time_zone: str = "UTC"
    preview_url: str = ""
    last_published: datetime | None = None
    locales: tuple[Locale, ...] = ()
    domains: tuple[Domain, ...] = ()
    former_locales: tuple[LocaleId, ...] = ()
    """What its primary locale was called before, and none is called now."""

    @property
    def primary_locale(self) -> LocaleId:
        return next((locale.id for locale in self.locales if locale.is_primary), NO_LOCALE)

    @property
    def secondary_locales(self) -> tuple[Locale, ...]:
        """Those beside the primary one that have not been switched off."""
        return tuple(each for each in self.locales if not each.is_primary and each.is_enabled)

    def called_now(self, locale: LocaleId) -> LocaleId:
        """What a locale is called by now that may be from before localization was switched on, or
        off: what was in none, or in the primary one, is in the primary one, or in none.
        """
        if locale != NO_LOCALE and locale not in self.former_locales:
            return locale
        return self.primary_locale

    def takes(self, locale: LocaleId) -> bool:
        """Whether items in the locale can be read and written: it is there, and switched on."""
        if locale == NO_LOCALE:
            return True
        return any(
            each.id == locale and (each.is_primary or each.is_enabled) for each in self.locales
        )

    def called(self, locale: LocaleId) -> str:
        """What the locale is called; nothing for one that is not there any more."""
        return next((each.display_name for each in self.locales if each.id == locale), "")

    def named(self, name: str, locale: LocaleId) -> str:
        """The name of an item, with the locale where that is not the primary one."""
        tags = (each.tag for each in self.locales if each.id == locale and not each.is_primary)
        tag = next(tags, "")
        return f"{name} ({tag})" if tag else name


class Collection(Struct, frozen=True):
    id: CollectionId
    site: SiteId
    display_name: str
    singular_name: str
    slug: str = ""
    fields: tuple[Field, ...] = ()
    last_updated: datetime | None = None
    lost_fields: tuple[Field, ...] = ()
    """Fields that it had before, as far as it takes to show what was written there."""

    def find_field(self, slug: FieldSlug) -> Field | None:
        return next((field for field in self.fields if field.slug == slug), None)

    def name_of(self, slug: FieldSlug) -> str:
        """What the field is called, or was called when it was still there."""
        every = (*self.fields, *self.lost_fields)
        return next((field.display_name for field in every if field.slug == slug), slug)


def relocated(before: Site | None, after: Site) -> Site:
    """The site as it is now, with what its primary locale was called before."""
    if before is None:
        return after
    there = {NO_LOCALE, *(locale.id for locale in after.locales)}
    former = dict.fromkeys((*before.former_locales, before.primary_locale))
    return replace(after, former_locales=tuple(each for each in former if each not in there))


def succeeding(before: Collection | None, after: Collection) -> Collection:
    """The collection as it is now, with the fields that it has lost."""
    if before is None:
        return after
    if before.fields == after.fields:
        return replace(after, lost_fields=before.lost_fields)
    there = {field.slug for field in after.fields}
    lost = {field.slug: field for field in (*before.lost_fields, *map(_remains, before.fields))}
    return replace(after, lost_fields=tuple(lost[slug] for slug in lost if slug not in there))


def _remains(field: Field) -> Field:
    names = {"options", "collectionId"}
    kept = {name: value for name, value in field.validations.items() if name in names}
    return replace(field, validations=kept)


def keeps_values(before: Collection, after: Collection) -> bool:
    """Whether the items hold the values that they held before.

    Values come and go with fields, types and choices. No item counts as updated by that.
    """
    return before.fields == after.fields or _shape(before) == _shape(after)


def _shape(collection: Collection) -> set[tuple[str, ...]]:
    return {
        (field.slug, field.type_name, *(choice.id for choice in field.choices))
        for field in collection.fields
    }
