"""The locales of the model's site, and what an item's variant in another locale is called there.

In the primary locale an item goes by its id, which is all there is on a site with one language; in
the other one by its id and the locale's. The client knows nothing of that.
"""

from typing import Any, Final

from wfdesk.domain.ids import NO_LOCALE, CollectionId, ItemId, ItemKey, LocaleId

PRIMARY, FRENCH = LocaleId("locale-en"), LocaleId("locale-fr")
_BETWEEN: Final = "@"


def variant(item: str, locale: str | None) -> str:
    return item if locale in (None, NO_LOCALE, PRIMARY) else f"{item}{_BETWEEN}{locale}"


def place_of(key: ItemKey) -> str:
    """What the model calls the item that the client means."""
    return variant(key.item, key.locale)


def key_of(collection: str, place: str, primary: LocaleId) -> ItemKey:
    """The other way round."""
    item, _, locale = place.partition(_BETWEEN)
    return ItemKey(CollectionId(collection), ItemId(item), LocaleId(locale) or primary)


def locale_of(place: str) -> str:
    return place.partition(_BETWEEN)[2] or PRIMARY


def said_of(place: str) -> dict[str, Any]:
    """How Webflow names it."""
    return {"id": place.partition(_BETWEEN)[0], "cmsLocaleId": locale_of(place)}


def meant_by(entry: dict[str, Any]) -> dict[str, Any]:
    """What a request says of an item, by the model's name."""
    locale = entry.get("cmsLocaleId") or next(iter(entry.get("cmsLocaleIds", ())), None)
    return {**entry, "id": variant(entry["id"], locale)}


def site_of(locales: dict[str, bool]) -> dict[str, Any]:
    """The locales as Webflow lists them, by whether they are switched on."""
    if not locales:
        return {}
    wire = [
        {"cmsLocaleId": locale, "tag": locale[-2:], "displayName": locale[-2:], "enabled": is_on}
        for locale, is_on in locales.items()
    ]
    return {"locales": {"primary": wire[0], "secondary": wire[1:]}}
