"""What a colleague does in the Designer, behind the client's back: at once or at a given moment.

It asks no token. What it changes is checked as little as the Designer checks it: a colleague may
leave a required field empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from wfdesk.practice.cms.changes import COLLEAGUE
from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.cms.publishing import Publisher, publish_site
from wfdesk.practice.cms.refused import bad_request, not_found
from wfdesk.practice.cms.slugs import reserve
from wfdesk.practice.cms.structure import Structure
from wfdesk.practice.cms.writes import Writer, locale_of
from wfdesk.practice.web.access import Access
from wfdesk.practice.web.said import Said


class Colleague:
    """Does the acts that the table below names."""

    def __init__(self, world: World, access: Access, keep: Callable[[], None]) -> None:
        self.world = world
        self.access = access
        self._keep = keep

    def check(self, raw: object) -> None:
        """Whether this can be done at all, as far as it shows before its time has come."""
        Said(raw, "An act").one_of("act", ACTS)

    def does(self, raw: Json, request: int | None = None) -> Json | None:
        """Do one act now. RefusedError when it cannot be done."""
        said = Said(raw, "An act")
        act = ACTS[said.one_of("act", ACTS)]
        with self.world.changes.by(COLLEAGUE, request):
            answer = act(self, said)
        self._keep()
        return answer

    def collection(self, said: Said) -> Collection:
        """By id or by slug."""
        named = said.text("collection")
        for entry in self.world.collections.values():
            if named in {entry.id, entry.slug}:
                return entry
        raise not_found("collection")

    def locale(self, said: Said) -> str:
        return locale_of(self.world, {"cmsLocaleId": said.text("cmsLocaleId", self.world.primary)})


def edit(at: Colleague, said: Said) -> Json:
    """Gives an item (`collection`, `item`, `cmsLocaleId`) other values: `fieldData` (null clears),
    `isDraft`, `isArchived`.
    """
    collection, locale = at.collection(said), at.locale(said)
    item = _item(collection, locale, said)
    variant = collection.find(locale, item)
    if variant is None:
        raise not_found("item")
    fields = {**variant.fields, **said.object("fieldData")}
    changed = replace(
        variant,
        fields={slug: value for slug, value in fields.items() if value is not None},
        is_draft=said.flag("isDraft", otherwise=variant.is_draft),
        is_archived=said.flag("isArchived", otherwise=variant.is_archived),
    )
    said.end()
    changed.updated = at.world.clock.tick()
    collection.put(changed)
    return changed.as_json()


def delete(at: Colleague, said: Said) -> None:
    """Deletes an item (`collection`, `item`), in the locale `cmsLocaleId` or in all."""
    collection = at.collection(said)
    locales = [at.locale(said)] if said.has("cmsLocaleId") else at.world.all_locales
    item = _item(collection, locales[0], said)
    said.end()
    if not any(collection.find(locale, item) for locale in locales):
        raise not_found("item")
    for locale in locales:
        reserve(collection, locale, item)
        collection.drop(locale, item)


def create(at: Colleague, said: Said) -> Json:
    """Makes an item in a `collection`: `fieldData`, `isDraft`, `isArchived`, `cmsLocaleId`."""
    collection, locale = at.collection(said), at.locale(said)
    body: Json = {"fieldData": said.object("fieldData")}
    body["isDraft"] = said.flag("isDraft", otherwise=True)
    body["isArchived"] = said.flag("isArchived", otherwise=False)
    said.end()
    [[made]] = Writer(at.world, collection).create_all([body], [[locale]])
    return made.as_json()


def publish(at: Colleague, said: Said) -> Json:
    """Publishes an item (`collection`, `item`), in the locale `cmsLocaleId` or in all."""
    collection, item, locales = _published(at, said)
    answer = Publisher(at.world, collection).publish([(item, locales)])
    if answer["errors"]:
        raise bad_request(answer["errors"][0])
    return answer


def unpublish(at: Colleague, said: Said) -> None:
    """Takes an item (`collection`, `item`) off the site, in the locale `cmsLocaleId` or in all."""
    collection, item, locales = _published(at, said)
    Publisher(at.world, collection).unpublish([(item, locales)])


def schema(at: Colleague, said: Said) -> Json:
    """Changes the structure of a `collection` in one way: `add` (a field, as the API takes it), or
    of a `field`, by id or slug, `delete` true, `removeOption` (the id of a choice) or `change`
    (displayName, helpText, isRequired, isEditable, type, validations). Without a `field`, `delete`
    true deletes the collection.
    """
    collection = at.collection(said)
    [way, *more] = [name for name in _WAYS if said.has(name)] or [""]
    if not way or more:
        raise bad_request(f"give one of {', '.join(_WAYS)}")
    deed = _WAYS[way](said)
    said.end()
    deed(Structure(at.world), collection)
    return collection.as_json(with_fields=True)


def locale(at: Colleague, said: Said) -> Json:
    """Switches the locale of a `tag` on or off (`enabled`), adds one that is not there yet, or with
    `remove` true takes it away, and every item's variant in it.
    """
    tag, is_enabled = said.text("tag"), said.flag("enabled", otherwise=True)
    is_removed = said.flag("remove", otherwise=False)
    said.end()
    locales = at.world.site.get("locales")
    if locales is None:
        raise bad_request("The site has no localization")
    if tag == locales["primary"]["tag"]:
        raise bad_request("The primary locale stays as it is")
    held = [entry for entry in locales["secondary"] if entry["tag"] != tag]
    before = next((entry for entry in locales["secondary"] if entry["tag"] == tag), None)
    after = None if is_removed else {**(before or _new_locale(tag)), "enabled": is_enabled}
    if before is None and is_removed:
        raise not_found("locale")
    locales["secondary"] = [*held, after] if after else held
    key = (before or after or {})["cmsLocaleId"]
    _note(at, "locale", {"locale": key}, before, after)
    if is_removed:
        for collection in at.world.collections.values():
            for variant in list(collection.locales.get(key, {}).values()):
                collection.drop(key, variant.id)
    return {"locales": locales}


def token(at: Colleague, said: Said) -> Json:
    """Takes the `token` of that name from who has it (`revoked` true), or some of its `scopes`.

    What is not said is as it was when the server started.
    """
    name = said.one_of("token", at.access.secrets)
    scopes = said.list("scopes", []) if said.has("scopes") else None
    is_revoked = said.flag("revoked", otherwise=False)
    said.end()
    if scopes is not None and not all(isinstance(scope, str) for scope in scopes):
        raise bad_request("scopes must be a list of texts")
    before, after = at.access.change(name, scopes, is_revoked=is_revoked)
    _note(at, "token", {"token": name}, before, after)
    return after


def site(at: Colleague, said: Said) -> Json:
    """Publishes the whole site, on every domain."""
    said.end()
    domains = [str(entry["id"]) for entry in at.world.site["customDomains"]]
    publish_site(at.world, domains, subdomain=True)
    return {"lastPublished": at.world.site["lastPublished"]}


ACTS: Final[Mapping[str, Callable[[Colleague, Said], Json | None]]] = {
    "edit": edit,
    "delete": delete,
    "create": create,
    "publish": publish,
    "unpublish": unpublish,
    "schema": schema,
    "locale": locale,
    "token": token,
    "site": site,
}
"""Each is an address of its own under /control, and the name of it in an order."""
TO_AN_ITEM: Final = frozenset({"edit", "delete", "publish", "unpublish"})
IN_A_COLLECTION: Final = frozenset({"create", "schema"})


def _item(collection: Collection, locale: str, said: Said) -> str:
    """By id or by slug."""
    named = said.text("item")
    return collection.slugs.get((locale, named), named)


def _published(at: Colleague, said: Said) -> tuple[Collection, str, list[str]]:
    collection = at.collection(said)
    locales = [at.locale(said)] if said.has("cmsLocaleId") else at.world.all_locales
    item = _item(collection, locales[0], said)
    said.end()
    return collection, item, locales


def _note(at: Colleague, what: str, where: Json, before: Json | None, after: Json | None) -> None:
    did = "created" if before is None else "deleted" if after is None else "updated"
    at.world.changes.note(what, did, where, before, after)


def _new_locale(tag: str) -> Json:
    return {
        "id": named_id("locale", tag),
        "cmsLocaleId": named_id("cms locale", tag),
        "enabled": True,
        "displayName": tag,
        "displayImageId": None,
        "redirect": False,
        "subdirectory": tag.partition("-")[0],
        "tag": tag,
    }


_Deed = Callable[[Structure, Collection], object]


def _add_field(said: Said) -> _Deed:
    field = said.object("add")
    return lambda structure, collection: structure.make_field(collection, field)


def _delete_field(said: Said) -> _Deed:
    if not said.flag("delete", otherwise=False):
        raise bad_request("delete can only be true")
    if not said.has("field"):
        return lambda structure, collection: structure.delete_collection(collection)
    field = said.text("field")
    return lambda structure, collection: structure.delete_field(collection, field)


def _remove_option(said: Said) -> _Deed:
    field, choice = said.text("field"), said.text("removeOption")
    return lambda structure, collection: structure.drop_choice(collection, field, choice)


def _change_field(said: Said) -> _Deed:
    field, changes = said.text("field"), said.object("change")
    for name, value in changes.items():
        kind = _CHANGEABLE.get(name)
        if kind is None or not isinstance(value, kind):
            raise bad_request(f"{name} cannot be changed to {value!r}")
    return lambda structure, collection: structure.redesign(collection, field, changes)


_WAYS: Final[Mapping[str, Callable[[Said], _Deed]]] = {
    "add": _add_field,
    "delete": _delete_field,
    "removeOption": _remove_option,
    "change": _change_field,
}
_CHANGEABLE: Final[Mapping[str, Any]] = {
    "displayName": str,
    "helpText": str,
    "isRequired": bool,
    "isEditable": bool,
    "type": str,
    "validations": dict | None,
}
