"""What is left of an operation whose collection was restructured after it was planned.

The same words as before a plan: an edit of a field that is gone stays behind, and a value that
does not fit its field any more keeps its item back.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from wfdesk.domain.blockers import ALL_PARKED, sendable
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Operation, says_something
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Severity, problems_with
from wfdesk.domain.values import is_empty


def fitted(operation: Operation, collection: Collection) -> Operation:
    """The operation without edits of fields that can no longer be written."""
    kept = sendable(operation.edits, collection)
    if len(kept) == len(operation.edits):
        return operation
    lost = operation.edits.keys() - kept.keys()
    fields = {slug: value for slug, value in operation.fields.items() if slug not in lost}
    return replace(operation, edits=kept, fields=fields)


def misfit(operation: Operation, collection: Collection) -> str:
    """Why nothing of the operation may go any more; empty if it may."""
    if operation.verb is Verb.UPDATE and not says_something(operation):
        return ALL_PARKED
    return " ".join(_misfits(operation, collection))


def _misfits(operation: Operation, collection: Collection) -> Iterator[str]:
    for field in collection.fields:
        edit = operation.edits.get(field.slug)
        if edit is not None and not is_empty(field, edit.value):
            for problem in problems_with(field, edit.value):
                if problem.severity is Severity.BLOCKS_SEND:
                    yield f"{field.display_name}: {problem.sentence}"
