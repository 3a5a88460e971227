"""One seeded scenario: a user, a colleague, a faulty network, crashes, and the promises."""

import asyncio
from collections import deque
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from random import Random

from tests.convergence.architect import Architect
from tests.convergence.book import Book
from tests.convergence.colleague import Colleague
from tests.convergence.content import AT_FIRST, Content, Ways
from tests.convergence.cutshort import forgotten
from tests.convergence.dangers import Dangers, of_a_long_one, of_a_short_one
from tests.convergence.desk import Desk, virtual_time
from tests.convergence.disk import Disk
from tests.convergence.faults import FINE, Faults
from tests.convergence.judge import Finding, Judge
from tests.convergence.locales import place_of
from tests.convergence.mishaps import Mishap, Mishaps
from tests.convergence.rarely import Rarely
from tests.convergence.server import Seen, Server
from tests.convergence.tidying import Tidying
from tests.convergence.user import PLANS, User
from tests.convergence.verdict import verdict
from tests.convergence.virtual import Loop, World

_WHIMSICAL = 0.3
"""So many users do what few others do."""
_MANIFOLD = 0.3
"""So many users do what only the window and the command line offer, and nobody has to do."""
_REBUILT = 0.08
"""So many sites are changed in their structure."""
_LOCALIZED = 0.08
"""So many sites have a second language."""
_SIZES = {"small": (2, 5), "large": (3, 125)}
"""People and posts there are at first."""


@dataclass
class Outcome:
    """What a scenario came to."""

    seed: int
    findings: list[Finding] = field(default_factory=list)
    requests: int = 0
    writes: int = 0
    faults: int = 0
    crashes: int = 0
    colleague: int = 0
    wishes: int = 0
    within_window: int = 0
    rounds: int = 0
    upsets: int = 0
    """How often the network went, the token was refused from then on or the structure changed."""

    @property
    def is_calm(self) -> bool:
        """Whether there was nothing that anything could have been lost by."""
        return not (self.faults or self.crashes or self.colleague or self.upsets)

    @property
    def counts(self) -> dict[str, int]:
        return {name: value for name, value in vars(self).items() if isinstance(value, int)}


