"""A run that was cut short is said in one place: by the bar in Changes where that is in sight."""

from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal
from wfdesk.store.runs import RunsRepository
from wfdesk.ui.shell.commands import Command


async def test_the_notice_goes_when_the_bar_comes_into_sight(desk) -> None:
    await desk.sign_in()
    program = desk.program
    await program.services.editing.set_field(await desk.key("recipes"), NAME, "Oh")
    plan = await program.services.publishing.plan(None, Goal.SEND)
    await program.screen.local.database.write(lambda rows: RunsRepository(rows).begin(plan))
    program.sending.look_back()
    await desk.calm()
    [message] = program.window.notices.messages
    assert "cut short" in message

    program.window.commands.action(Command.CHANGES).trigger()
    await desk.calm()

    assert program.changes_view.interrupted.isVisible()
    assert program.window.notices.messages == []
