"""The side door: what tests see and change without going through the API. It needs no token.

``manual.py`` says how it is used; ``GET /control`` shows it.
"""

from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from wfdesk.practice.cms import json
from wfdesk.practice.cms.changes import Changes
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.logbook import Logbook
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.refused import RefusedError, bad_request
from wfdesk.practice.web.answer import refusal
from wfdesk.practice.web.colleague import ACTS, Colleague
from wfdesk.practice.web.encoded import EncodedResponse
from wfdesk.practice.web.faults.orders import Faults
from wfdesk.practice.web.manual import manual
from wfdesk.practice.web.waits import Waits

_MOST_DIGITS: Final = 15
_NAMES: Final = frozenset({"127.0.0.1", "localhost"})


class Control:
    """Shows the logs and the whole state, has a colleague edit, takes orders of faults."""

    def __init__(
        self, world: World, colleague: Colleague, faults: Faults, log: Logbook, waits: Waits
    ) -> None:
        self._world = world
        self._colleague = colleague
        self._faults = faults
        self._log = log
        self._waits = waits

    def routes(self) -> list[Route]:
        return [
            Route("/control", self._manual),
            Route("/control/log", self._show_log, methods=["GET"]),
            Route("/control/log", self._clear_log, methods=["DELETE"]),
            Route("/control/changes", self._show_changes, methods=["GET"]),
            Route("/control/changes", self._clear_changes, methods=["DELETE"]),
            Route("/control/state", self._state),
            Route("/control/behaviour", self._behaviour, methods=["GET"]),
            Route("/control/behaviour", self._behave, methods=["PATCH"]),
            Route("/control/faults", self._show_faults, methods=["GET"]),
            Route("/control/faults", self._add_faults, methods=["POST"]),
            Route("/control/faults", self._clear_faults, methods=["DELETE"]),
            Route("/control/release", self._release, methods=["POST"]),
            *(Route(f"/control/{act}", self._act, methods=["POST"], name=act) for act in ACTS),
        ]

    async def _manual(self, _request: Request) -> Response:
        return PlainTextResponse(manual())

    async def _show_log(self, request: Request) -> Response:
        return _shown(self._log, request)

    async def _clear_log(self, _request: Request) -> Response:
        self._log.clear()
        return Response(status_code=204)

    async def _show_changes(self, request: Request) -> Response:
        return _shown(self._world.changes, request)

    async def _clear_changes(self, _request: Request) -> Response:
        self._world.changes.clear()
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

    async def _act(self, request: Request) -> Response:
        body = await _object(request)
        act = request.scope["path"].rpartition("/")[2]
        done = self._colleague.does({**body, "act": act})
        return Response(status_code=204) if done is None else JSONResponse(done)

    async def _behaviour(self, _request: Request) -> Response:
        return JSONResponse(self._world.behaviour.as_json())

    async def _behave(self, request: Request) -> Response:
        self._world.behaviour.change(await _object(request))
        return JSONResponse(self._world.behaviour.as_json())

    async def _show_faults(self, _request: Request) -> Response:
        return JSONResponse(self._faults.as_json())

    async def _add_faults(self, request: Request) -> Response:
        self._faults.add(await _json(request))
        return JSONResponse(self._faults.as_json())

    async def _clear_faults(self, _request: Request) -> Response:
        self._faults.clear()
        return Response(status_code=204)

    async def _release(self, _request: Request) -> Response:
        return JSONResponse({"released": self._waits.release()})


def is_ours(scope: Scope) -> bool:
    """Whether a program on this computer asks, and no page in somebody's browser."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return "origin" not in headers and headers.get("host", "").partition(":")[0] in _NAMES


def control_of(control: Control) -> Starlette:
    return Starlette(routes=control.routes(), exception_handlers={RefusedError: refusal})


def _shown(log: Logbook | Changes, request: Request) -> Response:
    since = request.query_params.get("since", "0")
    if not since.isascii() or not since.isdigit() or len(since) > _MOST_DIGITS:
        raise bad_request("since must be a number")
    entries = list(log.since(int(since)))
    return JSONResponse(entries, headers={"X-Fallen-Out": str(log.fallen_out)})


async def _json(request: Request) -> Any:
    try:
        return json.read(await request.body())
    except ValueError:
        raise bad_request("The body is no JSON") from None


async def _object(request: Request) -> Json:
    body = await _json(request)
    if not isinstance(body, dict):
        raise bad_request("The body must be an object")
    return body
