"""A conflict on a field: one sees what each side changed without reading both to their end."""

import pytest
from PySide6.QtWidgets import QLabel

from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.services.reviewing import FieldReview
from wfdesk.ui.changes.difftext import DiffText
from wfdesk.ui.changes.fieldblock import Clash, FieldBlock
from wfdesk.ui.changes.values import Surroundings

BODY = Field("f3", FieldSlug("body"), "Body", FieldType.RICH_TEXT)
LONG = "<p>" + "The dough rests while the town wakes up. " * 8 + "</p>"


@pytest.fixture
def conflict(qtbot):
    def make(before: object, mine: object, theirs: object) -> FieldBlock:
        review = FieldReview(Edit(BODY.slug, mine, before), BODY)
        block = FieldBlock(review, Surroundings(), clash=Clash(theirs))
        qtbot.addWidget(block)
        return block

    return make


def marked(block: FieldBlock) -> int:
    return len(block.findChildren(DiffText))


def test_both_sides_of_a_long_text_are_marked_with_what_they_changed(conflict) -> None:
    block = conflict(LONG, LONG.replace("dough", "bread", 1), LONG.replace("town", "city", 1))
    mine, theirs = (each.exact for each in block.findChildren(DiffText))
    assert "bread" in mine
    assert "city" not in mine
    assert "city" in theirs
    assert "bread" not in theirs


def test_short_values_are_shown_as_they_are(conflict) -> None:
    assert marked(conflict("<p>Old</p>", "<p>Mine</p>", "<p>Theirs</p>")) == 0


def test_a_side_that_changed_the_formatting_only_does_not_look_unchanged(conflict) -> None:
    block = conflict("<p>Old</p>", "<p>Mine</p>", "<p><strong>Old</strong></p>")
    [theirs] = block.findChildren(DiffText)
    assert "<strong>" in theirs.exact
    assert any("formatting differs" in label.text() for label in block.findChildren(QLabel))


def test_a_side_that_emptied_the_field_says_so(conflict) -> None:
    assert marked(conflict(LONG, None, LONG.replace("town", "city", 1))) == 1
