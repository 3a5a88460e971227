"""Files that are given by their address: Webflow's server fetches them and keeps a copy.

This one fetches nothing. It refuses what could not be fetched, and draws a picture for the rest.
"""

import ipaddress
import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from wfdesk.practice.assets.model import path_of
from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.refused import InvalidFileError
from wfdesk.practice.magazine.media import PLACEHOLDER

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
_CDN: Final = f"{PLACEHOLDER}/assets/"
_ID: Final = re.compile(r"([0-9a-f]{24})_.+", re.DOTALL)


def imported(url: str, *, is_picture: bool) -> tuple[str, str]:
    """The file's id and its address on the CDN. InvalidFileError where it cannot be had."""
    if url.startswith(_CDN):
        match = _ID.fullmatch(url.removeprefix(_CDN))
        return match[1] if match else named_id("asset", url), url
    name = _checked(url, is_picture=is_picture)
    asset = _id_of(url)
    return asset, f"{_CDN}{path_of(asset, name)}"


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
    path = PurePosixPath(unquote(parts.path))
    kind = path.suffix.lower()
    if is_picture and kind and kind not in _PICTURES:
        raise InvalidFileError("Unsupported file type")
    return path.name or "file"


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
