"""How Webflow takes a value: what it refuses, and what it makes of the rest."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wfdesk.practice.assets.model import Library
from wfdesk.practice.cms.colors import is_color
from wfdesk.practice.cms.ids import iso, parsed
from wfdesk.practice.cms.importing import imported, is_imported
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.refused import InvalidError, InvalidFileError
from wfdesk.practice.cms.richtext import stored_html
from wfdesk.practice.magazine.media import hosted_url, video

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.][^@\s]*\.[^@\s.]+")
_WEB: Final = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
_LINK: Final = re.compile(rf"{_WEB.pattern}|(?:mailto:|tel:)\S+|[/#?]\S*", re.IGNORECASE)
_PATH_WITH_SLASH: Final = re.compile(r"(?!mailto:|tel:)[^?#]+/", re.IGNORECASE)
"""What ends with the slash of a path; the only one of a path stays."""
_SLUG: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Place:
    """The field that a value goes to."""

    world: World
    locale: str
    field: Json
    skips_files: bool = True
    """Whether a list of files loses those that cannot be imported, or is refused."""


def stored(place: Place, value: Any) -> Any:
    """The value as the server keeps it. InvalidError when it does not take it.

    None is no value. So is a list of nothing, as a list without a value is absent. A text of
    nothing stays a value: the reference itself says of some that they come back as an empty string.
    """
    take = _TAKERS.get(place.field["type"])
    return take(place, value) if take else value


def _text(place: Place, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidError(f"Value ({place.field['slug']})'s type should be string")
    if place.field["slug"] == "slug" and not _SLUG.fullmatch(value):
        raise InvalidError(place.field["validations"]["messages"]["pattern"])
    return value


def _rich(place: Place, value: Any) -> str:
    return stored_html(place.world, place.locale, _text(place, value))


def _number(place: Place, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise InvalidError(f"Value ({place.field['slug']})'s type should be number")
    return value


def _is_finite(number: float) -> bool:
    """Whether it is one for JavaScript too, where a whole number can be too large."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _switch(place: Place, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidError(f"Value ({place.field['slug']})'s type should be boolean")
    return value


def _date(place: Place, value: Any) -> str:
    try:
        return iso(parsed(_text(place, value)))
    except (ValueError, OverflowError):
        raise InvalidError("Field must be a valid date") from None


def _email(place: Place, value: Any) -> str:
    address = _shaped(place, value, _EMAIL, "an email address")
    return address.lower() if place.world.behaviour.emails == "lowered" else address


def _color(place: Place, value: Any) -> str:
    color = _text(place, value)
    if not is_color(color):
        raise InvalidError("Field must be a color")
    return color


def _link(place: Place, value: Any) -> str:
    link = _shaped(place, value, _LINK, "a URL")
    return link[:-1] if _PATH_WITH_SLASH.fullmatch(link) else link


def _shaped(place: Place, value: Any, form: re.Pattern[str], what: str) -> str:
    text = _text(place, value)
    if not form.fullmatch(text):
        raise InvalidError(f"Field must be {what}")
    return text


def _option(place: Place, value: Any) -> str:
    known = [entry["id"] for entry in place.field["validations"]["options"]]
    if value not in known:
        raise InvalidError("Option not found in field's options")
    return str(value)


def _video(place: Place, value: Any) -> Json:
    url = value.get("url") if isinstance(value, Mapping) else value
    return video(_shaped(place, url, _WEB, "a URL"))


def _file(place: Place, value: Any) -> Json:
    given = value if isinstance(value, Mapping) else {"url": value}
    asset, alt = _part(place, given, "fileId"), _part(place, given, "alt")
    library = place.world.library
    url = _hosted(library, asset) if asset and "url" not in given else given.get("url")
    if not isinstance(url, str):
        raise InvalidFileError("Remote file failed to import")
    is_picture = place.field["type"] in {"Image", "MultiImage"}
    found, hosted = imported(library, url, asset, is_picture=is_picture)
    return {"fileId": found, "url": hosted, "alt": alt}


def _part(place: Place, given: Mapping[str, Any], name: str) -> str | None:
    part = given.get(name)
    if part is not None and not isinstance(part, str):
        raise InvalidError(f"Value ({place.field['slug']}.{name})'s type should be string")
    return part


def _hosted(library: Library, asset: str) -> str | None:
    """A file that the site has may be named by its id alone, but not one that is gone."""
    if asset in library.assets:
        return hosted_url(library.assets[asset])
    if asset not in library.gone and not is_imported(asset):
        raise InvalidError("The fileId is not that of a file of the site")
    return None


def _files(place: Place, value: Any) -> list[Json] | None:
    """Where none of them can be had, the list is refused, or else left as it was."""
    taken, lost = [], None
    for entry in _listed(place, value):
        try:
            taken.append(_file(place, entry))
        except InvalidFileError as error:
            lost = error
            if not place.skips_files:
                raise
    if lost is not None and not taken:
        raise lost
    return taken or None


def _listed(place: Place, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidError(f"Value ({place.field['slug']})'s type should be array")
    return value


def _reference(place: Place, value: Any) -> str:
    target = place.world.collections.get(place.field["validations"]["collectionId"])
    if target is None or not isinstance(value, str) or not target.find(place.locale, value):
        raise InvalidError("Referenced item not found")
    return value


def _references(place: Place, value: Any) -> list[str] | None:
    return [_reference(place, entry) for entry in _listed(place, value)] or None


_TAKERS: Final[Mapping[str, Callable[[Place, Any], Any]]] = {
    "PlainText": _text,
    "RichText": _rich,
    "Phone": _text,
    "Number": _number,
    "Switch": _switch,
    "DateTime": _date,
    "Email": _email,
    "Color": _color,
    "Link": _link,
    "Option": _option,
    "VideoLink": _video,
    "Image": _file,
    "File": _file,
    "ExtFileRef": _file,
    "MultiImage": _files,
    "Reference": _reference,
    "MultiReference": _references,
}
