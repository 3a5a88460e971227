"""Fields, a context without a network, and values both sensible and odd."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtGui import QImage

from wfdesk.domain.ids import CollectionId, FieldSlug, ItemId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.schema import Field, FieldType
from wfdesk.ui.editor.fields.context import EditorContext, Kind, Page, Target
from wfdesk.ui.editor.palette import RecentColours
from wfdesk.ui.toolkit.tasks import TaskScope

POSTS = CollectionId("posts")


def field(type_: FieldType, slug: str = "it", **validations: object) -> Field:
    return Field("f", FieldSlug(slug), "Label", type_, type_.value, validations=validations)


def options(count: int) -> list[dict[str, str]]:
    return [{"id": f"id-{number}", "name": f"Choice {number}"} for number in range(count)]


FIELDS = {
    "line": field(FieldType.PLAIN_TEXT, singleLine=True, maxLength=10),
    "slug": field(FieldType.PLAIN_TEXT, "slug"),
    "text": field(FieldType.PLAIN_TEXT),
    "rich": field(FieldType.RICH_TEXT),
    "image": field(FieldType.IMAGE),
    "images": field(FieldType.MULTI_IMAGE),
    "file": field(FieldType.FILE),
    "external": field(FieldType.EXT_FILE_REF),
    "video": field(FieldType.VIDEO_LINK),
    "link": field(FieldType.LINK),
    "email": field(FieldType.EMAIL),
    "phone": field(FieldType.PHONE),
    "number": field(FieldType.NUMBER, precision=2, minValue=0),
    "date": field(FieldType.DATE_TIME),
    "moment": field(FieldType.DATE_TIME, format="date-time"),
    "switch": field(FieldType.SWITCH),
    "color": field(FieldType.COLOR),
    "radio": field(FieldType.OPTION, options=options(3)),
    "list": field(FieldType.OPTION, options=options(9)),
    "reference": field(FieldType.REFERENCE, collectionId=POSTS),
    "references": field(FieldType.MULTI_REFERENCE, collectionId=POSTS),
    "unknown": field(FieldType.UNKNOWN),
}

VALUES: list[object] = [
    None,
    "",
    "plain",
    "a\r\nb\rc\nd\u2028e\u2029f\u00a0g",
    "\ufeffmark",
    "half \ud83d",
    "\u202eright to left\u200b",
    "x\x00y",
    "emoji \N{CROISSANT}",
    "<img src=/etc/passwd width=600>&amp; & <b>",
    "https://example.com/",
    "2024-04-14T00:00:00.000Z",
    "2024-04-14",
    "#1a2b3c",
    "id-2",
    "y" * 40_000,
    0,
    1,
    True,
    False,
    1.5,
    10**30,
    Decimal("1.10"),
    Decimal("NaN"),
    [],
    {},
    ["a", "b"],
    [1, None, {"url": 3}],
    {"url": "https://example.com/x.png"},
    {"fileId": "1", "url": "https://example.com/x.png", "alt": None, "extra": [1]},
    [{"fileId": "1", "url": "u", "alt": "one\ntwo"}, {"url": "v", "alt": None}],
    {"url": "https://youtu.be/x", "metadata": {"title": "T", "thumbnail_url": "t"}},
    {"url": None, "alt": 7},
    {"metadata": "odd"},
    ("a", "tuple"),
    object(),
]


def target(item: str, name: str, status: ItemStatus = ItemStatus.PUBLISHED, **more) -> Target:
    return Target(ItemId(item), name, status, **more)


class FakeTargets:
    def __init__(self) -> None:
        self.kinds = Kind("Posts", has_pictures=True)
        self.all = [
            target("a", "Apple", picture="https://x/a.png"),
            target("b", "Banana", ItemStatus.DRAFT),
            target("c", "Cherry", ItemStatus.ARCHIVED, picture="https://x/bad.png"),
        ]

    async def kind(self, _collection: CollectionId) -> Kind:
        return self.kinds

    async def search(
        self, _collection: CollectionId, text: str, limit: int = 50
    ) -> Sequence[Target]:
        return [each for each in self.all if text.lower() in each.name.lower()][:limit]

    async def resolve(self, _collection: CollectionId, items: Sequence[ItemId]) -> Sequence[Target]:
        return [each for each in self.all if each.id in items]

    async def create(self, _collection: CollectionId, name: str) -> Target:
        made = target(f"local-{name}", name, ItemStatus.DRAFT, is_new=True)
        self.all.append(made)
        return made


class FakePalette(RecentColours):
    async def colours(self) -> Sequence[str]:
        return ("#112233", "red")

    def recent(self) -> Sequence[str]:
        return tuple(self)


class FakePages:
    def __init__(self) -> None:
        self.all = [
            Page("/posts/apple", "Apple", "Posts", ItemStatus.PUBLISHED),
            Page("/posts/banana", "Banana", "Posts", ItemStatus.DRAFT),
            Page("/fruits/apple-pie", "Apple pie", "Fruits", ItemStatus.ARCHIVED),
        ]
        self.unlisted: list[Page] = []
        """What is there once Webflow was asked."""
        self.missing = ""

    async def find(self, text: str, limit: int = 50) -> Sequence[Page]:
        return [each for each in self.all if text.lower() in each.name.lower()][:limit]

    async def refresh(self) -> str:
        self.all += self.unlisted
        self.unlisted = []
        return self.missing


class FakePictures:
    async def load(self, url: str) -> QImage | None:
        return None if "bad" in url else QImage(8, 8, QImage.Format.Format_RGB32)


def context(tasks: TaskScope, opened: list[str] | None = None) -> EditorContext:
    seen: list[str] = [] if opened is None else opened
    return EditorContext(
        tasks,
        FakeTargets(),
        FakePictures(),
        seen.append,
        FakePalette(),
        FakePages(),
        "Europe/Madrid",
    )
