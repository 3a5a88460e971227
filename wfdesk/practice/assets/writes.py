"""Making, changing and deleting files and folders. What is asked is checked before it is done."""

import re
from collections.abc import Mapping
from typing import Any, Final

from wfdesk.practice.assets.kinds import content_type_of
from wfdesk.practice.assets.model import Asset, Folder, Library
from wfdesk.practice.cms.ids import fresh_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.refused import bad_request, invalid

LONGEST_NAME: Final = 99
_DIGEST: Final = re.compile(r"[0-9a-fA-F]{32}")
_NOT_IN_NAMES: Final = re.compile(r"[/\\\x00-\x1f\x7f]")


class Librarian:
    """Writes to the library of one site."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def _library(self) -> Library:
        return self._world.library

    def announce(self, body: Json) -> Asset:
        """Take note of a file whose bytes are still to come."""
        name, digest = text_of(body, "fileName"), text_of(body, "fileHash")
        if len(name) > LONGEST_NAME:
            raise invalid([("fileName", "File names must be less than 100 characters")])
        content_type = None if _NOT_IN_NAMES.search(name) else content_type_of(name)
        if content_type is None:
            raise invalid([("fileName", "Unsupported file type")])
        if not _DIGEST.fullmatch(digest):
            raise invalid([("fileHash", "Value (fileHash) should be an MD5 hash")])
        now, folder = self._world.clock.tick(), self._parent(body)
        asset = Asset(fresh_id(), name, name, content_type, now, now, folder)
        asset.digest = digest.lower()
        self._library.assets[asset.id] = asset
        self._note("created", asset, None, asset.as_told())
        return asset

    def arrived(self, asset: Asset, size: int) -> None:
        """The bytes are there."""
        before, asset.size = asset.as_told(), size
        self._note("uploaded", asset, before, asset.as_told())

    def change(self, asset: Asset, body: Json, locale: str) -> None:
        """Its name is the same in all locales, its alternative text is the locale's."""
        before, name, alt = asset.as_told(), asset.display_name, None
        if "displayName" in body:
            name = text_of(body, "displayName")
        if body.get("altText") is not None:
            alt = text_of(body, "altText", may_be_empty=True)
        asset.display_name = name
        if alt is not None:
            asset.alts[locale] = alt
        elif "altText" in body:
            asset.alts.pop(locale, None)
        asset.updated = self._world.clock.tick()
        self._note("updated", asset, before, asset.as_told())

    def delete(self, asset: Asset) -> None:
        del self._library.assets[asset.id]
        self._library.gone.add(asset.id)
        self._note("deleted", asset, asset.as_told(), None)

    def make_folder(self, body: Json) -> Folder:
        name, parent = text_of(body, "displayName"), self._parent(body)
        now = self._world.clock.tick()
        folder = Folder(fresh_id(), name, now, now, parent)
        self._library.folders[folder.id] = folder
        state = {"displayName": name, "parentFolder": parent}
        self._world.changes.note("folder", "created", {"folder": folder.id}, None, state)
        return folder

    def _note(self, did: str, asset: Asset, before: Json | None, after: Json | None) -> None:
        self._world.changes.note("asset", did, {"asset": asset.id}, before, after)

    def _parent(self, body: Json) -> str | None:
        if body.get("parentFolder") is None:
            return None
        parent = text_of(body, "parentFolder")
        if parent not in self._library.folders:
            raise bad_request("Provided ID is invalid: parentFolder")
        return parent


def text_of(body: Mapping[str, Any], name: str, *, may_be_empty: bool = False) -> str:
    """A text that a body must have."""
    text = body.get(name)
    if text is None:
        raise invalid([(name, f"Value ({name}) is required")])
    if not isinstance(text, str):
        raise invalid([(name, f"Value ({name})'s type should be string")])
    if not text and not may_be_empty:
        raise invalid([(name, f"Value ({name}) should not be empty")])
    return text
