"""What an editor can find and repair, at places that never change.

A site of the usual 500 items has all of it; one of 250 or less has none. By collection and index,
in the order in which the items were made (the archive number of a recipe is one more):

recipes
    200  a photo whose alt is null
    201  a photo whose alt is empty
    202  a picture in the rich text without alt
    203  a picture in the rich text whose alt is empty
    204  its author was deleted
    207  its first category was deleted
    208  a subtitle longer than its 80 characters
    210  a name of 300 characters, where 256 are allowed
    211  an accent in upper case
    213  a contact in mixed case
    214  a link with spaces, umlauts and brackets
    216  no-break and invisible spaces in the name
    218  an empty rich text
    219  a choice that its option has no more
    220  a rich text that is only a spacer, in French
    222  in French and Arabic, a category that these locales lack
    223  and 224: names that are nearly the same
    232  a draft without its author, which is required
stories
    40   a cover without alt, and a picture without alt in the text
    41   refers to a recipe and to a place that were deleted
    43   refers to a recipe that its French variant lacks
places
    21   a name that ends in a space, and a link in upper case
authors
    16   an e-mail address in mixed case

Besides, the options of ``difficulty`` have two choices of the same name, and no variant of the
category ``Markets`` is in French or Arabic.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.magazine.rich import figure

UNTRANSLATED: Final = 10
"""The index of a category that has no variant but its first."""
ENGLISH_ONLY: Final = 206
"""The index of a published recipe that has no French variant."""
_GONE: Final = named_id("an item that was deleted")
_NARROW: Final = "\u200b"
_FIXED: Final = "\u00a0"
_TRANSLATED: Final = ("fr", "ar")
_LINK: Final = "https://bakers-notebook.example/crème brûlée/(draft)?q=[1|2]&x=%zz#§2"
_LONG: Final = (
    "An oven, two bakers, three disagreements about salt and one very long night: everything that"
    " we learned about bread between the last train and the first customer, in the order in which"
    " we learned it, with the mistakes left in, and with what we should have been told before."
    " Part the first: the flour."
)


def plant(world: World, locales: Mapping[str, str]) -> None:
    """Put the problems in; *locales* are the ids by language."""
    by_slug = {entry.slug: entry for entry in world.collections.values()}
    items = {slug: list(held.locales.get(locales["en"], ())) for slug, held in by_slug.items()}
    markets = items["categories"][UNTRANSLATED:][:1]
    for slug, index, languages, change in (*_PROBLEMS, _lacking(markets)):
        for language in languages if index < len(items[slug]) else ():
            _alter(by_slug[slug], locales[language], items[slug][index], change)
    english_only = items["recipes"][ENGLISH_ONLY:][:1]
    if english_only and len(items["stories"]) > 43:
        wrong = _also("recipes", english_only)
        _alter(by_slug["stories"], locales["fr"], items["stories"][43], wrong)


Change = Callable[[Json], Json]
_Problem = tuple[str, int, tuple[str, ...], Change]


def _alter(collection: Collection, locale: str, item: str, change: Change) -> None:
    variant = collection.find(locale, item)
    if variant is None:
        return
    wrong = {**variant.fields, **change(variant.fields)}
    fields = {slug: value for slug, value in wrong.items() if value is not None}
    is_live = variant.live is variant.fields
    collection.put(replace(variant, fields=fields, live=fields if is_live else variant.live))


def _set(**values: Any) -> Change:
    return lambda _fields: {name.replace("_", "-"): value for name, value in values.items()}


def _alt(slug: str, alt: str | None) -> Change:
    return lambda fields: {slug: {**fields[slug], "alt": alt}}


def _picture(slug: str, alt: str | None) -> Change:
    shown = figure("method-1", "center", "The first tray of the day", alt)
    return lambda fields: {slug: f"{fields[slug]}{shown}"}


def _also(slug: str, items: list[str]) -> Change:
    return lambda fields: {slug: [*items, *fields.get(slug, [])]}


def _both(one: Change, other: Change) -> Change:
    return lambda fields: {**one(fields), **other(fields)}


def _lacking(category: list[str]) -> _Problem:
    return "recipes", 222, _TRANSLATED, _also("categories", category)


_EN: Final = ("en",)
_ALL: Final = ("en", "fr", "ar")
_PROBLEMS: Final[tuple[_Problem, ...]] = (
    ("recipes", 200, _ALL, _alt("photo", None)),
    ("recipes", 201, _ALL, _alt("photo", "")),
    ("recipes", 202, _ALL, _picture("method", None)),
    ("recipes", 203, _ALL, _picture("method", "")),
    ("recipes", 204, _ALL, _set(author=_GONE)),
    ("recipes", 207, _ALL, _also("categories", [_GONE])),
    ("recipes", 208, _EN, _set(subtitle=_LONG[:130])),
    ("recipes", 210, _EN, _set(name=_LONG)),
    ("recipes", 211, _EN, _set(accent="#C8553D")),
    ("recipes", 213, _EN, _set(contact="Test.Kitchen@Crumb-and-Compass.example")),
    ("recipes", 214, _EN, _set(source=_LINK)),
    ("recipes", 216, _EN, _set(name=f"Pear{_FIXED}tart{_NARROW} from Ghent{_FIXED}")),
    ("recipes", 219, _ALL, _set(difficulty=named_id("a choice that was removed"))),
    ("recipes", 218, _EN, _set(method="")),
    ("recipes", 220, ("fr",), _set(method="<p>\u200d</p>")),
    ("recipes", 223, _EN, _set(name="Hazelnut baguette from Lyon", slug="hazelnut-baguette")),
    ("recipes", 224, _EN, _set(name="Hazelnut Baguettes from Lyon", slug="hazelnut-baguettes")),
    ("recipes", 232, _ALL, _set(author=None)),
    ("stories", 40, _ALL, _both(_alt("cover", None), _picture("body", None))),
    ("stories", 41, _ALL, _both(_set(place=_GONE), _also("recipes", [_GONE]))),
    ("places", 21, _EN, _set(name="Naples ", website="HTTPS://Visit-Naples.example")),
    ("authors", 16, _ALL, _set(email="Layla.Haddad@Crumb-and-Compass.example")),
)
