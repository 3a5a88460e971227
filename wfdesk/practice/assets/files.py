"""Where the bytes of the site's files are: on disk beside the state, in memory, or drawn by us."""

import os
import re
from pathlib import Path
from typing import Final, Protocol

from wfdesk.practice.assets.model import Asset, Library

MOST: Final = 256 * 1024 * 1024
"""Bytes that are kept of what was uploaded, all in all."""
WIDTHS: Final = (500, 800, 1080)
"""The widths in which a picture is offered besides its own, where that is larger."""
_NAMED: Final = re.compile(r"([0-9a-f]{24})_(.+)", re.DOTALL)
_VARIANT: Final = re.compile(r"(.+)-p-(\d{3,4})(\.[a-z]+)", re.DOTALL)


class Studio(Protocol):
    """Draws what was there from the beginning: pictures and documents."""

    def drawn(self, name: str, width: int | None = None, /) -> bytes:
        """A picture may also be had in another width than its own."""

    def size_of(self, name: str, /) -> int:
        """How many bytes are drawn."""

    def width_of(self, name: str, /) -> int: ...


class Full(Exception):  # noqa: N818 - the state of a shelf
    """Nothing more can be kept."""


class Files:
    """The bytes, found by file. What was uploaded twice is kept once."""

    def __init__(self, library: Library, studio: Studio, folder: Path | None) -> None:
        self._library = library
        self._studio = studio
        self._folder = folder
        self._held: dict[str, bytes] = {}
        self._doomed: set[str] = set()
        if folder is not None and folder.exists():
            self._doomed = {entry.name for entry in folder.iterdir()}
            self.settle()

    def keep(self, asset: Asset, data: bytes) -> None:
        """Keep what has arrived for a file, or raise Full."""
        kept = {each.digest: each.size for each in self._library.assets.values() if each.size}
        if asset.digest not in kept and sum(kept.values()) + len(data) > MOST:
            raise Full
        if self._folder is None:
            self._held[asset.digest] = data
        else:
            self._folder.mkdir(exist_ok=True)
            part = self._folder / f"{asset.digest}.part"
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._folder / asset.digest)

    def clear(self, asset: Asset) -> None:
        """Let the bytes of a file go that is no more, as soon as that is kept: see ``settle``."""
        self._doomed.add(asset.digest)

    def settle(self) -> None:
        """Throw away what no file has any more: now it is kept that they are gone."""
        if not self._doomed:
            return
        for digest in self._doomed - {each.digest for each in self._library.assets.values()}:
            self._held.pop(digest, None)
            if self._folder is not None and digest:
                (self._folder / digest).unlink(missing_ok=True)
        self._doomed.clear()

    def bytes_of(self, asset: Asset) -> bytes | None:
        """None while nothing has arrived."""
        if asset.drawing:
            return self._studio.drawn(asset.drawing)
        if not asset.size:
            return None
        if self._folder is None:
            return self._held.get(asset.digest)
        try:
            return (self._folder / asset.digest).read_bytes()
        except FileNotFoundError:
            return None

    def size_of(self, asset: Asset) -> int:
        return self._studio.size_of(asset.drawing) if asset.drawing else asset.size

    def variants_of(self, asset: Asset) -> list[int]:
        """The smaller widths of a picture that we draw; of what was uploaded there is one only."""
        if not asset.drawing or asset.content_type != "image/png":
            return []
        own = self._studio.width_of(asset.drawing)
        return [width for width in WIDTHS if width < own]

    def found(self, path: str) -> tuple[Asset, bytes] | None:
        """The file at the end of an address, and the bytes that belong there."""
        match = _NAMED.fullmatch(path)
        asset = self._library.assets.get(match[1]) if match else None
        if match is None or asset is None:
            return None
        if match[2] == asset.file_name:
            data = self.bytes_of(asset)
        else:
            data = self._variant(asset, match[2])
        return None if data is None else (asset, data)

    def _variant(self, asset: Asset, name: str) -> bytes | None:
        match = _VARIANT.fullmatch(name)
        if match is None or match[1] + match[3] != asset.file_name:
            return None
        width = int(match[2])
        return (
            self._studio.drawn(asset.drawing, width) if width in self.variants_of(asset) else None
        )
