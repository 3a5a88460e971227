"""The operations on the site's files and their folders. The bytes go another way: ``files.py``."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.assets.answers import Answers
from wfdesk.practice.assets.files import Files
from wfdesk.practice.assets.model import Asset
from wfdesk.practice.assets.writes import Librarian
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.paging import page_of
from wfdesk.practice.cms.refused import bad_request, not_found
from wfdesk.practice.web.reading import body_of, page_locale_of, site_of

_ID: Final = re.compile(r"[0-9a-f]{24}")


class AssetRoutes:
    """The library of the site."""

    def __init__(self, world: World, files: Files, answers: Answers) -> None:
        self._world = world
        self._files = files
        self._answers = answers
        self._librarian = Librarian(world)

    def routes(self) -> list[Route]:
        every, folders = "/v2/sites/{site}/assets", "/v2/sites/{site}/asset_folders"
        one = "/v2/assets/{asset}"
        return [
            Route(every, self._list, methods=["GET"]),
            Route(every, self._create, methods=["POST"]),
            Route(one, self._get, methods=["GET"]),
            Route(one, self._update, methods=["PATCH"]),
            Route(one, self._delete, methods=["DELETE"]),
            Route(folders, self._list_folders, methods=["GET"]),
            Route(folders, self._create_folder, methods=["POST"]),
            Route("/v2/asset_folders/{folder}", self._get_folder, methods=["GET"]),
        ]

    async def _list(self, request: Request) -> Response:
        site_of(self._world, request)
        locale = self._locale(request.query_params.get("localeId"))
        folder = request.query_params.get("folderId") or None
        if folder and not _ID.fullmatch(folder):
            raise bad_request("Provided ID is invalid: folderId")
        found = self._world.library.newest_first(folder)
        page, pagination = page_of(found, request.query_params)
        listed = [self._answers.listed(asset, locale) for asset in page]
        return JSONResponse({"assets": listed, "pagination": pagination})

    async def _create(self, request: Request) -> Response:
        site_of(self._world, request)
        asset = self._librarian.announce(await body_of(request))
        return JSONResponse(self._answers.announced(asset))

    async def _get(self, request: Request) -> Response:
        locale = self._locale(request.query_params.get("localeId"))
        return JSONResponse(self._answers.described(self._asset(request), locale))

    async def _update(self, request: Request) -> Response:
        """The locale stands in the address; clients from before put it into the body."""
        asset, body = self._asset(request), await body_of(request)
        locale = self._locale(request.query_params.get("localeId") or body.get("localeId"))
        self._librarian.change(asset, body, locale)
        return JSONResponse(self._answers.described(asset, locale))

    async def _delete(self, request: Request) -> Response:
        asset = self._asset(request)
        self._librarian.delete(asset)
        self._files.clear(asset)
        return Response(status_code=204)

    async def _list_folders(self, request: Request) -> Response:
        """All of them: this list has no pages."""
        site = site_of(self._world, request)["id"]
        library = self._world.library
        folders = [library.folder_as_json(each, site) for each in library.folders.values()]
        pagination = {"limit": len(folders), "offset": 0, "total": len(folders)}
        return JSONResponse({"assetFolders": folders, "pagination": pagination})

    async def _create_folder(self, request: Request) -> Response:
        site = site_of(self._world, request)["id"]
        folder = self._librarian.make_folder(await body_of(request))
        return JSONResponse(self._world.library.folder_as_json(folder, site))

    async def _get_folder(self, request: Request) -> Response:
        folder = self._world.library.folders.get(request.path_params["folder"])
        if folder is None:
            raise not_found("asset folder")
        return JSONResponse(self._world.library.folder_as_json(folder, self._world.site["id"]))

    def _asset(self, request: Request) -> Asset:
        found = self._world.library.assets.get(request.path_params["asset"])
        if found is None:
            raise not_found("asset")
        return found

    def _locale(self, asked: object) -> str:
        return page_locale_of(self._world, asked)
