"""Three-way comparison: properties that hold whatever the values are."""

from hypothesis import given
from hypothesis import strategies as st

from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import CollectionId, FieldSlug, SiteId
from wfdesk.domain.merge import Comparison, Verdict, compare, judge
from wfdesk.domain.schema import Collection, Field, FieldType

TEXT = Field("1", FieldSlug("t"), "T", FieldType.PLAIN_TEXT)


def whole(text: str) -> tuple[str, ...]:
    return (text,)


texts = st.one_of(st.none(), st.text(max_size=3))


@given(texts, texts)
def test_our_change_alone_is_sent(base: str | None, mine: str | None) -> None:
    verdict = judge(TEXT, Edit(TEXT.slug, mine, base), base, whole).verdict
    assert verdict in {Verdict.SEND, Verdict.DROP}


@given(texts, texts)
def test_the_same_change_on_both_sides_is_no_conflict(base: str | None, mine: str | None) -> None:
    assert judge(TEXT, Edit(TEXT.slug, mine, base), mine, whole).verdict is Verdict.DROP


@given(texts, texts, texts)
def test_nothing_is_sent_over_a_value_that_is_not_the_base(
    base: str | None, mine: str | None, theirs: str | None
) -> None:
    verdict = judge(TEXT, Edit(TEXT.slug, mine, base), theirs, whole).verdict
    if (base or "") != (theirs or ""):
        assert verdict is not Verdict.SEND


def test_an_edit_of_a_field_that_is_gone_is_left_alone() -> None:
    collection = Collection(CollectionId("c"), SiteId("s"), "C", "C", fields=(TEXT,))
    comparison = compare(collection, [Edit(FieldSlug("gone"), "a", "b")], {}, whole)
    assert comparison == Comparison({}, frozenset(), {})
