"""The operations on items, one or many, staged and live."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.listing import listed
from wfdesk.practice.cms.model import Variant, World
from wfdesk.practice.cms.publishing import Publisher
from wfdesk.practice.cms.refused import bad_request, not_found
from wfdesk.practice.cms.structure import check_published
from wfdesk.practice.cms.writes import Writer, locale_of
from wfdesk.practice.web.encoded import EncodedResponse
from wfdesk.practice.web.reading import (
    body_of,
    collection_of,
    entries_of,
    ids_of,
    inserted_locales,
    listed_or_one,
    locales_of,
    skips_invalid_files,
)


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
            Route(f"{items}/insert", self._insert, methods=["POST"]),
            Route(f"{items}/publish", self._publish, methods=["POST"]),
            Route(f"{items}/live", self._list_live, methods=["GET"]),
            Route(f"{items}/live", self._create_live, methods=["POST"]),
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
        collection = collection_of(self._world, request)
        return EncodedResponse(listed(self._world, collection, request.query_params.multi_items()))

    async def _list_live(self, request: Request) -> Response:
        collection = collection_of(self._world, request)
        return EncodedResponse(
            listed(self._world, collection, request.query_params.multi_items(), live=True)
        )

    async def _get(self, request: Request) -> Response:
        return JSONResponse(self._variant(request).as_json())

    async def _get_live(self, request: Request) -> Response:
        variant = self._variant(request)
        if variant.live is None:
            raise not_found("item")
        return JSONResponse(variant.as_json(live=True))

    async def _create(self, request: Request) -> Response:
        return await self._created(request, live=False)

    async def _create_live(self, request: Request) -> Response:
        # The contract knows no conflict here.
        check_published(self._world, collection_of(self._world, request), status=400)
        return await self._created(request, live=True)

    async def _created(self, request: Request, *, live: bool) -> Response:
        body = await body_of(request)
        if "items" in body and "fieldData" in body:
            raise bad_request("Either items or fieldData, not both")
        bodies = [_new(entry) for entry in (entries_of(body) if "items" in body else [body])]
        locales = [[locale_of(self._world, entry)] for entry in bodies]
        items = self._writer(request).create_all(bodies, locales, live=live)
        made = [item.as_json() for [item] in items]
        return JSONResponse({"items": made} if "items" in body else made[0], 202)

    async def _create_bulk(self, request: Request) -> Response:
        body = await body_of(request)
        locales = locales_of(self._world, body)
        given = body.get("fieldData")
        bodies = [{**_new(body), "fieldData": entry} for entry in listed_or_one(given)]
        made = self._writer(request).create_all(bodies, [locales] * len(bodies))
        if isinstance(given, list):
            return JSONResponse({"items": [variants[0].as_json() for variants in made]}, 202)
        answer = made[0][0].as_json()
        del answer["cmsLocaleId"]
        return JSONResponse({**answer, "cmsLocaleIds": [*filter(None, locales)]}, 202)

    async def _insert(self, request: Request) -> Response:
        entries = entries_of(await body_of(request))
        locales = [inserted_locales(self._world, entry) for entry in entries]
        made = self._writer(request).create_all(entries, locales)
        every = [variant.as_json() for variants in made for variant in variants]
        return JSONResponse({"items": every}, 202)

    async def _update(self, request: Request) -> Response:
        return await self._updated(request, live=False)

    async def _update_live(self, request: Request) -> Response:
        return await self._updated(request, live=True)

    async def _updated(self, request: Request, *, live: bool) -> Response:
        bodies = entries_of(await body_of(request))
        changed = self._writer(request).update(bodies, is_bulk=True, live=live)
        return JSONResponse({"items": [item.as_json(live=live) for item in changed]})

    async def _update_one(self, request: Request) -> Response:
        return await self._updated_one(request, live=False)

    async def _update_one_live(self, request: Request) -> Response:
        return await self._updated_one(request, live=True)

    async def _updated_one(self, request: Request, *, live: bool) -> Response:
        body = {**await body_of(request), "id": request.path_params["item"]}
        [changed] = self._writer(request).update([body], is_bulk=False, live=live)
        return JSONResponse(changed.as_json(live=live))

    async def _delete(self, request: Request) -> Response:
        refs = self._refs(await body_of(request))
        self._writer(request).delete(refs)
        return Response(status_code=204)

    async def _delete_one(self, request: Request) -> Response:
        self._writer(request).delete([self._one_ref(request)])
        return Response(status_code=204)

    async def _publish(self, request: Request) -> Response:
        body = await body_of(request)
        if "itemIds" in body:
            every = self._world.all_locales
            refs = [(item, every) for item in dict.fromkeys(ids_of(body["itemIds"]))]
        else:
            refs = self._refs(body)
        collection = collection_of(self._world, request)
        return JSONResponse(Publisher(self._world, collection).publish(refs), 202)

    async def _unpublish(self, request: Request) -> Response:
        refs = self._refs(await body_of(request))
        Publisher(self._world, collection_of(self._world, request)).unpublish(refs)
        return Response(status_code=204)

    async def _unpublish_one(self, request: Request) -> Response:
        collection = collection_of(self._world, request)
        Publisher(self._world, collection).unpublish([self._one_ref(request)])
        return Response(status_code=204)

    def _writer(self, request: Request) -> Writer:
        collection = collection_of(self._world, request)
        skips = skips_invalid_files(request)
        return Writer(self._world, collection, skip_invalid_files=skips)

    def _variant(self, request: Request) -> Variant:
        query = request.query_params
        locale = locale_of(self._world, dict(query))
        found = collection_of(self._world, request).find(locale, request.path_params["item"])
        if found is None:
            raise not_found("item")
        return found

    def _refs(self, body: Json) -> list[tuple[str, list[str]]]:
        return [
            (str(entry.get("id")), locales_of(self._world, entry)) for entry in entries_of(body)
        ]

    def _one_ref(self, request: Request) -> tuple[str, list[str]]:
        asked = request.query_params.get("cmsLocaleId")
        named = asked.split(",") if asked else [self._world.primary]
        locales = [locale_of(self._world, {"cmsLocaleId": locale}) for locale in named]
        return request.path_params["item"], locales


def _new(entry: Json) -> Json:
    """What is said of an item that gets its id here; clients may send one all the same."""
    return {name: value for name, value in entry.items() if name != "id"}
