"""``send`` and ``publish``: look up what was interrupted, plan, ask, go, tell what came of it."""

import argparse
from collections.abc import Sequence

from msgspec.structs import replace

from wfdesk.assembly.online import OnlineServices
from wfdesk.cli.addresses import Addresses
from wfdesk.cli.arguments import add_connection, add_question
from wfdesk.cli.asking import agreed, needs_an_answer
from wfdesk.cli.cells import name_cell, table
from wfdesk.cli.connected import built, exit_of_connection, sign_in
from wfdesk.cli.cutshort import cut_short_shape, tell_cut_short
from wfdesk.cli.earlier import look_up, with_unpublished
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.progress import ProgressView
from wfdesk.cli.runshapes import plan_shape, result_shape
from wfdesk.cli.selection import Selection, add_items, selected
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape
from wfdesk.domain.edits import GONE, is_clash
from wfdesk.domain.errors import NotAuthorizedError
from wfdesk.domain.journal import is_question
from wfdesk.domain.plan import Goal, InterruptedRun, Plan
from wfdesk.services.publishing import ItemResult, Progress, Result
from wfdesk.words.counts import counted
from wfdesk.words.plans import button_of, cost_of, item_caution_lines, shares_of

_NOTHING = "Nothing to send: Webflow has it all already."
_CANCELLED = "Stopped. What did not go is kept."
_BOTH = "wfdesk conflicts shows both sides, and settles them."
_ASKED = "wfdesk conflicts says what is asked, and takes the answer."
_ANEW = "wfdesk conflicts makes it anew; wfdesk discard gives it up."
_UNSEEN = "That would go live with it. Look at it, then publish again."
_DECLINED = "Nothing was sent."
_NOT_REACHED = frozenset({Result.NOT_SENT, Result.NOT_PUBLISHED})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_items(parser)
    parser.add_argument("--dry-run", action="store_true", help="print the plan, ask nobody")
    add_question(parser)
    add_connection(parser)


async def send(session: Session, goal: Goal) -> Exit:
    addresses = await session.addresses()
    selection = await selected(session, addresses)
    sending = Sending(session, addresses, built(session), goal)
    return await (sending.plan_only(selection) if session.wanted.dry_run else sending.go(selection))


class Sending:
    """One ``send`` or ``publish``."""

    def __init__(
        self, session: Session, addresses: Addresses, online: OnlineServices, goal: Goal
    ) -> None:
        self._session = session
        self._addresses = addresses
        self._online = online
        self._goal = goal
        self._stopped = ""
        self._cut_short: InterruptedRun | None = None
        """The earlier run that was."""

    async def plan_only(self, selection: Selection) -> Exit:
        """Say what a run would do. Nothing is asked of Webflow."""
        selection = await self._with_earlier(selection)
        plan = await self._plan(selection)
        _explain(self._session, self._online, plan, selection)
        self._session.output.document({"plan": self._shape_of(plan)})
        return Exit.NOT_ALL if plan.blockers else Exit.DONE

    async def go(self, selection: Selection) -> Exit:
        session, online = self._session, self._online
        selection = await self._with_earlier(selection)
        found, unseen = tuple[ItemResult, ...](), tuple[ItemResult, ...]()
        plan = await self._plan(selection)
        # Where Webflow is not to be asked, nobody is: not for a yes, and not for a token.
        if plan.batches or await online.publishing.lost():
            needs_an_answer(session)
            await sign_in(session, online)
            found = await look_up(session, online)
            _say_results(session, found)
            selection, unseen = await self._without_unseen(selection, found)
            plan = await self._plan(selection)
        _explain(session, online, plan, selection)
        _say_results(session, unseen)
        if not unseen:
            await self._settle(plan, selection)
        results = await self._run(plan) if plan.batches else ()
        results = None if results is None else (*results, *unseen)
        code = self._code(plan, results)
        session.output.document(
            {
                "goal": self._goal.value.lower(),
                "cut_short": cut_short_shape(self._cut_short),
                "looked_up": [result_shape(self._addresses, each) for each in found],
                "plan": self._shape_of(plan),
                "results": [result_shape(self._addresses, each) for each in results or ()],
                "stopped": self._stopped or None,
                "exit": code,
            }
        )
        return code

    async def _plan(self, selection: Selection) -> Plan:
        keys = await self._session.local.browsing.current(selection.keys)
        return await self._online.publishing.plan(keys, self._goal)

    async def _without_unseen(
        self, selection: Selection, found: Sequence[ItemResult]
    ) -> tuple[Selection, tuple[ItemResult, ...]]:
        """The selection without what others were found to have changed, where it would go live.

        Nobody has seen that yet; the result of each says so.
        """
        if self._goal is not Goal.PUBLISH:
            return selection, ()
        merged = {each.new_key or each.key: each for each in found if each.is_good and each.reason}
        keys = await self._session.local.browsing.current(selection.keys)
        unseen = tuple(
            replace(
                merged[key], result=Result.NOT_PUBLISHED, reason=f"{merged[key].reason} {_UNSEEN}"
            )
            for key in keys
            if key in merged
        )
        return replace(selection, keys=tuple(key for key in keys if key not in merged)), unseen

    async def _with_earlier(self, selection: Selection) -> Selection:
        """The selection, with what a publish that was cut short has left to publish."""
        run = self._cut_short = await self._online.publishing.interrupted()
        if run is None:
            return selection
        tell_cut_short(self._session, run, self._goal)
        if self._goal is Goal.SEND:
            return selection
        return await with_unpublished(self._session, self._addresses, selection, run)

    async def _settle(self, plan: Plan, selection: Selection) -> None:
        """Forget the earlier run when nothing of it is left to do. A new one takes its place."""
        run = self._cut_short
        is_nothing_left = not (plan.batches or plan.blockers) and self._session.wanted.all
        if run is None or not is_nothing_left or self._goal not in {run.goal, Goal.PUBLISH}:
            return
        # What is at another site or left out was not asked about; what others changed, not seen.
        keys = set(await self._session.local.browsing.current(selection.keys))
        if keys.issuperset(run.left) and not run.changed:
            await self._online.publishing.forget_interrupted()

    async def _run(self, plan: Plan) -> tuple[ItemResult, ...] | None:
        """Ask, and do it. None: the answer was no."""
        session = self._session
        await _require_tokens(self._addresses, self._online, plan)
        if not agreed(session, f"{button_of(plan)} now?"):
            session.output.tell(_DECLINED)
            return None
        last: list[Progress] = []

        def hear(progress: Progress) -> None:
            last[:] = [progress]
            view.show(progress)

        run = self._online.publishing.start(plan, hear)
        with (
            ProgressView(session.output, session.local.board) as view,
            session.interruption.softened(run.cancel),
        ):
            await run.go()
        is_cancelled = session.interruption.has_come
        self._stopped = last[0].sentence or (_CANCELLED if is_cancelled else "")
        _say_results(session, last[0].results)
        _sum_up(session, last[0].results, self._stopped)
        return last[0].results

    def _code(self, plan: Plan, results: Sequence[ItemResult] | None) -> Exit:
        if self._session.interruption.has_come:
            return Exit.INTERRUPTED
        if results is None:
            return Exit.NOT_ALL
        if all(each.is_good for each in results):
            return Exit.NOT_ALL if plan.blockers else Exit.DONE
        if any(each.result in _NOT_REACHED for each in results):
            return exit_of_connection(self._session, self._online)
        return Exit.NOT_ALL

    def _shape_of(self, plan: Plan) -> Shape:
        seconds = self._online.publishing.seconds(plan)
        return plan_shape(self._addresses, plan, seconds)


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


