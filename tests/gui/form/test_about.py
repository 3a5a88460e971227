"""What About says of this computer, once Webflow has been heard."""

import pytest

from tests.gui.shell.test_dialogs import texts
from wfdesk.ui.shell.about import AboutDialog
from wfdesk.ui.shell.commands import Command


async def about(desk) -> list[str]:
    window = desk.program.window
    window.commands.action(Command.ABOUT).trigger()
    dialog = window.findChild(AboutDialog)
    said = texts(dialog)
    dialog.close()
    await desk.calm()
    return said


@pytest.mark.parametrize(
    ("date", "says"),
    [(None, "agrees with Webflow's"), ("Sat, 01 Jan 2000 00:00:00 GMT", "ahead of Webflow's")],
)
async def test_about_compares_the_clock_with_the_one_that_answered_last(desk, date, says) -> None:
    assert any("was not compared" in each for each in await about(desk))
    if date is not None:
        order = {"do": "headers", "set": {"Date": date}, "times": "always"}
        assert desk.practice.control("POST", "faults", order).is_success
    await desk.sign_in()
    assert any(says in each for each in await about(desk))
