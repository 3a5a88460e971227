"""A protocol that is wrong in one place breaks a promise, and the scenarios notice it."""

import pytest

from tests.convergence.disk import Disk
from tests.convergence.mutants import HARMLESS, MUTANTS, Mutant
from tests.convergence.scenario import Scenario
from tests.convergence.virtual import StuckError

_BOUND = 2000
"""So many scenarios a mutant may survive."""


@pytest.fixture(scope="module")
def disk() -> Disk:
    return Disk()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.sentence.replace(" ", "-"))
def test_a_wrong_protocol_is_told_from_the_right_one(mutant: Mutant, disk: Disk) -> None:
    with mutant.at_work():
        seeds = range(mutant.first, mutant.first + _BOUND)
        assert any(_breaks_a_promise(seed, disk) for seed in seeds), mutant.sentence


def _breaks_a_promise(seed: int, disk: Disk) -> bool:
    try:
        return bool(Scenario(seed, disk).run().findings)
    except StuckError:
        return True  # it does not even come to an end


def test_a_dozen_mutants_and_more_are_killed_and_the_survivors_explained() -> None:
    assert len(MUTANTS) >= 14
    assert all(reason.endswith(".") for reason in HARMLESS.values())
    assert not set(HARMLESS) & set(MUTANTS)
