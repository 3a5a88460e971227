"""New items that are called as an item which Webflow has already.

That may be what was meant. Or a copy of the profile was brought back from before they were sent.
"""

from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from wfdesk.domain.ids import NAME
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Batch, Caution, Operation, Plan
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository

NAMESAKE = "Webflow has an item of this name already. This makes another one."


def with_namesakes(connection: Connection, plan: Plan) -> Plan:
    """The plan, in which each new item has those that are called so."""
    created = [batch.operations for batch in plan.batches if batch.verb is Verb.CREATE]
    names = {each.key: str(each.fields.get(NAME) or "") for each in chain.from_iterable(created)}
    named = {key: name for key, name in names.items() if name}
    called = ItemsRepository(connection).namesakes(named) if named else {}

    def found(operation: Operation) -> Operation:
        holders = called.get(operation.key)
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
