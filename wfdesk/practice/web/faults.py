"""Troubles to order: what is to go wrong, with which request, and how often."""

import re
from dataclasses import dataclass
from typing import Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request

KINDS: Final = ("reset_before", "reset_after", "status", "html", "429", "delay")


@dataclass(slots=True)
class Fault:
    method: str
    path: re.Pattern[str]
    times: int
    do: str
    status: int
    seconds: float

    def as_json(self) -> Json:
        return {
            "method": self.method,
            "path": self.path.pattern,
            "times": self.times,
            "do": self.do,
            "status": self.status,
            "seconds": self.seconds,
        }


class Faults:
    """Those still to come. Each request takes the first that is meant for it."""

    def __init__(self) -> None:
        self._left: list[Fault] = []

    def add(self, raw: Json) -> None:
        do = str(raw.get("do"))
        if do not in KINDS:
            raise bad_request(f"do must be one of {', '.join(KINDS)}")
        fault = Fault(
            str(raw.get("method", "*")).upper(),
            re.compile(str(raw.get("path", ""))),
            int(raw.get("times", 1)),
            do,
            int(raw.get("status", 502 if do == "html" else 500)),
            float(raw.get("seconds", 1)),
        )
        self._left.append(fault)

    def clear(self) -> None:
        self._left.clear()

    def take(self, method: str, path: str) -> Fault | None:
        for fault in self._left:
            if fault.method in {"*", "ANY", method} and fault.path.search(path):
                fault.times -= 1
                if fault.times <= 0:
                    self._left.remove(fault)
                return fault
        return None

    def as_json(self) -> list[Json]:
        return [fault.as_json() for fault in self._left]
