"""Webflow's HTTP interface over the model's content: a call in, a status and a body out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import msgspec

from tests.convergence.content import US, Content, Item, Refused, invalid
from tests.convergence.locales import PRIMARY, locale_of, meant_by, said_of, site_of, variant
from wfdesk.api.transport import Call

SITE: Final = "site"
_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Request:
    """A call as the server reads it."""

    method: str
    path: tuple[str, ...]
    params: Mapping[str, str]
    body: Any

    @classmethod
    def of(cls, call: Call) -> "Request":
        body = msgspec.json.decode(call.body) if call.body else None
        path, params = _place(call.url)
        if "cmsLocaleId" in params and len(path) > 3:
            path = (*path[:3], variant(path[3], params["cmsLocaleId"]))
        if body and "items" in body:
            body["items"] = [meant_by(each) for each in body["items"]]
        return cls(call.method, path, params, body)

    @property
    def is_write(self) -> bool:
        return self.method != "GET"

    @property
    def verb(self) -> str:
        """What a write does, in one word."""
        if self.method == "GET":
            return "read"
        last = self.path[-1]
        if self.method == "DELETE":
            return "unpublish" if last == "live" else "delete"
        return {"bulk": "create", "publish": "publish"}.get(last, "update")

    @property
    def items(self) -> list[str]:
        """The ids that a write names."""
        named = self.body.get("items", ()) if self.body else ()
        return [each["id"] for each in named]


class Routes:
    """Answers requests. A write is applied as a whole, or up to what is refused: as is chosen."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._ways = content.ways

    def answer(self, request: Request) -> tuple[int, Any]:
        try:
            return self._answer(request)
        except Refused as refused:
            details = [
                {"param": param, "description": text} if param else text
                for param, text in refused.details
            ]
            return refused.status, {
                "message": refused.code,
                "code": refused.code,
                "details": details,
            }

    def _answer(self, request: Request) -> tuple[int, Any]:
        match request.path:
            case ("sites",):
                site = {"id": SITE, "displayName": "Site", **site_of(self._content.locales)}
                return 200, {"sites": [site]}
            case ("sites", _, "collections"):
                return 200, {"collections": [_collection(each) for each in self._content.schema]}
            case ("collections", collection, *_) if collection not in self._content.schema:
                raise Refused(404, "resource_not_found")
            case ("collections", collection):
                fields = self._content.schema[collection]
                return 200, {**_collection(collection), "fields": fields}
            case ("collections", collection, "items", *rest):
                return self._items(request, collection, rest)
        raise Refused(404, "resource_not_found")

    def _items(self, request: Request, collection: str, rest: list[str]) -> tuple[int, Any]:
        named = {locale_of(item) for item in request.items}
        named.add(request.params.get("cmsLocaleId", PRIMARY))
        if not all(map(self._content.takes, named)):
            raise Refused(400, "bad_request", [("", "Provided ID is invalid: cmsLocaleId")])
        match request.method, rest:
            case "GET", []:
                return 200, self._list(collection, request.params)
            case "GET", [item]:
                return 200, self._content.json_of(self._content.get(collection, item))
            case "PATCH", []:
                return 200, self._update(collection, request.body["items"])
            case "POST", [what]:
                make = self._create if what == "bulk" else self._publish
                return 202, make(collection, request)
            case "DELETE", _:
                return 204, self._each(request, collection)
        raise Refused(404, "resource_not_found")

    def _list(self, collection: str, params: Mapping[str, str]) -> Any:
        found = list(self._content.of(collection, params.get("cmsLocaleId", PRIMARY)))
        slug, since = params.get("slug"), params.get("lastUpdated[gte]")
        if slug is not None and self._ways.slug_filter == "heeded":
            found = [item for item in found if item.fields["slug"] == slug]
        if since is not None and self._ways.late_filter == "refused":
            raise Refused(400, "bad_request", [("", "lastUpdated is not a known parameter")])
        if since is not None and self._ways.late_filter == "supported":
            found = [item for item in found if item.updated >= since]
        published = params.get("lastPublished[gte]")
        if published is not None:
            found = [item for item in found if item.published and item.published >= published]
        if params.get("sortBy") == "lastUpdated":
            found.sort(key=lambda item: item.updated, reverse=True)
        elif params.get("sortBy") == "lastPublished":
            found.sort(key=lambda item: item.published or "", reverse=True)
        else:
            found.sort(key=lambda item: item.fields["slug"])
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", _PAGE))
        page = found[offset : offset + min(limit, _PAGE)]
        pagination = {"limit": limit, "offset": offset, "total": len(found)}
        return {"items": [self._content.json_of(item) for item in page], "pagination": pagination}

    def _create(self, collection: str, request: Request) -> Any:
        body = request.body
        made: list[Item] = []
        for fields in body["fieldData"]:
            try:
                made.append(self._content.create(US, collection, fields, is_draft=body["isDraft"]))
            except Refused as refused:
                if self._ways.is_atomic:
                    self._undo(made)
                if len(body["fieldData"]) > 1 and self._ways.names_items:
                    raise _named(refused, str(len(made))) from None
                raise
        return {"items": [self._content.json_of(item) for item in made]}

    def _undo(self, made: list[Item]) -> None:
        for item in made:
            del self._content.items[item.id]
        gone = {item.id for item in made}
        log = self._content.log
        log[:] = [change for change in log if change.item not in gone]

    def _update(self, collection: str, bodies: list[Any]) -> Any:
        refused = None
        slugs: set[str] = set()
        for body in bodies:
            try:
                self._content.check(collection, body["id"], body.get("fieldData", {}))
                _refuse_twins(slugs, body)
            except Refused as error:
                named = self._ways.names_items and len(bodies) > 1
                refused = refused or (_named(error, body["id"]) if named else error)
                if self._ways.is_atomic:
                    raise refused from None
        done = [self._patch(collection, body) for body in bodies]
        if refused is not None:
            raise refused
        return {"items": [self._content.json_of(item) for item in done if item is not None]}

    def _patch(self, collection: str, body: Any) -> Item | None:
        try:
            return self._content.update(
                US,
                collection,
                body["id"],
                body.get("fieldData", {}),
                is_draft=body.get("isDraft"),
                is_archived=body.get("isArchived"),
            )
        except Refused:
            return None

    def _publish(self, collection: str, request: Request) -> Any:
        errors = {item: self._content.publish(collection, item) for item in request.items}
        return {
            "publishedItemIds": [said_of(item)["id"] for item in errors if errors[item] is None],
            "errors": [error for error in errors.values() if error is not None],
        }

    def _each(self, request: Request, collection: str) -> None:
        """Unpublish or delete each, unless one is not there: then none, or those before it."""
        if self._ways.is_atomic:
            for item in request.items:
                found = self._content.get(collection, item)
                if request.verb == "unpublish" and found.live is None:
                    raise Refused(404, "resource_not_found")
        for item in request.items:
            if request.verb == "unpublish":
                self._content.unpublish(US, collection, item)
            else:
                self._content.delete(US, collection, item)


@lru_cache(4096)
def _place(url: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Path and parameters. Most addresses come again, in the same scenario and in others."""
    parts = urlsplit(url)
    return tuple(parts.path.removeprefix("/v2/").split("/")), dict(parse_qsl(parts.query))


def _refuse_twins(slugs: set[str], body: Any) -> None:
    slug = body.get("fieldData", {}).get("slug")
    if slug in slugs:
        raise invalid("slug", f"Unique value is already in database: '{slug}'")
    slugs.update([slug] if slug else [])


def _named(refused: Refused, item: str) -> Refused:
    details = [(param, f"{text} (item {item})") for param, text in refused.details]
    return Refused(refused.status, refused.code, details)


def _collection(collection: str) -> dict[str, Any]:
    return {"id": collection, "displayName": collection.title(), "slug": collection}
