"""Cards and text are dragged: within the text, into another one, and out into any other widget."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
)
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from tests.gui.richtext.writer import (
    CONTROL,
    NO_MODIFIER,
    SHIFT,
    box_with,
    html_of,
    place,
    press,
    select_from,
)
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.parsing import parse
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.incoming import LARGE
from wfdesk.ui.editor.richtext.place import place_in

MOVE, COPY = Qt.DropAction.MoveAction, Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
UPPER, LOWER = QPoint(15, -5), QPoint(15, 5)
"""Of a line: how far from its middle, at some letter."""
CARD = "<figure id='f'  class=x><img src='https://example.com/a.png' alt=\"a\"></figure>"
HTML = f"<p>aa</p>{CARD}<p id=''>bb</p><p>cc</p>"


class Drop(QDropEvent):
    """A drop that says where it comes from: without a screen Qt does not know."""

    def __init__(self, source: QObject | None, *of_a_drop: object) -> None:
        super().__init__(*of_a_drop)
        self._source = source

    def source(self) -> QObject | None:
        return self._source


class Way:
    """The way of a drag, of which there is none without a screen: all but that is real."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.target: QWidget | None = None
        self.spot = QPoint()
        self.wanted = MOVE
        self.meanwhile: Callable[[], object] = lambda: None
        self.drags: list[Qt.DropAction] = []
        self._reached: QWidget | None = None

        def carry(drag: QDrag, possible: Qt.DropAction, _proposed: Qt.DropAction) -> object:
            return self._carry(drag, possible)

        monkeypatch.setattr(QDrag, "exec", carry)
        monkeypatch.setattr(QDrag, "target", lambda _drag: self._reached)

    def _carry(self, drag: QDrag, possible: Qt.DropAction) -> Qt.DropAction:
        action = self.wanted if possible & self.wanted else COPY
        self.drags.append(action)
        self.meanwhile()
        if self.target is None:
            return Qt.DropAction.IgnoreAction
        how = (action, drag.mimeData(), LEFT, NO_MODIFIER)
        for event in (QDragEnterEvent(self.spot, *how), QDragMoveEvent(self.spot, *how)):
            QApplication.sendEvent(self.target, event)
            if not event.isAccepted():
                return Qt.DropAction.IgnoreAction
        self._reached = self.target
        drop = Drop(drag.source(), self.spot.toPointF(), *how)
        if isinstance(self.target.parent(), RichTextBox):  # Qt makes another event of ours.
            self.target.parent().dropEvent(drop)
        else:
            QApplication.sendEvent(self.target, drop)
        return drop.dropAction()


@pytest.fixture
def way(monkeypatch) -> Way:
    return Way(monkeypatch)


def shown(qtbot, html: str) -> RichTextBox:
    box = box_with(html)
    box.resize(420, 400)
    qtbot.addWidget(box)
    box.show()
    return box


def spot_of(box: RichTextBox, block: int, column: int = 0) -> QPoint:
    cursor = box.textCursor()
    cursor.setPosition(box.document().findBlockByNumber(block).position() + column)
    return box.cursorRect(cursor).center()


def send(box: RichTextBox, kind: QEvent.Type, at: QPoint) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    glob = QPointF(box.viewport().mapToGlobal(at))
    event = QMouseEvent(kind, at.toPointF(), glob, button, held, NO_MODIFIER)
    QApplication.sendEvent(box.viewport(), event)


def drag(box: RichTextBox, start: QPoint) -> None:
    send(box, QEvent.Type.MouseButtonPress, start)
    send(box, QEvent.Type.MouseMove, start + QPoint(2, 0))
    send(box, QEvent.Type.MouseMove, start + QPoint(QApplication.startDragDistance(), 5))


def drag_card(box: RichTextBox, way: Way, to: tuple[int, QPoint]) -> None:
    block, side = to
    way.target, way.spot = box.viewport(), spot_of(box, block) + side
    drag(box, spot_of(box, 1) + QPoint(20, 0))


