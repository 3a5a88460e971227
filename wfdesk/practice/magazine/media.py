"""Pictures, documents and videos of the practice site, and what we draw for them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from wfdesk.practice.assets.model import Asset, path_of
from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.magazine.leaflets import leaflet
from wfdesk.practice.magazine.photographs import FOOD, PHOTOGRAPHS, VIEWS, WIDE, Photograph
from wfdesk.practice.pictures.drawing import MOTIFS, draw, moods_of

# Stands for the address of the running server, in everything that is kept.
PLACEHOLDER: Final = "http://practice.invalid"
CARDS: Final = 50
RECORDINGS: Final = 20
_NUMBERED: Final = {f"photo-{number:02d}": each for number, each in enumerate(PHOTOGRAPHS)}
_IN_A_TEXT: Final = re.compile(r"(method|story)-(\d{1,3})")
TEXT_PICTURES: Final = 12
"""So many pictures of each kind are shown in texts."""
_PROVIDERS: Final = {
    "vimeo.com": "Vimeo",
    "player.vimeo.com": "Vimeo",
    "youtube.com": "YouTube",
    "m.youtube.com": "YouTube",
    "youtu.be": "YouTube",
}
_WINDOWSILL: Final = re.compile(r"windowsill-(\d{1,3})")
_LEAFLET: Final = re.compile(r"(recipe-card|recording)-\d+")


def image(name: str, language: str = "en") -> Json:
    """The value of an image field; what is not translated is said in English."""
    shown = photograph(name)
    said = shown.said(language)
    alt = shown.alt if said is None else said
    return {"fileId": asset_id(name), "url": url_of(name), "alt": alt}


def images(motifs: Sequence[str], language: str) -> list[Json]:
    """Every photograph that shows one of these and has words. The others are in the library only:
    where an item lacks an alternative text, that is one of its ``problems``.
    """
    shown = (name for name, each in _NUMBERED.items() if each.motif in motifs and each.alt)
    return [image(name, language) for name in shown]


def document(name: str) -> Json:
    return {"fileId": asset_id(name), "url": url_of(name), "alt": None}


def hosted_url(asset: Asset) -> str:
    return f"{PLACEHOLDER}/assets/{asset.path}"


def asset_id(name: str) -> str:
    return named_id("asset", name)


def file_name(name: str) -> str:
    return f"{name}.pdf" if _LEAFLET.fullmatch(name) else f"{photograph(name).stem}.png"


def photograph(name: str) -> Photograph:
    """What is on a picture. One that is not of the magazine shows anything."""
    if name in _NUMBERED:
        return _NUMBERED[name]
    if match := _WINDOWSILL.fullmatch(name):
        number = int(match[1])
        alt = None if number % 4 == 3 else "Loaves on a windowsill, still too hot to touch"
        moods = moods_of("windowsill")
        return Photograph("windowsill", moods[number % len(moods)], name, alt)
    if match := _IN_A_TEXT.fullmatch(name):
        motifs = FOOD if match[1] == "method" else VIEWS
        taken = [each for each in PHOTOGRAPHS if each.motif in motifs]
        return taken[int(match[2]) * 7 % len(taken)]._replace(stem=name, width=WIDE)
    digest = int(named_id("picture", name), 16)
    motif = MOTIFS[digest % len(MOTIFS)]
    moods = moods_of(motif)
    return Photograph(motif, moods[digest // 97 % len(moods)], name)


def names() -> list[str]:
    """All pictures and documents that the items and their texts show."""
    cards = [f"recipe-card-{number}" for number in range(CARDS)]
    recordings = [f"recording-{number}" for number in range(RECORDINGS)]
    texts = [f"{kind}-{n}" for kind in ("method", "story") for n in range(TEXT_PICTURES)]
    return [*_NUMBERED, *texts, *cards, *recordings]


@lru_cache(maxsize=160)
def drawn(name: str, width: int | None = None) -> bytes:
    """The bytes of a picture, or of a document; the same at every start."""
    if _LEAFLET.fullmatch(name):
        return leaflet(name)
    shown = photograph(name)
    size = size_of(name) if width is None else 0
    return draw(shown.motif, shown.mood, name, width or shown.width).png(size)


def size_of(name: str) -> int:
    """How many bytes will be drawn, without drawing a picture for it."""
    if _LEAFLET.fullmatch(name):
        return len(drawn(name))
    most = 130_000 if width_of(name) > 480 else 54_000
    return most + int(named_id("size", name), 16) % 9_000


def width_of(name: str) -> int:
    return photograph(name).width


def drawn_at(address: str) -> tuple[bytes, str] | None:
    """What stands at an address as sites had them that were kept by an older server."""
    name, _, ending = address.rpartition(".")
    is_leaflet = _LEAFLET.fullmatch(name) is not None
    if not name or "_" in name or ending != ("pdf" if is_leaflet else "png"):
        return None
    return drawn(name), "application/pdf" if is_leaflet else "image/png"


def stand_in(name: str) -> tuple[bytes, str]:
    """What stands for a file that was fetched from elsewhere: always the same for its name."""
    if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")):
        return drawn(name), "image/png"
    return leaflet(name.rpartition(".")[0] or name), "application/pdf"


def video(url: str) -> Json:
    """A video link as the API tells it: the address and what the provider says of it."""
    frame = f'<iframe src="{url}" width="940" height="528" allowfullscreen></iframe>'
    metadata = {
        "width": 940,
        "height": 528,
        "html": frame,
        "aspectRatio": 0.5617,
        "title": "In the bakery",
        "provider_name": _provider(url),
        "type": "video",
        "thumbnail_url": f"{PLACEHOLDER}/assets/thumbnail.png",
        "description": None,
        "author_name": "Crumb & Compass",
    }
    return {"url": url, "metadata": metadata}


def _provider(url: str) -> str:
    """One that is not known is called by its host."""
    host = url.partition("://")[2].partition("/")[0].lower().removeprefix("www.")
    return _PROVIDERS.get(host, host)


def url_of(name: str) -> str:
    return f"{PLACEHOLDER}/assets/{path_of(asset_id(name), file_name(name))}"
