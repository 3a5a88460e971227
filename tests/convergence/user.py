"""The user: edits, sends, changes their mind, and in the end puts everything in order."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import Any, TypeVar

from tests.convergence import steps, told
from tests.convergence.answering import answer, heed
from tests.convergence.book import Book, live_ones
from tests.convergence.content import FIELDS, KINDS, SCHEMAS
from tests.convergence.desk import Desk
from tests.convergence.locales import PRIMARY, place_of
from tests.convergence.words import Writer
from wfdesk.domain.edits import IN_FLIGHT, Action, Seen, Work
from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import NO_LOCALE, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import Run
from wfdesk.services.unwritten import Edited
from wfdesk.sync.progress import Phase, Progress

_Told = TypeVar("_Told")

_AS_IT_IS = object()


class User:
    """Acts through the services, and has every wish noted in the book."""

    def __init__(self, rng: Random, book: Book) -> None:
        self.rng, self.book = rng, book
        self.writer = Writer(rng, "u")
        self.run: Run | None = None
        self.task: asyncio.Task[None] | None = None
        self.progress: Progress | None = None
        self.plan: Plan | None = None
        """What was sent last."""
        self.begun: float | None = None
        """When that was begun, for as long as nobody has read what has become of it."""
        self.on_phase: Callable[[Phase], None] = lambda _phase: None
        self.story: list[str] = []
        self.whims: Random | None = None
        """Whether and when the user does what few do: only some are like that."""
        self._markers = 0
        self.asked: list[ItemKey] = []
        """New items of which Webflow may have one already: that was said when a run was over."""
        self.form: tuple[ItemKey, str, Any] | None = None
        """A form that is open, and what a field of it has shown ever since."""

    def sit_down(self) -> None:
        """A new life of the program: nothing runs in it yet."""
        self.run = self.task = self.progress = self.form = self.plan = self.begun = None
        if self.book.has_less:
            self.asked.clear()

    # Single acts

    async def edit(
        self, desk: Desk, key: ItemKey, slug: str, value: Any, seen: Seen | None = None
    ) -> None:
        self.say(desk, f"edits {key.item}.{slug} = {value!r}")
        act = desk.editing.set_field(key, FieldSlug(slug), value, seen)
        await self._noted(desk, key, act, is_typed=True)
        self.form = key, slug, value

    async def create(self, desk: Desk, collection: str, fields: dict[str, Any]) -> ItemKey:
        self._markers += 1
        marker = f"#{self._markers:06x}"
        given = {FieldSlug("marker"): marker, **{FieldSlug(s): v for s, v in fields.items()}}
        key = await desk.editing.create(CollectionId(collection), desk.primary, given)
        self.say(desk, f"creates {key.item} {given}")
        self.book.made[key.item] = marker
        self.book.note(desk.server.world.now, None, desk.work(key))
        return key

    async def discard(self, desk: Desk, key: ItemKey) -> None:
        self.say(desk, f"discards {key.item}")
        await self._noted(desk, key, desk.editing.discard([key]))
        self.book.forget(place_of(desk.current(key)))

    async def mark(self, desk: Desk, key: ItemKey, action: Action | None) -> None:
        self.say(desk, f"marks {key.item}: {action.value if action else 'nothing'}")
        await self._noted(desk, key, desk.editing.set_action([key], action))

    async def give_up(self, desk: Desk, key: ItemKey, slug: str) -> None:
        self.say(desk, f"gives up {key.item}.{slug}")
        await self._noted(desk, key, desk.editing.discard_field(key, FieldSlug(slug)))

    async def settle(self, desk: Desk, key: ItemKey, slug: FieldSlug, how: str) -> None:
        """Decide a conflict."""
        self.say(desk, f"settles {key.item}.{slug}: {how}")
        self.book.settle(desk.work(key))
        if how == "mine":
            case = self._case(desk, key, slug)
            await self._noted(desk, key, desk.editing.take_mine(key, slug))
            self.book.settled |= case  # before it was on disk it may have to be settled once more
        elif how == "theirs":
            await self._noted(desk, key, desk.editing.take_theirs(key, slug))
        else:
            work = desk.work(key)
            if work is not None:
                seen = Seen(work.conflicts[slug]) if slug in work.conflicts else None
                await self.edit(desk, key, slug, self.another(desk, work, slug), seen)

    def _case(self, desk: Desk, key: ItemKey, slug: FieldSlug) -> set[tuple[str, str, str]]:
        """The conflict that is settled, if there is one. Settled before, it may not come again."""
        work = desk.work(key)
        if work is None or slug not in work.conflicts:
            return set()
        case = (work.key.item, slug, f"{work.edits.get(slug)} {work.conflicts[slug]}")
        if case in self.book.settled:
            self.book.again.append(f"{work.key.item}.{slug} was settled before")
        return {case}

    async def refresh(
        self, desk: Desk, *, is_full: bool = False, only: Iterable[str] = FIELDS
    ) -> None:
        self.say(desk, f"refreshes{' all' if is_full else ''}")
        if not desk.has_structure:  # all that was read is forgotten, and a look then failed
            await desk.refreshing.refresh_all()
        for collection in sorted(only):
            await desk.refreshing.refresh_collection(CollectionId(collection), is_full=is_full)

    async def goes_on(self, desk: Desk) -> None:
        """Go on with what was cut short: nobody looks through it once more."""
        cut_short = await desk.publishing.interrupted()
        if cut_short is not None:
            works = (desk.work(key) for key in cut_short.left)
            edited = [work.key for work in works if work is not None and not work.is_empty]
            await self.send(desk, cut_short.left, cut_short.goal, edited, is_new_wish=False)

    async def send(
        self,
        desk: Desk,
        keys: Sequence[ItemKey] | None,
        goal: Goal,
        looks_at: Iterable[ItemKey] | None = None,
        *,
        is_new_wish: bool = True,
    ) -> None:
        """Begin a run, unless one is under way, after a look at these items; at all by default."""
        if self.run is not None:
            return
        await answer(self, desk)
        plan = await desk.publishing.plan(keys, goal)
        if await heed(self, desk, plan.cautions):
            plan = await desk.publishing.plan(keys, goal)
        if not plan.batches:
            return
        named = ", ".join(f"{each.verb.value} {len(each.keys)}" for each in plan.batches)
        self.say(desk, f"{goal.value.lower()}s: {named}")
        # What was taken over just now was looked at, under the id that it has.
        self.book.show(desk, None if looks_at is None else map(desk.current, looks_at))
        self.book.want_live(desk, live_ones(plan) if is_new_wish else ())
        if self.rng.random() < 0.1:
            await self._reads_the_sheet(desk)
            if self.run is not None:
                return
        self._start(desk, plan)

    def begin(self, desk: Desk, plan: Plan, looks_at: Iterable[ItemKey]) -> None:
        """Begin a run that was planned, after a look at these items."""
        self.book.show(desk, looks_at)
        self._start(desk, plan)

    def _start(self, desk: Desk, plan: Plan) -> None:
        self.plan, self.begun = plan, desk.server.world.now
        self.run = desk.publishing.start(plan, lambda progress: self._hear(desk, progress))
        self.task = asyncio.get_running_loop().create_task(self._go(self.run))

    async def _reads_the_sheet(self, desk: Desk) -> None:
        """Take time over it. What a refresh behind it brings meanwhile is not shown there."""
        self.say(desk, "reads the sheet")
        await self.rests(desk)
        with suppress(WfdeskError):
            await self.refresh(desk, only=("posts",))

    def pause(self, desk: Desk) -> None:
        if self.run is not None:
            self.say(desk, "pauses")
            self.run.pause()

    def resume(self, desk: Desk) -> None:
        if self.run is not None:
            self.say(desk, "resumes")
            self.run.resume()

    def cancel(self, desk: Desk) -> None:
        if self.run is not None:
            self.say(desk, "cancels")
            self.run.cancel()

    def say(self, desk: Desk, text: str) -> None:
        self.story.append(f"{desk.server.world.now:9.3f} user {text}")

    # Something or other

    async def does_something(self, desk: Desk, what: str = "anything") -> None:
        """What is planned, but for what few do and what just did not go."""
        whim = self._whim(desk) if what != "send" else None
        act = whim or self._impatient() or self.rng.choice(_PLANNED[what])
        if self.run is None and await desk.publishing.interrupted() and self.rng.random() < 0.5:
            act = User.goes_on
        try:
            await act(self, desk)
        except WfdeskError as error:
            self.say(desk, f"hears: {error.summary}")
        self.book.watch(desk)

    async def rests(self, desk: Desk) -> None:
        """Let time pass: a moment, or as long as a request or a pause takes."""
        await asyncio.sleep(self.rng.choice((0.0, 0.1, 0.3, 1.0, 5.0, 20.0)))

    def _whim(self, desk: Desk) -> "Callable[[User, Desk], Awaitable[None]] | None":
        if self.whims is None or self.whims.random() < 0.4:
            return None
        if self.whims.random() < 0.5 and any(work.conflicts for work in desk.works()):
            return User.sets_aside
        if self.whims.random() < 0.5 and self.run is None:
            has_new = any(work.is_new and work.name for work in desk.works())
            return User.sends_everything if has_new else User.creates_something
        return User.types_on if self.form is not None else None

    def _impatient(self) -> "Callable[[User, Desk], Awaitable[None]] | None":
        """What did not go is tried again at once, more often than not."""
        heard, self.progress = self.progress, None
        if heard is None or self.run is not None or all(each.is_good for each in heard.results):
            return None
        return User.sends_everything if self.rng.random() < 0.6 else None

    async def sends_everything(self, desk: Desk) -> None:
        await self.send(desk, None, Goal.SEND)

    async def publishes_everything(self, desk: Desk) -> None:
        await self.send(desk, None, Goal.PUBLISH)

    async def edits_something(self, desk: Desk) -> None:
        work = self._any(desk)
        fields = self.fields_of(desk, work.key.collection) if work else ()
        if work is not None and fields:
            slug = self.rng.choice(fields)
            value = self.another(desk, work, FieldSlug(slug))
            may_refuse = KINDS[work.key.collection, slug] == "PlainText" and slug != "slug"
            if may_refuse and self.rng.random() < 0.08:
                value = self.writer.refusable()
            await self.edit(desk, work.key, slug, value)

    async def edits_again(self, desk: Desk) -> None:
        """Change what was changed last, whatever has become of it; or what is beside a conflict."""
        if any(work.conflicts for work in desk.works()) and self.rng.random() < 0.5:
            await self.sets_aside(desk)
            return
        if self.rng.random() < 0.3:
            await self.takes_back(desk)
            return
        key, slug, _ = self.form or (None, "", None)
        work = desk.work(desk.current(key)) if key is not None else None
        if work is None or slug not in self.fields_of(desk, work.key.collection):
            await self.edits_something(desk)
        else:
            await self.edit(desk, work.key, slug, self.another(desk, work, FieldSlug(slug)))

    async def takes_back(self, desk: Desk) -> None:
        """Type what stood there before, most of all where that may be on its way to be changed."""
        edited = [work for work in desk.works() if work.edits and not work.conflicts]
        on_its_way = [work for work in edited if work.state in IN_FLIGHT]
        if not edited:
            return
        work = self.rng.choice(on_its_way or edited)
        slug = self.rng.choice(list(work.edits))
        await self.edit(desk, work.key, slug, work.edits[slug].base)

    async def edits_many(self, desk: Desk) -> None:
        """The same field of many items, as from a table."""
        keys = [key for key in desk.all_keys() if key.collection == "posts"]
        slug = FieldSlug(self.rng.choice(("category", "summary", "featured", "notes")))
        if slug not in self.fields_of(desk, "posts"):
            return
        for key in self.rng.sample(keys, min(len(keys), self.rng.randrange(3, 30))):
            work = desk.work(key)
            if work is not None:
                value = self.another(desk, work, slug)
                is_bad = slug == "summary" and self.rng.random() < 0.1
                await self.edit(desk, key, slug, self.writer.refusable() if is_bad else value)

    async def creates_something(self, desk: Desk) -> None:
        collection = "posts" if self.rng.random() < 0.8 else "people"
        if not self.fields_of(desk, collection):
            return
        fields: dict[str, Any] = {"name": f"New {self.writer.mark()}"}
        if self.rng.random() < 0.3:
            fields["name"] = f"New {self.rng.randrange(3)}"
        key = await self.create(desk, collection, fields)
        for _ in range(self.rng.randrange(3)):
            slug = self.rng.choice(self.fields_of(desk, collection))
            work = desk.work(key)
            if work is not None:
                await self.edit(desk, key, slug, self.another(desk, work, FieldSlug(slug)))

    async def sends_something(self, desk: Desk) -> None:
        goal = Goal.PUBLISH if self.rng.random() < 0.35 else Goal.SEND
        keys = None
        if self.rng.random() < 0.3:
            every = desk.all_keys()
            keys = [key for key in every if self.rng.random() < 0.5]
        await self.send(desk, keys, goal)

    async def thinks_again(self, desk: Desk) -> None:
        work = self._any(desk)
        if work is None:
            return
        back = desk.editing.undo if self.rng.random() < 0.6 else desk.editing.redo
        self.say(desk, f"{back.__name__}es on {work.key.item}")
        next_of = desk.editing.next_undo if back == desk.editing.undo else desk.editing.next_redo
        keys = list({work.key: 0} | dict.fromkeys(steps.keys_of(next_of(work.key)), 0))
        for key in keys:
            self.book.settle(desk.work(key))
            self.book.reopen(key.item)
        await self.noted_all(desk, keys, back(work.key))

    async def marks_something(self, desk: Desk) -> None:
        work = self._any(desk)
        if work is not None:
            await self.mark(desk, work.key, self.rng.choice((*Action, None)))

    async def holds_something(self, desk: Desk) -> None:
        work = self._any(desk)
        if work is not None and work.edits:
            slug = self.rng.choice(list(work.edits))
            is_held = not work.edits[slug].is_held
            self.say(desk, f"{'holds' if is_held else 'lets go'} {work.key.item}.{slug}")
            await desk.editing.hold(work.key, slug, is_held=is_held)

    async def discards_something(self, desk: Desk) -> None:
        work = desk.any_work(self.rng)
        if work is not None:
            await self.discard(desk, work.key)

    async def settles_something(self, desk: Desk) -> None:
        found = [work for work in desk.works() if work.conflicts]
        if found:
            work = self.rng.choice(found)
            slug = self.rng.choice(list(work.conflicts))
            await self.settle(desk, work.key, slug, self.rng.choice(("mine", "theirs", "edit")))

    async def sets_aside(self, desk: Desk) -> None:
        """Hold back what is in conflict, and go on with the rest of the item."""
        found = [work for work in desk.works() if work.conflicts]
        if not found:
            return
        work = self.rng.choice(found)
        fields = self.fields_of(desk, work.key.collection)
        others = [slug for slug in fields if slug not in work.conflicts]
        if not others:
            return
        for field in work.conflicts:
            self.say(desk, f"holds {work.key.item}.{field}")
            await desk.editing.hold(work.key, field, is_held=True)
        slug = FieldSlug(self.rng.choice(others))
        await self.edit(desk, work.key, slug, self.another(desk, work, slug))
        await self.send(desk, [work.key], Goal.SEND)

    async def types_on(self, desk: Desk) -> None:
        """Write on in a form that still shows what it showed, whatever has come since."""
        if self.form is None:
            return
        key, slug, shown = self.form
        work = desk.work(key)
        if work is None or slug not in self.fields_of(desk, key.collection):
            return
        value = self.another(desk, work, FieldSlug(slug), shown)
        self.say(desk, f"types {key.item}.{slug} = {value!r} over {shown!r}")
        self.book.is_blind = True
        place = place_of(work.key), slug
        self.book.displayed.setdefault(place, []).append(shown)
        self.book.written.setdefault(place, []).append(value)
        edit = desk.editing.keep(work.key, Edited(FieldSlug(slug), value, before=shown))
        await self._noted(desk, work.key, desk.editing.write(edit), is_typed=True)
        self.book.is_blind = False
        self.form = work.key, slug, value

    async def steers(self, desk: Desk) -> None:
        self.rng.choice((self.pause, self.resume, self.cancel))(desk)

    async def signs_in(self, desk: Desk) -> None:
        """Paste a new token, if the old one is accepted no more."""
        if desk.server.is_revoked:
            self.say(desk, "signs in again")
            desk.server.is_revoked = False

    async def looks(self, desk: Desk) -> None:
        only = FIELDS if self.rng.random() < 0.3 else ("posts",)
        await self.refresh(desk, is_full=self.rng.random() < 0.3, only=only)

    # What it takes

    async def _noted(
        self, desk: Desk, key: ItemKey, act: Awaitable[Any], *, is_typed: bool = False
    ) -> None:
        await self.noted_all(desk, [key], act, is_typed=is_typed)

    async def noted_all(
        self, desk: Desk, keys: Sequence[ItemKey], act: Awaitable[_Told], *, is_typed: bool = False
    ) -> _Told:
        """Have noted what an act makes of all these items."""
        self.book.follow(desk)
        before, self.book.pending = [desk.work(key) for key in keys], keys
        told = await act
        self.book.follow(desk)
        for key, work in zip(keys, before, strict=True):
            self.book.note(desk.server.world.now, work, desk.work(key), is_typed=is_typed)
        self.book.pending = ()
        return told

    def fields_of(self, desk: Desk, collection: str) -> Sequence[str]:
        """What there is to be edited, as far as the user's computer knows."""
        if desk.server.content.schema == SCHEMAS:
            return FIELDS[collection]
        known = desk.collection(CollectionId(collection))
        there = {field.slug for field in known.fields} if known else set()
        return [slug for slug in FIELDS[collection] if slug in there]

    def _any(self, desk: Desk) -> Work | None:
        """An item, rather one with unsent work than another."""
        work = desk.any_work(self.rng) if self.rng.random() < 0.5 else None
        if work is not None:
            return work
        keys = desk.all_keys()
        return desk.work(self.rng.choice(keys)) if keys else None

    def another(self, desk: Desk, work: Work, slug: FieldSlug, now: Any = _AS_IT_IS) -> Any:
        items = {"people": [], "posts": []}  # type: dict[str, list[str]]
        for key in desk.all_keys():
            if key.locale in {NO_LOCALE, PRIMARY}:
                items[key.collection].append(key.item)
        now = work.fields.get(slug) if now is _AS_IT_IS else now
        place = (work.key.collection, slug)
        return self.writer.value(place, now, items["people"], items["posts"])

    def _hear(self, desk: Desk, progress: Progress) -> None:
        if self.progress is None or progress.phase is not self.progress.phase:
            self.book.watch(desk)
            self.say(desk, f"sees: {progress.phase.value} {progress.sentence}")
        self.progress = progress
        self.on_phase(progress.phase)
        for result in progress.results:
            if result.new_key is not None:
                desk.editing.follow(result.key, result.new_key)
        if progress.phase is Phase.FINISHED:
            told.read(self, desk, progress.results)

    async def _go(self, run: Run) -> None:
        try:
            await run.go()
        finally:
            if self.run is run:
                self.run = None