def _explain(session: Session, online: OnlineServices, plan: Plan, selection: Selection) -> None:
    output = session.output
    for share in shares_of(plan):
        output.explain(output.styled(share.title, "bold"))
        output.explain(f"  {share.shown_names}")
        output.explain(f"  {share.consequence}")
    if plan.batches:
        seconds = online.publishing.seconds(plan)
        output.explain(f"  {cost_of(plan, seconds)}")
    elif not plan.blockers:
        output.explain(_NOTHING)
    cautions = [
        f"{each.name}: {each.label}: {each.sentence}"
        for each in plan.cautions
        if each.field is not None
    ]
    for said in map(one_line, [*item_caution_lines(plan), *cautions]):
        output.explain(output.styled(f"Goes, but: {said}", "warning"))
    for blocker in plan.blockers:
        label = f"{blocker.label}: " if blocker.label else ""
        said = one_line(f"{blocker.name}: {label}{blocker.sentence}")
        output.explain(output.styled(f"Stays behind: {said}", "warning"))
    _lead_on(session, [blocker.sentence for blocker in plan.blockers])
    if selection.held:
        output.tell(f"{counted(selection.held, 'item')} held back or left out in the window.")


def _say_results(session: Session, results: Sequence[ItemResult]) -> None:
    output = session.output
    rows = [
        (each.result.value, name_cell(one_line(each.name), output.width), one_line(each.reason))
        for each in results
    ]
    for line, result in zip(table(rows), results, strict=True):
        output.explain(line if result.is_good else output.styled(line, "bad"))


def _sum_up(session: Session, results: Sequence[ItemResult], sentence: str) -> None:
    bad = sum(not each.is_good for each in results)
    said = f"{len(results) - bad:,} done, {bad:,} not" if bad else f"{len(results):,} done"
    session.output.tell(f"{said}. {sentence}".rstrip())
    _lead_on(session, [each.reason for each in results])


def _lead_on(session: Session, reasons: Sequence[str]) -> None:
    """Tell which command goes on with what did not go."""
    if any(map(is_clash, reasons)):
        session.output.tell(_BOTH)
    if any(map(is_question, reasons)):
        session.output.tell(_ASKED)
    if any(reason.startswith(GONE) for reason in reasons):
        session.output.tell(_ANEW)