class Scenario:
    """Everything that a seed decides on. ``run`` plays it and returns what it came to."""

    def __init__(
        self, seed: int, disk: Disk, *, is_calm: bool = False, is_short: bool = False
    ) -> None:
        """A calm one has no faults and no colleague of its own: somebody else sees to those.

        A short one goes by a plan of a few acts: several fit into the time of a long one.
        """
        self.seed, self.disk = seed, disk
        self.rng = Random(seed)
        self.world = World()
        self.size = "large" if self.rng.random() < 0.02 else "small"
        self.ways = _ways(self.rng)
        self.dangers = of_a_short_one(self.rng) if is_short else of_a_long_one(self.rng)
        if is_calm:
            self.dangers = Dangers()
        self.faults = Faults(Random(self.rng.random()), self.dangers.rate, is_aimed=is_short)
        self.server = Server(self.world, Random(self.rng.random()), self.ways, self.faults)
        self.book = Book()
        self.judge = Judge(self.server, self.book)
        self.user = User(Random(self.rng.random()), self.book)
        self.colleague = Colleague(Random(self.rng.random()), self.server.content, self._say)
        whims = Random(f"whims of {seed}")
        self.user.whims = whims if whims.random() < _WHIMSICAL else None
        self._plans = Random(f"structure of {seed}")
        self.architect = Architect(self._plans, self.server.content, self._say_of_structure)
        self._is_localized = self._plans.random() < _LOCALIZED
        is_rebuilt = self._plans.random() < (0.5 if self._is_localized else _REBUILT)
        self._changes = self._plans.choice((1, 2, 3)) if is_rebuilt and not is_calm else 0
        """How often the structure of the site is still to be changed."""
        self._gaps = Random(self.rng.random())
        self._is_short = is_short
        any_acts = ("anything",) * self.rng.randrange(3, 14)
        self._plan = deque(self.rng.choice(PLANS) if is_short else any_acts)
        """What the user is still going to do."""
        self._crashes, self._strikes = self.dangers.crashes, self.dangers.strikes
        self._loop: Loop | None = None
        self._desk: Desk | None = None
        self.outcome = Outcome(seed)
        self._skew = self.rng.choice((0.0, 0.0, 0.0, -172_800.0, 172_800.0))
        """How wrong the clock of the user's computer is, in seconds."""
        self._ids = Random(self.rng.random())
        self._is_calm, self._is_over = is_calm, False
        self.mishaps = Mishaps(None if is_calm else seed, disk, self.book, self._say_of)
        self._crashes = max(self.mishaps.is_of_the_profile, self._crashes)
        self.rarely = self._who_does_rare_things()

    def _who_does_rare_things(self) -> Rarely | None:
        """Nobody who meets a mishap: of what is lost then not even the user knows all."""
        oddities = Random(f"oddities of {self.seed}")
        is_manifold = oddities.random() < _MANIFOLD and self.mishaps.kind is Mishap.NONE
        return Rarely(oddities, self.user) if is_manifold else None

    def run(self) -> Outcome:
        with self.its_time():
            self.set_up()
            while self._plan:
                self._live(self._is_to_crash())
                self._between_lives()
            self.calm_down()
            self._end()
        return self.outcome

    def its_time(self) -> AbstractContextManager[None]:
        """The program reads this world's clock, and takes its new ids from the seed."""
        return virtual_time(self.world, self._ids, self._skew)

    def set_up(self) -> None:
        self.server.begin_as(self._at_first())
        clock = "coarse" if self.ways.clock_step >= 1 else "fine"
        site = f"{self.size}_french" if self._is_localized else self.size
        self.disk.restore(f"{site}_{clock}", self._first_refresh)
        server = self.server
        server.on_leaving, server.on_delivered = self.judge.leaving, self.judge.delivered
        server.on_write, server.on_arrival = self.judge.writing, self._arrival
        self.user.on_phase = self.judge.enters
        for _ in range(self.dangers.visits):
            self.world.at(self.rng.uniform(0, self.dangers.hours), self._colleague_comes)
        self.mishaps.foresee(server)
        for _ in range(self._changes):
            self.world.at(self._plans.uniform(0, 40), self._structure_changes)
        if self.faults.rate and self.rng.random() < 0.2:
            self.world.at(self.rng.uniform(0, self.dangers.hours), self._goes_offline)
        if self.faults.rate and self.rng.random() < 0.1:
            self.world.at(self.rng.uniform(0, self.dangers.hours), self._is_locked_out)

    def _at_first(self) -> Server:
        return _at_first(self.size, self.ways.clock_step, is_localized=self._is_localized)

    def _first_refresh(self) -> None:
        """Sign in and read everything, which is the same in every scenario."""
        calm = _calm_server(self.ways)
        calm.begin_as(self._at_first())
        loop = Loop(calm.world)
        desk = Desk(calm, loop, self.disk.rows)

        async def read() -> None:
            await desk.sign_in()
            await desk.refreshing.refresh_all()
            await desk.connections.close()

        loop.lives(read())

    def _is_to_crash(self) -> int | None:
        if not self._crashes:
            return None
        self._crashes -= 1
        # In a short life half of what happens is over after eight of them, in a long one after 44.
        return 1 + self.rng.randrange(1, 250) * (20 if self._is_short else 90) // 250

    def _live(self, touches: int | None) -> None:
        """One life of the program, to its end or to its crash."""
        loop, desk = self.begin_life(touches)
        is_done = loop.lives(self._work(desk))
        if not is_done:
            self.outcome.crashes += 1
            self._say_of("program", "crashes")
            if not self._plan:
                self._plan.append("send")  # what they wanted of it is not done yet
        self.end_life()

    def _between_lives(self) -> None:
        """Let the profile be another one, and the user want something of it."""
        if self._desk is not None and self.mishaps.between_lives(self._desk):
            self._plan.extend(self._plans.choice(PLANS))

    def end_life(self) -> None:
        """Nobody hears the answers to what is under way."""
        self.server.life += 1

    def begin_life(self, touches: int | None = None) -> tuple[Loop, Desk]:
        if self.disk.rows.in_transaction:
            self.disk.rows.execute("ROLLBACK")
        loop = self._loop = Loop(self.world, touches)
        slow = self._gaps
        loop.slow_work = lambda: slow.uniform(0.001, 0.05) if slow.random() < 0.1 else 0.0
        desk = self._desk = Desk(self.server, loop, self.disk.rows)
        self.judge.begin_life(desk)
        self.book.wake(self.world.now, desk)
        if self.mishaps.kind is Mishap.NONE:
            self.book.broken += forgotten(self.user, desk)
        self.user.sit_down()
        return loop, desk

    async def _work(self, desk: Desk) -> bool:
        await self.mishaps.starts(desk)
        account = asyncio.create_task(self.mishaps.comes_and_goes(desk, self.judge))
        while self._plan:
            self.mishaps.between_acts()
            await self._does_rare_things(desk)
            await self.user.does_something(desk, self._plan.popleft())
            self._provoke(self.user)
            await self.user.rests(desk)
        await self._does_rare_things(desk)
        if self.user.task is not None:
            self.user.resume(desk)
            await self.user.task
        if account.done():
            account.result()
        return True

    async def _does_rare_things(self, desk: Desk) -> None:
        if self.rarely is None:
            return
        await self.rarely.sees_to_markers(desk)
        while self.rarely.rng.random() < 0.5:
            await self.rarely.does_something(desk)
            await self.rarely.sees_to_markers(desk)
            self._tempt(self.rarely.rng)
            await self.rarely.rests()

    def calm_down(self) -> None:
        """The network is well again, the colleague goes home, and the user tidies up."""
        while self._changes:
            self._structure_changes()
        self.mishaps.comes_to_rest(self.server)
        self.faults.stop()
        self.server.offline_until, self.server.is_revoked = 0.0, False
        self.dangers, self._strikes = Dangers(), 0
        self._is_calm = self._is_over = True
        loop, desk = self.begin_life()
        tidying = Tidying(self.user, desk)

        async def tidy() -> bool:
            await self.mishaps.starts(desk)
            await self.mishaps.sign_in_again(desk, self.judge)
            if self.rarely is not None:
                await self.rarely.sees_to_markers(desk)
            await tidying.tidy()
            return True

        loop.lives(tidy())
        self.outcome.rounds = tidying.rounds
        lost = (Finding("I1", each) for each in self.mishaps.lost)
        found = verdict(self.judge, desk, self.book, self.disk, tidying.rounds)
        self.outcome.findings = [*self.judge.findings, *lost, *found]

    def _end(self) -> None:
        outcome, server = self.outcome, self.server
        outcome.requests = len(server.seen)
        outcome.writes = sum(seen.request.is_write for seen in server.seen)
        outcome.faults = sum(self.faults.drawn.values())
        outcome.colleague = self.colleague.done
        outcome.wishes = len(self.book.wishes)
        outcome.upsets += self.mishaps.kind is not Mishap.NONE
        outcome.within_window = len(self.judge.within_window)

    def _arrival(self, seen: Seen) -> None:
        """Sometimes the colleague is faster by a moment, and on the very same item."""
        if seen.request.verb == "create":
            self._is_made(seen)
        if self._strikes and seen.request.is_write and seen.life == self.server.life:
            self._strike()
        if self._gaps.random() < self.dangers.rush and "items" in seen.request.path:
            request, chance = seen.request, self._gaps.random()
            if not request.is_write:
                delay = self._gaps.uniform(0, self.dangers.pause)
                self.world.at(delay, partial(self._colleague_joins, request.path[-1]))
            elif request.verb == "update" and chance < 0.6:
                body = self._gaps.choice(request.body["items"])
                self.colleague.meddles(body["id"], body.get("fieldData", {}))
            elif request.verb != "create" and chance < 0.8:
                self.colleague.does_something_to(self._gaps.choice(request.items))
            else:
                self.colleague.does_something()

    def _is_made(self, seen: Seen) -> None:
        if self.user.whims is not None:
            self.world.at(self.user.whims.uniform(0, 35), self._colleague_renames)
            if self.user.whims.random() < 0.5:
                self.world.at(self.user.whims.uniform(0, 35), self._colleague_writes_on)
            self._lose_perhaps(seen, self.user.whims)
        if self.rarely is not None:
            self._lose_perhaps(seen, self.rarely.rng)

    def _lose_perhaps(self, seen: Seen, rng: Random) -> None:
        """Lose the answer, so that what the request has made has to be looked for."""
        if seen.fate is FINE and not self._is_calm and rng.random() < 0.5:
            seen.fate = self.faults.lose()

    def _strike(self) -> None:
        """Let the program end before it hears what becomes of its write, or soon after."""
        is_spared = self._gaps.random() < 0.2
        if self._loop is not None and self._loop.touches_left is None and not is_spared:
            self._strikes -= 1
            self._loop.touches_left = self._gaps.randrange(1, 8)

    def _colleague_joins(self, item: str) -> None:
        """Work on what the user works on, where the client has looked and not yet written."""
        fields = {s: wish.value for (home, s), wish in self.book.wishes.items() if home == item}
        if fields and not self._is_calm:
            self.colleague.meddles(item, fields)

    def _provoke(self, user: User) -> None:
        """Let the colleague be where the user is, if it is one who does what few do."""
        if user.whims is not None and user.form is not None and user.whims.random() < 0.5:
            self.world.at(
                user.whims.uniform(0, 3), partial(self._colleague_joins, place_of(user.form[0]))
            )

    def _tempt(self, rng: Random) -> None:
        """Let the colleague be where the user is, or take away what they are at."""
        if self.user.form is None or rng.random() < 0.3:
            return
        item = place_of(self.user.form[0])
        act = partial(
            self._colleague_joins if rng.random() < 0.5 else self._colleague_deletes, item
        )
        self.world.at(rng.uniform(0, 6), act)

    def _colleague_deletes(self, item: str) -> None:
        if item in self.server.content.items and not self._is_calm:
            self.colleague.deletes(self.server.content.items[item])

    def _colleague_renames(self) -> None:
        """Take a new item of the user's in hand: it is looked up by its slug."""
        ours = [item for item in self.server.content.items.values() if "marker" in item.fields]
        if ours and not self._is_calm:
            self.colleague.renames(ours[-1])

    def _colleague_writes_on(self) -> None:
        """Edit the newest of the user's items: what is found of it is not what was sent."""
        ours = [item for item in self.server.content.items.values() if "marker" in item.fields]
        if ours and not self._is_calm:
            self.colleague.writes_on(ours[-1])

    def _goes_offline(self) -> None:
        if not self._is_calm:
            self._say_of("network", "is gone")
            self.outcome.upsets += 1
            self.server.offline_until = self.world.now + self._gaps.uniform(1, 90)

    def _is_locked_out(self) -> None:
        if not self._is_calm:
            self._say_of("server", "accepts the token no more")
            self.outcome.upsets += 1
            self.server.is_revoked = True

    def _colleague_comes(self) -> None:
        if self._is_calm:
            return
        wished = list(self.book.wishes)
        if wished and self._gaps.random() < 0.6:
            self._colleague_joins(self._gaps.choice(wished)[0])
        else:
            self.colleague.does_something()

    def _structure_changes(self) -> None:
        if self._changes:
            self._changes -= 1
            self.outcome.upsets += 1
            self.architect.does_something()

    def colleague_acts(self) -> None:
        if not self._is_over:
            self.colleague.does_something()

    def _say(self, text: str) -> None:
        self._say_of("colleague", text)

    def _say_of_structure(self, text: str) -> None:
        self._say_of("architect", text)

    def _say_of(self, who: str, text: str) -> None:
        self.user.story.append(f"{self.world.now:9.3f} {who} {text}")

    def trace(self) -> list[str]:
        """Everything that happened, in order."""
        lines = [(float(line[:9]), line) for line in self.user.story]
        lines += [(seen.left, _line(seen)) for seen in self.server.seen]
        return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _calm_server(ways: Ways) -> Server:
    return Server(World(), Random(0), ways, Faults(Random(0), 0.0))


