"""How the command line names things, and what it says where a name is nobody's or not the only one.

A site is named by its name, short name or id; a collection by its slug, name or id; an item by
``SLUG`` or ``COLLECTION/SLUG``, with an id in place of a slug wherever one is at hand.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from wfdesk.cli.exits import AmbiguousError, UnknownError, UsageError
from wfdesk.cli.output import one_line
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import SLUG, CollectionId, ItemId, ItemKey, LocaleId
from wfdesk.domain.schema import Collection, Field, Site
from wfdesk.domain.tables import Query
from wfdesk.services.browsing import BrowsingService, CollectionNode, Tree

T = TypeVar("T")

_MOST_TOLD = 20
_NO_SITES = "There is no site in the local copy yet. Sign in, and run wfdesk refresh."
_NO_COLLECTIONS = "There is no collection in the local copy yet. Run wfdesk refresh."


class Place:
    """A collection with its site."""

    def __init__(self, site: Site, node: CollectionNode) -> None:
        self.site = site
        self.node = node

    @property
    def collection(self) -> Collection:
        return self.node.collection


class Addresses:
    """What can be named in the local copy. ``site`` and ``locale`` are as they were typed."""

    def __init__(
        self, browsing: BrowsingService, tree: Tree, site: str | None, locale: str | None
    ) -> None:
        self._browsing = browsing
        self._locale = locale
        self.has_locale = locale is not None
        everywhere = [node.site for node in tree.sites]
        self.sites = everywhere if site is None else [_site(everywhere, site)]
        self.everything = {
            each.collection.id: Place(node.site, each)
            for node in tree.sites
            for each in node.collections
        }
        ids = {each.id for each in self.sites}
        self.places = [each for each in self.everything.values() if each.site.id in ids]
        if locale is not None and self.sites and not any(map(self.locale_in, self.sites)):
            if len(self.sites) > 1:
                raise UnknownError(f"No site has a locale {_quoted(locale)}.")
            self.locale_of(self.sites[0])

    def collection(self, text: str) -> Place:
        """The one collection of that name."""
        if not self.places:
            raise UnknownError(_NO_COLLECTIONS if self.sites else _NO_SITES)
        return _only(
            self.places,
            text,
            "collection",
            (
                lambda place: [place.collection.id],
                lambda place: [place.collection.slug],
                lambda place: [place.collection.display_name, place.collection.singular_name],
            ),
            lambda place: place.collection.slug or place.collection.display_name,
            alone=lambda place: f"{place.collection.slug} of {place.site.display_name} (--site)",
        )

    def locale_in(self, site: Site) -> LocaleId | None:
        """The locale that was asked for, if this site has it; the primary one if none was."""
        if self._locale is None:
            return site.primary_locale
        wanted = self._locale.casefold()
        for each in site.locales:
            if wanted in {each.tag.casefold(), each.id.casefold(), each.display_name.casefold()}:
                return each.id
        return None

    def locale_of(self, site: Site) -> LocaleId:
        """The same of a site that has to have it."""
        found = self.locale_in(site)
        if found is not None:
            return found
        there = _listed([each.tag for each in site.locales]) or "none"
        raise UnknownError(
            f"{one_line(site.display_name)} has no locale {_quoted(self._locale or '')}. It has:"
            f" {there}."
        )

    async def item(self, text: str, collection: str | None = None) -> Work:
        """The one item of that name."""
        before, slash, name = text.rpartition("/")
        if slash and collection is not None:
            raise UsageError(f"{_quoted(text)} names a collection, and so does --collection.")
        named = before if slash else collection
        places = self.places if named is None else [self.collection(named)]
        if not places:
            raise UnknownError(_NO_COLLECTIONS if self.sites else _NO_SITES)
        found = [
            work
            for place in self._speaking(places)
            for work in await self._in(place, name, self.locale_of(place.site))
        ]
        tongue = f" in the locale {_quoted(self._locale)}" if self._locale else ""
        return self._one(found, name, ("" if named is None else f" in {_quoted(named)}") + tongue)

    async def target(self, collection: CollectionId, name: str, locale: LocaleId) -> Work:
        """The one item that a reference can point to by this slug or id."""
        place = self.everything[collection]
        found = await self._in(place, name, locale)
        return self._one(found, name, f" in {_quoted(place.collection.slug)}")

    def of(self, work: Work) -> str:
        """How the item is named here: ``posts/bread``."""
        place = self.everything.get(work.key.collection)
        collection = place.collection.slug if place else work.key.collection
        return f"{collection or work.key.collection}/{slug_of(work) or work.key.item}"

    def tag_of(self, key: ItemKey) -> str | None:
        """The locale's tag; None on a site that has but one."""
        place = self.everything.get(key.collection)
        locales = place.site.locales if place else ()
        return next((each.tag for each in locales if each.id == key.locale), None)

    def _speaking(self, places: Iterable[Place]) -> list[Place]:
        """The places whose site has the locale. Where none has, that is what is said."""
        places = list(places)
        if len({place.site.id for place in places}) == 1:
            self.locale_of(places[0].site)
        return [place for place in places if self.locale_in(place.site) is not None]

    def _one(self, found: Sequence[Work], name: str, where: str) -> Work:
        if not found:
            if name in {place.collection.slug for place in self.places}:
                raise UnknownError(f"{_quoted(name)} is a collection. Name an item: {name}/SLUG.")
            raise UnknownError(
                f"There is no item {_quoted(name)}{where} in the local copy."
                " wfdesk items lists those there are."
            )
        if len(found) > 1:
            names = [self.of(work) for work in found]
            raise AmbiguousError(
                f"{_quoted(name)} is the name of {len(found)} items: {_listed(names)}.", names
            )
        return found[0]

    async def _in(self, place: Place, name: str, locale: LocaleId) -> list[Work]:
        collection = place.collection.id
        if by_id := await self._browsing.works([ItemKey(collection, ItemId(name), locale)]):
            return by_id
        near = await self._browsing.find(collection, locale, Query(text=name))
        return [work for work in await self._browsing.works(near) if name in _slugs(work)]


