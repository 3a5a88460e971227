"""What became of a rich text is seen as it looks, and told to who cannot see it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tests.unit.richtext.grammar import Author
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.richtext.comparing import State, diff
from wfdesk.richtext.parsing import parse
from wfdesk.ui.changes.difftext import DiffText
from wfdesk.ui.changes.richlines import Role, lines_of
from wfdesk.ui.changes.richpage import RichPage
from wfdesk.ui.changes.richview import RichView, is_rich
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.changes.valueview import value_view
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.words.richtext import told

# The screenless platform says so of every window that has a smallest size.

BODY = Field("1", FieldSlug("body"), "Body", FieldType.RICH_TEXT)
PARAGRAPH = "<p>The dough rests while the town wakes up.</p>"
LINES = "".join(f"<p>Line {number} of a long text.</p>" for number in range(12))
PICTURE = '<figure><div><img src="file:///etc/passwd" alt="{}"></div></figure>'


@pytest.fixture
def compare(qtbot):
    windows: list[QWidget] = []

    def show(before: str, after: str) -> RichView:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        view = RichView(before, after)
        column.addWidget(view)
        column.addStretch(1)
        window.resize(400, 600)
        window.show()
        return view

    yield show
    windows.clear()


def page(view: QWidget) -> RichPage:
    """The page that is shown; one that was shown before is on its way out."""
    [shown] = [each for each in view.findChildren(RichPage) if not each.isHidden()]
    return shown


def said(view: QWidget) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel)]


def look_of(shown: RichPage, word: str) -> QTextCharFormat:
    cursor = shown.document().find(word)
    assert not cursor.isNull()
    return cursor.charFormat()


def copied(qtbot, shown: RichPage) -> str:
    qtbot.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_words_that_went_and_came_are_told_apart_without_their_colours(compare) -> None:
    shown = page(compare(PARAGRAPH, PARAGRAPH.replace("dough", "bread")))
    gone, came, same = (look_of(shown, word) for word in ("dough", "bread", "town"))
    assert (gone.fontStrikeOut(), gone.fontUnderline()) == (True, False)
    assert (came.fontStrikeOut(), came.fontUnderline()) == (False, True)
    assert (same.fontStrikeOut(), same.fontUnderline()) == (False, False)


def test_words_that_look_other_have_a_line_and_a_note(compare) -> None:
    shown = page(compare(PARAGRAPH, PARAGRAPH.replace("town", "<strong>town</strong>")))
    [note, _] = shown.toPlainText().split("\n")
    assert note == "Bold: \u201ctown\u201d"
    cursor = QTextCursor(shown.document().findBlockByNumber(1))
    cursor = shown.document().find("town", cursor)
    look = cursor.charFormat()
    assert look.underlineStyle() is QTextCharFormat.UnderlineStyle.DashUnderline
    assert look.fontWeight() > look_of(shown, "dough").fontWeight()


def test_a_heading_is_larger_and_an_item_has_its_bullet_or_number(compare) -> None:
    html = "<h1>Head</h1><ol start='3'><li>One<ul><li>Two</li></ul></li><li>Three</li></ol>"
    shown = page(compare("", html))
    height = shown.document().documentLayout().blockBoundingRect
    head, item = (shown.document().findBlockByNumber(number) for number in (0, 1))
    assert height(head).height() > height(item).height()
    assert [line.marker for line in shown._lines] == ["", "3.", "\u25e6", "4."]
    assert [line.depth for line in shown._lines] == [0, 1, 2, 1]


def test_a_picture_is_a_box_that_says_what_changed(compare) -> None:
    shown = page(compare(PICTURE.format("A loaf"), PICTURE.format("A round loaf")))
    assert {line.role for line in shown._lines} == {Role.CARD}
    assert "Alt text: A round loaf" in shown.toPlainText()
    assert look_of(shown, "round").fontUnderline()
    assert "file:///etc/passwd" in shown.toPlainText()


def test_a_block_that_came_or_went_has_a_bar_and_a_ground(compare) -> None:
    shown = page(compare(PARAGRAPH + "<p>Gone</p>", "<h2>Here it begins</h2>" + PARAGRAPH))
    image, colours = shown.grab().toImage(), current_colours()
    place = shown.document().documentLayout().blockBoundingRect
    blocks = (shown.document().findBlockByNumber(number) for number in range(3))
    middles = [round(place(block).center().y()) for block in blocks]
    bars = [image.pixelColor(1, middle).name() for middle in middles]
    grounds = [image.pixelColor(image.width() - 3, middle).name() for middle in middles]
    assert (bars[0], bars[2]) == (colours.ok, colours.danger)
    assert (grounds[0], grounds[2]) == (colours.ok_ground, colours.danger_ground)
    assert bars[1] == grounds[1]


def test_a_text_from_right_to_left_has_its_bullet_at_the_right(compare) -> None:
    arabic = "<ul><li>\u0637\u062d\u064a\u0646</li></ul>"
    look = page(compare("", arabic)).document().firstBlock().blockFormat()
    assert look.rightMargin() > 10 > look.leftMargin()


def test_what_is_written_in_a_text_is_never_markup(compare) -> None:
    html = "<p>&lt;img src=/etc/passwd&gt; &lt;b&gt;bold&lt;/b&gt;</p>"
    shown = page(compare(PARAGRAPH, PARAGRAPH + html))
    assert "<img src=/etc/passwd> <b>bold</b>" in shown.toPlainText()


def test_what_cannot_be_seen_is_written_out(compare) -> None:
    shown = page(compare(PARAGRAPH, PARAGRAPH.replace("dough", "do\u202eugh")))
    assert "do\u27e8U+202E\u27e9ugh" in shown.toPlainText()


def test_what_is_far_from_a_change_is_folded_and_can_be_unfolded(qtbot, compare) -> None:
    view = compare(LINES, LINES.replace("Line 6", "Line six"))
    assert page(view).toPlainText().count("blocks unchanged") == 2
    assert "5 blocks unchanged" in page(view).toPlainText()
    assert view.whole_button.text() == "Whole text"
    qtbot.mouseClick(view.whole_button, Qt.MouseButton.LeftButton)
    assert "unchanged" not in page(view).toPlainText()
    assert view.whole_button.text() == "Changes only"


def test_a_short_text_has_nothing_to_unfold(compare) -> None:
    assert compare(PARAGRAPH, PARAGRAPH + "<p>New</p>").whole_button.isHidden()


def test_what_is_copied_is_the_text_with_what_is_folded_and_without_notes(qtbot, compare) -> None:
    after = LINES.replace("<p>Line 6 of a long text.</p>", "<h2>Line 6 of a<br>long text.</h2>")
    text = copied(qtbot, page(compare(LINES, after)))
    lines = [f"Line {number} of a long text." for number in range(12)]
    found = text.split("\n")
    assert [line for line in found if line in lines] == lines[:6] + lines[7:]
    assert "Heading" not in text
    assert "unchanged" not in text


def test_the_html_is_a_click_away(qtbot, compare) -> None:
    view = compare(PARAGRAPH, PARAGRAPH.replace("dough", "bread"))
    qtbot.mouseClick(view.html_button, Qt.MouseButton.LeftButton)
    [source] = view.findChildren(DiffText)
    assert source.exact.startswith("<p>The dough")
    qtbot.mouseClick(view.html_button, Qt.MouseButton.LeftButton)
    assert page(view).exact.startswith("The dough")


def test_a_new_text_is_read_as_it_looks(compare) -> None:
    view = compare("", LINES)
    assert "All of it is new: 12 blocks" in said(view)
    assert {line.state for line in page(view)._lines} == {State.SAME}


def test_each_change_is_told_to_who_cannot_see_it(compare) -> None:
    after = LINES.replace("Line 3", "Line three").replace("<p>Line 9 of a long text.</p>", "")
    told = page(compare(LINES, after)).accessibleDescription().split("\n")
    assert told == [
        "1 block changed and 1 removed",
        "Changed: Paragraph, without \u201c3\u201d; with \u201cthree\u201d",
        "Removed: Paragraph \u201cLine 9 of a long text.\u201d",
    ]


async def test_a_long_text_is_read_beside_the_loop(qtbot, tasks, until) -> None:
    view = RichView(LINES * 10, LINES * 10 + PARAGRAPH, tasks)
    qtbot.addWidget(view)
    assert not view.findChildren(RichPage)
    await until(lambda: bool(view.findChildren(RichPage)))
    assert "1 block added" in said(view)
    again = RichView(LINES * 10, LINES * 10 + PARAGRAPH, tasks)
    qtbot.addWidget(again)
    assert again.findChildren(RichPage)  # It is known: nothing flickers.


async def test_who_has_gone_on_before_it_is_read_is_left_alone(tasks, until) -> None:
    window = QWidget()
    view = RichView(LINES * 10, LINES * 11, tasks)
    view.setParent(window)
    window.deleteLater()
    await until(lambda: not tasks._running)


def test_letters_and_margins_grow_together(compare) -> None:
    shown = page(compare("<ul><li>One</li></ul>", "<ul><li>Two</li></ul>"))
    before = shown.document().firstBlock().blockFormat().leftMargin()
    font = shown.font()
    font.setPixelSize(2 * shown.fontInfo().pixelSize())
    shown.setFont(font)
    assert shown.document().firstBlock().blockFormat().leftMargin() > 1.5 * before


def test_a_text_that_is_too_large_is_shown_as_its_html() -> None:
    assert is_rich(BODY, PARAGRAPH, None)
    assert not is_rich(BODY, None, None)
    assert not is_rich(BODY, PARAGRAPH, "x" * 1_000_001)


def test_of_thousands_of_blocks_the_first_are_laid_out_and_all_are_copied(qtbot, compare) -> None:
    many = "".join(f"<p>{number}</p>" for number in range(1000))
    shown = page(compare("", many))
    assert shown.document().blockCount() < 900
    assert shown.toPlainText().endswith("and 199 more blocks")
    assert copied(qtbot, shown) == "\n".join(map(str, range(1000)))


def test_whatever_a_text_holds_it_is_laid_out(qtbot) -> None:
    for seed in range(40):
        before, after = Author(seed).junk(), Author(seed).document()
        for one, other in ((before, after), (after, before)):
            changes = diff(parse(one), parse(other)).changes
            shown = RichPage(lines_of(changes, is_whole=False))
            qtbot.addWidget(shown)
            has_words = any(change.block.text.strip() for change in changes)
            assert shown.toPlainText() or not has_words, seed
            assert all(len(told(change)) < 2000 for change in changes)


def test_a_value_alone_is_read_as_it_looks(qtbot) -> None:
    view = value_view(BODY, "<h2>Head</h2><p>Text</p>", Surroundings())
    qtbot.addWidget(view)
    assert page(view).toPlainText() == "Head\nText"
    assert page(view).focusPolicy() is Qt.FocusPolicy.ClickFocus