@pytest.mark.parametrize(
    ("to", "moved"),
    [
        ((0, UPPER), f"{CARD}<p>aa</p><p id=''>bb</p><p>cc</p>"),
        ((2, LOWER), f"<p>aa</p><p id=''>bb</p>{CARD}<p>cc</p>"),
        ((3, UPPER), f"<p>aa</p><p id=''>bb</p>{CARD}<p>cc</p>"),
        ((3, LOWER), f"<p>aa</p><p id=''>bb</p><p>cc</p>{CARD}"),
    ],
)
def test_a_card_is_moved_with_its_bytes_in_one_step(qtbot, way, to, moved) -> None:
    box = shown(qtbot, HTML)
    steps = QSignalSpy(box.step_due)
    drag_card(box, way, to)
    assert html_of(box) == moved
    assert steps.count() == 2
    assert box.hand.selected_card() is not None
    box.undo()
    assert html_of(box) == HTML


def test_with_control_a_card_is_copied(qtbot, way) -> None:
    box, way.wanted = shown(qtbot, HTML), COPY
    drag_card(box, way, (3, LOWER))
    assert html_of(box) == f"{HTML}{CARD}"
    box.undo()
    assert html_of(box) == HTML


@pytest.mark.parametrize("action", [MOVE, COPY])
@pytest.mark.parametrize(
    ("side", "after"),
    [(UPPER, "<p>aa</p><p>bb</p>{}<hr><p>cc</p>"), (LOWER, "<p>aa</p><p>bb</p><hr>{}<p>cc</p>")],
)
def test_a_card_comes_on_the_side_of_another_where_the_pointer_is(
    qtbot, way, action, side, after
) -> None:
    box, way.wanted = shown(qtbot, f"<p>aa</p>{CARD}<p>bb</p><hr><p>cc</p>"), action
    drag_card(box, way, (3, side))
    expected = after if action == MOVE else after.replace("</p>", f"</p>{CARD}", 1)
    assert html_of(box) == expected.format(CARD)


def test_a_card_is_moved_above_the_first_one(qtbot, way) -> None:
    box = shown(qtbot, f"<hr>{CARD}<p>aa</p>")
    drag_card(box, way, (0, UPPER))
    assert html_of(box) == f"{CARD}<hr><p>aa</p>"


def test_a_card_takes_the_place_of_an_empty_paragraph_above_it(qtbot, way) -> None:
    box = shown(qtbot, f"<p>aa</p><p></p>{CARD}<p>bb</p>")
    way.target, way.spot = box.viewport(), spot_of(box, 1)
    drag(box, spot_of(box, 2) + QPoint(20, 0))
    assert html_of(box) == f"<p>aa</p>{CARD}<p>bb</p>"


@pytest.mark.parametrize("to", [(0, LOWER), (1, UPPER), (1, LOWER), (2, UPPER)])
def test_a_card_that_is_let_go_where_it_is_stays(qtbot, way, to) -> None:
    box = shown(qtbot, HTML)
    drag_card(box, way, to)
    assert way.drags == [MOVE]
    assert html_of(box) == HTML
    assert not box.document().isUndoAvailable()


def test_a_click_on_a_card_among_what_is_selected_selects_it_alone(qtbot, way) -> None:
    box = shown(qtbot, HTML)
    box.selectAll()
    spot = spot_of(box, 1) + QPoint(20, 0)
    send(box, QEvent.Type.MouseButtonPress, spot)
    assert box.hand.selected_card() is None
    send(box, QEvent.Type.MouseMove, spot + QPoint(2, 0))
    send(box, QEvent.Type.MouseButtonRelease, spot)
    assert box.hand.selected_card().blockNumber() == 1
    send(box, QEvent.Type.MouseMove, spot + QPoint(50, 50))
    assert way.drags == []


def test_text_and_cards_are_dragged_together(qtbot, way) -> None:
    box = shown(qtbot, HTML)
    select_from(box, (0, 1), (2, 1))
    way.target, way.spot = box.viewport(), spot_of(box, 3, 2)
    drag(box, spot_of(box, 1) + QPoint(20, 0))
    assert html_of(box) == f"<p>ab</p><p>cca</p>{CARD}<p id=''>b</p>"
    box.undo()
    assert html_of(box) == HTML


