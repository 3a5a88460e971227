"""What a request names: its collection, its locales, the items in its body."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from wfdesk.practice.cms import json
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.cms.refused import bad_request, invalid, not_found
from wfdesk.practice.cms.writes import MAX_BATCH, locale_of


async def body_of(request: Request) -> Json:
    try:
        body = json.read(await request.body() or b"{}")
    except ValueError:
        raise bad_request("Unexpected token in JSON") from None
    if not isinstance(body, dict):
        raise bad_request("The body must be an object")
    return body


def site_of(world: World, request: Request) -> Json:
    if request.path_params["site"] != world.site["id"]:
        raise not_found("site")
    return world.site


def collection_of(world: World, request: Request) -> Collection:
    found = world.collections.get(request.path_params["collection"])
    if found is None:
        raise not_found("collection")
    return found


def batch_of(value: Any) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_BATCH:
        raise invalid([("items", f"Value (items) must hold 1 to {MAX_BATCH} entries")])
    return value


def ids_of(value: Any) -> list[str]:
    ids = batch_of(value)
    if not all(isinstance(each, str) for each in ids):
        raise invalid([("itemIds", "Value (itemIds)'s type should be array of strings")])
    return ids


def entries_of(body: Json) -> list[Json]:
    entries = batch_of(body.get("items"))
    if not all(isinstance(entry, dict) for entry in entries):
        raise invalid([("items", "Value (items)'s type should be array of objects")])
    return entries


def listed_or_one(given: Any) -> Sequence[Any]:
    """A batch of field data, or the one that was given alone."""
    return batch_of(given) if isinstance(given, list) else [given]


def locales_of(world: World, body: Mapping[str, Any]) -> list[str]:
    """Those that are asked for; the primary one where none is."""
    chosen = body.get("cmsLocaleIds", [])
    if not isinstance(chosen, list):
        raise invalid([("cmsLocaleIds", "Value (cmsLocaleIds)'s type should be array")])
    asked = dict.fromkeys(locale_of(world, {"cmsLocaleId": locale}) for locale in chosen)
    return list(asked) or [world.primary]


def inserted_locales(world: World, entry: Mapping[str, Any]) -> list[str]:
    """Those of a new item, which may ask for all there are."""
    return world.all_locales if entry.get("allCmsLocales") is True else locales_of(world, entry)


def page_locale_of(world: World, asked: object) -> str:
    """The locale id of the site, as pages and files have it; without one it is the primary one."""
    locales = world.page_locales
    locale = locales[0] if asked in (None, "") else asked
    if not isinstance(locale, str) or locale not in locales:
        raise bad_request("Provided ID is invalid: localeId")
    return locale


def skips_invalid_files(request: Request) -> bool:
    asked = request.query_params.get("skipInvalidFiles", "true")
    if asked not in {"true", "false"}:
        raise bad_request("skipInvalidFiles must be true or false")
    return asked == "true"
