"""What goes wrong on the way to the server and back. Each request draws its own fate."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

import msgspec

from wfdesk.api.transport import Reply
from wfdesk.api.wire import not_webflow
from wfdesk.domain.errors import ApiError, OfflineError, ServerTroubleError

JSON = {"content-type": "application/json"}
_PAGE = b"<html><body>Sign in to the network</body></html>"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one request. Untouched fields mean that all goes well."""

    name: str = ""
    arrives: bool = True
    lag: float = 0.0
    """Seconds that pass between the request's arrival and its being done."""
    status: int = 0
    """The server answers this and does nothing."""
    answer: str = ""
    """How the answer is spoiled on its way."""
    late: float = 0.0
    """Seconds that the answer takes."""
    wait: str | None = None
    """What a 429 says about how long to wait."""


FINE = Fate()


def lost(detail: str = "reset") -> ApiError:
    return ServerTroubleError("The connection to Webflow broke off. Try again in a moment.", detail)


def offline() -> ApiError:
    return OfflineError("Webflow cannot be reached.", "no network")


class Faults:
    """Draws fates, so many in a hundred of them bad."""

    def __init__(self, rng: Random, rate: float, *, is_aimed: bool = False) -> None:
        """Aimed ones spare what is read, unless the answer to a write was lost just before it."""
        self._rng = rng
        self.rate = rate
        self._spared = 8 if is_aimed else 2
        self._storms = (1, 2) if is_aimed else (1, 2, 3, 12)
        """How long one may last."""
        self._shaken = 0
        """How many requests are to follow on a write whose answer was lost."""
        self._storm = 0
        self.drawn: dict[str, int] = {}
        self._expected: list[Fate] = []

    def stop(self) -> None:
        self.rate, self._storm = 0.0, 0
        self._expected.clear()

    def expect(self, number: int) -> None:
        """Let the next request meet the bad fate of that number."""
        self._expected.append(_FATES[number % len(_FATES)](self._rng))

    def lose(self) -> Fate:
        """Have the answer to a request lost that is there already."""
        return self._count(_answer_lost(self._rng))

    def draw(self, verb: str) -> Fate:
        rng, is_write = self._rng, verb != "read"
        if self._expected:
            return self._count(self._expected.pop(0))
        if self._storm:
            self._storm -= 1
            return self._count(Fate("429 storm", status=429, wait="2"))
        # A read that fails is repeated; a write that fails is where the danger lies.
        spared = 1 if is_write else 2 if self._shaken else self._spared
        self._shaken = max(0, self._shaken - 1)
        if rng.random() >= self.rate / spared:
            return FINE
        fate = rng.choice(_FATES)(rng)
        if fate.answer in _OF_THE_SECOND and verb != "create" and fate.answer != "429":
            fate = FINE  # done twice is done once
        if fate.name == "429 storm":
            self._storm = rng.choice(self._storms)
        if is_write and fate.answer:
            self._shaken = 3
        return self._count(fate)

    def _count(self, fate: Fate) -> Fate:
        self.drawn[fate.name] = self.drawn.get(fate.name, 0) + 1
        return fate


def spoiled(fate: Fate, reply: Reply) -> Reply | ApiError:
    """The answer as it reaches the client."""
    maker = _SPOILERS.get(fate.answer)
    return maker(reply) if maker else reply


def _strange(body: bytes) -> bytes:
    """Leave out what tells one thing from another, be it of one or of many."""
    value: Any = msgspec.json.decode(body) if body else {}
    for each in (value, *value.get("items", ())) if isinstance(value, dict) else ():
        each.pop("id", None)
    return msgspec.json.encode(value if value != {} else {"items": 3})


_OF_THE_SECOND = ("400", "401", "403", "408", "409", "429")


def _refused(status: int, _reply: Reply) -> Reply:
    """The answer to the second one, of a request that a gateway has sent twice."""
    return Reply(status, JSON, b'{"message":"Refused","code":"refused","details":[]}')


_SPOILERS: Mapping[str, Callable[[Reply], Reply | ApiError]] = {
    "lost": lambda _reply: lost(),
    "cut": lambda reply: Reply(reply.status, reply.headers, reply.body[: len(reply.body) // 2]),
    "page": lambda _reply: Reply(200, {"content-type": "text/html"}, _PAGE),
    "strange": lambda reply: Reply(reply.status, reply.headers, _strange(reply.body)),
    "too long": lambda _reply: not_webflow("an answer of more than 8 MB"),
    "500": lambda _reply: Reply(500, JSON, b'{"message":"Server Error","code":"internal_error"}'),
    **{status: partial(_refused, int(status)) for status in _OF_THE_SECOND},
}


def _on_its_way(rng: Random) -> Fate:
    return Fate("lost before the server", arrives=False, answer="lost", late=rng.uniform(0, 3))


def _not_connected(_rng: Random) -> Fate:
    return Fate("no connection", arrives=False, answer="offline")


def _answer_lost(_rng: Random) -> Fate:
    return Fate("answer lost", answer="lost")


def _failed(rng: Random) -> Fate:
    return Fate("5xx, not done", status=rng.choice((500, 502, 503, 504)))


def _failed_but_done(_rng: Random) -> Fate:
    return Fate("5xx, done", answer="500")


def _doubled(rng: Random) -> Fate:
    return Fate("done, and refused", answer=rng.choice(_OF_THE_SECOND))


def _zombie(rng: Random) -> Fate:
    return Fate("done later", lag=rng.uniform(5, 25), answer="lost now")


def _slow(rng: Random) -> Fate:
    return Fate("slow", lag=rng.uniform(0, 25), late=rng.uniform(5, 100))


def _spoiled(rng: Random) -> Fate:
    how = rng.choice(("cut", "page", "strange", "too long"))
    return Fate(f"answer {how}", answer=how)


def _captive(_rng: Random) -> Fate:
    return Fate("login page", arrives=False, answer="page")


def _too_many(rng: Random) -> Fate:
    wait = rng.choice(("1", "7", "30", None, "soon", "-4"))
    return Fate("429", status=429, wait=wait)


def _storm(_rng: Random) -> Fate:
    return Fate("429 storm", status=429, wait="2")


def _unauthorised(_rng: Random) -> Fate:
    return Fate("401", status=401)


def _forbidden(_rng: Random) -> Fate:
    return Fate("403", status=403)


_FATES: Sequence[Any] = (
    *(_on_its_way, _answer_lost, _failed, _failed_but_done, _zombie, _slow, _spoiled) * 2,
    _zombie,
    *(_not_connected, _captive, _too_many, _storm, _unauthorised, _forbidden, _doubled),
)
"""Those with an open end are drawn twice as often."""
