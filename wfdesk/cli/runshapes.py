"""The shapes of ``--json`` for what a run is to do, and for what came of it.

A plan is ``goal``, ``items`` (each with its ``outcome``), ``requests``, ``writes``, ``seconds``,
``blocked`` and ``cautions`` (what is to be known of fields that go; of a whole item, ``field`` is
null). A result is an item with ``result``, ``is_good``, ``reason`` and, where Webflow gave a new
item its id, ``new_id``; ``id`` is the one it was planned under.

What ``send`` and ``publish`` end with is ``goal``, ``cut_short`` (null, or an earlier run with
``goal``, ``total``, ``left`` and ``changed``, by others since), ``looked_up`` (what became of its
lost answers), ``plan``, ``results``, ``stopped`` (null, or why it did not go to its end) and
``exit``, the exit code.
"""

from wfdesk.cli.addresses import Addresses
from wfdesk.cli.shapes import Shape, place_shape, word
from wfdesk.domain.blockers import Blocker
from wfdesk.domain.plan import Caution, Plan
from wfdesk.services.publishing import ItemResult
from wfdesk.words.plans import outcomes_of


def plan_shape(addresses: Addresses, plan: Plan, seconds: int) -> Shape:
    return {
        "goal": word(plan.goal),
        "items": [
            {**place_shape(addresses, key), "name": name, "outcome": word(outcome)}
            for key, name, outcome in outcomes_of(plan)
        ],
        "requests": plan.requests,
        "writes": plan.writes,
        "seconds": seconds,
        "blocked": [blocker_shape(addresses, each) for each in plan.blockers],
        "cautions": [blocker_shape(addresses, each) for each in plan.cautions],
    }


def blocker_shape(addresses: Addresses, blocker: Blocker | Caution) -> Shape:
    return {
        **place_shape(addresses, blocker.key),
        "name": blocker.name,
        "field": blocker.field,
        "sentence": blocker.sentence,
    }


def result_shape(addresses: Addresses, result: ItemResult) -> Shape:
    return {
        **place_shape(addresses, result.key),
        "name": result.name,
        "result": word(result.result),
        "is_good": result.is_good,
        "reason": result.reason,
        "new_id": result.new_key.item if result.new_key else None,
    }
