"""What the results say has become of each item, held against what has become of it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from tests.convergence.book import Book, place_of
from tests.convergence.content import Content
from tests.convergence.desk import Desk
from tests.convergence.judge import is_same
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.journal import Verb, is_question
from wfdesk.domain.plan import Operation, Plan
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.sync.progress import ItemResult, Result

_WRITTEN = {Result.SENT, Result.PUBLISHED, Result.ARCHIVED, Result.RESTORED, Result.UNPUBLISHED}


class Reader(Protocol):
    """The user, as far as they read results."""

    book: Book
    plan: Plan | None
    begun: float | None
    asked: list[ItemKey]

    def say(self, desk: Desk, text: str) -> None: ...


def read(user: Reader, desk: Desk, results: Sequence[ItemResult]) -> None:
    """Read what has become of each item of a run. Nothing of it is to be untrue."""
    planned: dict[ItemKey, list[tuple[Verb, Operation]]] = {}
    for batch in user.plan.batches if user.plan is not None else ():
        for operation in batch.operations:
            planned.setdefault(operation.key, []).append((batch.verb, operation))
    for result in results:
        user.say(desk, f"sees: {result.key.item} {result.result.value} {result.reason}")
        user.book.hear(result, desk.server.world.now)
        if is_question(result.reason):
            user.asked.append(result.key)
        for each in planned.get(result.key, ()):
            user.book.broken += _untruths(user, desk, result, each)
    user.begun = None


def _untruths(
    user: Reader, desk: Desk, result: ItemResult, planned: tuple[Verb, Operation]
) -> Iterator[str]:
    verb, operation = planned
    key = result.new_key or desk.current(result.key)
    place, content = place_of(key), desk.server.content
    if result.result is Result.DELETED and verb is Verb.DELETE and place in content.items:
        yield f"{place} is there, and was said to be deleted"
    if result.result not in _WRITTEN or verb not in {Verb.CREATE, Verb.UPDATE} or result.reason:
        return  # what is said to be merged with a colleague's is another value by now
    current = LocalIdsRepository(desk.rows).current_value
    work = desk.work(key)
    left = set(work.edits) if work else set()  # held back meanwhile, and among the changes
    there = {each["slug"] for each in content.schema.get(key.collection, ())}
    for slug in operation.fields.keys() & there - left:
        value, wish = current(operation.fields[slug]), user.book.wishes.get((place, slug))
        is_wanted = wish is not None and is_same(current(wish.value), value)
        if is_wanted and not any(is_same(value, each) for each in _held(content, place, slug)):
            yield f"{place}.{slug} = {value!r} was said to be sent, and was not"


def _held(content: Content, place: str, slug: str) -> Iterator[object]:
    """What the field holds, and has ever held."""
    if place in content.items:
        yield content.items[place].fields.get(slug)
    for change in content.log:
        if (change.item, change.field) == (place, slug):
            yield from (change.was, change.value)
