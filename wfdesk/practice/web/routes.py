"""The operations under /v2: what a request asks, told to those who do it."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wfdesk.practice.assets.answers import Answers
from wfdesk.practice.assets.files import Files
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.refused import RefusedError, not_found
from wfdesk.practice.web.answer import refusal
from wfdesk.practice.web.assets import AssetRoutes
from wfdesk.practice.web.collections import CollectionRoutes
from wfdesk.practice.web.items import ItemRoutes
from wfdesk.practice.web.pages import PageRoutes
from wfdesk.practice.web.sites import SiteRoutes


def api_of(world: World, rate_limit: int, files: Files, answers: Answers) -> Starlette:
    parts = (
        SiteRoutes(world, rate_limit),
        PageRoutes(world),
        CollectionRoutes(world),
        ItemRoutes(world),
        AssetRoutes(world, files, answers),
    )
    routes = [route for part in parts for route in part.routes()]
    api = Starlette(
        routes=routes, exception_handlers={RefusedError: refusal, HTTPException: _no_route}
    )
    api.router.redirect_slashes = False
    return api


async def _no_route(_request: Request, _error: Exception) -> Response:
    return JSONResponse(not_found("route").body, 404)
