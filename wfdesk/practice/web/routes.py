"""The operations under /v2: what a request asks, told to those who do it."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.listing import listed
from wfdesk.practice.cms.model import Collection, Json, Variant, World
from wfdesk.practice.cms.publishing import Publisher
from wfdesk.practice.cms.refused import RefusedError, bad_request, invalid, not_found
from wfdesk.practice.cms.writes import Writer, locale_of
from wfdesk.practice.magazine.schema import CREATED

MAX_BATCH = 100


class SiteRoutes:
    """The token's owner, the site and its collections."""

    def __init__(self, world: World, rate_limit: int) -> None:
        self._world = world
        self._rate_limit = rate_limit
        self._last_publish: float | None = None

    def routes(self) -> list[Route]:
        site = "/v2/sites/{site}"
        return [
            Route("/v2/token/authorized_by", self._authorized_by),
            Route("/v2/token/introspect", self._introspect),
            Route("/v2/sites", self._sites),
            Route(site, self._get_site),
            Route(f"{site}/custom_domains", self._domains),
            Route(f"{site}/publish", self._publish, methods=["POST"]),
            Route(f"{site}/collections", self._collections),
            Route("/v2/collections/{collection}", self._collection),
        ]

    async def _authorized_by(self, _request: Request) -> Response:
        person = {"firstName": "Inês", "lastName": "Almeida"}
        owner = {"id": named_id("person"), "email": "ines@crumb-and-compass.example", **person}
        return JSONResponse(owner)

    async def _introspect(self, request: Request) -> Response:
        name = request.scope["practice.token"]
        authorized = {
            "siteIds": [self._world.site["id"]],
            "workspaceIds": [self._world.site["workspaceId"]],
            "userIds": [named_id("person")],
        }
        authorization = {
            "id": named_id("authorization", name),
            "createdOn": CREATED,
            "lastUsed": CREATED,
            "grantType": "authorization_code",
            "rateLimit": self._rate_limit,
            "scope": " ".join(request.scope["practice.scopes"]),
            "authorizedTo": authorized,
        }
        application = {
            "id": named_id("application"),
            "description": "A site to practise on",
            "homepage": "https://crumb-and-compass.example",
            "displayName": "Practice",
        }
        return JSONResponse({"authorization": authorization, "application": application})

    async def _sites(self, _request: Request) -> Response:
        return JSONResponse({"sites": [self._world.site]})

    async def _get_site(self, request: Request) -> Response:
        return JSONResponse(self._site(request))

    async def _domains(self, request: Request) -> Response:
        return JSONResponse({"customDomains": self._site(request)["customDomains"]})

    async def _publish(self, request: Request) -> Response:
        site = self._site(request)
        body = await _body(request)
        domains, subdomain = body.get("customDomains") or [], body.get("publishToWebflowSubdomain")
        known = {entry["id"]: entry for entry in site["customDomains"]}
        if not domains and not subdomain:
            raise bad_request("No domains to publish to")
        if any(domain not in known for domain in domains):
            raise RefusedError(400, "no_domains", "Bad Request: Unknown domain")
        if self._last_publish is not None and time.monotonic() - self._last_publish < 60:
            raise RefusedError(429, "too_many_requests", "Only one publish a minute is allowed")
        self._last_publish = time.monotonic()
        site["lastPublished"] = self._world.clock.tick()
        for domain in domains:
            known[domain]["lastPublished"] = site["lastPublished"]
        answer = {
            "customDomains": [known[domain] for domain in domains],
            "publishToWebflowSubdomain": bool(subdomain),
        }
        return JSONResponse(answer, 202)

    async def _collections(self, request: Request) -> Response:
        self._site(request)
        held = self._world.collections.values()
        return JSONResponse({"collections": [entry.as_json() for entry in held]})

    async def _collection(self, request: Request) -> Response:
        return JSONResponse(_collection(self._world, request).as_json(with_fields=True))

    def _site(self, request: Request) -> Json:
        if request.path_params["site"] != self._world.site["id"]:
            raise not_found("site")
        return self._world.site


