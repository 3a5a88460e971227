"""A new item is not red before anyone has typed; what is missing is told in time all the same."""

from PySide6.QtCore import Qt

from wfdesk.ui.shell.commands import Command


async def make_item(desk) -> None:
    """A new recipe, with the cursor in its name."""
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    desk.program.window.commands.action(Command.NEW).trigger()
    await desk.until(desk.editor("name").focus_target.hasFocus)
    await desk.calm()


def told(desk) -> list[str]:
    """The fields that have a problem under them."""
    return [slug for slug, row in desk.program.form.rows.items() if not row._problem.isHidden()]


def missing(desk) -> list[str]:
    return [problem.field for problem in desk.program.form._shown.problems]


async def test_a_new_item_tells_no_problem_and_marks_what_is_required(desk) -> None:
    await make_item(desk)
    assert told(desk) == []
    assert len(missing(desk)) > 1
    assert desk.row("name").label.text() == "Name *"


async def test_what_is_missing_is_told_when_its_field_is_left(desk, qtbot) -> None:
    await make_item(desk)
    qtbot.keyClick(desk.editor("name").focus_target, Qt.Key.Key_Tab)
    assert told(desk) == ["name"]
    await desk.calm()


async def test_what_is_emptied_again_is_told_while_the_cursor_is_in_it(desk, qtbot) -> None:
    await make_item(desk)
    line = desk.focus("name")
    qtbot.keyClicks(line, "x")
    desk.program.form.commit()
    await desk.calm()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    desk.program.form.commit()
    await desk.calm()
    assert told(desk) == ["name"]


async def test_f8_finds_what_is_missing_and_tells_it(desk, qtbot) -> None:
    await make_item(desk)
    there = missing(desk)
    qtbot.keyClick(desk.program.window.focusWidget(), Qt.Key.Key_F8)
    assert desk.row(there[1]).has_focus_within()  # the cursor was in the first
    assert set(told(desk)) == {"name", there[1]}
    await desk.calm()


async def test_all_that_is_missing_is_told_once_the_item_was_reviewed(desk, qtbot) -> None:
    await make_item(desk)
    desk.program.window.commands.action(Command.REVIEW).trigger()
    await desk.calm()
    assert told(desk) == missing(desk)


async def test_what_is_missing_in_an_item_that_webflow_has_is_told_at_once(desk) -> None:
    await desk.sign_in()
    key = await desk.key("recipes")
    await desk.program.services.editing.set_field(key, "name", None)
    await desk.open(key)
    assert "name" in told(desk)
