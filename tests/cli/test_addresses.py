"""Which name is whose, where there is more than one site."""

import pytest

from wfdesk.cli.addresses import Addresses, field_of
from wfdesk.cli.exits import AmbiguousError, UnknownError
from wfdesk.domain.ids import AccountId, CollectionId, FieldSlug, LocaleId, SiteId
from wfdesk.domain.schema import Collection, Field, FieldType, Locale, Site
from wfdesk.services.browsing import CollectionNode, SiteNode, Tree

FRENCH = Locale(LocaleId("l2"), "fr-FR", "French (France)", is_primary=False)
ENGLISH = Locale(LocaleId("l1"), "en", "English", is_primary=True)


def collection(number: int, site: str, slug: str, name: str) -> Collection:
    return Collection(CollectionId(f"c{number}"), SiteId(site), name, name, slug)


BAKERY = SiteNode(
    Site(SiteId("s1"), AccountId("a"), "The Bakery", "bakery", locales=(ENGLISH, FRENCH)),
    (
        CollectionNode(collection(1, "s1", "posts", "Blog posts"), 0, 0),
        CollectionNode(collection(2, "s1", "authors", "Posts"), 0, 0),
    ),
)
CAFE = SiteNode(
    Site(SiteId("s2"), AccountId("b"), "The Café", "cafe"),
    (CollectionNode(collection(3, "s2", "posts", "Notes"), 0, 0),),
)


def addresses(site: str | None = None, locale: str | None = None) -> Addresses:
    return Addresses(None, Tree((BAKERY, CAFE), 0), site, locale)


@pytest.mark.parametrize("site", ["s2", "CAFE", "the café"])
def test_a_site_is_named_by_id_short_name_or_name(site: str) -> None:
    assert addresses(site).collection("posts").collection.id == "c3"


def test_a_collection_of_two_sites_is_named_with_its_site() -> None:
    with pytest.raises(AmbiguousError, match="posts of The Bakery") as caught:
        addresses().collection("posts")
    assert len(caught.value.candidates) == 2
    assert addresses().collection("authors").collection.id == "c2"
    assert addresses().collection("Notes").collection.id == "c3"


def test_a_slug_goes_before_a_name_and_an_id_before_both() -> None:
    here = addresses("bakery")
    assert [here.collection(text).collection.id for text in ("posts", "c2")] == ["c1", "c2"]


def test_a_locale_is_the_sites_own() -> None:
    assert addresses(locale="FR-fr").locale_of(BAKERY.site) == "l2"
    assert addresses().locale_of(BAKERY.site) == "l1"
    assert addresses(locale="fr-FR").locale_in(CAFE.site) is None
    with pytest.raises(UnknownError, match="No site has a locale"):
        addresses(locale="de")
    with pytest.raises(UnknownError, match="It has: none"):
        addresses("cafe", "fr-FR")
    with pytest.raises(UnknownError, match="It has: en, fr-FR"):
        addresses("bakery", "de")


def test_where_nothing_was_read_yet_that_is_said() -> None:
    with pytest.raises(UnknownError, match="no site in the local copy yet"):
        Addresses(None, Tree((), 0), None, None).collection("posts")
    empty = Tree((SiteNode(CAFE.site, ()),), 0)
    with pytest.raises(UnknownError, match="no collection in the local copy yet"):
        Addresses(None, empty, None, None).collection("posts")


def test_a_field_is_named_by_its_slug_before_its_name() -> None:
    title = Field("f1", FieldSlug("name"), "Title", FieldType.PLAIN_TEXT)
    name = Field("f2", FieldSlug("title"), "Name", FieldType.PLAIN_TEXT)
    described = Collection(CollectionId("c"), SiteId("s"), "C", "C", "c", (title, name))
    assert [field_of(described, text).id for text in ("name", "Title", "NAME")] == [
        "f1",
        "f2",
        "f1",
    ]
    with pytest.raises(UnknownError, match="There are: name, title"):
        field_of(described, "subtitle")