@pytest.mark.parametrize(
    ("before", "start", "end", "to", "after"),
    [
        ("<p>abc de</p><p>xy</p>", (0, 0), (0, 3), (1, 1), "<p> de</p><p>xabcy</p>"),
        ("<p>abc de</p><p>xy</p>", (0, 0), (0, 3), (0, 2), "<p>abc de</p><p>xy</p>"),
        (
            "<ul><li>aa</li><li>bb<ul><li>c</li></ul></li></ul><p>xy</p>",
            (0, 1),
            (1, 1),
            (3, 1),
            "<ul><li>ab<ul><li>c</li></ul></li></ul><p>x</p><ul><li>a</li><li>by</li></ul>",
        ),
        (
            f"<p>aa</p>{CARD}<pre>xy</pre>",
            (0, 1),
            (1, 1),
            (2, 1),
            f"<p>a</p><pre>xa</pre>{CARD}<pre>y</pre>",
        ),
        (
            '<p>a<img src="a.png"><br>b</p><pre>xy</pre>',
            (0, 1),
            (0, 4),
            (1, 1),
            '<p>a</p><pre>x<img src="a.png">\nby</pre>',
        ),
    ],
)
def test_what_is_dragged_within_the_text_is_moved_in_one_step(
    qtbot, way, before, start, end, to, after
) -> None:
    box = shown(qtbot, before)
    steps: list[str] = []
    box.step_due.connect(lambda: steps.append(html_of(box)))
    select_from(box, start, end)
    way.target, way.spot = box.viewport(), spot_of(box, *to)
    drag(box, spot_of(box, *start) + QPoint(3, 0))
    assert html_of(box) == after
    assert steps in ([], [before, after])
    box.undo()
    assert html_of(box) == before


def test_a_drag_over_text_that_is_not_selected_selects(qtbot, way) -> None:
    box = shown(qtbot, HTML)
    drag(box, spot_of(box, 0))
    assert way.drags == []
    assert box.textCursor().selectedText() == "aa"


def test_a_card_is_moved_into_another_editor_with_its_bytes(qtbot, way) -> None:
    box, other = shown(qtbot, HTML), shown(qtbot, "<p>xy</p>")
    way.target, way.spot = other.viewport(), spot_of(other, 0) + LOWER
    drag(box, spot_of(box, 1) + QPoint(20, 0))
    assert html_of(other) == f"<p>xy</p>{CARD}"
    assert html_of(box) == "<p>aa</p><p id=''>bb</p><p>cc</p>"
    box.undo()
    other.undo()
    assert (html_of(box), html_of(other)) == (HTML, "<p>xy</p>")


def test_a_long_text_is_in_the_other_editor_before_it_is_gone_from_the_first(qtbot, way) -> None:
    long = f"<p>{'a' * LARGE} <em>b</em></p>"
    box, other = shown(qtbot, f"{long}<p>cc</p>"), shown(qtbot, "<p>xy</p>")
    later = QSignalSpy(other.pasting.large_came)
    select_from(box, (0, 0), (0, LARGE + 2))
    way.target, way.spot = other.viewport(), spot_of(other, 0, 2)
    drag(box, spot_of(box, 0, 1))
    assert later.count() == 0
    assert html_of(other) == f"<p>xy{long.removeprefix('<p>')}"
    assert html_of(box) == f"<p>{SPACER}</p><p>cc</p>"


def test_what_is_not_there_at_once_stays_where_it_comes_from(qtbot, tmp_path) -> None:
    box = shown(qtbot, HTML)
    long, picture = QMimeData(), QMimeData()
    long.setText("a" * (LARGE + 1))
    picture.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    for data in (long, picture):
        found = []
        for possible in (MOVE | COPY, MOVE):
            spot = spot_of(box, 2, 1).toPointF()
            drop = Drop(None, spot, possible, data, LEFT, SHIFT)
            assert drop.proposedAction() == MOVE
            box.dropEvent(drop)
            found.append(drop.dropAction() if drop.isAccepted() else None)
        assert found == [COPY, None]


