"""Which files Webflow's server would fetch: it goes out to the address, and this one does not."""

import ipaddress
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, urlsplit

from wfdesk.practice.cms.refused import InvalidFileError
from wfdesk.practice.magazine.media import PLACEHOLDER

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})


def check_importable(url: str, *, is_picture: bool) -> None:
    """Refuse an address that nobody could reach from outside, or that holds no such file."""
    if url.startswith(f"{PLACEHOLDER}/assets/"):
        return  # on the CDN already
    parts = _split(url)
    if parts.scheme not in {"http", "https"} or not _is_public(parts.hostname or ""):
        raise InvalidFileError("Remote file failed to import")
    kind = PurePosixPath(parts.path).suffix.lower()
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
