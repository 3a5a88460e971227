"""The end of a scenario: the faults have stopped, and the user puts everything in order."""

from typing import Any

from tests.convergence.content import ADDED
from tests.convergence.desk import Desk
from tests.convergence.locales import variant
from tests.convergence.user import User
from wfdesk.domain.edits import GONE, IN_FLIGHT, SendState, Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey, LocaleId, is_local
from wfdesk.domain.plan import Goal
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Severity, problems_in

_PATIENCE = 5
"""Rounds after which the user takes it that something will not come back."""


class Tidying:
    """What a user does until nothing is left to do, once the faults have stopped."""

    ROUNDS = 200

    def __init__(self, user: User, desk: Desk) -> None:
        self._user, self._desk = user, desk
        self.rounds = 0

    async def tidy(self) -> None:
        user, desk = self._user, self._desk
        if user.task is not None:
            user.resume(desk)
            await user.task
        while (left := self._left()) and self.rounds < self.ROUNDS:
            self.rounds += 1
            if self.rounds > 1 or desk.unanswered():
                is_full = self.rounds > _PATIENCE  # which sees what is on the site by now
                await user.refresh(desk, is_full=is_full, only={key.collection for key in left})
            for work in desk.works():
                try:
                    await self._order(work)
                except MissingItemError as error:  # it went while it was put in order
                    user.say(desk, f"hears: {error.summary}")
            await self._give_up_what_cannot_go()
            await user.send(desk, None, Goal.SEND)
            if user.task is not None:
                await user.task
        await user.refresh(desk, is_full=True, only=desk.server.content.touched)

    def _left(self) -> list[ItemKey]:
        """The items with which there is something to do."""
        return [each.key for each in (*self._desk.works(), *self._desk.unanswered())]

    async def _order(self, work: Work) -> None:
        user, desk, key = self._user, self._desk, work.key
        collection = desk.collection(key.collection)
        if work.is_gone or work.reason == GONE or not self._is_there(work) or collection is None:
            await user.discard(desk, key)
            return
        await self._adapt(work, collection)
        work = desk.work(key) or work
        for slug in work.conflicts:
            await user.settle(desk, key, slug, user.rng.choice(("mine", "theirs", "edit")))
        if any(edit.is_held for edit in work.edits.values()):
            await desk.editing.hold(key, None, is_held=False)
        if (
            work.state in {SendState.REFUSED, SendState.HELD, SendState.IN_QUESTION}
            and not work.conflicts
        ):
            await self._mend(work)
        for slug, edit in work.edits.items():
            if self._is_dangling(edit.value, key.locale):
                await user.edit(desk, key, slug, None)
        if work.is_new and not work.name:
            await user.edit(desk, key, "name", f"Name {user.writer.mark()}")

    async def _give_up_what_cannot_go(self) -> None:
        """In a locale that is off it says so, and would wait for ever."""
        if self.rounds <= _PATIENCE:
            return
        for work in self._desk.works():
            if work.state not in IN_FLIGHT and not self._takes(work.key.locale):
                await self._user.discard(self._desk, work.key)

    def _takes(self, locale: LocaleId) -> bool:
        """Whether what is in the locale can go. A file that was damaged may not know any more that
        it is the one of which localization was switched off.
        """
        is_taken = self._desk.server.content.takes(locale)
        return is_taken and (not self._user.book.has_less or self._desk.takes(locale))

    async def _adapt(self, work: Work, collection: Collection) -> None:
        """Give up what there is no field for, and what its field takes no more; fill in a new one.

        What a field may no longer be without is given up as well.
        """
        user, desk = self._user, self._desk
        bad = {
            problem.field
            for problem in problems_in(work, collection)
            if problem.severity is Severity.BLOCKS_SEND
        }
        if self.rounds > _PATIENCE:
            bad |= {slug for slug, why in work.refused_fields.items() if "is required" in why}
        for slug in list(work.edits):
            is_parked = collection.find_field(slug) is None
            if is_parked or (slug in bad and slug not in {"name", "slug"}):
                await user.give_up(desk, work.key, slug)
        if "slug" in bad and not work.edits[FieldSlug("slug")].value:
            await user.edit(desk, work.key, "slug", f"slug-mended-{user.writer.mark()}")
        if work.is_new and collection.find_field(FieldSlug(ADDED)) and ADDED not in work.edits:
            await user.edit(desk, work.key, ADDED, f"extra {user.writer.mark()}")

    def _is_there(self, work: Work) -> bool:
        return work.is_new or work.item is not None

    async def _mend(self, work: Work) -> None:
        """Write something else where it was refused, or give the item up after some tries."""
        user, desk = self._user, self._desk
        fields = set(work.refused_fields) & work.edits.keys()
        if not fields:
            fields = {s for s, edit in work.edits.items() if "refuse-me" in str(edit.value)}
        if not fields and self.rounds > 3:
            await user.discard(desk, work.key)
        for slug in sorted(fields):
            if slug == "slug":
                await user.edit(desk, work.key, slug, f"slug-mended-{user.writer.mark()}")
            elif slug in {"name", "summary"}:
                await user.edit(desk, work.key, slug, f"mended {user.writer.mark()}")
            else:
                await user.edit(desk, work.key, slug, None)

    def _is_dangling(self, value: Any, locale: str) -> bool:
        """Whether it refers to what is not there, or not in the language of who refers to it."""
        items = self._desk.server.content.items
        held = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return any(
            isinstance(each, str)
            and (
                (each.startswith("item0") and variant(each, locale) not in items)
                or (
                    is_local(each)
                    and self._desk.work(ItemKey(CollectionId("posts"), each)) is None
                    and self._desk.work(ItemKey(CollectionId("people"), each)) is None
                )
            )
            for each in held
        )
