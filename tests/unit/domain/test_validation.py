"""What is said of a value that is wrong."""

from decimal import Decimal

import pytest

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.validation import problems_with


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
