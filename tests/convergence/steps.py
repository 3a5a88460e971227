"""Which items a step of undo is about."""

from collections.abc import Iterator

from wfdesk.domain.ids import ItemKey
from wfdesk.services.undo import (
    ActionStep,
    AnotherStep,
    FieldStep,
    GoneStep,
    HoldStep,
    MadeStep,
    SettleStep,
    Step,
)
from wfdesk.services.unwritten import Unwritten


def keys_of(step: Step | Unwritten | None) -> Iterator[ItemKey]:
    match step:
        case FieldStep() | Unwritten() | AnotherStep():
            yield step.key
        case ActionStep():
            yield from step.after
        case SettleStep() | HoldStep():
            yield from (key for key, _ in step.after)
        case GoneStep():
            yield from (*step.made, *step.renamed.values())
        case MadeStep():
            yield from step.made
