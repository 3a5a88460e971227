"""Collections and their fields: made, changed and deleted."""

from dataclasses import replace
from typing import Final

from wfdesk.practice.cms.ids import fresh_id, slug_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.cms.refused import RefusedError, bad_request, invalid, not_found
from wfdesk.practice.cms.watching import watch_collection

MOST_FIELDS: Final = 60
_MOST_CHOICES: Final = 100
_SLUG_FORM: Final = "Must be alphanumerical and not contain any spaces or special characters"
NAME_RULE: Final[Json] = {"maxLength": 256}
SLUG_RULE: Final[Json] = {"maxLength": 256, "pattern": {}, "messages": {"pattern": _SLUG_FORM}}
"""The pattern is empty, as on the real one: a regular expression is nothing in JSON."""
_TYPES: Final = frozenset(
    {"PlainText", "RichText", "Number", "Option", "Switch", "DateTime", "Email", "Phone", "Link"}
    | {"Color", "Image", "MultiImage", "File", "VideoLink", "Reference", "MultiReference"}
)
_CHANGEABLE: Final = ("displayName", "helpText")
_OWN: Final = frozenset({"name", "slug"})
"""Fields that every collection has and keeps."""


class Structure:
    """Changes the structure of the site's content. What changed is live with the next publish."""

    def __init__(self, world: World) -> None:
        self._world = world

    def make_collection(self, body: Json) -> Collection:
        display, singular = _text(body, "displayName"), _text(body, "singularName")
        slug = slug_of(_text(body, "slug") if body.get("slug") is not None else display)
        for entry in self._world.collections.values():
            if slug == entry.slug or display == entry.display_name:
                text = "Collection already exists: The display name and slug must be unique"
                raise RefusedError(409, "duplicate_collection", text)
        given = body.get("fields", [])
        if not isinstance(given, list) or len(given) + len(_OWN) > MOST_FIELDS:
            raise invalid([("fields", f"A collection has at most {MOST_FIELDS} fields")])
        now = self._world.clock.tick()
        made = Collection(fresh_id(), display, singular, slug, now, now, _name_and_slug())
        made.restructured = now
        for entry in given:
            self._add(made, entry)
        self._world.collections[made.id] = made
        watch_collection(self._world.changes, made)
        where = {"collection": made.id}
        self._world.changes.note("collection", "created", where, None, made.as_json())
        return made

    def delete_collection(self, collection: Collection) -> None:
        del self._world.collections[collection.id]
        where = {"collection": collection.id}
        self._world.changes.note("collection", "deleted", where, collection.as_json(), None)

    def make_field(self, collection: Collection, body: Json) -> Json:
        """Return the field as its maker is answered: with what it was made of."""
        if len(collection.fields) >= MOST_FIELDS:
            raise bad_request(f"A collection has at most {MOST_FIELDS} fields")
        made = self._add(collection, body)
        self._changed(collection, None, made)
        return {**made, "metadata": made["validations"]} if made["validations"] else made

    def change_field(self, collection: Collection, field: str, body: Json) -> Json:
        """Only its name, its help and whether it is required can be changed.

        Of the fields that every collection has, the reference lets only the name be changed. What
        else a request says of them is left undone without a word, as it is of any field.
        """
        entry = _field(collection, field)
        is_own = entry["slug"] in _OWN
        names = _CHANGEABLE[:1] if is_own else _CHANGEABLE
        texts: Json = {key: _text(body, key) for key in names if key in body}
        changed = {**entry, **texts}
        if "isRequired" in body and not is_own:
            changed["isRequired"] = _flag(body, "isRequired")
        collection.fields[collection.fields.index(entry)] = changed
        self._changed(collection, entry, changed)
        return changed

    def delete_field(self, collection: Collection, field: str) -> None:
        entry = _field(collection, field)
        if entry["slug"] in _OWN:
            raise bad_request(f"The field {entry['slug']} cannot be deleted")
        collection.fields.remove(entry)
        collection.retired.append(entry["slug"])
        self._unset(collection, entry["slug"], None)
        self._changed(collection, entry, None)

    def drop_choice(self, collection: Collection, field: str, choice: str) -> None:
        """As in the Designer: the API has no way to do it."""
        entry = _field(collection, field)
        if entry["type"] != "Option":
            raise bad_request(f"The field {entry['slug']} has no options")
        left = [each for each in entry["validations"]["options"] if each["id"] != choice]
        self.redesign(collection, field, {"validations": {**entry["validations"], "options": left}})
        self._unset(collection, entry["slug"], choice)

    def redesign(self, collection: Collection, field: str, changes: Json) -> None:
        """Change anything of a field, as in the Designer; the values of items stay as they are."""
        entry = _field(collection, field)
        changed = {**entry, **changes}
        collection.fields[collection.fields.index(entry)] = changed
        self._changed(collection, entry, changed)

    def _add(self, collection: Collection, body: Json) -> Json:
        if not isinstance(body, dict) or str(body.get("type")) not in _TYPES:
            raise invalid([("type", "Value (type)'s type is not supported")])
        display = _text(body, "displayName")
        field: Json = {
            "id": fresh_id(),
            "isEditable": True,
            "isRequired": _flag(body, "isRequired") if "isRequired" in body else False,
            "type": body["type"],
            "slug": _free_slug(collection, slug_of(display)),
            "displayName": display,
            "validations": self._validations(body),
        }
        if body.get("helpText"):
            field["helpText"] = _text(body, "helpText")
        collection.fields.insert(len(collection.fields) - len(_OWN), field)
        return field

    def _validations(self, body: Json) -> Json | None:
        metadata = body.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        if body["type"] == "Option":
            return {"options": _choices(metadata.get("options"))}
        if body["type"] in {"Reference", "MultiReference"}:
            target = metadata.get("collectionId")
            if str(target) not in self._world.collections:
                raise invalid([("metadata.collectionId", "Referenced collection not found")])
            return {"collectionId": target}
        return None

    def _changed(self, collection: Collection, before: Json | None, after: Json | None) -> None:
        collection.updated = collection.restructured = self._world.clock.tick()
        did = "created" if before is None else "deleted" if after is None else "updated"
        where = {"collection": collection.id, "field": (before or after or {})["slug"]}
        self._world.changes.note("field", did, where, before, after)

    def _unset(self, collection: Collection, slug: str, value: str | None) -> None:
        """Take the field's value from every item, or one value of it; this is no item's update."""
        for variant in list(collection.variants()):
            if slug in variant.fields and value in {None, variant.fields[slug]}:
                fields = {key: held for key, held in variant.fields.items() if key != slug}
                collection.put(replace(variant, fields=fields))


