"""A token that may only read: everything can be looked at and copied, nothing changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from wfdesk.richtext.plain import plain_text_of
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.shell.commands import Command

KEYS = (
    Qt.Key.Key_X,
    Qt.Key.Key_1,
    Qt.Key.Key_Space,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
)


async def test_no_key_changes_anything(desk, qtbot) -> None:
    await desk.sign_in("read_only")
    key = await desk.key("recipes")
    await desk.open(key)
    before = {slug: row.editor.value() for slug, row in desk.program.form.rows.items()}

    for slug in before:
        target = desk.focus(slug)
        for pressed in KEYS:
            qtbot.keyClick(target, pressed)
        qtbot.keyClick(target, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        desk.program.form.commit()

    assert {slug: row.editor.value() for slug, row in desk.program.form.rows.items()} == before
    assert await desk.saved(key) == {}


async def test_no_click_changes_anything(desk, qtbot) -> None:
    await desk.sign_in("read_only")
    key = await desk.key("recipes", 5)
    await desk.open(key)
    rows = desk.program.form.rows
    before = {slug: row.editor.value() for slug, row in rows.items()}
    buttons = [
        button
        for row in rows.values()
        for button in row.findChildren(QAbstractButton)
        if button.isVisible() and "Open" not in button.accessibleName()
    ]

    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.program.form.commit()

    assert buttons
    assert {slug: row.editor.value() for slug, row in rows.items()} == before
    assert await desk.saved(key) == {}


async def test_it_is_said_and_nothing_new_is_offered(desk) -> None:
    await desk.sign_in("read_only")
    await desk.open(await desk.key("recipes"))
    window, form = desk.program.window, desk.program.form

    assert "cms:write" in window.banner.text
    assert form.head.read_only.isVisible()
    for command in (Command.NEW, Command.DUPLICATE, Command.DELETE, Command.PUBLISH):
        assert not window.commands.action(command).isEnabled()


async def test_a_value_can_be_selected_and_copied(desk, qtbot) -> None:
    slugs = ("name", "summary", "method", "cost", "baked-on", "source", "accent")
    await desk.sign_in("read_only")
    await desk.open(await desk.key_with("recipes", *slugs))
    control = Qt.KeyboardModifier.ControlModifier

    for slug in slugs:
        target = desk.focus(slug)
        qtbot.keyClick(target, Qt.Key.Key_A, control)
        qtbot.keyClick(target, Qt.Key.Key_C, control)
        text = target.text() if hasattr(target, "text") else target.toPlainText()
        if isinstance(target, RichTextBox):
            text = plain_text_of(target.content())
        assert QApplication.clipboard().text() == text != ""


async def test_a_better_token_opens_the_form(desk, qtbot) -> None:
    await desk.sign_in("read_only")
    key = await desk.key("recipes")
    await desk.open(key)

    await desk.sign_in("full")
    await desk.until(lambda: not desk.editor("name").is_read_only)

    target = desk.focus("name")
    qtbot.keyClicks(target, "New ")
    qtbot.keyClick(target, Qt.Key.Key_Return)
    assert str((await desk.saved(key))["name"]).startswith("New ")
