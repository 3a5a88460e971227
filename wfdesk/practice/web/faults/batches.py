"""Faults of batches: done in part, or answered with too little, too much, or in another order."""

import json
from collections.abc import Callable
from typing import Any, Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request
from wfdesk.practice.web.answer import Answer
from wfdesk.practice.web.bodies import batch_in, read
from wfdesk.practice.web.faults.forged import ending
from wfdesk.practice.web.faults.struck import Ask, Disturb, Met, Stage
from wfdesk.practice.web.said import Said

_MOST: Final = 1000
_Change = Callable[[list[Any]], list[Any]]


def partly(said: Said, _stage: Stage) -> Disturb:
    """Does the first `items` (1) of the batch only, then answers `status` (500).

    With `reset` true it hangs up. A request that is no batch is not done.
    """
    count, ends = said.whole("items", 1, 0, _MOST), ending(said, 500)

    async def disturb(met: Met, ask: Ask) -> Answer:
        named = batch_in(met.entry["body"])
        if named and count:
            name, entries = named
            await ask(json.dumps({**met.entry["body"], name: entries[:count]}).encode())
        return ends()

    return disturb


def lacking(said: Said, _stage: Stage) -> Disturb:
    """Leaves out of the answer's list what stands at `places` (from 0; else the last one).

    The request is done, whole.
    """
    places = said.list("places", [])
    if not all(type(place) is int and place >= 0 for place in places):
        raise bad_request("places must be numbers from 0")
    return _with_its_list(
        lambda held: [each for at, each in enumerate(held) if at not in (places or [len(held) - 1])]
    )


def doubled(_said: Said, _stage: Stage) -> Disturb:
    """Has the first of the answer's list in it twice, at its end too; the request is done."""
    return _with_its_list(lambda held: [*held, *held[:1]])


def reversed_list(_said: Said, _stage: Stage) -> Disturb:
    """Turns the order of the answer's list round; the request is done."""
    return _with_its_list(lambda held: held[::-1])


def _with_its_list(change: _Change) -> Disturb:
    """The first list of an answer is the one that it is about."""

    async def disturb(_met: Met, ask: Ask) -> Answer:
        answer = await ask()
        said = read(answer.body) if answer.status < 300 else None
        whole: Json = said if isinstance(said, dict) else {}
        lists = [name for name, held in whole.items() if isinstance(held, list)]
        if lists:
            answer.body = json.dumps({**whole, lists[0]: change(whole[lists[0]])}).encode()
        return answer

    return disturb
