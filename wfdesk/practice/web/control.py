"""The side door: what tests see and change without going through the API. It needs no token."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.cms.refused import RefusedError, not_found
from wfdesk.practice.cms.structure import Structure
from wfdesk.practice.cms.writes import locale_of
from wfdesk.practice.magazine.media import picture
from wfdesk.practice.web.encoded import EncodedResponse
from wfdesk.practice.web.gate import Gate


class Control:
    """Reads the log and the whole state, edits behind the client's back, orders faults."""

    def __init__(self, world: World, gate: Gate, keep: Callable[[], None]) -> None:
        self._world = world
        self._gate = gate
        self._keep = keep

    def routes(self) -> list[Route]:
        return [
            Route("/assets/{name}.png", self._picture),
            Route("/assets/{name}.pdf", self._document),
            Route("/control/log", self._log, methods=["GET"]),
            Route("/control/log", self._clear_log, methods=["DELETE"]),
            Route("/control/state", self._state),
            Route("/control/edit", self._edit, methods=["POST"]),
            Route("/control/delete", self._delete, methods=["POST"]),
            Route("/control/schema", self._schema, methods=["POST"]),
            Route("/control/faults", self._faults, methods=["GET"]),
            Route("/control/faults", self._add_faults, methods=["POST"]),
            Route("/control/faults", self._clear_faults, methods=["DELETE"]),
        ]

    async def _picture(self, request: Request) -> Response:
        return Response(picture(request.path_params["name"]), media_type="image/png")

    async def _document(self, _request: Request) -> Response:
        return Response(b"%PDF-1.4\n%%EOF\n", media_type="application/pdf")

    async def _log(self, _request: Request) -> Response:
        return JSONResponse(self._gate.log)

    async def _clear_log(self, _request: Request) -> Response:
        self._gate.log.clear()
        return Response(status_code=204)

    async def _state(self, _request: Request) -> Response:
        held = {
            entry.id: {
                "slug": entry.slug,
                "items": [variant.as_json() for variant in entry.variants()],
            }
            for entry in self._world.collections.values()
        }
        return EncodedResponse({"collections": held})

    async def _edit(self, request: Request) -> Response:
        body = await _json(request)
        collection = self._collection(body)
        variant = collection.find(locale_of(self._world, body), str(body.get("item")))
        if variant is None:
            raise not_found("item")
        fields = {**variant.fields, **body.get("fieldData", {})}
        changed = replace(
            variant,
            fields={slug: value for slug, value in fields.items() if value is not None},
            is_draft=body.get("isDraft", variant.is_draft),
            is_archived=body.get("isArchived", variant.is_archived),
            updated=self._world.clock.tick(),
        )
        collection.put(changed)
        self._keep()
        return JSONResponse(changed.as_json())

    async def _delete(self, request: Request) -> Response:
        body = await _json(request)
        collection = self._collection(body)
        for locale in self._world.all_locales:
            collection.drop(locale, str(body.get("item")))
        self._keep()
        return Response(status_code=204)

    async def _schema(self, request: Request) -> Response:
        body = await _json(request)
        collection = self._collection(body)
        structure, field = Structure(self._world), str(body.get("field"))
        if body.get("delete"):
            structure.delete_field(collection, field)
        elif "removeOption" in body:
            structure.drop_choice(collection, field, str(body["removeOption"]))
        self._keep()
        return JSONResponse(collection.as_json(with_fields=True))

    async def _faults(self, _request: Request) -> Response:
        return JSONResponse(self._gate.faults.as_json())

    async def _add_faults(self, request: Request) -> Response:
        body = await _json(request)
        for fault in body if isinstance(body, list) else [body]:
            self._gate.faults.add(fault)
        return JSONResponse(self._gate.faults.as_json())

    async def _clear_faults(self, _request: Request) -> Response:
        self._gate.faults.clear()
        return Response(status_code=204)

    def _collection(self, body: Json) -> Collection:
        """By id or by slug."""
        named = body.get("collection")
        for entry in self._world.collections.values():
            if named in {entry.id, entry.slug}:
                return entry
        raise not_found("collection")


def control_of(control: Control) -> Starlette:
    return Starlette(routes=control.routes(), exception_handlers={RefusedError: _refusal})


async def _json(request: Request) -> Any:
    return json.loads(await request.body())


async def _refusal(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return JSONResponse(error.body, error.status)
