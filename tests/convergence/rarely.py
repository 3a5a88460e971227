"""What the window and the command line offer as well, and few users do.

A copy is made, something is taken out of the history, an item that has gone is made anew, many are
discarded or decided upon at once, a decision is taken back, what did not go is tried once more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from tests.convergence.book import Wish, live_ones
from tests.convergence.content import SCHEMAS
from tests.convergence.desk import Desk
from tests.convergence.locales import place_of
from tests.convergence.steps import keys_of
from tests.convergence.user import User
from wfdesk.domain.edits import Action, Seen, Side, Work
from wfdesk.domain.errors import LateEditError, WfdeskError
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal, Operation
from wfdesk.services.heldback import tried_in_vain
from wfdesk.services.history import KeptItem
from wfdesk.services.settling import Choice
from wfdesk.services.undo import GoneStep, MadeStep
from wfdesk.services.unwritten import Edited
from wfdesk.sync.progress import Phase

_MARKER = FieldSlug("marker")
_COPY = "(copy)"


class Rarely:
    """Lets a user do what few do. By a chance of its own, so that all else stays as it is."""

    def __init__(self, rng: Random, user: User) -> None:
        self.rng, self.user = rng, user
        self._markers: dict[ItemKey, str] = {}
        """What marks each copy, which has that of its model at first."""
        self._unticked: set[ItemKey] = set()
        """What is to stay behind with the next send."""

    async def does_something(self, desk: Desk) -> None:
        """Something that there is an occasion for, and mostly what there seldom is one for."""
        seldom, often = (self.rng.sample(acts, len(acts)) for acts in (_SELDOM, _OFTEN))
        for act in (*seldom, *often) if self.rng.random() < 0.7 else (*often, *seldom):
            try:
                if await act(self, desk):
                    break
            except WfdeskError as error:
                self._say(desk, f"hears: {error.summary}")
                break
        self.user.book.watch(desk)

    async def rests(self) -> None:
        await asyncio.sleep(self.rng.choice((0.0, 0.3, 5.0)))

    async def sees_to_markers(self, desk: Desk) -> None:
        """Give those copies one that have none, after a crash or because that was undone."""
        for work in desk.works():
            marker = self._markers.get(work.key, "none")
            if work.is_new and work.name.endswith(_COPY) and work.fields.get(_MARKER) != marker:
                await self._mark(desk, work.key)

    # New items

    async def duplicates(self, desk: Desk) -> bool:
        keys = [key for key in self._there(desk) if key.locale == desk.primary]
        if not keys:
            return False
        chosen = self._some(keys, 3)
        self._say(desk, f"duplicates {_named(chosen)}")
        step = await desk.editing.duplicate(chosen)
        for copy in step.made:
            self.user.book.note(desk.server.world.now, None, desk.work(copy))
        for copy in step.made:
            await self._mark(desk, copy)
        return True

    async def _mark(self, desk: Desk, copy: ItemKey) -> None:
        """By its marker the verdict tells a new item from others: no two have the same."""
        marker = self._markers.setdefault(copy, f"#c{len(self._markers) + 1:05x}")
        self._say(desk, f"marks the copy {copy.item}: {marker}")
        try:
            await self.user.noted_all(desk, [copy], desk.editing.set_field(copy, _MARKER, marker))
        except LateEditError as error:  # it went while another one was marked
            self.user.book.pending = ()
            self._say(desk, f"hears: {error.summary}")

    async def makes_anew(self, desk: Desk) -> bool:
        """Take an item that is not there any more out of the history."""
        items = [each for each in await self._given_up(desk) if each.can_be_made_anew]
        items = [each for each in items if each.key.locale == desk.primary]
        if not items:
            return False
        item = self.rng.choice(items)
        self._say(desk, f"makes {item.key.item} anew")
        # The history shows a text as it would be written.
        self.user.book.doubtful -= {str(each.past.value) for each in item.last_given_up}
        key = await desk.history.make_anew([each.past for each in item.last_given_up])
        self._say(desk, f"has made {key.item}")
        self.user.book.note(desk.server.world.now, None, desk.work(key))
        return True

    async def _given_up(self, desk: Desk) -> list[KeptItem]:
        """What is kept. Of what is there again, or was made anew before, nobody wants another."""
        there, found = self._markers_there(desk), []
        for item in (await desk.history.all()).items:
            named = (each.past.value for each in item.values if each.past.field == _MARKER)
            marker = next(named, None)
            if marker is None or marker not in there:
                found.append(item)
            there.add(marker)
        return found

    async def makes_again(self, desk: Desk) -> bool:
        """Bring back what was made and taken back."""
        step = desk.editing.last_unmade
        if step is None:
            return False
        if self._is_there_again(desk, step):
            return False
        self._say(desk, f"redoes the making of {_named(step.made)}")
        await self.user.noted_all(desk, list(step.made), desk.editing.redo(step.first))
        return True

    async def takes_back_making(self, desk: Desk) -> bool:
        """Undo all that was done to an item made here, and at last its making."""
        new = [work.key for work in desk.works() if work.is_new]
        if not new or self.rng.random() < 0.8:
            return False
        key = self.rng.choice(new)
        while (step := desk.editing.next_undo(key)) is not None:
            keys = list(dict.fromkeys((key, *keys_of(step))))
            self._say(desk, f"undoes {type(step).__name__} of {_named(keys)}")
            for each in keys:
                self.user.book.settle(desk.work(each))
            await self.user.noted_all(desk, keys, desk.editing.undo(key))
            if isinstance(step, GoneStep):
                await self._untick_instead(desk, {new: old for old, new in step.renamed.items()})
            if desk.work(key) is None:
                break
        return True

    # What others have deleted

    async def recreates(self, desk: Desk) -> bool:
        gone = [work.key for work in desk.works() if work.is_gone]
        gone = [key for key in gone if key.locale == desk.primary]
        if not gone:
            return False
        chosen = self._some(gone, 3)
        if self.rng.random() < 0.4:
            await self._untick(desk, chosen)
        self._say(desk, f"makes new ones of {_named(chosen)}")
        step = await self.user.noted_all(desk, chosen, desk.editing.recreate(chosen))
        await self._untick_instead(desk, step.renamed)
        for key in step.renamed.values():
            self.user.book.note(desk.server.world.now, None, desk.work(key))
        return True

    async def _untick(self, desk: Desk, keys: Sequence[ItemKey]) -> None:
        self._say(desk, f"unticks {_named(keys)}")
        await desk.reviewing.set_goes(keys, goes=False)
        self._unticked |= set(keys)

    async def _untick_instead(self, desk: Desk, renamed: Mapping[ItemKey, ItemKey]) -> None:
        """What is made in the place of an item goes, or stays behind, as that did."""
        self._unticked = {renamed.get(key, key) for key in map(desk.current, self._unticked)}
        there = {key for key in self._unticked if desk.work(key) is not None}
        missing = there - await desk.reviewing.left_out()
        said = [f"{key.item} is ticked, and was left out" for key in sorted(missing)]
        self.user.book.broken += said

    async def gives_up_gone(self, desk: Desk) -> bool:
        gone = [work.key for work in desk.works() if work.is_gone]
        if not gone or self.rng.random() < 0.5:
            return False
        self._say(desk, f"gives up {_named(gone)}, which are gone")
        await self.user.noted_all(desk, gone, desk.editing.give_up_gone(gone))
        for key in gone:
            self.user.book.forget(place_of(key))
        return True

    async def types_late(self, desk: Desk) -> bool:
        """Type into a form whose item has just gone."""
        key, slug, shown = self.user.form or (None, "", None)
        if key is None or desk.work(key) is not None or slug in {"slug", ""}:
            return False
        undone = desk.editing.next_redo(key)
        if isinstance(undone, MadeStep) and self._is_there_again(desk, undone):
            return False
        now = desk.current(key)
        if not any(
            each["slug"] == slug for each in desk.server.content.schema.get(key.collection, ())
        ):
            return False
        value = self._value(now, slug)
        self._say(desk, f"types {now.item}.{slug} = {value!r} where it is no longer")
        edited = Edited(FieldSlug(slug), value, before=shown, item_name="Late")
        try:
            await self.user.noted_all(
                desk, [key], desk.editing.write(desk.editing.keep(key, edited))
            )
        except LateEditError as error:
            self.user.book.pending = ()
            self._say(desk, f"hears: {error.summary}")
            place = place_of(error.key or now), slug
            self.user.book.homes[place[0]] = key.collection
            self.user.book.wishes[place] = Wish(desk.server.world.now, value, shown)
        return True

    def _value(self, key: ItemKey, slug: str) -> Any:
        return self.user.writer.value((key.collection, slug), None, [], []) or None

    # Many at once

    async def settles_alike(self, desk: Desk) -> bool:
        """Decide the same for all conflicts that stand there now."""
        works = [work for work in desk.works() if work.conflicts]
        if not works:
            return False
        side = self.rng.choice((Side.MINE, Side.THEIRS))
        choices = [
            Choice(work.key, slug, side, Seen(theirs))
            for work in works
            for slug, theirs in work.conflicts.items()
        ]
        self._say(desk, f"takes {side.value} of {_named(work.key for work in works)}")
        for work in works:
            self.user.book.settle(work)
        keys = [work.key for work in works]
        await self.user.noted_all(desk, keys, desk.editing.settle(choices))
        return True

    async def discards_many(self, desk: Desk) -> bool:
        works = desk.works()
        if len(works) < 2 or self.rng.random() < 0.7:
            return False
        keys = self._some([work.key for work in works], 4)
        self._say(desk, f"discards {_named(keys)}")
        await self.user.noted_all(desk, keys, desk.editing.discard(keys))
        for key in keys:
            self.user.book.forget(place_of(desk.current(key)))
        return True

    async def holds_many(self, desk: Desk) -> bool:
        keys = [work.key for work in desk.works() if work.edits]
        if not keys or self.rng.random() < 0.7:
            return False
        keys, is_held = self._some(keys, 4), self.rng.random() < 0.5
        self._say(desk, f"{'holds' if is_held else 'lets go'} all of {_named(keys)}")
        await desk.editing.hold_all(keys, is_held=is_held)
        return True

    async def marks_many(self, desk: Desk) -> bool:
        keys = self._there(desk)
        if len(keys) < 2:
            return False
        keys, action = self._some(keys, 5), self.rng.choice((*Action, None))
        self._say(desk, f"marks {_named(keys)}: {action.value if action else 'nothing'}")
        await self.user.noted_all(desk, keys, desk.editing.set_action(keys, action))
        return True

    async def sets_several(self, desk: Desk) -> bool:
        """Several fields of an item at once, as from the command line."""
        work = self._any(desk)
        if work is None or desk.server.content.schema != SCHEMAS:
            return False
        slugs = self.rng.sample(("name", "slug", "notes", "summary", "body", "category"), 3)
        if work.key.collection != "posts":
            slugs = ["name", "bio"]
        values = {FieldSlug(slug): self.user.another(desk, work, FieldSlug(slug)) for slug in slugs}
        self._say(desk, f"sets {values} of {work.key.item}")
        await self.user.noted_all(
            desk, [work.key], desk.editing.set_fields(work.key, values), is_typed=True
        )
        return True

    async def types_in_doubt(self, desk: Desk) -> bool:
        """Write a text of which it takes a while to know whether it is written as it was shown."""
        work, body = self._any(desk), FieldSlug("body")
        if work is None or body not in self.user.fields_of(desk, work.key.collection):
            return False
        value = f"<p>doubt {self.user.writer.mark()}</p>"
        seconds, is_as_shown = self.rng.choice((0.0, 0.1, 2.0, 30.0)), self.rng.random() < 0.5

        async def look() -> bool:
            await asyncio.sleep(seconds)
            if is_as_shown:
                self.user.book.doubtful.discard(value)
            return is_as_shown

        self._say(desk, f"types {work.key.item}.body = {value!r}, sound: {is_as_shown}")
        self.user.book.doubtful.add(value)
        edit = desk.editing.keep(work.key, Edited(body, value, look=look))
        await self.user.noted_all(desk, [work.key], desk.editing.write(edit), is_typed=True)
        return True

    async def notices(self, desk: Desk) -> bool:
        """Refresh where something has gone that there is unsent work on."""
        there = desk.server.content.items
        works = [work for work in desk.works() if not work.is_new and not work.is_gone]
        gone = [work.key for work in works if place_of(work.key) not in there]
        if gone:
            await self.user.refresh(desk, is_full=True, only={key.collection for key in gone})
        return bool(gone)

    # Back and forth

    async def takes_back_decision(self, desk: Desk) -> bool:
        step = desk.editing.last_decided
        return step is not None and await self._leads(desk, "takes back", step, is_back=True)

    async def decides_again(self, desk: Desk) -> bool:
        step = desk.editing.last_undecided
        return step is not None and await self._leads(desk, "repeats", step, is_back=False)

    async def _leads(self, desk: Desk, said: str, step: Any, *, is_back: bool) -> bool:
        editing = desk.editing
        act = editing.take_back_decision if is_back else editing.decide_again
        self._say(desk, f"{said} a decision: {type(step).__name__}")
        # What leads nowhere is passed over, so that it may be any of them.
        keys = list(dict.fromkeys([*(work.key for work in desk.works()), *keys_of(step)]))
        for key in keys:
            self.user.book.settle(desk.work(key))
            self.user.book.reopen(key.item)
        found = await self.user.noted_all(desk, keys, act())
        if isinstance(found, GoneStep):
            renamed = {new: old for old, new in found.renamed.items()} if is_back else found.renamed
            await self._untick_instead(desk, renamed)
        for key in dict.fromkeys(keys_of(found)):
            if key not in keys:
                self.user.book.note(desk.server.world.now, None, desk.work(key))
        return True

    async def restores(self, desk: Desk) -> bool:
        """Take a value out of the history, and perhaps put it back again."""
        pasts = [
            each.past
            for item in (await desk.history.all()).items
            for each in item.values
            if item.is_there and each.field is not None and each.past.field != _MARKER
            if each.past.value not in list(self.user.book.doubtful)
        ]
        if not pasts:
            return False
        past = self.rng.choice(pasts)
        key = past.key
        self._say(desk, f"restores {key.item}.{past.field} = {past.value!r}")
        self.user.book.settle(desk.work(key))
        step = await self.user.noted_all(desk, [key], desk.history.restore(past), is_typed=True)
        if step is not None and self.rng.random() < 0.3:
            self._say(desk, "puts it back")
            await self.user.noted_all(desk, [key], desk.editing.take_back(step), is_typed=True)
        return True

    # Sending

    async def retries(self, desk: Desk) -> bool:
        """Try once more what did not go, and look at what is said of it before."""
        user, heard = self.user, self.user.progress
        if user.run is not None or user.plan is None or heard is None:
            return False
        failed = [each for each in heard.results if not each.is_good]
        if heard.phase is not Phase.FINISHED or not failed:
            return False
        keys = [each.new_key or each.key for each in failed]
        tried = tried_in_vain(user.plan, heard.results)
        plan = await desk.publishing.plan(keys, user.plan.goal, tried)
        if not plan.batches or user.run is not None:
            return False
        self._say(desk, "tries again")
        told = {each.key for each in plan.cautions}
        unchanged = {each.new_key or each.key for each in failed if not each.is_changed}
        # What was to go live when it was tried is to go live still, whatever was marked since.
        again = {key for key, steps in tried.steps.items() if any(map(_goes_live, steps))}
        user.book.want_live(desk, again & set(live_ones(plan)))
        user.begin(desk, plan, told | unchanged)
        return True

    async def sends_one(self, desk: Desk) -> bool:
        """Send what the form shows, and look at nothing else."""
        work = self._any(desk)
        if work is None or self.user.run is not None:
            return False
        goal = self.rng.choice((Goal.SEND, Goal.PUBLISH))
        await self.user.send(desk, [work.key], goal, looks_at=[work.key])
        return True

    async def leaves_out(self, desk: Desk) -> bool:
        """Untick some of it, or tick it again."""
        keys = [work.key for work in desk.works()]
        if not keys:
            return False
        keys, goes = self._some(keys, 3), self.rng.random() < 0.4
        if not goes:
            await self._untick(desk, keys)
            return True
        self._say(desk, f"ticks {_named(keys)}")
        self._unticked = set(map(desk.current, self._unticked)) - set(keys)
        await desk.reviewing.set_goes(keys, goes=True)
        return True

    async def sends_ticked(self, desk: Desk) -> bool:
        if self.user.run is not None:
            return False
        review = await desk.reviewing.review()
        keys = [each.work.key for each in review.items if each.work.key not in review.left_out]
        going = set(map(desk.current, self._unticked)) & set(keys)
        self.user.book.broken += [f"{key.item} goes, and was left out" for key in sorted(going)]
        if not keys:
            return False
        await self.user.send(desk, keys, self.rng.choice((Goal.SEND, Goal.PUBLISH)))
        return True

    async def dismisses(self, desk: Desk) -> bool:
        """Leave it at what a run has left."""
        if self.user.run is not None or await desk.publishing.interrupted() is None:
            return False
        self._say(desk, "dismisses what was cut short")
        await desk.publishing.forget_interrupted()
        return True

    async def looks_up(self, desk: Desk) -> bool:
        """Have lost answers looked up, and not always wait until it is certain."""
        if not await desk.publishing.lost():
            return False
        self._say(desk, "looks up what was lost")
        looking = asyncio.get_running_loop().create_task(desk.refreshing.look_up())
        await asyncio.sleep(self.rng.choice((0.1, 1.0, 20.0, 40.0)))
        desk.refreshing.stop()
        await looking
        return True

    # What it takes

    def _is_there_again(self, desk: Desk, step: MadeStep) -> bool:
        """Whether what was taken back was made anew from the history meanwhile."""
        markers = {work.fields.get(_MARKER) for work in step.made.values() if work is not None}
        return bool((markers - {None}) & self._markers_there(desk))

    def _markers_there(self, desk: Desk) -> set[Any]:
        """Those of items that are here, in Webflow, or on their way to it."""
        there = {work.fields.get(_MARKER) for work in desk.works()}
        there |= {fields.get(_MARKER) for fields in desk.copies().values()}
        there |= {entry.fields.get(_MARKER) for entry in desk.unfinished()}
        return there | {item.fields.get("marker") for item in desk.server.content.items.values()}

    def _there(self, desk: Desk) -> list[ItemKey]:
        return [key for key in desk.all_keys() if desk.work(key) is not None]

    def _any(self, desk: Desk) -> Work | None:
        work = desk.any_work(self.rng) if self.rng.random() < 0.7 else None
        keys = desk.all_keys()
        return work or (desk.work(self.rng.choice(keys)) if keys else None)

    def _some(self, keys: Sequence[ItemKey], most: int) -> list[ItemKey]:
        return self.rng.sample(list(keys), min(len(keys), self.rng.randint(1, most)))

    def _say(self, desk: Desk, text: str) -> None:
        self.user.say(desk, text)


def _goes_live(step: Operation) -> bool:
    return step.verb is Verb.PUBLISH


def _named(keys: Iterable[ItemKey]) -> str:
    return ", ".join(key.item for key in keys)


_Act = Callable[[Rarely, Desk], Awaitable[bool]]

_OFTEN: Sequence[_Act] = (
    *(
        Rarely.duplicates,
        Rarely.types_in_doubt,
        Rarely.marks_many,
        Rarely.sets_several,
        Rarely.sends_one,
    ),
    *(Rarely.leaves_out, Rarely.sends_ticked, Rarely.holds_many, Rarely.discards_many),
)
_SELDOM: Sequence[_Act] = (
    *(Rarely.makes_anew, Rarely.makes_again, Rarely.takes_back_making, Rarely.restores),
    *(Rarely.recreates, Rarely.gives_up_gone, Rarely.types_late, Rarely.settles_alike),
    *(Rarely.notices, Rarely.takes_back_decision, Rarely.decides_again),
    *(Rarely.retries, Rarely.dismisses, Rarely.looks_up),
)
