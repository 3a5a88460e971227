"""New items that are called as an item which Webflow has already.

That may be what was meant. Or a copy of the profile was brought back from before they were sent.
"""

from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from wfdesk.domain.ids import NAME, ItemId
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Batch, Caution, Operation, Plan
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository

NAMESAKE = "Webflow has an item of this name already. This makes another one."


def with_namesakes(connection: Connection, plan: Plan) -> Plan:
    """The plan, in which each new item has those that are called so."""
    called = cache(ItemsRepository(connection).namesakes)

    def found(operation: Operation) -> Operation:
        key, name = operation.key, str(operation.fields.get(NAME) or "")
        holders = called(key.collection, key.locale, name) if name else frozenset[ItemId]()
        return replace(operation, namesakes=holders) if holders else operation

    def looked_at(batch: Batch) -> Batch:
        if batch.verb is not Verb.CREATE:
            return batch
        return replace(batch, operations=tuple(map(found, batch.operations)))

    return replace(plan, batches=tuple(map(looked_at, plan.batches)))


def namesake_cautions(plan: Plan) -> Iterator[Caution]:
    for batch in plan.batches:
        for each in batch.operations:
            if each.namesakes:
                yield Caution(each.key, each.name, NAMESAKE)