def test_what_was_copied_keeps_its_bytes_whatever_is_dragged_or_selected_then(qtbot) -> None:
    odd = "<p >a&#39;a</p ><p>bb</p>"
    box = shown(qtbot, f"{odd}<p>cc</p>")
    select_from(box, (0, 0), (2, 0))
    press(box, Qt.Key.Key_C, CONTROL)
    select_from(box, (2, 0), (2, 2))
    box.createMimeDataFromSelection()  # as X11 has it made of all that is selected
    place(box, 2)
    press(box, Qt.Key.Key_V, CONTROL)
    assert html_of(box) == f"{odd}{odd}<p>cc</p>"


@pytest.mark.parametrize("make", [QLineEdit, QTextEdit])
def test_what_is_moved_out_is_removed_by_our_own_hands_in_one_step(qtbot, way, make) -> None:
    html = "<ul><li>aa</li><li>bb<ul><li>c</li></ul></li></ul>"
    box, line = shown(qtbot, html), make()
    qtbot.addWidget(line)
    steps = QSignalSpy(box.step_due)
    way.target = getattr(line, "viewport", lambda: line)()
    select_from(box, (0, 1), (1, 1))
    drag(box, spot_of(box, 0, 1) + QPoint(3, 0))
    assert html_of(box) == "<ul><li>ab<ul><li>c</li></ul></li></ul>"
    assert steps.count() == 2
    box.undo()
    assert html_of(box) == html


def test_a_card_stays_where_only_its_words_would_be_taken(qtbot, way) -> None:
    box, line = shown(qtbot, HTML), QLineEdit()
    qtbot.addWidget(line)
    way.target = line
    drag(box, spot_of(box, 1) + QPoint(20, 0))
    assert html_of(box) == HTML


def test_nothing_is_removed_from_another_text_that_came_meanwhile(qtbot, way) -> None:
    box, line = shown(qtbot, HTML), QLineEdit()
    qtbot.addWidget(line)
    way.target = line

    def meanwhile() -> None:
        box.set_text(parse("<p>other</p>"))
        place(box, 0, 3)

    way.meanwhile = meanwhile
    drag(box, spot_of(box, 1) + QPoint(20, 0))
    assert html_of(box) == "<p>other</p>"
    assert box.textCursor().position() == 3


def test_nothing_is_taken_for_what_is_moved_in_a_text_that_came_meanwhile(qtbot, way) -> None:
    box = shown(qtbot, HTML)
    theirs = "<p>aa</p><p>theirs</p><p>bb</p>"
    way.meanwhile = lambda: box.set_text(parse(theirs), place_in(box))
    drag_card(box, way, (0, UPPER))
    assert html_of(box) == f"{CARD}{theirs}"


def test_the_third_click_selects_a_paragraph_and_drags_no_word(qtbot, way) -> None:
    box = shown(qtbot, "<p>one two</p><p>cc</p>")
    spot = spot_of(box, 0, 1)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        send(box, kind, spot)
    send(box, QEvent.Type.MouseButtonDblClick, spot)
    drag(box, spot)
    assert way.drags == []
    assert box.textCursor().selectedText() == "one two\u2029"


def test_of_what_cannot_be_written_only_copies_are_dragged(qtbot, way) -> None:
    box, other = shown(qtbot, HTML), shown(qtbot, "<p>xy</p>")
    box.setReadOnly(True)
    way.target, way.spot = other.viewport(), spot_of(other, 0) + LOWER
    drag(box, spot_of(box, 1) + QPoint(20, 0))
    assert (html_of(box), html_of(other)) == (HTML, f"<p>xy</p>{CARD}")
    way.target = box.viewport()
    drag(other, spot_of(other, 0, 1))
    place(other, 1)
    drag(other, spot_of(other, 1) + QPoint(20, 0))
    assert html_of(box) == HTML
    assert html_of(other) == f"<p>xy</p>{CARD}"


def test_where_it_would_come_is_seen_until_it_is_dropped(qtbot) -> None:
    box = shown(qtbot, HTML)
    before = box.grab().toImage()
    select_from(box, (0, 0), (0, 1))
    data = box.createMimeDataFromSelection()
    place(box, 0)
    how = (COPY, data, LEFT, CONTROL)
    spot = spot_of(box, 2, 1)
    for event in (QDragEnterEvent(spot, *how), QDragMoveEvent(spot, *how)):
        QApplication.sendEvent(box.viewport(), event)
    assert box.grab().toImage() != before
    box.setReadOnly(True)  # So that it changes nothing.
    box.dropEvent(Drop(box.viewport(), spot.toPointF(), *how))
    assert box.grab().toImage() == before