@lru_cache
def _at_first(size: str, clock_step: float, *, is_localized: bool) -> Server:
    """The site before anybody does anything. The same in every scenario, which takes it over."""
    server = _calm_server(Ways(clock_step=clock_step))
    _fill(server.content, *_SIZES[size])
    if is_localized:
        server.content.localize()
    return server


def _fill(content: Content, people: int, posts: int) -> None:
    for n in range(people):
        content.create(AT_FIRST, "people", {"name": f"Person {n}", "slug": f"person-{n}"})
    for n in range(posts):
        fields = {"name": f"Post {n}", "slug": f"post-{n}", "notes": "one\ntwo\nthree"}
        item = content.create(AT_FIRST, "posts", {**fields, "body": "<p>one</p><p>two</p>"})
        if n % 2:
            content.publish("posts", item.id)
    content.touched.clear()


def _ways(rng: Random) -> Ways:
    return Ways(
        is_atomic=rng.random() < 0.5,
        names_items=rng.random() < 0.5,
        late_filter=rng.choice(("supported", "supported", "refused", "ignored")),
        slug_filter=rng.choice(("heeded", "heeded", "ignored")),
        same_slugs=rng.choice(("refused", "suffixed")),
        deleting_live=rng.choice(("done", "refused")),
        in_use=rng.choice(("free", "refused")),
        limit=rng.choice((60, 120, 20)),
        clock_step=rng.choice((0.001, 0.001, 1.0)),
    )


def _line(seen: Seen) -> str:
    request = seen.request
    query = "&".join(f"{name}={value}" for name, value in request.params.items())
    served = "never" if seen.served is None else f"{seen.served:.3f}"
    path = "/".join(request.path)
    fate = f" [{seen.fate.name}]" if seen.fate.name else ""
    body = f" {request.body}" if request.body else ""
    return (
        f"{seen.left:9.3f} -> {request.method} {path} {query}{body}"
        f" = {seen.status} at {served}{fate}"
    )
