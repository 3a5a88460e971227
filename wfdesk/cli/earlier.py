"""What an earlier run has left that was cut short: told and found out before anything goes."""

from msgspec.structs import replace

from wfdesk.assembly.online import OnlineServices
from wfdesk.cli.addresses import Addresses
from wfdesk.cli.progress import ProgressView
from wfdesk.cli.selection import Selection, is_meant
from wfdesk.cli.session import Session
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.services.publishing import ItemResult, Progress
from wfdesk.words.counts import counted

_PATIENCE = "Waiting up to half a minute: a write whose answer was lost may still arrive."


async def look_up(session: Session, online: OnlineServices) -> tuple[ItemResult, ...]:
    """Find out what became of writes whose answer was lost; the plan depends on it."""
    heard: list[Progress] = []

    def hear(progress: Progress) -> None:
        heard.append(progress)
        view.show(progress)

    count = await online.publishing.lost()
    if not count:
        return ()
    session.output.tell(f"Looking up {counted(count, 'lost answer')} of an earlier run.")
    with ProgressView(session.output, session.local.board) as view:
        # Where nobody can be asked, such as without a token, there is nothing to wait for.
        is_certain = await online.publishing.look_up(hear)
        if not is_certain and await online.publishing.askable():
            session.output.tell(_PATIENCE)
            await online.publishing.look_up(hear, is_patient=True)
    found = {result.key: result for progress in heard for result in progress.results}
    return await _named(session, tuple(found.values()))


async def _named(session: Session, found: tuple[ItemResult, ...]) -> tuple[ItemResult, ...]:
    """The results with the items' names: a change that left the name alone tells none."""
    works = await session.local.browsing.works([each.new_key or each.key for each in found])
    names = {work.key: work.name for work in works}
    return tuple(
        replace(each, name=each.name or names.get(each.new_key or each.key, "")) for each in found
    )


async def with_unpublished(
    session: Session, addresses: Addresses, selection: Selection, run: InterruptedRun
) -> Selection:
    """The selection, with what the run has sent and not made live: nothing is unsent of that.

    What has unsent changes is chosen, or held back, by these.
    """
    if session.wanted.items or run.goal is not Goal.PUBLISH:
        return selection
    unsent = {each.work.key for each in (await session.local.reviewing.review()).items}
    left = [key for key in run.left if key not in unsent and is_meant(session, addresses, key)]
    return replace(selection, keys=(*selection.keys, *left))
