"""Faults of time: too late, later than answered, or just when a colleague is at work."""

from collections.abc import Iterator

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.web.answer import Answer
from wfdesk.practice.web.bodies import named_in
from wfdesk.practice.web.colleague import IN_A_COLLECTION, TO_AN_ITEM, Colleague
from wfdesk.practice.web.faults.forged import ending
from wfdesk.practice.web.faults.struck import Ask, Disturb, Met, Stage
from wfdesk.practice.web.said import Said

_WHEN = ("before", "after")


def delay(said: Said, stage: Stage) -> Disturb:
    """Waits `seconds` (1; null: until released), `when` "before" the request is done or "after".

    Who hangs up meanwhile has asked all the same: the request is done when its time comes.
    """
    seconds, when = said.seconds_or_never(1), said.one_of("when", _WHEN, "before")

    async def disturb(_met: Met, ask: Ask) -> Answer:
        if when == "before":
            await stage.waits.wait(seconds)
        answer = await ask()
        if when == "after":
            await stage.waits.wait(seconds)
        return answer

    return disturb


def zombie(said: Said, stage: Stage) -> Disturb:
    """Answers `status` (504) or, with `reset` true, hangs up; the request is done `seconds` later.

    `seconds` (1; null: until released) counts from the answer.
    """
    seconds, ends = said.seconds_or_never(1), ending(said, 504)

    async def disturb(_met: Met, ask: Ask) -> Answer:
        stage.waits.later(seconds, ask)
        return ends()

    return disturb


def colleague(said: Said, stage: Stage) -> Disturb:
    """Has a colleague do the `acts`, `when` "before" the request is done or "after".

    Each is an object with `act`, one of those below, and what that act takes. Without `collection`
    it is that of the request; without `item`, every item that the request names.
    """
    when, acts = said.one_of("when", _WHEN, "before"), said.list("acts", [])
    for each in acts:
        stage.colleague.check(each)

    async def disturb(met: Met, ask: Ask) -> Answer:
        if when == "before":
            _do(stage.colleague, met, acts)
        answer = await ask()
        if when == "after":
            _do(stage.colleague, met, acts)
        return answer

    return disturb


class UnableError(Exception):
    """A colleague could not do what was ordered. Whoever ordered it is to hear of it."""


def _do(someone: Colleague, met: Met, acts: list[Json]) -> None:
    for act in acts:
        for each in _filled_in(act, met):
            try:
                someone.does(each, met.entry["number"])
            except RefusedError as refusal:
                raise UnableError(f"The colleague cannot {each}: {refusal.body}") from None


def _filled_in(act: Json, met: Met) -> Iterator[Json]:
    """The act, once for each item that it is to be done to."""
    collection, items = named_in(met.entry["path"], met.entry["body"])
    is_placed = act["act"] in TO_AN_ITEM | IN_A_COLLECTION and collection
    placed = {"collection": collection, **act} if is_placed else act
    if act["act"] not in TO_AN_ITEM or "item" in act:
        yield placed
    elif items:
        yield from ({**placed, "item": item} for item in items)
    else:
        raise UnableError(f"The colleague cannot {act['act']}: the request names no item")
