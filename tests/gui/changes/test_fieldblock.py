"""A conflict on a field: one sees what each side changed without reading both to their end."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import FieldSlug, ItemId
from wfdesk.domain.schema import Field, FieldType
from wfdesk.services.reviewing import FieldReview
from wfdesk.ui.changes.difftext import DiffText
from wfdesk.ui.changes.exacttext import ExactText
from wfdesk.ui.changes.fieldblock import Clash, FieldBlock
from wfdesk.ui.changes.richpage import RichPage
from wfdesk.ui.changes.values import Surroundings
from wfdesk.words.richtext import ONLY_HTML

BODY = Field("f3", FieldSlug("body"), "Body", FieldType.RICH_TEXT)
NAME = Field("f1", FieldSlug("name"), "Name", FieldType.PLAIN_TEXT)
LONG = "<p>" + "The dough rests while the town wakes up. " * 8 + "</p>"


@pytest.fixture
def conflict(qtbot):
    def make(before: object, mine: object, theirs: object, field: Field = BODY) -> FieldBlock:
        review = FieldReview(Edit(field.slug, mine, before), field)
        block = FieldBlock(review, Surroundings(), clash=Clash(theirs))
        qtbot.addWidget(block)
        return block

    return make


def sides(block: FieldBlock) -> list[RichPage]:
    """The pages of mine and theirs."""
    return [page for page in block.findChildren(RichPage) if page.accessibleDescription()]


def said(block: FieldBlock) -> list[str]:
    return [label.text() for label in block.findChildren(QLabel)]


def test_both_sides_of_a_long_text_are_marked_with_what_they_changed(conflict) -> None:
    block = conflict(LONG, LONG.replace("dough", "bread", 1), LONG.replace("town", "city", 1))
    mine, theirs = (each.exact for each in sides(block))
    assert "bread" in mine
    assert "city" not in mine
    assert "city" in theirs
    assert "bread" not in theirs


PHOTO = Field("f4", FieldSlug("photo"), "Photo", FieldType.IMAGE)
LINKS = Field("f5", FieldSlug("links"), "Links", FieldType.MULTI_REFERENCE)


def picture(alt: str, name: str = "mill") -> dict[str, object]:
    return {"fileId": name, "url": f"https://example.com/{name}.png", "alt": alt}


def marked(widget: QWidget) -> list[list[str]]:
    """What is underlined or struck through in each text."""
    return [_marked_in(text) for text in widget.findChildren(ExactText)]


def _marked_in(text: ExactText) -> list[str]:
    cursor, found = text.textCursor(), []
    for place in range(len(text.toPlainText())):
        cursor.setPosition(place)
        cursor.setPosition(place + 1, cursor.MoveMode.KeepAnchor)
        look = cursor.charFormat()
        found.append(cursor.selectedText() if look.fontUnderline() or look.fontStrikeOut() else " ")
    return "".join(found).split()


def test_of_a_picture_one_sees_in_a_conflict_what_differs(conflict) -> None:
    sides_of = (picture("A mill at dusk"), picture("A mill at dawn"), picture("A mill", "other"))
    before, _, mine, mine_at, theirs, theirs_at = marked(conflict(*sides_of, PHOTO))
    assert (before, mine, mine_at) == ([], ["dawn"], [])
    assert theirs == ["other.png"]
    assert theirs_at == ["https://example.com/other.png"]


def test_of_a_picture_the_words_that_went_and_came_are_marked(qtbot) -> None:
    edit = Edit(PHOTO.slug, picture("A mill at dawn"), picture("A mill at dusk"))
    block = FieldBlock(FieldReview(edit, PHOTO), Surroundings())
    qtbot.addWidget(block)
    before, _, after, _ = marked(block)
    assert (before, after) == (["dusk"], ["dawn"])


def test_of_a_list_one_sees_what_went_what_came_and_what_moved(qtbot) -> None:
    names = {ItemId(letter): letter.upper() for letter in "abcd"}
    edit = Edit(LINKS.slug, ["c", "a", "d"], ["a", "b", "c"])
    block = FieldBlock(FieldReview(edit, LINKS), Surroundings(names))
    qtbot.addWidget(block)
    [text] = block.findChildren(ExactText)
    assert text.toPlainText().split("\n") == ["C \N{MIDDLE DOT} moved", "A", "B", "D"]
    assert marked(block) == [["B", "D"]]


def test_short_values_are_shown_as_they_are(conflict) -> None:
    block = conflict("Old", "Mine", "Theirs", NAME)
    assert not block.findChildren(DiffText)
    assert [text.exact for text in block.findChildren(ExactText)] == ["Old", "Mine", "Theirs"]


def test_a_side_that_changed_the_formatting_only_does_not_look_unchanged(conflict) -> None:
    block = conflict("<p>Old</p>", "<p>Mine</p>", "<p><strong>Old</strong></p>")
    _mine, theirs = sides(block)
    assert theirs.toPlainText() == "Bold: \u201cOld\u201d\nOld"
    assert theirs.exact.strip() == "Old"


def test_a_side_that_differs_in_its_html_alone_shows_that(conflict) -> None:
    block = conflict("<p>Old</p>", "<p>Mine</p>", '<p id="">Old</p>')
    [theirs] = block.findChildren(DiffText)
    assert theirs.exact == '<p id="">Old</p>'
    assert ONLY_HTML in said(block)


def test_a_side_that_emptied_the_field_says_so(conflict) -> None:
    block = conflict(LONG, None, LONG.replace("town", "city", 1))
    mine, _theirs = sides(block)
    assert mine.accessibleDescription().startswith("Nothing is left of it: 1 block removed")
    assert "Nothing is left of it: 1 block removed" in said(block)


@pytest.mark.parametrize("field", [NAME, BODY])
def test_what_was_empty_and_is_again_is_not_shown_twice(qtbot, field: Field) -> None:
    block = FieldBlock(FieldReview(Edit(field.slug, "", None), field), Surroundings())
    qtbot.addWidget(block)
    assert [text.toPlainText() for text in block.findChildren(ExactText)] == ["Not set"]
    assert "\N{RIGHTWARDS ARROW}" not in said(block)


@pytest.mark.parametrize("is_new", [True, False])
def test_of_a_new_item_only_what_it_has_is_shown(qtbot, is_new: bool) -> None:
    """Beside "Not set" a long text had a third of the width."""
    number = Field("f2", FieldSlug("price"), "Price", FieldType.NUMBER)
    review = FieldReview(Edit(number.slug, 12, None), number)
    block = FieldBlock(review, Surroundings(is_new=is_new))
    qtbot.addWidget(block)
    values = [text.toPlainText() for text in block.findChildren(ExactText)]
    assert values == (["12"] if is_new else ["Not set", "12"])
