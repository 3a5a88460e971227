"""New items that are called as an item which Webflow has already.

That may be what was meant. Or a copy of the profile was brought back from before they were sent.
"""

from collections.abc import Iterator

from wfdesk.domain.ids import NAME
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Caution, Plan
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository

NAMESAKE = "Webflow has an item of this name already. This makes another one."


def namesakes(connection: Connection, plan: Plan) -> Iterator[Caution]:
    items = ItemsRepository(connection)
    for batch in plan.batches:
        for each in batch.operations if batch.verb is Verb.CREATE else ():
            name = str(each.fields.get(NAME) or "")
            if name and items.namesake(each.key, name, "") is not None:
                yield Caution(each.key, each.name, NAMESAKE)
