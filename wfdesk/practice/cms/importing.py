"""Files that are given by their address: Webflow's server fetches them and keeps a copy.

This one fetches nothing. It refuses what could not be fetched, and draws a picture for the rest.
"""

import ipaddress
import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from wfdesk.practice.assets.model import Library, path_of
from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.refused import InvalidError, InvalidFileError
from wfdesk.practice.magazine.media import PLACEHOLDER, asset_id

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
_CDN: Final = f"{PLACEHOLDER}/assets/"
_ID: Final = re.compile(r"([0-9a-f]{24})_(.+)", re.DOTALL)
_WIDTH: Final = re.compile(r"-p-\d{3,4}(?=\.[a-z]+\Z)")
"""What a smaller variant of a picture has in its name."""


def imported(library: Library, url: str, asset: str | None, *, is_picture: bool) -> tuple[str, str]:
    """The file's id and its address on the CDN. InvalidFileError where it cannot be had.

    An id that comes with the address must be that of the same file.
    """
    if url.startswith(_CDN):
        found = _on_cdn(library, unquote(url.removeprefix(_CDN)), is_picture=is_picture)
        return _same(asset, found, url), url
    name = _checked(url, is_picture=is_picture)
    found = _id_of(url)
    _same(asset, found, url)
    return found, f"{_CDN}{path_of(found, name)}"


def _on_cdn(library: Library, path: str, *, is_picture: bool) -> str:
    """The id of a file that is or was in the library, or is a copy from elsewhere."""
    _check_kind(path, is_picture=is_picture)
    match = _ID.fullmatch(path)
    if match is None:
        return _of_old(library, path)
    asset, name = match.groups()
    held = library.assets.get(asset)
    if held is None:
        is_known = asset in library.gone or is_imported(asset)
    else:
        is_known = held.file_name in {name, _WIDTH.sub("", name)}
    if not is_known:
        raise InvalidFileError("Remote file failed to import")
    return asset


def _of_old(library: Library, path: str) -> str:
    """The same for an address as sites have them that were kept by an older server."""
    name, _, ending = path.rpartition(".")
    asset = asset_id(name)
    if ending not in {"png", "pdf"} or (asset not in library.assets and asset not in library.gone):
        raise InvalidFileError("Remote file failed to import")
    return asset


def _same(asset: str | None, found: str, url: str) -> str:
    """The id that was given, or the one that was found."""
    # An older server named files by their addresses.
    if asset not in {None, found, named_id("asset", url)}:
        raise InvalidError("The fileId is not that of the file at the url")
    return asset or found


def is_imported(asset: str) -> bool:
    """Whether the id is one that ``imported`` gave: its second half follows from the first."""
    return asset == _with_check(asset[:12])


def _id_of(url: str) -> str:
    return _with_check(named_id("import", url)[:12])


def _with_check(half: str) -> str:
    return half + named_id("imported", half)[:12]


def _checked(url: str, *, is_picture: bool) -> str:
    """The name of the file at an address that could be reached from outside."""
    parts = _split(url)
    if parts.scheme not in {"http", "https"} or not _is_public(parts.hostname or ""):
        raise InvalidFileError("Remote file failed to import")
    path = unquote(parts.path)
    _check_kind(path, is_picture=is_picture)
    return PurePosixPath(path).name or "file"


def _check_kind(path: str, *, is_picture: bool) -> None:
    kind = PurePosixPath(path).suffix.lower()
    if is_picture and kind and kind not in _PICTURES:
        raise InvalidFileError("Unsupported file type")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise InvalidFileError("Remote file failed to import") from None


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        is_local = host == "localhost" or host.endswith((".localhost", ".local", ".invalid"))
        return "." in host and not is_local