def test_a_card_parts_no_sentence_and_no_lines_of_one_paragraph(qtbot, way) -> None:
    box = shown(qtbot, f"<p>a</p>{CARD}<p>one<br>two<br>three</p>")
    drag_card(box, way, (2, UPPER + QPoint(0, 20)))
    assert html_of(box) == f"<p>a</p>{CARD}<p>one<br>two<br>three</p>"
    drag_card(box, way, (2, UPPER + QPoint(0, 45)))
    assert html_of(box) == f"<p>a</p><p>one<br>two<br>three</p>{CARD}"


@pytest.mark.parametrize("end", [QDragLeaveEvent, None], ids=["left", "dropped"])
def test_between_which_blocks_a_card_would_come_is_seen_until_then(qtbot, end) -> None:
    box = shown(qtbot, HTML)
    box.hand.select_card(box.document().findBlockByNumber(1))
    how = (COPY, box.createMimeDataFromSelection(), LEFT, CONTROL)
    place(box, 0)
    spots = [spot_of(box, *at) + QPoint(0, 5) for at in ((2, 0), (2, 1), (3, 0))]
    before = box.grab().toImage()
    QApplication.sendEvent(box.viewport(), QDragEnterEvent(spots[0], *how))
    seen = []
    for spot in spots:
        QApplication.sendEvent(box.viewport(), QDragMoveEvent(spot, *how))
        seen.append(box.grab().toImage())
    assert seen[0] == seen[1] != before
    assert seen[2] not in [seen[0], before]
    box.setReadOnly(True)  # So that it changes nothing.
    if end is None:
        box.dropEvent(Drop(box.viewport(), spots[0].toPointF(), *how))
    else:
        QApplication.sendEvent(box.viewport(), end())
    assert box.grab().toImage() == before


def test_what_is_dragged_to_the_edge_of_the_form_scrolls_it(qtbot) -> None:
    form, box = QScrollArea(), box_with(HTML)
    form.setWidget(box)
    box.resize(400, 900)
    form.resize(420, 200)
    qtbot.addWidget(form)
    form.show()
    bar = form.verticalScrollBar()
    bar.setValue(100)
    select_from(box, (0, 0), (0, 1))
    how = (COPY, box.createMimeDataFromSelection(), LEFT, CONTROL)

    def move(below_top: int) -> None:
        """Move to so much below what is seen of the box."""
        spot = box.viewport().mapFrom(form.viewport(), QPoint(50, below_top))
        QApplication.sendEvent(box.viewport(), QDragMoveEvent(spot, *how))
        QApplication.processEvents()

    QApplication.sendEvent(box.viewport(), QDragEnterEvent(QPoint(50, 200), *how))
    move(100)
    assert bar.value() == 100
    move(4)
    assert bar.value() < 100
    before = bar.value()
    move(form.viewport().height() - 4)
    assert bar.value() > before


async def test_what_is_moved_out_is_one_step_of_the_item(qtbot, tasks, way) -> None:
    window, other = QWidget(), shown(qtbot, "<p>xy</p>")
    editor = make_editor(FIELDS["rich"], context(tasks))
    QVBoxLayout(window).addWidget(editor)
    qtbot.addWidget(window)
    await activate(window)
    editor.set_value(HTML)
    box = editor.focus_target
    kept = QSignalSpy(editor.value_edited)
    place(box, 0, -1)
    box.textCursor().insertText("x")
    way.target, way.spot = other.viewport(), spot_of(other, 0) + LOWER
    drag(box, spot_of(box, 1) + QPoint(20, 0))
    values = [kept.at(number)[0] for number in range(kept.count())]
    without = HTML.replace(CARD, "").replace("aa", "aax")
    assert list(dict.fromkeys(values)) == [HTML.replace("aa", "aax"), without]
