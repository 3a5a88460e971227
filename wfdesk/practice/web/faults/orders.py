"""What was ordered: which requests are to be struck, by what, and how often."""

import re
from dataclasses import dataclass
from typing import Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request
from wfdesk.practice.web.faults.kinds import KINDS, PASSING
from wfdesk.practice.web.faults.struck import Disturb, Met, Stage
from wfdesk.practice.web.said import Said

_METHODS: Final = ("*", "ANY", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_API: Final = "api"
_FILES: Final = "files"
_ALWAYS: Final = "always"
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Which:
    """The requests that are meant."""

    at: str
    method: str
    path: re.Pattern[str]
    token: str | None
    query: str
    body: str

    def fits(self, met: Met) -> bool:
        entry = met.entry
        is_api = entry["path"].startswith("/v2")
        return (
            (self.at == _API) is is_api
            and self.method in {"*", "ANY", entry["method"]}
            and self.path.search(entry["path"]) is not None
            and self.token in {None, entry["token"]}
            and self.query in entry["query"]
            and (not self.body or self.body in met.body.decode("utf-8", "replace"))
        )


@dataclass(slots=True)
class Order:
    raw: Json
    which: Which
    do: str
    disturb: Disturb
    after: int
    times: int | None

    @property
    def is_done(self) -> bool:
        return self.times == 0

    def is_due(self) -> bool:
        """Count a request that is meant; whether it is one to strike."""
        if self.after:
            self.after -= 1
            return False
        return True

    def strike(self) -> None:
        if self.times is not None:
            self.times -= 1

    def as_json(self) -> Json:
        """As it was given, with what is left of it to come."""
        left = _ALWAYS if self.times is None else self.times
        which = {"method": self.which.method, "path": self.which.path.pattern}
        return {**self.raw, **which, "times": left, "after": self.after}


class Faults:
    """The orders still to come."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._orders: list[Order] = []

    def add(self, raw: object) -> None:
        """Take one order, or a list of them: all, or none if one is wrong."""
        given = raw if isinstance(raw, list) else [raw]
        self._orders += [_order(each, self._stage) for each in given]

    def clear(self) -> None:
        self._orders.clear()

    def strike(self, met: Met) -> list[Order]:
        """Take the orders that strike a request: the first one, and with it those that let pass."""
        struck: list[Order] = []
        for order in self._orders:
            is_due = order.which.fits(met) and order.is_due()
            if is_due and (not struck or struck[-1].do in PASSING):
                order.strike()
                struck.append(order)
        self._orders = [order for order in self._orders if not order.is_done]
        return struck

    def as_json(self) -> list[Json]:
        return [order.as_json() for order in self._orders]


def _order(raw: object, stage: Stage) -> Order:
    said = Said(raw, "An order")
    do = said.one_of("do", KINDS)
    which = Which(
        said.one_of("at", (_API, _FILES), _API),
        _method(said),
        _pattern(said.text("path", "")),
        said.one_of("token", stage.tokens) if said.has("token") else None,
        said.text("query", ""),
        said.text("body", ""),
    )
    times, after = _times(said), said.whole("after", 0, 0, _MOST)
    disturb = KINDS[do](said, stage)
    said.end()
    return Order(said.given, which, do, disturb, after, times)


def _method(said: Said) -> str:
    method = said.text("method", "*").upper()
    if method not in _METHODS:
        raise bad_request(f"method must be one of {', '.join(_METHODS)}")
    return method


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise bad_request(f"path is no regular expression: {error}") from None


def _times(said: Said) -> int | None:
    """None is: until they are cleared."""
    given = said.anything("times", 1)
    if given in (None, _ALWAYS) or (given == 0 and not isinstance(given, bool)):
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given <= _MOST:
        raise bad_request(f'times must be a number from 1 to {_MOST}, or 0, null or "{_ALWAYS}"')
    return given
