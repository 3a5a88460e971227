"""The same model, played by Hypothesis, which makes the story of a broken promise short."""

import asyncio
import gc
import os
from collections.abc import Awaitable
from contextlib import ExitStack
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.convergence.disk import Disk
from tests.convergence.scenario import Scenario
from tests.convergence.user import User
from wfdesk.domain.errors import WfdeskError

EXAMPLES = int(os.environ.get("WFDESK_STATEFUL", "300"))
STEPS = int(os.environ.get("WFDESK_STATEFUL_STEPS", "50"))

CHANCE = st.randoms(use_true_random=False)
SECONDS = st.sampled_from((0.1, 0.5, 2.0, 6.0, 31.0, 61.0))
DISK = Disk()
PLAYED = count(1)


class Desktop(RuleBasedStateMachine):
    """One user, one colleague and a network of which Hypothesis decides what becomes of it."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.play = Scenario(seed, DISK, is_calm=True)
        self._stack.enter_context(self.play.its_time())
        self.play.set_up()
        self._start()

    def _start(self, touches: int | None = None) -> None:
        self.loop, self.desk = self.play.begin_life(touches)
        self._do(self.desk.sign_in())

    def _do(self, act: Awaitable[None]) -> None:
        """Let the user act; where the program crashes meanwhile, they start it again."""
        if self.loop.goes_on(self._heard(act)):
            return
        self.loop.end()
        self.play.end_life()
        self._start()

    async def _heard(self, act: Awaitable[None]) -> None:
        try:
            await act
        except WfdeskError as error:
            self.play.user.say(self.desk, f"hears: {error.summary}")

    def _let(self, act: "type[User] | object", chance: Random) -> None:
        self.play.user.rng = self.play.user.writer.rng = chance
        self._do(act(self.play.user, self.desk))  # type: ignore[operator]

    @rule(chance=CHANCE)
    def edits(self, chance: Random) -> None:
        self._let(User.edits_something, chance)

    @rule(chance=CHANCE)
    def edits_the_same_again(self, chance: Random) -> None:
        self._let(User.edits_many, chance)

    @rule(chance=CHANCE)
    def creates(self, chance: Random) -> None:
        self._let(User.creates_something, chance)

    @rule(chance=CHANCE)
    def sends(self, chance: Random) -> None:
        self._let(User.sends_something, chance)

    @rule(chance=CHANCE)
    def thinks_again(self, chance: Random) -> None:
        self._let(User.thinks_again, chance)

    @rule(chance=CHANCE)
    def marks(self, chance: Random) -> None:
        self._let(User.marks_something, chance)

    @rule(chance=CHANCE)
    def holds(self, chance: Random) -> None:
        self._let(User.holds_something, chance)

    @rule(chance=CHANCE)
    def discards(self, chance: Random) -> None:
        self._let(User.discards_something, chance)

    @rule(chance=CHANCE)
    def settles(self, chance: Random) -> None:
        self._let(User.settles_something, chance)

    @rule(chance=CHANCE)
    def sets_aside(self, chance: Random) -> None:
        self._let(User.sets_aside, chance)

    @rule(chance=CHANCE)
    def types_on(self, chance: Random) -> None:
        self._let(User.types_on, chance)

    @rule(chance=CHANCE)
    def steers(self, chance: Random) -> None:
        self._let(User.steers, chance)

    @rule(chance=CHANCE)
    def looks(self, chance: Random) -> None:
        self._let(User.looks, chance)

    @rule()
    def signs_in(self) -> None:
        self._do(self.play.user.signs_in(self.desk))

    @rule(seconds=SECONDS)
    def time_goes_by(self, seconds: float) -> None:
        self._do(asyncio.sleep(seconds))

    @rule(number=st.integers(0, 19), seconds=st.sampled_from((0.0, 0.5, 3.0)))
    def a_request_goes_wrong(self, number: int, seconds: float) -> None:
        self.play.faults.expect(number)
        self._do(asyncio.sleep(seconds))

    @rule(chance=CHANCE, seconds=st.floats(0, 8, width=16))
    def the_colleague_acts(self, chance: Random, seconds: float) -> None:
        self.play.colleague.lead(chance)
        self.play.world.at(seconds, self.play.colleague_acts)

    @rule(seconds=SECONDS)
    def the_network_goes(self, seconds: float) -> None:
        self.play.server.offline_until = self.play.world.now + seconds

    @rule(chance=CHANCE)
    def the_structure_changes(self, chance: Random) -> None:
        self.play.architect.lead(chance)
        self.play.architect.does_something()

    @rule()
    def the_token_is_revoked(self) -> None:
        self.play.server.is_revoked = True

    @rule(touches=st.integers(0, 60))
    def the_program_will_crash(self, touches: int) -> None:
        self.loop.touches_left = touches

    @invariant()
    def nothing_was_broken_so_far(self) -> None:
        if hasattr(self, "play"):
            assert not self.play.judge.findings, self._story(self.play.judge.findings)

    def teardown(self) -> None:
        try:
            if hasattr(self, "play"):
                self.loop.end()
                self.play.end_life()
                self.play.calm_down()
                assert not self.play.outcome.findings, self._story(self.play.outcome.findings)
        finally:
            self._stack.close()
            if next(PLAYED) % 50 == 0:
                gc.collect()  # nobody else does while tests run

    def _story(self, findings: list) -> str:
        return "\n".join([*self.play.trace(), *map(str, findings)])


TestDesktop = pytest.mark.timeout(300 + EXAMPLES * STEPS // 20)(Desktop.TestCase)
TestDesktop.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
