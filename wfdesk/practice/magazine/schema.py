"""The five collections of the practice site. ``Recipes`` has a field of every type."""

from dataclasses import dataclass
from typing import Final

from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection
from wfdesk.practice.cms.structure import NAME_RULE, SLUG_RULE

CREATED: Final = "2024-02-05T08:30:00.000Z"
CHANGED: Final = "2025-01-20T16:45:12.000Z"
_LEVELS: Final = ("Easy", "Medium", "Hard", "For the weekend", "Medium", "Master baker", "Project")


@dataclass(frozen=True, slots=True)
class _Field:
    slug: str
    type: str
    display: str
    validations: Json | None = None
    help: str | None = None
    is_required: bool = False
    is_editable: bool = True


def collections_of(seed: int) -> dict[str, Collection]:
    """The collections by slug, still empty, with the ids of this seed."""
    return {
        "recipes": _collection(seed, "recipes", "Recipes", "Recipe", _recipes(seed)),
        "stories": _collection(seed, "stories", "Stories", "Story", _stories(seed)),
        "places": _collection(seed, "places", "Places", "Place", _places()),
        "authors": _collection(seed, "authors", "Authors", "Author", _authors()),
        "categories": _collection(seed, "categories", "Categories", "Category", _categories()),
    }


def collection_id(seed: int, slug: str) -> str:
    return named_id(seed, "collection", slug)


def option_ids(seed: int) -> list[str]:
    return [named_id(seed, "level", index) for index in range(len(_LEVELS))]


def _collection(
    seed: int, slug: str, display: str, singular: str, fields: list[_Field]
) -> Collection:
    described = [_described(seed, slug, entry) for entry in [*fields, *_name_and_slug()]]
    return Collection(
        collection_id(seed, slug), display, singular, slug, CREATED, CHANGED, described
    )


def _described(seed: int, collection: str, entry: _Field) -> Json:
    described = {
        "id": named_id(seed, collection, entry.slug),
        "isEditable": entry.is_editable,
        "isRequired": entry.is_required,
        "type": entry.type,
        "slug": entry.slug,
        "displayName": entry.display,
        "validations": entry.validations,
    }
    return {**described, "helpText": entry.help} if entry.help else described


def _name_and_slug() -> list[_Field]:
    return [
        _Field("name", "PlainText", "Name", NAME_RULE, is_required=True),
        _Field("slug", "PlainText", "Slug", SLUG_RULE, is_required=True),
    ]


def _recipes(seed: int) -> list[_Field]:
    levels = zip(_LEVELS, option_ids(seed), strict=True)
    options = [{"name": name, "id": option} for name, option in levels]
    line = {"singleLine": True, "maxLength": 80}
    # The bound is as one was captured: what is left of 0.3.
    amount = {"format": "decimal", "precision": 2, "minValue": 0.30000003}
    amount |= {"allowNegative": False, "allowZero": True}
    whole = {"format": "integer", "allowNegative": False, "allowZero": False, "maxValue": 48}
    pictures = {"acceptedExtensions": ["png", "jpg", "webp"], "maxImageSize": 4096}
    refers = {"collectionId": collection_id(seed, "authors")}
    listed = {"collectionId": collection_id(seed, "categories")}
    many = "The order is the order on the page."
    return [
        _Field("subtitle", "PlainText", "Subtitle", line, "One line under the title."),
        _Field("summary", "PlainText", "Summary", {"singleLine": False}, "For cards and search."),
        _Field("method", "RichText", "Method", None, "Steps, pictures and notes."),
        _Field("servings", "Number", "Servings", whole),
        _Field("cost", "Number", "Cost a head", amount, "In euros."),
        _Field("difficulty", "Option", "Difficulty", {"options": options}),
        _Field("vegan", "Switch", "Vegan"),
        _Field("baked-on", "DateTime", "Baked on", None, "The day of the test bake."),
        _Field("goes-online", "DateTime", "Goes online", {"format": "date-time"}),
        _Field("contact", "Email", "Contact"),
        _Field("hotline", "Phone", "Baking hotline"),
        _Field("source", "Link", "Source"),
        _Field("accent", "Color", "Accent colour"),
        _Field("photo", "Image", "Photo", pictures, "At least 1200 pixels wide."),
        _Field("gallery", "MultiImage", "Gallery", pictures, many),
        _Field("card", "File", "Recipe card", None, "A PDF to print."),
        _Field("recording", "ExtFileRef", "Recording"),
        _Field("video", "VideoLink", "Video", None, "YouTube or Vimeo."),
        _Field("author", "Reference", "Author", refers, is_required=True),
        _Field("categories", "MultiReference", "Categories", listed, many),
        _Field("archive-number", "PlainText", "Archive number", line, is_editable=False),
    ]


def _stories(seed: int) -> list[_Field]:
    recipes = {"collectionId": collection_id(seed, "recipes")}
    return [
        _Field("teaser", "PlainText", "Teaser", {"singleLine": False}, "Two sentences at most."),
        _Field("body", "RichText", "Body"),
        _Field("cover", "Image", "Cover"),
        _Field("appears", "DateTime", "Appears", {"format": "date-time"}),
        _Field("place", "Reference", "Place", {"collectionId": collection_id(seed, "places")}),
        _Field("recipes", "MultiReference", "Recipes", recipes),
    ]


def _places() -> list[_Field]:
    return [
        _Field("description", "PlainText", "Description", {"singleLine": False}),
        _Field("website", "Link", "Website"),
        _Field("phone", "Phone", "Phone"),
        _Field("view", "Image", "View"),
        _Field("open-all-year", "Switch", "Open all year"),
    ]


def _authors() -> list[_Field]:
    return [
        _Field("biography", "RichText", "Biography"),
        _Field("portrait", "Image", "Portrait"),
        _Field("email", "Email", "E-mail", None, "Never shown on the site.", is_required=True),
        _Field("joined", "DateTime", "Joined"),
    ]


def _categories() -> list[_Field]:
    return [
        _Field("colour", "Color", "Colour"),
        _Field("explanation", "PlainText", "Explanation", {"singleLine": True, "maxLength": 160}),
        _Field("position", "Number", "Position", {"format": "integer"}),
    ]