_ACTS: Sequence[Callable[[User, Desk], Awaitable[None]]] = (
    *(User.edits_something,) * 8,
    *(User.sends_something,) * 5,
    *(User.creates_something,) * 2,
    User.edits_many,
    *(User.thinks_again, User.marks_something, User.settles_something, User.steers, User.looks),
    User.signs_in,
    *(User.holds_something, User.discards_something, User.takes_back),
)
_PLANNED: Mapping[str, Sequence[Callable[[User, Desk], Awaitable[None]]]] = {
    "anything": _ACTS,
    "change": (
        *(User.edits_something,) * 12,
        *(User.creates_something,) * 6,
        *(User.edits_many, User.edits_many, User.marks_something),
    ),
    "again": (User.edits_again,),
    "send": (
        *(User.sends_everything,) * 3,
        *(User.publishes_everything,) * 2,
        User.sends_something,
    ),
}
PLANS: Sequence[Sequence[str]] = (
    *(("change", "send"), ("change", "send", "again")) * 3,
    ("change", "change", "send"),
    ("change", "send", "anything"),
    ("change", "send", "again", "send"),
    ("change", "anything", "send"),
    ("anything", "change", "send"),
    ("change", "anything", "anything"),
)
"""What users do who have little time. What is not sent goes out when nothing can go wrong any more,
so that nearly all of them change something and send it.
"""