def slug_of(work: Work) -> str:
    """The slug as it will be, or is until one is written."""
    return next(iter(_slugs(work)), "")


def field_of(collection: Collection, text: str) -> Field:
    """The one field of that slug or name."""
    return _only(
        collection.fields,
        text,
        "field",
        (lambda field: [field.slug], lambda field: [field.display_name]),
        lambda field: field.slug,
    )


def _slugs(work: Work) -> list[str]:
    """The slug with the user's edit, and the one Webflow has."""
    here = work.fields.get(SLUG)
    there = work.item.slug if work.item else ""
    return [slug for slug in (str(here) if here else "", there) if slug]


def _site(sites: Sequence[Site], text: str) -> Site:
    if not sites:
        raise UnknownError(_NO_SITES)
    return _only(
        sites,
        text,
        "site",
        (lambda site: [site.id], lambda site: [site.short_name], lambda site: [site.display_name]),
        lambda site: site.short_name or site.display_name,
        alone=lambda site: site.id,
    )


def _only(
    candidates: Sequence[T],
    text: str,
    what: str,
    ways: Sequence[Callable[[T], Sequence[str]]],
    said: Callable[[T], str],
    *,
    alone: Callable[[T], str] | None = None,
) -> T:
    """The one that is called so in the first way in which any is."""
    wanted = text.casefold()
    for way in ways:
        found = [each for each in candidates if wanted in map(str.casefold, way(each))]
        if len(found) == 1:
            return found[0]
        if found:
            names = [(alone or said)(each) for each in found]
            raise AmbiguousError(
                f"{_quoted(text)} is the name of {len(found)} {what}s: {_listed(names)}.", names
            )
    there = _listed([said(each) for each in candidates])
    raise UnknownError(f"There is no {what} {_quoted(text)}. There are: {there}.")


def _quoted(text: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{one_line(text)}\N{RIGHT DOUBLE QUOTATION MARK}"


def _listed(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:_MOST_TOLD]]
    more = len(names) - len(shown)
    return ", ".join([*shown, f"{more:,} more"] if more else shown)
