"""The operations on collections and their fields."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.structure import Structure
from wfdesk.practice.web.reading import body_of, collection_of, site_of


class CollectionRoutes:
    """The collections of the site, and the fields of each."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._structure = Structure(world)

    def routes(self) -> list[Route]:
        every, one = "/v2/sites/{site}/collections", "/v2/collections/{collection}"
        fields = f"{one}/fields"
        return [
            Route(every, self._list, methods=["GET"]),
            Route(every, self._create, methods=["POST"]),
            Route(one, self._get, methods=["GET"]),
            Route(one, self._delete, methods=["DELETE"]),
            Route(fields, self._create_field, methods=["POST"]),
            Route(f"{fields}/{{field}}", self._update_field, methods=["PATCH"]),
            Route(f"{fields}/{{field}}", self._delete_field, methods=["DELETE"]),
        ]

    async def _list(self, request: Request) -> Response:
        site_of(self._world, request)
        held = self._world.collections.values()
        return JSONResponse({"collections": [entry.as_json() for entry in held]})

    async def _create(self, request: Request) -> Response:
        site_of(self._world, request)
        made = self._structure.make_collection(await body_of(request))
        return JSONResponse(made.as_json(with_fields=True))

    async def _get(self, request: Request) -> Response:
        return JSONResponse(collection_of(self._world, request).as_json(with_fields=True))

    async def _delete(self, request: Request) -> Response:
        self._structure.delete_collection(collection_of(self._world, request))
        return Response(status_code=204)

    async def _create_field(self, request: Request) -> Response:
        collection = collection_of(self._world, request)
        return JSONResponse(self._structure.make_field(collection, await body_of(request)))

    async def _update_field(self, request: Request) -> Response:
        collection, field = collection_of(self._world, request), request.path_params["field"]
        body = await body_of(request)
        return JSONResponse(self._structure.change_field(collection, field, body))

    async def _delete_field(self, request: Request) -> Response:
        collection = collection_of(self._world, request)
        self._structure.delete_field(collection, request.path_params["field"])
        return Response(status_code=204)
