"""What is wrong with unsent work, and what is to be known of it before it goes.

The domain judges values by their fields. What a rich text holds is known here as well.
"""

from collections.abc import Iterator, Mapping

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Caution, Plan
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.validation import Problem, Severity, problems_in, problems_with
from wfdesk.domain.values import Value, is_empty
from wfdesk.richtext.cards import has_undelivered

UNDELIVERED = (
    "Webflow did not deliver the code of an embed in this text. Sending the text may empty the "
    "embed there: copy its code in Webflow first."
)


TAKES_ALONG = "What was changed in Webflow before and is not live yet goes live too."
QUEUED = "Queued to publish in Webflow, so this goes live when anybody publishes the site."
QUEUED_NO_MORE = (
    "Queued to publish in Webflow. Once this is sent, a publish of the site no longer takes it"
    " along."
)

_WAITING = frozenset({ItemStatus.QUEUED, ItemStatus.DRAFT_CHANGES})


def problems_of_work(work: Work, collection: Collection) -> list[Problem]:
    """List what is wrong with an item's values, and what they leave to be known."""
    fields = ((collection.find_field(slug), edit.value) for slug, edit in work.edits.items())
    known = (each for field, value in fields if field for each in _warnings(field, value))
    return [*problems_in(work, collection), *known]


def cautions_of(plan: Plan, collections: Mapping[CollectionId, Collection]) -> Iterator[Caution]:
    """What is to be known of the values that go, each field once."""
    for batch in plan.batches:
        collection = collections[batch.collection]
        for operation in batch.operations:
            for slug in operation.fields:
                field, edit = collection.find_field(slug), operation.edits.get(slug)
                if field is None or edit is None or is_empty(field, edit.value):
                    continue
                found = [*problems_with(field, edit.value), *_warnings(field, edit.value)]
                said = [each.sentence for each in found if each.severity is Severity.WARNING]
                if said:
                    label = field.display_name
                    yield Caution(operation.key, operation.name, " ".join(said), slug, label)


def standing_cautions(plan: Plan) -> Iterator[Caution]:
    """What is to be known of items that are changed while something of them waits to go live."""
    published = {key for batch in plan.batches if batch.verb is Verb.PUBLISH for key in batch.keys}
    for batch in plan.batches:
        for each in batch.operations if batch.verb is Verb.UPDATE else ():
            if each.shown is None or each.shown.status not in _WAITING:
                continue
            is_queued, is_live = each.shown.status is ItemStatus.QUEUED, each.shown.is_live
            if each.key in published and is_live:
                yield Caution(each.key, each.name, TAKES_ALONG)
            elif each.key not in published and is_queued:
                yield Caution(each.key, each.name, QUEUED_NO_MORE if is_live else QUEUED)


def _warnings(field: Field, value: Value) -> Iterator[Problem]:
    is_rich = field.type is FieldType.RICH_TEXT and field.can_be_sent
    if is_rich and isinstance(value, str) and has_undelivered(value):
        yield Problem(field.slug, UNDELIVERED, Severity.WARNING)
