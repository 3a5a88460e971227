"""Pictures, files and videos of the practice site, and the pictures' bytes."""

import struct
import zlib
from typing import Final

from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.json import Json

# Stands for the address of the running server, in everything that is kept.
PLACEHOLDER: Final = "http://practice.invalid"
_WIDTH, _HEIGHT = 96, 64


def image(name: str, alt: str | None) -> Json:
    return {
        "fileId": named_id("asset", name),
        "url": f"{PLACEHOLDER}/assets/{name}.png",
        "alt": alt,
    }


def document(name: str) -> Json:
    url = f"{PLACEHOLDER}/assets/{name}.pdf"
    return {"fileId": named_id("asset", name), "url": url, "alt": None}


def video(url: str) -> Json:
    """A video link as the API tells it: the address and what the provider says of it."""
    frame = f'<iframe src="{url}" width="940" height="528" allowfullscreen></iframe>'
    metadata = {
        "width": 940,
        "height": 528,
        "html": frame,
        "aspectRatio": 0.5617,
        "title": "In the bakery",
        "provider_name": "Vimeo" if "vimeo" in url else "YouTube",
        "type": "video",
        "thumbnail_url": f"{PLACEHOLDER}/assets/thumbnail.png",
        "description": None,
        "author_name": "Crumb & Compass",
    }
    return {"url": url, "metadata": metadata}


def picture(name: str) -> bytes:
    """A small PNG, the same for the same name: two tones and a slanted band."""
    tones = bytes.fromhex(named_id("picture", name))
    light, dark = tones[0:3], tones[3:6]
    slope, width = 1 + tones[6] % 3, 12 + tones[7] % 24
    rows = bytearray()
    for y in range(_HEIGHT):
        rows.append(0)
        for x in range(_WIDTH):
            rows += light if (x * slope + y) // width % 2 else dark
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
