"""Where the bytes come from and go to: the network that delivers files, and the store behind it.

Neither asks for a token. Both answer as Amazon's do, in XML where they refuse.
"""

from collections.abc import Callable
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wfdesk.practice.assets.files import Files, Full
from wfdesk.practice.assets.form import StoreError, as_xml, form_of
from wfdesk.practice.assets.model import Asset
from wfdesk.practice.assets.store import CACHING, Bucket, check_digest
from wfdesk.practice.assets.writes import Librarian
from wfdesk.practice.cms.importing import is_imported
from wfdesk.practice.cms.model import World
from wfdesk.practice.magazine.media import drawn_at, stand_in

_MOST = 16 * 1024 * 1024
"""Bytes of one request; every file that is allowed is smaller."""


class FileRoutes:
    """Takes and delivers the files of one site."""

    def __init__(
        self, world: World, files: Files, bucket: Bucket, keep: Callable[[], None]
    ) -> None:
        self._world = world
        self._files = files
        self._librarian = Librarian(world)
        self._bucket = bucket
        self._keep = keep

    def routes(self) -> list[Route]:
        return [
            Route("/assets/{name}", self._deliver),
            Route("/s3/{bucket}/{site}/{name}", self._deliver),
            Route("/s3/{bucket}", self._take, methods=["POST"]),
        ]

    async def _deliver(self, request: Request) -> Response:
        """Of a file that never arrived, the store says what it says of a private one."""
        name = request.path_params["name"]
        found = self._files.found(name)
        if found is not None:
            asset, data = found
            return _delivered(data, asset.content_type)
        drawn = stand_in(name) if is_imported(name[:24]) else drawn_at(name)
        if drawn is not None:
            return _delivered(*drawn)
        raise StoreError(403, "AccessDenied", "Access Denied")

    async def _take(self, request: Request) -> Response:
        if request.path_params["bucket"] != self._bucket.name:
            raise StoreError(404, "NoSuchBucket", "The specified bucket does not exist")
        form = form_of(request.headers.get("content-type", ""), await _body(request))
        key = self._bucket.check(form)
        asset = self._asset(key)
        check_digest(asset.digest, form.data)
        try:
            self._files.keep(asset, form.data)
        except Full:
            text = "The practice server does not keep any more files; delete some"
            raise StoreError(400, "EntityTooLarge", text) from None
        self._librarian.arrived(asset, len(form.data))
        self._keep()
        tag = f'"{asset.digest}"'
        location = f"{request.url.replace(query='')}/{quote(key, safe='')}"
        stored = {"Location": location, "Bucket": self._bucket.name, "Key": key, "ETag": tag}
        headers = {"ETag": tag, "Location": location}
        return Response(as_xml("PostResponse", stored), 201, headers, "application/xml")

    def _asset(self, key: str) -> Asset:
        found = self._world.library.assets.get(key.partition("/")[2][:24])
        if found is None:
            raise StoreError(403, "AccessDenied", "Access Denied")
        return found


def files_of(files: FileRoutes) -> Starlette:
    return Starlette(routes=files.routes(), exception_handlers={StoreError: _refusal})


def _delivered(data: bytes, content_type: str) -> Response:
    headers = {"Cache-Control": CACHING, "X-Content-Type-Options": "nosniff"}
    return Response(data, headers=headers, media_type=content_type)


async def _body(request: Request) -> bytes:
    body = await request.body()
    if len(body) > _MOST:
        more = {"ProposedSize": str(len(body)), "MaxSizeAllowed": str(_MOST)}
        text = "Your proposed upload exceeds the maximum allowed size"
        raise StoreError(400, "EntityTooLarge", text, more)
    return body


async def _refusal(_request: Request, error: Exception) -> Response:
    if not isinstance(error, StoreError):
        raise error
    return Response(error.body, error.status, media_type="application/xml")
