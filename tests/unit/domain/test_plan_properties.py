"""What holds of a plan whatever work there is. A request takes but three items here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from random import Random

import pytest

from tests.unit.domain.properties import holds_of_many
from tests.unit.domain.unsent import COLLECTIONS, SIZE, works
from wfdesk.domain import plan as plans
from wfdesk.domain.blockers import sendable
from wfdesk.domain.edits import Action, SendState, Work
from wfdesk.domain.ids import ItemKey, is_local
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal, Operation, Plan, make_plan
from wfdesk.domain.references import referred
from wfdesk.domain.values import to_wire

FEW = 3


@pytest.fixture(scope="module", autouse=True)
def _three_to_a_request() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "MOST_PER_WRITE", FEW)
        yield


@dataclass(frozen=True)
class Case:
    works: list[Work]
    goal: Goal
    plan: Plan


def case(data: bytes) -> Case:
    found, goal = works(data[1:]), list(Goal)[data[0] % 2]
    return Case(found, goal, make_plan(found, COLLECTIONS, goal))


of_many = holds_of_many(SIZE + 1, case)


def steps(plan: Plan) -> list[tuple[int, Operation]]:
    """Every operation, with the number of its request."""
    return [
        (number, each) for number, batch in enumerate(plan.batches) for each in batch.operations
    ]


@of_many
def test_requests_are_as_few_as_can_be_and_nothing_goes_twice(case: Case) -> None:
    plan = case.plan
    places = Counter((each.verb, each.collection, each.locale) for each in plan.batches)
    items = Counter((each.verb, each.key.collection, each.key.locale) for _, each in steps(plan))
    assert places == {place: ceil(count / FEW) for place, count in items.items()}
    assert all(0 < len(batch.operations) <= FEW for batch in plan.batches)
    assert max(Counter((each.verb, each.key) for _, each in steps(plan)).values(), default=1) == 1
    assert all(
        (each.verb, each.key.collection, each.key.locale)
        == (batch.verb, batch.collection, batch.locale)
        for batch in plan.batches
        for each in batch.operations
    )


@of_many
def test_nothing_goes_before_what_it_needs(case: Case) -> None:
    plan = case.plan
    done: dict[tuple[Verb, ItemKey], int] = {(each.verb, each.key): at for at, each in steps(plan)}
    made = {each.key.item: at for at, each in steps(plan) if each.verb is Verb.CREATE}
    for at, each in steps(plan):
        wanted = [item for value in each.fields.values() for item in referred(value)]
        assert all(made[item] < at for item in wanted if is_local(item))
        earlier = {
            Verb.CREATE: (),
            Verb.UPDATE: (Verb.CREATE,),
            Verb.PUBLISH: (Verb.CREATE, Verb.UPDATE),
            Verb.UNPUBLISH: (Verb.CREATE, Verb.UPDATE, Verb.PUBLISH),
            Verb.DELETE: tuple(set(Verb) - {Verb.DELETE}),
        }[each.verb]
        assert all(done.get((verb, each.key), -1) < at for verb in earlier)


@of_many
def test_what_is_blocked_or_held_stays_and_all_else_goes(case: Case) -> None:
    plan = case.plan
    blocked = {blocker.key for blocker in plan.blockers}
    assert all(blocker.sentence for blocker in plan.blockers)
    assert blocked <= {each.key for each in case.works}
    for each in case.works:
        mine = [operation for _, operation in steps(plan) if operation.key == each.key]
        if each.key in blocked or not is_wanted(each, case.goal):
            assert mine == []
            continue
        assert each.state not in {SendState.UNKNOWN, SendState.SENDING}
        assert not each.is_asked_about
        verbs = {operation.verb for operation in mine}
        assert verbs - ({Verb.UPDATE} if each.is_new else set()) == expected(each, case.goal)
        sent = {slug: value for operation in mine for slug, value in operation.fields.items()}
        assert sent == ({} if each.action is Action.DELETE else wire(each))
        assert sum(len(operation.fields) for operation in mine) == len(sent), "a field went twice"


def is_wanted(work: Work, goal: Goal) -> bool:
    is_never_made = work.is_new and work.action is Action.DELETE
    return not is_never_made and (goal is Goal.PUBLISH or not work.is_empty)


def expected(work: Work, goal: Goal) -> set[Verb]:
    """What is to be done about the item; a new one may need a change besides."""
    verbs: set[Verb] = set()
    is_live = work.item is not None and work.item.is_live and not work.is_gone
    is_archiving = work.action in {Action.ARCHIVE, Action.UNARCHIVE}
    if work.action is Action.DELETE:
        return {Verb.DELETE, Verb.UNPUBLISH} if is_live else {Verb.DELETE}
    if work.is_new:
        verbs.add(Verb.CREATE)
    elif wire(work) or is_archiving:
        verbs.add(Verb.UPDATE)
    if work.action is Action.UNPUBLISH and not work.is_new:
        verbs.add(Verb.UNPUBLISH)
    if goal is Goal.PUBLISH and work.action not in {Action.UNPUBLISH, Action.ARCHIVE}:
        verbs.add(Verb.PUBLISH)
    return verbs - {Verb.UPDATE} if work.is_new else verbs


def wire(work: Work) -> dict[str, object]:
    collection = COLLECTIONS[work.key.collection]
    going = sendable(work.accepted, collection)
    return {
        field.slug: to_wire(field, going[field.slug].value)
        for field in collection.fields
        if field.slug in going
    }


@of_many
def test_in_whatever_order_the_work_is_listed_the_same_is_done(case: Case) -> None:
    other = make_plan(case.works[::-1], COLLECTIONS, case.goal)
    assert done(other) == done(case.plan)
    assert Counter(other.blockers) == Counter(case.plan.blockers)


def done(plan: Plan) -> set[tuple[Verb, ItemKey]]:
    """All but the references that are put in later: where a circle is broken, nobody minds."""
    return {
        (each.verb, each.key)
        for _, each in steps(plan)
        if each.verb is not Verb.UPDATE or not is_local(each.key.item)
    }


def test_the_works_are_of_every_sort() -> None:
    chance, verbs, blocked = Random(1), Counter[Verb](), 0
    for _ in range(500):
        plan = case(b"\1" + chance.randbytes(SIZE)).plan
        verbs.update(batch.verb for batch in plan.batches)
        blocked += len({blocker.sentence for blocker in plan.blockers})
    assert min(verbs[verb] for verb in Verb) > 50, verbs
    assert blocked > 500