def _name_and_slug() -> list[Json]:
    """The fields that every new collection has. They stand last."""
    return [_own("name", "Name", NAME_RULE), _own("slug", "Slug", SLUG_RULE)]


def _own(slug: str, display: str, validations: Json) -> Json:
    return {
        "id": fresh_id(),
        "isEditable": True,
        "isRequired": True,
        "type": "PlainText",
        "slug": slug,
        "displayName": display,
        "validations": validations,
    }


def _choices(given: object) -> list[Json]:
    if not isinstance(given, list) or not 1 <= len(given) <= _MOST_CHOICES:
        raise invalid([("metadata.options", f"An option has 1 to {_MOST_CHOICES} choices")])
    return [{"name": _text(each, "name"), "id": fresh_id()} for each in given]


def _free_slug(collection: Collection, slug: str) -> str:
    """A slug that was used before is not given again: values of old would come back with it."""
    taken = {entry["slug"] for entry in collection.fields} | {*collection.retired}
    free, number = slug, 0
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _field(collection: Collection, field: str) -> Json:
    """By id or by slug."""
    for entry in collection.fields:
        if field in {entry["id"], entry["slug"]}:
            return entry
    raise not_found("field")


def _text(body: object, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value:
        raise invalid([(name, f"Value ({name})'s type should be string")])
    return value


def _flag(body: Json, name: str) -> bool:
    if not isinstance(body[name], bool):
        raise invalid([(name, f"Value ({name})'s type should be boolean")])
    return bool(body[name])


def check_published(world: World, collection: Collection, *, status: int = 409) -> None:
    """Refuse to put items live while the structure of their collection is not."""
    if collection.restructured > world.site["lastPublished"]:
        text = "The collection structure changed since the last publish"
        code = "conflict" if status == 409 else "bad_request"
        raise RefusedError(status, code, f"CollectionSchemaChangedError: {text}")


def check_domains(world: World, *, is_publish: bool = False) -> None:
    """Refuse what cannot be done while the site's domains show different states of it.

    Publishing items does not mind since July 2025.
    """
    minding = {"apart before 2025-07"} if is_publish else {"apart", "apart before 2025-07"}
    if world.behaviour.domains in minding:
        text = "Conflict: Site is published to multiple domains at different times"
        raise RefusedError(409, "conflict", text)
