"""What the API says of a file."""

from wfdesk.practice.assets.files import Files
from wfdesk.practice.assets.kinds import most_bytes
from wfdesk.practice.assets.model import Asset
from wfdesk.practice.assets.store import Bucket
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import World
from wfdesk.practice.magazine.media import PLACEHOLDER, hosted_url


class Answers:
    """Describes files in the words of the API."""

    def __init__(self, world: World, files: Files, bucket: Bucket) -> None:
        self._world = world
        self._files = files
        self._bucket = bucket

    def described(self, asset: Asset, locale: str) -> Json:
        primary = self._world.page_locales[0]
        return {
            "id": asset.id,
            "contentType": asset.content_type,
            "size": self._files.size_of(asset),
            "siteId": self._world.site["id"],
            "hostedUrl": hosted_url(asset),
            "originalFileName": asset.file_name,
            "displayName": asset.display_name,
            "lastUpdated": asset.updated,
            "createdOn": asset.created,
            "variants": [self._variant(asset, width) for width in self._files.variants_of(asset)],
            "altText": asset.alts.get(locale, asset.alts.get(primary)),
        }

    def listed(self, asset: Asset, locale: str) -> Json:
        """In a list a file also tells its folder; asked for alone it does not."""
        return {**self.described(asset, locale), "folderId": asset.folder}

    def announced(self, asset: Asset) -> Json:
        """Where the bytes are to be sent, and with which form."""
        key = f"{self._world.site['id']}/{asset.id}_{asset.file_name}"
        most = most_bytes(asset.content_type)
        store = f"{PLACEHOLDER}/s3/{self._bucket.name}"
        return {
            "uploadDetails": self._bucket.form_for(key, asset.content_type, most),
            "contentType": asset.content_type,
            "id": asset.id,
            "parentFolder": asset.folder,
            "uploadUrl": store,
            "assetUrl": f"{store}/{self._world.site['id']}/{asset.path}",
            "hostedUrl": hosted_url(asset),
            "originalFileName": asset.file_name,
            "createdOn": asset.created,
            "lastUpdated": asset.updated,
        }

    def _variant(self, asset: Asset, width: int) -> Json:
        stem, _, ending = asset.path.rpartition(".")
        name = f"{stem}-p-{width}.{ending}"
        return {
            "hostedUrl": f"{PLACEHOLDER}/assets/{name}",
            "originalFileName": name.partition("_")[2],
            "displayName": name,
            "format": ending,
            "width": width,
            "height": None,
            "quality": 100,
            "error": None,
        }
