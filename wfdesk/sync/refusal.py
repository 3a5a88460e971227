"""What a refusal means for one item, in words for the user.

Webflow speaks of fields by their slugs, which nobody at the window has ever seen.
"""

import re
from collections.abc import Mapping, Sequence

from wfdesk.domain.errors import ApiError, NotFoundError, Refusal, RefusedError
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.plan import Operation
from wfdesk.domain.schema import Collection

_GONE = "It was deleted in Webflow. Your edits are kept on this computer."
_SLUG_IN_TEXT = re.compile(r"\((?P<bare>[\w-]+)(?:\.\w+)?\)|'(?P<quoted>[\w-]+)'")
"""``Value (post-body)'s type``, ``Field 'post-body' is required``."""


_OF_STRUCTURE = re.compile(
    r"described in schema|not editable|type should be|option not found", re.IGNORECASE
)
"""What Webflow says of values for fields that are not as they were when the values were made."""
_TAKEN = re.compile(r"Unique value is already in database: '(?P<value>[^']*)'")


def sentence_of(error: ApiError, operation: Operation, collection: Collection) -> str:
    """Why, with every field under the name that the collection gives it."""
    if isinstance(error, NotFoundError):
        return _GONE
    told = [
        f"{field.display_name}: {_sentence(_clean(refusal.reason, operation, collection))}"
        for refusal in _refusals(error, operation)
        if (field := collection.find_field(FieldSlug(refusal.field))) is not None
    ]
    if told:
        return " ".join(["Webflow refused this.", *told])
    return _clean(error.summary, operation, collection)


def reasons_of(
    error: ApiError, operation: Operation, collection: Collection
) -> Mapping[FieldSlug, str]:
    """What Webflow said of the single fields that were sent."""
    return {
        FieldSlug(refusal.field): _sentence(_clean(refusal.reason, operation, collection))
        for refusal in _refusals(error, operation)
        if refusal.field in operation.fields
    }


def names_an_item(error: ApiError, operation: Operation) -> bool:
    """Whether the refusal of several items is about this one."""
    said = [error.detail, *map(_text, _all_refusals(error))]
    return operation.key.item in " ".join(said)


def may_be_restructured(error: ApiError) -> bool:
    """Whether somebody may have changed the fields since the local copy of them was read."""
    return any(_OF_STRUCTURE.search(refusal.reason) for refusal in _all_refusals(error))


def _refusals(error: ApiError, operation: Operation) -> Sequence[Refusal]:
    """Those about this item; all of them where Webflow does not say which item it means."""
    every = _all_refusals(error)
    own = [each for each in every if operation.key.item in _text(each)]
    return own or every


def _all_refusals(error: ApiError) -> Sequence[Refusal]:
    return error.refusals if isinstance(error, RefusedError) else ()


def _text(refusal: Refusal) -> str:
    return f"{refusal.field} {refusal.reason}"


def _clean(text: str, operation: Operation, collection: Collection) -> str:
    """Leave out the item's own id, and put what a field is called in the place of its slug."""

    def named(match: re.Match[str]) -> str:
        field = collection.find_field(FieldSlug(match["bare"] or match["quoted"]))
        return f"“{field.display_name}”" if field else match[0]

    text = _TAKEN.sub(r"Another item already has “\g<value>”", text)
    return _SLUG_IN_TEXT.sub(named, text.replace(f" (item {operation.key.item})", ""))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
