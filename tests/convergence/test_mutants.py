"""A protocol that is wrong in one place breaks a promise, and the scenarios notice it."""

import pytest

from tests.convergence.disk import Disk
from tests.convergence.mutants import HARMLESS, MUTANTS, Mutant
from tests.convergence.scenario import Scenario
from tests.convergence.virtual import StuckError

_BOUND = 2000
"""So many scenarios a mutant may survive."""
_SURVIVED = 300
"""So many each of those survives that are called harmless."""


@pytest.fixture(scope="module")
def disk() -> Disk:
    return Disk()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.sentence.replace(" ", "-"))
def test_a_wrong_protocol_is_told_from_the_right_one(mutant: Mutant, disk: Disk) -> None:
    seeds = range(mutant.first, mutant.first + _BOUND)
    with mutant.at_work():
        killed = next((seed for seed in seeds if _breaks(mutant.breaks, seed, disk)), None)
    assert killed is not None, mutant.sentence
    assert not _broken(killed, disk), f"{killed} breaks a promise by itself"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", HARMLESS, ids=lambda mutant: mutant.sentence.replace(" ", "-"))
def test_what_is_called_harmless_breaks_no_promise(mutant: Mutant, disk: Disk) -> None:
    with mutant.at_work():
        killed = {seed: _broken(seed, disk) for seed in range(_SURVIVED)}
    assert not any(killed.values()), {seed: why for seed, why in killed.items() if why}


def _breaks(promise: str, seed: int, disk: Disk) -> bool:
    return any(each.startswith(f"{promise}: ") for each in _broken(seed, disk))


def _broken(seed: int, disk: Disk) -> list[str]:
    """The promises that are broken in the short scenario of that seed: most that are played are."""
    try:
        return [str(each) for each in Scenario(seed, disk, is_short=True).run().findings]
    except StuckError as error:
        return [str(error)]  # it does not even come to an end


def test_a_dozen_mutants_and_more_are_killed_and_the_survivors_explained() -> None:
    assert len(MUTANTS) >= 14
    assert all(mutant.breaks for mutant in MUTANTS)
    assert all(reason.endswith(".") for reason in HARMLESS.values())
    assert not set(HARMLESS) & set(MUTANTS)