class ItemRoutes:
    """The items of a collection, staged and live."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        items = "/v2/collections/{collection}/items"
        one = f"{items}/{{item}}"
        return [
            Route(items, self._list, methods=["GET"]),
            Route(items, self._create, methods=["POST"]),
            Route(items, self._update, methods=["PATCH"]),
            Route(items, self._delete, methods=["DELETE"]),
            Route(f"{items}/bulk", self._create_bulk, methods=["POST"]),
            Route(f"{items}/publish", self._publish, methods=["POST"]),
            Route(f"{items}/live", self._list_live, methods=["GET"]),
            Route(f"{items}/live", self._update_live, methods=["PATCH"]),
            Route(f"{items}/live", self._unpublish, methods=["DELETE"]),
            Route(one, self._get, methods=["GET"]),
            Route(one, self._update_one, methods=["PATCH"]),
            Route(one, self._delete_one, methods=["DELETE"]),
            Route(f"{one}/live", self._get_live, methods=["GET"]),
            Route(f"{one}/live", self._update_one_live, methods=["PATCH"]),
            Route(f"{one}/live", self._unpublish_one, methods=["DELETE"]),
        ]

    async def _list(self, request: Request) -> Response:
        collection = _collection(self._world, request)
        return JSONResponse(listed(self._world, collection, request.query_params))

    async def _list_live(self, request: Request) -> Response:
        collection = _collection(self._world, request)
        return JSONResponse(listed(self._world, collection, request.query_params, live=True))

    async def _get(self, request: Request) -> Response:
        return JSONResponse(self._variant(request).as_json())

    async def _get_live(self, request: Request) -> Response:
        variant = self._variant(request)
        if variant.live is None:
            raise not_found("item")
        return JSONResponse(variant.as_json(live=True))

    async def _create(self, request: Request) -> Response:
        body = await _body(request)
        if "items" in body and "fieldData" in body:
            raise bad_request("Either items or fieldData, not both")
        bodies = _entries(body) if "items" in body else [body]
        locales = [[locale_of(self._world, entry)] for entry in bodies]
        made = [item.as_json() for item in self._writer(request).create_all(bodies, locales)]
        return JSONResponse({"items": made} if "items" in body else made[0], 202)

    async def _create_bulk(self, request: Request) -> Response:
        body = await _body(request)
        locales = _locales(self._world, body)
        given = body.get("fieldData")
        bodies = [{**body, "fieldData": entry} for entry in _listed(given)]
        made = self._writer(request).create_all(bodies, [locales] * len(bodies))
        if isinstance(given, list):
            return JSONResponse({"items": [item.as_json() for item in made]}, 202)
        answer = made[0].as_json()
        del answer["cmsLocaleId"]
        return JSONResponse({**answer, "cmsLocaleIds": locales}, 202)

    async def _update(self, request: Request) -> Response:
        return await self._updated(request, live=False)

    async def _update_live(self, request: Request) -> Response:
        return await self._updated(request, live=True)

    async def _updated(self, request: Request, *, live: bool) -> Response:
        bodies = _entries(await _body(request))
        changed = self._writer(request).update(bodies, is_bulk=True, live=live)
        return JSONResponse({"items": [item.as_json(live=live) for item in changed]})

    async def _update_one(self, request: Request) -> Response:
        return await self._updated_one(request, live=False)

    async def _update_one_live(self, request: Request) -> Response:
        return await self._updated_one(request, live=True)

    async def _updated_one(self, request: Request, *, live: bool) -> Response:
        body = {**await _body(request), "id": request.path_params["item"]}
        [changed] = self._writer(request).update([body], is_bulk=False, live=live)
        return JSONResponse(changed.as_json(live=live))

    async def _delete(self, request: Request) -> Response:
        refs = self._refs(await _body(request))
        self._writer(request).delete(refs)
        return Response(status_code=204)

    async def _delete_one(self, request: Request) -> Response:
        self._writer(request).delete([self._one_ref(request)])
        return Response(status_code=204)

    async def _publish(self, request: Request) -> Response:
        body = await _body(request)
        if "itemIds" in body:
            every = self._world.all_locales
            refs = [(str(item), every) for item in _batch(body["itemIds"])]
        else:
            refs = self._refs(body)
        collection = _collection(self._world, request)
        return JSONResponse(Publisher(self._world, collection).publish(refs), 202)

    async def _unpublish(self, request: Request) -> Response:
        refs = self._refs(await _body(request))
        Publisher(self._world, _collection(self._world, request)).unpublish(refs)
        return Response(status_code=204)

    async def _unpublish_one(self, request: Request) -> Response:
        collection = _collection(self._world, request)
        Publisher(self._world, collection).unpublish([self._one_ref(request)])
        return Response(status_code=204)

    def _writer(self, request: Request) -> Writer:
        return Writer(self._world, _collection(self._world, request))

    def _variant(self, request: Request) -> Variant:
        query = request.query_params
        locale = locale_of(self._world, dict(query))
        found = _collection(self._world, request).find(locale, request.path_params["item"])
        if found is None:
            raise not_found("item")
        return found

    def _refs(self, body: Json) -> list[tuple[str, list[str]]]:
        return [(str(entry["id"]), _locales(self._world, entry)) for entry in _entries(body)]

    def _one_ref(self, request: Request) -> tuple[str, list[str]]:
        asked = request.query_params.get("cmsLocaleId")
        locales = asked.split(",") if asked else [self._world.primary]
        return request.path_params["item"], locales


def api_of(world: World, rate_limit: int) -> Starlette:
    routes = [*SiteRoutes(world, rate_limit).routes(), *ItemRoutes(world).routes()]
    return Starlette(
        routes=routes, exception_handlers={RefusedError: _refusal, HTTPException: _no_route}
    )


async def _refusal(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return JSONResponse(error.body, error.status)


async def _no_route(_request: Request, _error: Exception) -> Response:
    return JSONResponse(not_found("route").body, 404)


async def _body(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise bad_request("Unexpected token in JSON") from None
    if not isinstance(body, dict):
        raise bad_request("The body must be an object")
    return body


def _collection(world: World, request: Request) -> Collection:
    found = world.collections.get(request.path_params["collection"])
    if found is None:
        raise not_found("collection")
    return found


def _batch(value: Any) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_BATCH:
        raise invalid([("items", f"Value (items) must hold 1 to {MAX_BATCH} entries")])
    return value


def _entries(body: Json) -> list[Json]:
    entries = _batch(body.get("items"))
    if not all(isinstance(entry, dict) for entry in entries):
        raise invalid([("items", "Value (items)'s type should be array of objects")])
    return entries


def _listed(given: Any) -> Sequence[Any]:
    return _batch(given) if isinstance(given, list) else [given]


def _locales(world: World, body: Mapping[str, Any]) -> list[str]:
    chosen = body.get("cmsLocaleIds") or [world.primary]
    return [locale_of(world, {"cmsLocaleId": locale}) for locale in chosen]
