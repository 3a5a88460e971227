"""How dangerous a scenario is: how often requests fail, somebody else comes, the program ends."""

from dataclasses import dataclass, replace
from random import Random


@dataclass(frozen=True, slots=True)
class Dangers:
    """What may happen to one scenario. None of it happens by default."""

    rate: float = 0.0
    """How many writes in a hundred go wrong; of what is read, fewer."""
    rush: float = 0.0
    """How often the colleague is there just before a request is done."""
    pause: float = 8.0
    """Seconds within which they come to where the client has looked."""
    visits: int = 0
    """How often the colleague comes by themselves."""
    hours: float = 90.0
    """Seconds within which they do."""
    crashes: int = 0
    """How often the program ends wherever it is just then."""
    strikes: int = 0
    """How often it ends while an answer to a write is awaited or noted down."""


def of_a_long_one(rng: Random) -> Dangers:
    return Dangers(
        rate=rng.choice((0.0, 0.3, 0.5, 0.8)),
        rush=rng.choice((0.0, 0.05, 0.15)),
        visits=rng.randrange(8),
        crashes=rng.choice((0, 0, 0, 1, 1, 2)),
        strikes=rng.choice((0, 0, 0, 1)),
    )


def of_a_short_one(rng: Random) -> Dangers:
    """Little happens in it, so that each of its writes has to be in some danger.

    With all dangers at once few writes would come to anything: as a rule one is there for sure.
    """
    found = Dangers(
        rate=rng.choice((0.0, 0.3, 0.6)),
        rush=rng.choice((0.0, 0.1, 0.3)),
        pause=rng.choice((0.6, 3.0, 8.0)),
        visits=rng.randrange(2),
        hours=rng.choice((2.0, 6.0, 20.0)),
        crashes=rng.choice((0, 0, 0, 1)),
        strikes=rng.choice((0, 0, 0, 1)),
    )
    match rng.randrange(8):
        case 0 | 1 | 2:
            return replace(found, rate=0.9)
        case 3 | 4:
            return replace(found, rush=0.5, visits=found.visits + 1)
        case 5 | 6:
            return replace(found, strikes=rng.choice((1, 1, 2)))
        case _:
            return found
