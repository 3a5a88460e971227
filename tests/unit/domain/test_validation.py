"""What is said of a value that is wrong."""

from datetime import time
from decimal import Decimal

import pytest

from wfdesk.domain.edits import Edit, Work
from wfdesk.domain.ids import SLUG, CollectionId, FieldSlug, ItemId, ItemKey, SiteId, new_local_id
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.validation import Severity, problems_in, problems_with
from wfdesk.domain.values import parse_date


def field(kind: FieldType) -> Field:
    return Field("1", FieldSlug("field"), "Field", kind)


@pytest.mark.parametrize(
    "kind",
    [
        FieldType.EMAIL,
        FieldType.PHONE,
        FieldType.LINK,
        FieldType.VIDEO_LINK,
        FieldType.NUMBER,
        FieldType.DATE_TIME,
        FieldType.COLOR,
    ],
)
def test_a_wrong_value_is_told_with_an_example_of_a_right_one(kind) -> None:
    [problem] = problems_with(field(kind), "wrong")

    _, _, examples = problem.sentence.removesuffix(".").partition(", such as ")

    for example in examples.split(" or "):
        value = Decimal(example) if kind is FieldType.NUMBER else example
        assert problems_with(field(kind), value) == []


SLUG_FIELD = Field("2", SLUG, "Slug", FieldType.PLAIN_TEXT, is_required=True)


@pytest.mark.parametrize("empty", [None, ""])
def test_an_item_that_is_in_webflow_cannot_go_without_its_slug(empty) -> None:
    collection = Collection(
        CollectionId("c"), SiteId("s"), "Posts", "Post", "posts", fields=(SLUG_FIELD,)
    )
    key = ItemKey(collection.id, ItemId("i"))
    item = Item(key, {SLUG: "rye"})

    def severities(work: Work) -> list[Severity]:
        return [problem.severity for problem in problems_in(work, collection)]

    edits = {SLUG: Edit(SLUG, empty, "rye")}
    assert severities(Work(key, item, edits)) == [Severity.BLOCKS_SEND]
    assert severities(Work(key, item, {SLUG: Edit(SLUG, "bread", "rye")})) == []
    assert severities(Work(key, item)) == []
    new = ItemKey(collection.id, new_local_id())
    assert severities(Work(new, None, {SLUG: Edit(SLUG, empty, None)}, is_new=True)) == []


def test_a_field_with_a_time_is_explained_by_a_date_with_one() -> None:
    with_time = Field(
        "1", FieldSlug("field"), "Field", FieldType.DATE_TIME, validations={"format": "date-time"}
    )
    [problem] = problems_with(with_time, "wrong")
    example = problem.sentence.removesuffix(".").partition(", such as ")[2]
    assert problems_with(with_time, example) == []
    assert parse_date(example).time() != time()


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        (0.30000003, "0.3"),
        (Decimal("2.5999999"), "2.6"),
        (99.9999999, "100"),
        (48, "48"),
        (0.1234567, "0.1234567"),
        (Decimal("0.0000001"), "0.0000001"),
        (Decimal("1E+300"), "1" + 300 * "0"),
        (-0.30000003, "-0.3"),
    ],
)
def test_a_limit_is_the_number_that_somebody_set(kept, meant: str) -> None:
    number = Field(
        "1", FieldSlug("field"), "Field", FieldType.NUMBER, validations={"minValue": kept}
    )
    assert problems_with(number, Decimal(meant)) == []
    [problem] = problems_with(number, Decimal(meant) - 1 - abs(Decimal(meant)))
    if len(meant) < 40:
        assert problem.sentence == f"The lowest value allowed is {meant}."


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.NUMBER, Decimal("0.12345678901234567891"), "0.12345678901234568"),
        (FieldType.NUMBER, 12345678901234567891, "12345678901234567000"),
        (FieldType.NUMBER, Decimal("9007199254740993.0"), "9007199254740992"),
        (FieldType.NUMBER, Decimal("1E-400"), "0"),
        (FieldType.DATE_TIME, "2026-05-01T12:00:00.123987+02:00", "2026-05-01T10:00:00.123Z"),
    ],
)
def test_what_webflow_keeps_less_exactly_is_told_and_no_hindrance(kind, typed, kept: str) -> None:
    [problem] = problems_with(field(kind), typed)
    assert problem.sentence.endswith(f": {kept}.")
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldType.NUMBER, Decimal("0.12345678901234568")),
        (FieldType.NUMBER, Decimal("12.50")),
        (FieldType.NUMBER, 9007199254740991),
        (FieldType.NUMBER, 0.1),
        (FieldType.NUMBER, 10**400),
        (FieldType.DATE_TIME, "2026-05-01T10:00:00.123Z"),
        (FieldType.DATE_TIME, "2026-05-01"),
    ],
)
def test_nothing_is_said_of_what_is_kept_as_it_is(kind, typed) -> None:
    assert problems_with(field(kind), typed) == []
