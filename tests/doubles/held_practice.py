"""The practice server, held to the contract: a program as ``wfdesk.practice`` is one.

An answer that breaks the contract becomes a 599 that says how, so that whatever test has asked for
it fails with the reason in its hands.
"""

import json

from tests.doubles.contract import Contract
from wfdesk.practice.__main__ import settings_of
from wfdesk.practice.web.answer import Answer
from wfdesk.practice.web.server import serve

BROKEN = 599


class Holding:
    """Witnesses every answer."""

    def __init__(self) -> None:
        self._contract = Contract()

    def __call__(self, method: str, path: str, answer: Answer) -> None:
        faults = list(
            self._contract.faults(method, path.removeprefix("/v2"), answer.status, answer.body)
        )
        if faults:
            answer.status = BROKEN
            answer.headers["content-type"] = "application/json"
            answer.body = json.dumps(
                {"message": "Against the contract", "details": faults}
            ).encode()


if __name__ == "__main__":
    serve(settings_of(None), Holding())
