"""Leads what was done back, and forward again: each step is written first, and moved then."""

from collections.abc import Callable

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import LateEditError
from wfdesk.services import making, marking, settling
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.late import staged_or_kept
from wfdesk.services.staging import led_back, led_on, staged
from wfdesk.services.undo import (
    ActionStep,
    AnotherStep,
    Decision,
    FieldStep,
    GoneStep,
    HoldStep,
    MadeStep,
    Marks,
    SettleStep,
    Step,
    UndoHistory,
)
from wfdesk.services.unwritten import Unwritten
from wfdesk.store.database import Database


class Leading:
    """Whoever asks has the turn: nothing else is written meanwhile."""

    def __init__(self, database: Database, feed: ChangeFeed, history: UndoHistory) -> None:
        self._database = database
        self._feed = feed
        self._history = history

    async def take_back(self, step: Step) -> Step | None:
        """Undo a step; None where that led nowhere."""
        match step:
            case FieldStep():
                await self.stage(led_back(step, is_last=self._history.is_last(step)))
                self._history.move_back(step)
                return step
            case ActionStep():
                return await self._remark(step, self._history.move_back, step.after, step.before)
            case SettleStep() | GoneStep() | HoldStep() | AnotherStep():
                return await self._lead(step, self._history.move_back, is_back=True)
            case MadeStep():
                return await self._remake(step, self._history.move_back, is_back=True)

    async def do_again(self, step: Step) -> Step | None:
        """Redo a step; None where that led nowhere."""
        match step:
            case FieldStep():
                await self.stage(led_on(step))
                self._history.move_forward(step)
                return step
            case ActionStep():
                return await self._remark(step, self._history.move_forward, step.before, step.after)
            case SettleStep() | GoneStep() | HoldStep() | AnotherStep():
                return await self._lead(step, self._history.move_forward, is_back=False)
            case MadeStep():
                return await self._remake(step, self._history.move_forward, is_back=False)

    async def stage(self, edit: Unwritten) -> FieldStep | SettleStep | None:
        """Write a value; return the step that it is, if it changes what the field says."""
        step, change = await self._database.write(lambda connection: staged(connection, edit))
        self._feed.publish(change)
        return step

    async def stage_or_keep(self, edit: Unwritten) -> FieldStep | SettleStep | None:
        """The same of what is typed: LateEditError where its item is gone, and it is kept."""
        done = await self._database.write(lambda connection: staged_or_kept(connection, edit))
        if isinstance(done, LateEditError):
            self._feed.publish(ChangeSet(frozenset({edit.key})))
            raise done
        step, change = done
        self._feed.publish(change)
        return step

    async def _lead(
        self, step: Decision, move: Callable[[Step], None], *, is_back: bool
    ) -> Step | None:
        """Lead a decision back or forward; None where everything has gone elsewhere since."""
        has_moved, change = await self._database.write(
            lambda connection: settling.lead(connection, step, is_back=is_back)
        )
        if has_moved:
            move(step)
        else:
            self._history.forget(step)  # else it would stand in the way of those before it
        self._feed.publish(change)
        return step if has_moved else None

    async def _remark(
        self, step: ActionStep, move: Callable[[Step], None], here: Marks, there: Marks
    ) -> ActionStep:
        """Lead the items of an action from their marks to others; return what it changed."""
        moved, change = await self._database.write(
            lambda connection: marking.lead(connection, step.chosen, here, there)
        )
        if moved.after:
            move(step)
        else:
            self._history.forget(step)  # else it would stand in the way of those before it
        self._feed.publish(change)
        return moved

    async def _remake(
        self, step: MadeStep, move: Callable[[Step], None], *, is_back: bool
    ) -> MadeStep | None:
        """Take back what was made, or make it again; None where all of it has been sent since."""
        moved, change = await self._database.write(
            lambda connection: making.lead(connection, step, is_back=is_back)
        )
        if moved:
            step.made = moved
            move(step)
        else:
            self._history.forget(step)  # else it would stand in the way of those before it
        self._feed.publish(change)
        return step if moved else None
