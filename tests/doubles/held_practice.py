"""The practice server, held to the contract: a program as ``wfdesk.practice`` is one.

An answer that breaks the contract becomes a 599 that says how, so that whatever test has asked for
it fails with the reason in its hands. So does the answer to a request of wfdesk itself that breaks
it; tests may ask what they like.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache

from starlette.types import Scope

from tests.doubles.asking import Asking
from tests.doubles.contract import Contract
from wfdesk.practice.__main__ import settings_of
from wfdesk.practice.web.answer import Answer
from wfdesk.practice.web.server import serve

BROKEN = 599
OURS = b"wfdesk/"
"""How the user agent of our own client begins."""


class Holding:
    """Witnesses every request of ours and every answer."""

    def __init__(self) -> None:
        self._contract = Contract()
        self._asking = Asking(self._contract)

    def __call__(self, scope: Scope, body: bytes, answer: Answer) -> None:
        faults = list(self._faults(scope, body, answer))
        if faults:
            answer.status = BROKEN
            answer.headers["content-type"] = "application/json"
            answer.body = json.dumps(
                {"message": "Against the contract", "details": faults}
            ).encode()

    def _faults(self, scope: Scope, body: bytes, answer: Answer) -> Iterator[str]:
        method, path = scope["method"], scope["path"].removeprefix("/v2")
        if dict(scope["headers"]).get(b"user-agent", b"").startswith(OURS):
            query = scope["query_string"].decode("ascii")
            yield from self._asking.faults(method, path, query, body)
        yield from self._contract.faults(method, path, answer.status, answer.body)
        kind = answer.headers.get("content-type", "")
        if answer.body and not kind.startswith("application/json"):
            yield f"{method} {path} is answered with JSON that calls itself {kind or 'nothing'}"


@cache
def holding() -> Holding:
    """The one of this process, and of those that are forked from it."""
    return Holding()


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve as ``wfdesk.practice`` does; None stands for the arguments of the process."""
    serve(settings_of(arguments), holding())


if __name__ == "__main__":
    main()
