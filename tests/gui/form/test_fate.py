"""The head of the form: the item's state by colour, icon and word, and what is to become of it."""

import pytest
from PySide6.QtCore import Qt

from wfdesk.domain.edits import Action
from wfdesk.domain.items import ItemStatus
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.toolkit.colours import STATUS_SIGNS, Tone


async def an_item(desk, *, is_archived: bool):
    browsing = desk.program.services.browsing
    for place in range(50):
        key = await desk.key("recipes", place)
        if (await browsing.work(key)).item.is_archived is is_archived:
            return key
    raise AssertionError("There is no such item.")


@pytest.mark.parametrize("is_archived", [False, True])
async def test_the_state_has_the_icon_and_the_colour_of_the_table(desk, is_archived) -> None:
    await desk.sign_in()
    key = await an_item(desk, is_archived=is_archived)
    await desk.open(key)
    chip = desk.program.form.head.status
    status = ItemStatus(chip.text())
    assert chip.sign == STATUS_SIGNS[status]
    assert (status is ItemStatus.ARCHIVED) == is_archived


async def test_an_item_to_be_deleted_says_so_and_cannot_be_edited(desk, qtbot) -> None:
    await desk.sign_in()
    key = await an_item(desk, is_archived=False)
    await desk.open(key)
    before = desk.editor("name").value()
    await desk.program.services.editing.set_action([key], Action.DELETE)
    await desk.calm()
    form = desk.program.form
    assert form.head.fate.isVisible()
    assert form.head.fate.sentence.text() == "Will be deleted when sent."
    assert (form.head.unsent.text(), form.head.unsent.sign.tone) == ("To delete", Tone.DANGER)
    assert all(row.editor.is_read_only for row in form.rows.values())

    qtbot.keyClicks(desk.focus("name"), "typed")
    form.commit()
    assert desk.editor("name").value() == before

    qtbot.mouseClick(form.head.fate.undo, Qt.MouseButton.LeftButton)
    await desk.calm()
    assert form.head.fate.isHidden()
    assert not desk.editor("name").is_read_only
    assert (await desk.program.services.browsing.work(key)).action is None


async def test_an_item_to_be_archived_says_so_and_can_be_edited(desk, qtbot) -> None:
    await desk.sign_in()
    key = await an_item(desk, is_archived=False)
    await desk.open(key)
    desk.program.window.commands.action(Command.ARCHIVE).trigger()
    await desk.calm()
    assert desk.program.form.head.fate.sentence.text().startswith("Will be archived when sent.")

    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.form.commit()

    assert "name" in await desk.saved(key)


async def test_an_archived_item_says_so(desk) -> None:
    await desk.sign_in()
    await desk.open(await an_item(desk, is_archived=True))
    fate = desk.program.form.head.fate
    assert fate.sentence.text().startswith("Archived")
    assert fate.undo.isHidden()
    await desk.open(await an_item(desk, is_archived=False))
    assert fate.isHidden()
