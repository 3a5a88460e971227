"""A rich text that is not written as it is shown: it stays here, and its HTML is offered."""

from threading import Event

from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.richtext.writer import write
from wfdesk.domain.edits import OTHERWISE
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.richtext.document import Block, Document, Kind, Run, Tag
from wfdesk.richtext.gate import Gate
from wfdesk.ui.changes.sheet import PlanSheet
from wfdesk.ui.editor.richtext.doubt import DoubtNote
from wfdesk.ui.editor.richtext.place import START

_ODD = Document((Block(Kind.TEXT, Tag("p"), (Run("a", (Tag("p"),)),)),))
"""A paragraph as a mark of words in a paragraph: read again, it is two of them."""
BODY = FieldSlug("body")


async def doubted(desk) -> ItemKey:
    """Write into a text that comes back as another one."""
    await desk.sign_in()
    key = await desk.key_with("stories", "body")
    await desk.open(key)
    box = desk.focus("body")
    box.set_text(_ODD, START)
    write(box, "b")
    desk.program.form.commit()
    await desk.calm()
    return key


async def blockers(desk, key: ItemKey) -> list[tuple[object, str]]:
    plan = await desk.program.services.publishing.plan([key], Goal.SEND)
    assert bool(plan.batches) is not bool(plan.blockers)
    return [(each.field, each.sentence) for each in plan.blockers]


def note(desk) -> DoubtNote:
    return desk.editor("body").findChild(DoubtNote)


def sentence(desk) -> str:
    shown = note(desk)
    assert shown.isVisible()
    return shown.findChild(QLabel).text()


def press(desk, words: str) -> None:
    [button] = [each for each in note(desk).findChildren(QPushButton) if each.isVisible()]
    assert button.text() == words
    button.click()


async def test_it_is_kept_and_not_sent_and_the_form_says_so(desk) -> None:
    key = await doubted(desk)
    assert (await desk.saved(key))["body"] == "<p><p>ba</p></p>"
    assert await blockers(desk, key) == [(BODY, OTHERWISE)]
    assert sentence(desk) == OTHERWISE
    assert desk.row("body")._problem.isHidden()  # It is not said twice.
    box = desk.editor("body").focus_target
    desk.program.form.tell_all_problems([key])
    assert (box.property("invalid"), box.accessibleDescription()) == (True, OTHERWISE)


async def test_nothing_is_doubted_as_long_as_nobody_knows(desk) -> None:
    await desk.sign_in()
    key = await desk.key_with("stories", "body")
    await desk.open(key)
    editor, end = desk.editor("body"), Event()

    class Slow(Gate):
        def lets_through(self, document: Document) -> bool:
            return end.wait(30) and super().lets_through(document)

    editor._gate = Slow()
    write(desk.focus("body"), "b")
    desk.program.form.commit()
    await desk.until(lambda: desk.program.form._shown.work.doubtful)  # It is on disk.
    assert not note(desk).isVisible()
    assert await blockers(desk, key) == [(BODY, OTHERWISE)]
    end.set()
    await desk.calm()
    assert await blockers(desk, key) == []


async def test_what_is_written_on_its_html_page_is_sent(desk) -> None:
    key = await doubted(desk)
    press(desk, "Show HTML")
    source = desk.editor("body").focus_target
    assert source.hasFocus()
    source.setPlainText("<p>ab</p>")
    desk.program.form.commit()
    await desk.calm()
    assert (await desk.saved(key))["body"] == "<p>ab</p>"
    assert await blockers(desk, key) == []
    assert not note(desk).isVisible()


async def test_who_has_seen_the_html_can_agree_to_it(desk) -> None:
    key = await doubted(desk)
    press(desk, "Show HTML")
    assert sentence(desk) != OTHERWISE
    assert await blockers(desk, key) == [(BODY, OTHERWISE)]  # To look at it is no yes.
    press(desk, "Agree to this HTML")
    await desk.calm()
    assert (await desk.saved(key))["body"] == "<p><p>ba</p></p>"
    assert await blockers(desk, key) == []
    assert not note(desk).isVisible()


async def test_writing_it_otherwise_frees_it(desk) -> None:
    key = await doubted(desk)
    box = desk.focus("body")
    box.selectAll()
    write(box, "## sound")
    desk.program.form.commit()
    await desk.calm()
    assert await blockers(desk, key) == []
    assert not note(desk).isVisible()


async def test_another_item_has_nothing_of_it(desk) -> None:
    key = await doubted(desk)
    await desk.open(
        next(each for each in [await desk.key("stories", n) for n in (0, 1)] if each != key)
    )
    assert not note(desk).isVisible()
    await desk.open(key)
    assert sentence(desk) == OTHERWISE


async def test_who_sends_right_after_the_last_key_is_told_what_stays_behind(desk) -> None:
    await desk.sign_in()
    key = await desk.key_with("stories", "body")
    await desk.open(key)
    box = desk.focus("body")
    box.set_text(_ODD, START)
    write(box, "b")
    desk.program._send([key])
    await desk.until(lambda: desk.program.window.findChildren(PlanSheet))
    [sheet] = desk.program.window.findChildren(PlanSheet)
    assert [each.sentence for each in sheet._offer.plan.blockers] == [OTHERWISE]
    assert sheet.blockers.button.text() == "Go to field"
    assert sheet.go_button.isHidden()
    sheet.reject()
    await desk.calm()
