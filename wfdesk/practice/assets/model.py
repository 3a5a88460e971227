"""What is known of the site's files and of the folders they lie in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from wfdesk.practice.cms.json import Json


@dataclass(slots=True)
class Asset:
    """A file. It is known before its bytes arrive, and stays known if they never do."""

    id: str
    file_name: str
    display_name: str
    content_type: str
    created: str
    updated: str
    folder: str | None = None
    alts: dict[str, str] = field(default_factory=dict)
    """The alternative text in each locale that has its own; the others have the primary one's."""
    digest: str = ""
    """The MD5 that was announced, in hexadecimal digits."""
    size: int = 0
    """0 until the bytes have arrived."""
    drawing: str = ""
    """What we draw for it, when it was there from the beginning."""

    def as_told(self) -> Json:
        """What the log of changes says of it."""
        return {
            "originalFileName": self.file_name,
            "displayName": self.display_name,
            "contentType": self.content_type,
            "folderId": self.folder,
            "altText": dict(self.alts),
            "size": self.size,
        }

    @property
    def path(self) -> str:
        """Its last part in every address, as it is written there."""
        return path_of(self.id, self.file_name)


@dataclass(slots=True)
class Folder:
    id: str
    display_name: str
    created: str
    updated: str
    parent: str | None = None


@dataclass(slots=True)
class Library:
    """All files and folders of the site."""

    assets: dict[str, Asset] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """The ids of those that were deleted: items may go on showing them."""

    def newest_first(self, folder: str | None = None) -> list[Asset]:
        """All files, or those in a folder and in the folders below it."""
        held: Iterator[Asset] = iter(self.assets.values())
        if folder is not None:
            wanted = self._with_those_below(folder)
            held = (asset for asset in held if asset.folder in wanted)
        return sorted(held, key=lambda asset: (asset.created, asset.id), reverse=True)

    def folder_as_json(self, folder: Folder, site: str) -> Json:
        return {
            "id": folder.id,
            "displayName": folder.display_name,
            "parentFolder": folder.parent,
            "assets": [each.id for each in self.assets.values() if each.folder == folder.id],
            "siteId": site,
            "createdOn": folder.created,
            "lastUpdated": folder.updated,
        }

    def _with_those_below(self, folder: str) -> set[str]:
        found, added = {folder}, {folder}
        while added:
            added = {each.id for each in self.folders.values() if each.parent in added}
            found |= added
        return found


def path_of(asset: str, file_name: str) -> str:
    return quote(f"{asset}_{file_name}")
