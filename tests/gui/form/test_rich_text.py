"""Rich text in the form: its steps are the item's, and come back in their order, however fast."""

from PySide6.QtCore import Qt

from tests.gui.richtext.writer import CONTROL, SHIFT, html_of, press, write


async def test_steps_that_are_taken_back_in_a_row_come_again_in_a_row(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key_with("stories", "body"))
    box = desk.focus("body")
    before = html_of(box)
    box.selectAll()
    press(box, Qt.Key.Key_Delete)
    write(box, "## One\n- two\n")
    press(box, Qt.Key.Key_B, CONTROL)
    write(box, "three\nfour")
    desk.program.form.commit()
    await desk.calm()
    after = html_of(box)
    items = "<li>two</li><li><strong>three</strong></li><li><strong>four</strong></li>"
    assert after == f"<h2>One</h2><ul>{items}</ul>"

    for _ in range(30):
        press(box, Qt.Key.Key_Z, CONTROL)
    await desk.until(lambda: html_of(box) == before)
    await desk.calm()
    for _ in range(30):
        press(box, Qt.Key.Key_Z, CONTROL | SHIFT)
    await desk.calm()
    await desk.until(lambda: html_of(box) == after)


async def test_looking_at_the_source_is_no_step(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key_with("stories", "body"))
    box, editor = desk.focus("body"), desk.row("body").editor
    before = html_of(box)
    box.selectAll()
    press(box, Qt.Key.Key_Delete)
    write(box, "## One\n- two\n")
    desk.program.form.commit()
    await desk.calm()
    after = html_of(box)
    steps = 0
    while html_of(box) != before:
        press(desk.focus("body"), Qt.Key.Key_Z, CONTROL)
        await desk.calm()
        editor.show_source()
        editor._tabs.setCurrentIndex(0)
        await desk.calm()
        steps += 1
        assert steps < 30
    for _ in range(steps):
        press(desk.focus("body"), Qt.Key.Key_Z, CONTROL | SHIFT)
    await desk.calm()
    await desk.until(lambda: html_of(box) == after)
