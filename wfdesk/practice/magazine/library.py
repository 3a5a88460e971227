"""The files of the practice site and the folders they lie in: what its items and pages show."""

from typing import Final

from wfdesk.practice.assets.kinds import content_type_of
from wfdesk.practice.assets.model import Asset, Folder
from wfdesk.practice.cms.ids import moment, named_id
from wfdesk.practice.cms.model import World
from wfdesk.practice.magazine import media
from wfdesk.practice.magazine.photographs import FOOD, PEOPLE, VIEWS, Photograph
from wfdesk.practice.magazine.schema import CREATED

_FOLDERS: Final = {
    "Photos": None,
    "Food": "Photos",
    "Places": "Photos",
    "People": "Photos",
    "Recipe cards": None,
    "Recordings": None,
}
"""And the folder that each lies in."""
_SHELVES: Final = {
    **dict.fromkeys(FOOD, "Food"),
    **dict.fromkeys(VIEWS, "Places"),
    **dict.fromkeys(PEOPLE, "People"),
}
_FIRST: Final = 1_707_300_000_000
_HOUR: Final = 3_600_000


def add_library(world: World) -> None:
    """Fill the library of a site. It is the same for every seed, as are the pictures."""
    for name, parent in _FOLDERS.items():
        above = None if parent is None else named_id("folder", parent)
        folder = Folder(named_id("folder", name), name, CREATED, CREATED, above)
        world.library.folders[folder.id] = folder
    files = {name: media.asset_id(name) for name in media.names()}
    shown = [node for page in world.pages.values() for node in page.nodes.primary]
    of_pages = dict.fromkeys(node["image"]["assetId"] for node in shown if node["type"] == "image")
    files.update({f"windowsill-{place}": asset for place, asset in enumerate(of_pages)})
    for place, (name, asset) in enumerate(files.items()):
        world.library.assets[asset] = _asset(world, name, asset, place)


def _asset(world: World, name: str, asset: str, place: int) -> Asset:
    file, folder = media.file_name(name), _folder(name)
    when = moment(_FIRST + place * 37 * _HOUR)
    made = Asset(asset, file, file, content_type_of(file) or "", when, when)
    made.folder = None if folder is None else named_id("folder", folder)
    made.drawing = name
    if made.content_type == "image/png":
        made.alts = _alts(world, media.photograph(name))
    return made


def _alts(world: World, shown: Photograph) -> dict[str, str]:
    """By locale of the site; one that the magazine does not speak has none."""
    locales = world.site["locales"]
    tags = {entry["id"]: entry["tag"] for entry in (locales["primary"], *locales["secondary"])}
    said = {locale: shown.said(tag[:2]) for locale, tag in tags.items()}
    return {locale: text for locale, text in said.items() if text is not None}


def _folder(name: str) -> str | None:
    if name.startswith("recipe-card"):
        return "Recipe cards"
    if name.startswith("recording"):
        return "Recordings"
    return _SHELVES[media.photograph(name).motif] if name.startswith("photo") else None
