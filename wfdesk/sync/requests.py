"""One write to Webflow: the request of a verb, and what its answer means for each item."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from wfdesk.api.collections import Collections
from wfdesk.api.items import ItemPatch, Items
from wfdesk.api.pace import Priority
from wfdesk.api.webflow import Webflow
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Operation
from wfdesk.domain.schema import Collection


class Place(Struct, frozen=True):
    """Where a batch goes. Whatever a run asks there leaves the window its places."""

    webflow: Webflow
    collection: Collection
    is_patient: bool = False
    """Whether pauses are waited out where they are met, unseen, and not by the run."""

    @property
    def items(self) -> Items:
        return self.webflow.items.in_a_run(is_patient=self.is_patient)

    @property
    def collections(self) -> Collections:
        return self.webflow.collections.in_a_run()

    def wait_for(self, requests: int) -> float:
        """Seconds until a look and its write, so many in all, can follow each other; 0 is now."""
        return self.webflow.pace.wait_for_round(Priority.RUN, requests)


class Answer(Struct, frozen=True):
    """What Webflow made of each operation; an item it refused stands in ``refused``."""

    items: Mapping[ItemKey, Item | None]
    refused: Mapping[ItemKey, str] = field(default_factory=dict)


async def write(
    place: Place, verb: Verb, operations: Sequence[Operation], known: Mapping[ItemKey, Item]
) -> Answer:
    """Send the operations in one request. ``known`` is the local copy of their items."""
    keys = [operation.key for operation in operations]
    items = place.items
    collection = place.collection.id
    match verb:
        case Verb.CREATE:
            made = await items.create(
                collection,
                keys[0].locale,
                [operation.fields for operation in operations],
                is_draft=True,
            )
            return Answer(dict(zip(keys, made, strict=True)))
        case Verb.UPDATE:
            changed = await items.update(collection, [_patch(each) for each in operations])
            return Answer(dict(zip(keys, changed, strict=True)))
        case Verb.UNPUBLISH:
            await items.unpublish(collection, keys)
            return Answer({key: _taken_down(known.get(key)) for key in keys})
        case Verb.DELETE:
            await items.delete(collection, keys)
            return Answer(dict.fromkeys(keys))
        case Verb.PUBLISH:
            answer = await items.publish(collection, keys)
            live = {key: _live(known.get(key)) for key in keys if key.item in answer.published}
            return Answer(live, {key: _why(key, answer.errors) for key in keys if key not in live})


def _patch(operation: Operation) -> ItemPatch:
    return ItemPatch(operation.key, operation.fields, operation.is_draft, operation.is_archived)


def _live(item: Item | None) -> Item | None:
    """The local copy as published. The next refresh brings Webflow's own time of it."""
    return replace(item, is_draft=False, last_published=item.last_updated) if item else None


def _taken_down(item: Item | None) -> Item | None:
    return replace(item, is_draft=True, last_published=None) if item else None


def _why(key: ItemKey, errors: Sequence[str]) -> str:
    """The error that names the item, or else all of them."""
    own = [error for error in errors if key.item in error]
    return " ".join(own or errors) or "Webflow did not confirm that it published this."
