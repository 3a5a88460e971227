"""Where a token may go, and what may be a token. Checked before anything is sent."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

from wfdesk.domain.errors import BadAddressError, BadTokenError

WEBFLOW_HOSTS = frozenset({"api.webflow.com"})

_TOKEN = re.compile(r"[\x21-\x7e]{20,512}")
_NOT_ALLOWED = "wfdesk sends a token to Webflow or to a practice server on this computer only."


def checked_token(text: str) -> str:
    """Return the token without the blanks around it. The text is never repeated in the error."""
    token = text.strip()
    if not _TOKEN.fullmatch(token):
        raise BadTokenError(
            "This is not a Webflow token. Copy the whole token from the site's settings,"
            " Apps & integrations, and paste it again."
        )
    return token


def checked_address(url: str, hosts: frozenset[str] = WEBFLOW_HOSTS) -> str:
    """Return the API's address without a slash at its end, or say why it gets no token."""
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadAddressError("This is not a web address. Check it.", str(error)) from error
    is_allowed = host in hosts and parts.scheme == "https"
    is_web = parts.scheme in {"http", "https"}
    if not (is_allowed or (is_web and is_loopback(host))) or _has_ballast(parts):
        raise BadAddressError(f"{_NOT_ALLOWED} Check the address.", f"{parts.scheme}://{host}")
    return parts.geturl().rstrip("/")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache(1024)
def path_of(*segments: str) -> str:
    """Join path segments. An id from elsewhere cannot climb out of its place."""
    if any(segment in {"", ".", ".."} for segment in segments):
        raise ValueError("An id is empty.")
    return "/" + "/".join(quote(segment, safe="") for segment in segments)


def _has_ballast(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment or parts.username or parts.password)
