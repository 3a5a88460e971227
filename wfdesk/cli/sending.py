"""``send`` and ``publish``: look up what was interrupted, plan, ask, go, tell what came of it."""

import argparse
from collections.abc import Sequence

from wfdesk.assembly.online import OnlineServices
from wfdesk.cli.addresses import Addresses
from wfdesk.cli.arguments import add_connection, add_question
from wfdesk.cli.asking import agreed, needs_an_answer
from wfdesk.cli.cells import table
from wfdesk.cli.connected import built, exit_of_connection, sign_in
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.progress import ProgressView
from wfdesk.cli.runshapes import plan_shape, result_shape
from wfdesk.cli.selection import Selection, add_items, selected
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape
from wfdesk.domain.errors import NotAuthorizedError
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import ItemResult, Progress, Result
from wfdesk.words.counts import counted
from wfdesk.words.plans import button_of, cost_of, shares_of

_NOTHING = "Nothing to send: Webflow has it all already."
_CANCELLED = "Stopped. What did not go is kept."
_DECLINED = "Nothing was sent."
_PATIENCE = "Waiting up to half a minute: a write whose answer was lost may still arrive."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_items(parser)
    parser.add_argument("--dry-run", action="store_true", help="print the plan, ask nobody")
    add_question(parser)
    add_connection(parser)


async def send(session: Session, goal: Goal) -> Exit:
    wanted = session.wanted
    addresses = await session.addresses()
    selection = await selected(session, addresses)
    online = built(session)
    if wanted.dry_run:
        plan = await online.publishing.plan(selection.keys, goal)
        return _planned(session, addresses, online, plan)
    needs_an_answer(session)
    await sign_in(session, online)
    found = await _looked_up(session, online)
    keys = await session.local.browsing.current(selection.keys)
    plan = await online.publishing.plan(keys, goal)
    _explain(session, online, plan, selection)
    results: tuple[ItemResult, ...] = ()
    code = Exit.NOT_ALL if plan.blockers else Exit.DONE
    sentence = ""
    if plan.batches:
        await _require_tokens(addresses, online, plan)
        if agreed(session, f"{button_of(plan)} now?"):
            results, sentence = await _run(session, online, plan)
            code = _code(session, online, plan, results)
        else:
            session.output.tell(_DECLINED)
            code = Exit.NOT_ALL
    session.output.document(
        {
            "goal": goal.value.lower(),
            "looked_up": [result_shape(addresses, each) for each in found],
            "plan": _plan_shape(addresses, online, plan),
            "results": [result_shape(addresses, each) for each in results],
            "stopped": sentence or None,
            "exit": code,
        }
    )
    return code


def _planned(session: Session, addresses: Addresses, online: OnlineServices, plan: Plan) -> Exit:
    """What a run would do. Nothing is asked of Webflow."""
    _explain(session, online, plan, Selection(()))
    session.output.document({"plan": _plan_shape(addresses, online, plan)})
    return Exit.NOT_ALL if plan.blockers else Exit.DONE


def _plan_shape(addresses: Addresses, online: OnlineServices, plan: Plan) -> Shape:
    return plan_shape(addresses, plan, plan.seconds(online.publishing.rate_limit(plan)))


async def _looked_up(session: Session, online: OnlineServices) -> tuple[ItemResult, ...]:
    """Find out what became of what was interrupted, and tell; the plan depends on it."""
    heard: list[Progress] = []

    def hear(progress: Progress) -> None:
        heard.append(progress)
        view.show(progress)

    count = await online.publishing.lost()
    if not count:
        return ()
    session.output.tell(f"Looking up {counted(count, 'lost answer')} of an earlier run.")
    with ProgressView(session.output, session.local.board) as view:
        if not await online.publishing.look_up(hear):
            session.output.tell(_PATIENCE)
            await online.publishing.look_up(hear, is_patient=True)
    found = {result.key: result for progress in heard for result in progress.results}
    _say_results(session, tuple(found.values()))
    return tuple(found.values())


async def _require_tokens(addresses: Addresses, online: OnlineServices, plan: Plan) -> None:
    """Begin nothing that one of the sites would stop half-way."""
    for site in {
        addresses.everything[key.collection].site.id: addresses.everything[key.collection].site
        for key in plan.keys
    }.values():
        standing = await online.accounts.standing(site.id)
        name = one_line(site.display_name)
        if standing.hindrance:
            raise NotAuthorizedError(f"{name}: {standing.hindrance}")
        if not standing.may_write:
            raise NotAuthorizedError(f"{name}: its token may not send changes (cms:write).")


async def _run(
    session: Session, online: OnlineServices, plan: Plan
) -> tuple[tuple[ItemResult, ...], str]:
    last: list[Progress] = []

    def hear(progress: Progress) -> None:
        last[:] = [progress]
        view.show(progress)

    run = online.publishing.start(plan, hear)
    with (
        ProgressView(session.output, session.local.board) as view,
        session.interruption.softened(run.cancel),
    ):
        await run.go()
    results = last[0].results
    _say_results(session, results)
    sentence = last[0].sentence or (_CANCELLED if session.interruption.has_come else "")
    _sum_up(session, results, sentence)
    return results, sentence


def _explain(session: Session, online: OnlineServices, plan: Plan, selection: Selection) -> None:
    output = session.output
    for share in shares_of(plan):
        output.explain(output.styled(share.title, "bold"))
        output.explain(f"  {share.shown_names}")
        output.explain(f"  {share.consequence}")
    if plan.batches:
        seconds = plan.seconds(online.publishing.rate_limit(plan))
        output.explain(f"  {cost_of(plan, seconds)}")
    elif not plan.blockers:
        output.explain(_NOTHING)
    for blocker in plan.blockers:
        label = f"{blocker.label}: " if blocker.label else ""
        said = one_line(f"{blocker.name}: {label}{blocker.sentence}")
        output.explain(output.styled(f"Stays behind: {said}", "warning"))
    if selection.held:
        output.tell(f"{counted(selection.held, 'item')} held back or left out in the window.")


def _say_results(session: Session, results: Sequence[ItemResult]) -> None:
    output = session.output
    rows = [(each.result.value, one_line(each.name), one_line(each.reason)) for each in results]
    for line, result in zip(table(rows, output.width), results, strict=True):
        output.explain(line if result.is_good else output.styled(line, "bad"))


def _sum_up(session: Session, results: Sequence[ItemResult], sentence: str) -> None:
    bad = sum(not each.is_good for each in results)
    said = f"{len(results) - bad:,} done, {bad:,} not" if bad else f"{len(results):,} done"
    session.output.tell(f"{said}. {sentence}".rstrip())


def _code(
    session: Session, online: OnlineServices, plan: Plan, results: Sequence[ItemResult]
) -> Exit:
    if session.interruption.has_come:
        return Exit.INTERRUPTED
    if all(each.is_good for each in results):
        return Exit.NOT_ALL if plan.blockers else Exit.DONE
    if any(each.result is Result.NOT_SENT for each in results):
        return exit_of_connection(session, online)
    return Exit.NOT_ALL
