"""What a picture's or file's value says, and what becomes of it when a part is changed."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QMimeData

from wfdesk.domain.values import Value


def is_asset(value: Value) -> bool:
    """Whether the value is a picture or file, Webflow's or one given by its address."""
    if not isinstance(value, Mapping):
        return False
    url, alt = value.get("url"), value.get("alt")
    return isinstance(url, str) and (alt is None or isinstance(alt, str))


def url_of(value: Value) -> str:
    url = value.get("url") if isinstance(value, Mapping) else None
    return url if isinstance(url, str) else ""


def alt_of(value: Value) -> str:
    alt = value.get("alt") if isinstance(value, Mapping) else None
    return alt if isinstance(alt, str) else ""


def with_url(value: Value, url: str) -> Value:
    """Another file in the same place: its alt text stays, what named the old file goes."""
    if not url:
        return None
    kept = value.get("alt") if isinstance(value, Mapping) else None
    return {"url": url} if kept is None else {"url": url, "alt": kept}


def with_alt(value: Value, alt: str) -> Value:
    """Emptied, the alt text is sent as empty: left out, Webflow would keep the old one."""
    return {**value, "alt": alt} if isinstance(value, Mapping) else value


def file_name(url: str) -> str:
    """The file's own name, without the id that Webflow puts before it."""
    name = unquote(PurePosixPath(urlsplit(url).path).name) if _is_address(url) else url
    head, underscore, rest = name.partition("_")
    is_id = len(head) >= 20 and all(letter in "0123456789abcdef" for letter in head)
    return rest if underscore and rest and is_id else name


def dropped_url(data: QMimeData) -> str:
    """The web address that was dropped or pasted; never a file of this computer."""
    addresses = [url.toString() for url in data.urls()] if data.hasUrls() else []
    if data.hasText():
        addresses.append(data.text().strip())
    return next((url for url in addresses if url.startswith(("https://", "http://"))), "")


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True
