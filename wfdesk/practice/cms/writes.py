"""Creating, changing and deleting items. A request is checked as a whole before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from wfdesk.practice.cms.ids import fresh_id, slug_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.cms.references import check_unused, unpublished_target
from wfdesk.practice.cms.refused import (
    InvalidError,
    InvalidFileError,
    RefusedError,
    bad_request,
    invalid,
    not_found,
)
from wfdesk.practice.cms.slugs import free_slug, is_taken, reserve, suffixed
from wfdesk.practice.cms.structure import check_domains, check_published
from wfdesk.practice.cms.values import Place, stored

MAX_BATCH: Final = 100
_NEVER_LIVE: Final = "Live PATCH updates can't be applied to items that have never been published"


@dataclass(frozen=True, slots=True)
class Change:
    """What a request asks of one item, already checked."""

    variant: Variant
    fields: Json
    is_draft: bool
    is_archived: bool

    def outcome(self) -> Variant:
        return replace(
            self.variant,
            fields=self.fields,
            is_draft=self.is_draft,
            is_archived=self.is_archived,
        )


class Writer:
    """Writes to one collection."""

    def __init__(
        self, world: World, collection: Collection, *, skip_invalid_files: bool = True
    ) -> None:
        self._world = world
        self._collection = collection
        self._skips_files = skip_invalid_files

    def create_all(
        self, bodies: Sequence[Json], locales: Sequence[Sequence[str]], *, live: bool = False
    ) -> list[list[Variant]]:
        """Make all of the items or none; of each, its variants in the order of its locales.

        A body with an ``id`` gives the item of that id more variants.
        """
        if sum(map(len, locales)) > MAX_BATCH:
            text = f"A request makes at most {MAX_BATCH} items, and each locale counts as one"
            raise invalid([("items", text)])
        made: list[list[Variant]] = []
        try:
            for body, chosen in zip(bodies, locales, strict=True):
                made.append(self._create(body, chosen, live=live))
        except Exception as error:
            for variant in chain.from_iterable(made):
                self._collection.drop(variant.locale, variant.id)
            if isinstance(error, RefusedError) and len(bodies) > 1:
                for detail in error.body["details"]:
                    detail["description"] += f" (item {len(made)})"
            raise
        return made

    def _create(self, body: Json, locales: Sequence[str], *, live: bool) -> list[Variant]:
        now = self._world.clock.tick()
        item = self._extended(body["id"], locales) if "id" in body else fresh_id()
        is_draft = False if live else _flag(body, "isDraft", True)
        is_archived = False if live else _flag(body, "isArchived", False)
        made = []
        for locale in locales:
            fields = _without_nulls(self._new_fields(body.get("fieldData"), locale))
            if not is_draft:
                self._check_required(fields)
            variant = Variant(item, locale, now, now, None, is_draft, is_archived, fields)
            if live:
                self._check_targets(locale, fields)
                variant.live, variant.published = fields, now
            made.append(variant)
        for variant in made:
            self._collection.put(variant)
        return made

    def _extended(self, item: Any, locales: Sequence[str]) -> str:
        """The id of an item that has a variant already, but in none of the locales."""
        if not isinstance(item, str):
            raise invalid([("id", "Value (id)'s type should be string")])
        known = [each for each in self._world.all_locales if self._collection.find(each, item)]
        if not known:
            raise not_found("item")
        if not set(known).isdisjoint(locales):
            raise invalid([("cmsLocaleIds", "The item has a variant in this locale already")])
        return item

    def update(self, bodies: Sequence[Json], *, is_bulk: bool, live: bool = False) -> list[Variant]:
        """Change all of the items or none."""
        if live:
            check_published(self._world, self._collection)
        slugs: dict[tuple[str, str], str] = {}
        changes: list[Change] = []
        for body in bodies:
            change = self._checked(body, changes, is_bulk=is_bulk)
            if live:
                self._check_live(change)
            key = change.variant.locale, str(change.fields.get("slug"))
            if slugs.setdefault(key, change.variant.id) != change.variant.id:
                raise invalid([("slug", _not_unique(key[1], change.variant.id))])
            changes.append(change)
        return [self._done(change, live=live) for change in changes]

    def delete(self, refs: Sequence[tuple[str, Sequence[str]]]) -> None:
        check_domains(self._world)
        for item, locales in refs:
            if not any(self._collection.find(locale, item) for locale in locales):
                raise not_found("item")
        gone = dict.fromkeys((item, locale) for item, locales in refs for locale in locales)
        check_unused(self._world, self._collection, gone)
        for item, locale in gone:
            reserve(self._collection, locale, item)
            self._collection.drop(locale, item)

    def _check_live(self, change: Change) -> None:
        if change.variant.live is None:
            raise RefusedError(409, "conflict", f"Conflict: {_NEVER_LIVE}")
        self._check_targets(change.variant.locale, change.fields)

    def _check_targets(self, locale: str, fields: Json) -> None:
        """What is live refers to what is live."""
        hidden = unpublished_target(self._world, self._collection, locale, fields)
        if hidden:
            raise invalid([(hidden[0], f"Referenced item {hidden[1]} is not published")])

    def _done(self, change: Change, *, live: bool) -> Variant:
        now = self._world.clock.tick()
        variant = change.outcome()
        variant.updated = now
        if live:
            variant.live, variant.published = change.fields, now
        self._collection.put(variant)
        return variant

    def _checked(self, body: Json, before: Sequence[Change], *, is_bulk: bool) -> Change:
        """What is asked of an item, which an entry *before* in the same batch may have changed."""
        locale = locale_of(self._world, body)
        item = body.get("id")
        variant = self._collection.find(locale, item) if isinstance(item, str) else None
        for change in before:
            if (change.variant.id, change.variant.locale) == (item, locale):
                variant = change.outcome()
        if variant is None:
            raise not_found("item")
        given = body.get("fieldData", {})
        if not isinstance(given, dict):
            raise invalid([("fieldData", "Value (fieldData)'s type should be object")])
        suffix = f" (item {item})" if is_bulk else ""
        values = self._stored(given, locale, variant.id, suffix)
        fields = _without_nulls({**variant.fields, **values})
        is_draft = _flag(body, "isDraft", variant.is_draft)
        if not is_draft:
            self._check_required(fields, suffix, among=given)
        elif not variant.is_draft and self._world.behaviour.drafting_targets == "refused":
            check_unused(self._world, self._collection, {(variant.id, locale)}, only_live=True)
        archived = _flag(body, "isArchived", variant.is_archived)
        return Change(variant, fields, is_draft, archived)

    def _new_fields(self, given: Any, locale: str) -> Json:
        if not isinstance(given, dict):
            raise invalid([("fieldData", "Value (fieldData)'s type should be object")])
        name = given.get("name")
        if not isinstance(name, str) or not name:
            raise invalid([("name", "Field is required")])
        if given.get("slug") in (None, ""):
            given = {**given, "slug": free_slug(self._collection, locale, slug_of(name))}
        return self._stored(given, locale, None, "")

    def _stored(self, given: Json, locale: str, item: str | None, suffix: str) -> Json:
        """The values as they are kept; every refusal of the item at once."""
        values: Json = {}
        wrong = []
        for slug, value in given.items():
            try:
                values[slug] = self._value(slug, value, locale, item)
            except InvalidFileError as error:
                if not self._skips_files:
                    wrong.append((slug, f"{error}{suffix}"))
            except InvalidError as error:
                wrong.append((slug, f"{error}{suffix}"))
        if wrong:
            raise invalid(wrong)
        return values

    def _value(self, slug: str, value: Any, locale: str, item: str | None) -> Any:
        entry = self._collection.field(slug)
        if entry is None:
            raise InvalidError("Field not described in schema: undefined")
        if not entry["isEditable"]:
            raise InvalidError("Field is not editable")
        if slug in {"name", "slug"} and value in (None, ""):
            raise InvalidError("Field is required")
        if value is None:
            return None
        place = Place(self._world, locale, entry, skips_files=self._skips_files)
        kept = stored(place, value)
        return self._unique(kept, locale, item) if slug == "slug" else kept

    def _unique(self, slug: str, locale: str, item: str | None) -> str:
        behaviour, collection = self._world.behaviour, self._collection
        is_own = item is not None and collection.slugs.get((locale, slug)) == item
        if is_own and behaviour.own_slug == "accepted":
            return slug
        if not is_own and not is_taken(collection, locale, slug, item):
            return slug
        if item is None and behaviour.duplicate_slugs == "suffixed":
            return suffixed(slug)
        raise InvalidError(f"Unique value is already in database: '{slug}'")

    def _check_required(
        self, fields: Json, suffix: str = "", among: Mapping[str, Any] | None = None
    ) -> None:
        """A published item keeps what it lacked before; it only may not lose more."""
        lacking = missing(self._collection, fields)
        wrong = [slug for slug in lacking if among is None or slug in among]
        if wrong:
            raise invalid([(slug, f"Field is required{suffix}") for slug in wrong])


def missing(collection: Collection, fields: Json) -> list[str]:
    """The slugs of required fields without a value."""
    required = [entry["slug"] for entry in collection.fields if entry["isRequired"]]
    return [slug for slug in required if fields.get(slug) in (None, "", [])]


def locale_of(world: World, body: Mapping[str, Any]) -> str:
    locale = body.get("cmsLocaleId", world.primary)
    if not isinstance(locale, str):
        raise invalid([("cmsLocaleId", "Value (cmsLocaleId)'s type should be string")])
    if locale not in world.all_locales:
        raise bad_request("Provided ID is invalid: cmsLocaleId")
    return locale


def _flag(body: Json, name: str, otherwise: bool) -> bool:
    flag = body.get(name, otherwise)
    if not isinstance(flag, bool):
        raise invalid([(name, f"Value ({name})'s type should be boolean")])
    return flag


def _not_unique(slug: str, item: str) -> str:
    return f"Unique value is already in database: '{slug}' (item {item})"


def _without_nulls(fields: Json) -> Json:
    return {slug: value for slug, value in fields.items() if value is not None}
