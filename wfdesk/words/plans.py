"""A plan in words: what becomes of which items, where it is seen, and what it costs."""

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Caution, Operation, Plan
from wfdesk.words.counts import counted, duration, listed
from wfdesk.words.writtenout import visible

_MOST_NAMES = 5
_MOST_CAUTIONS = 4
_LONGEST_NAME = 60
"""Letters of a name among others: one alone must not fill the sheet."""


class Outcome(Enum):
    """What a plan makes of an item in the end. The mildest comes first."""

    SEND = "Send"
    PUBLISH = "Publish"
    RESTORE = "Restore"
    ARCHIVE = "Archive"
    UNPUBLISH = "Unpublish"
    DELETE = "Delete"


_CONSEQUENCES: Mapping[Outcome, str] = {
    Outcome.SEND: "Stored in Webflow. The live site stays as it is.",
    Outcome.PUBLISH: "Visitors of the site see it as soon as it is done.",
    Outcome.RESTORE: "Taken out of Webflow's archive, as a draft. The live site stays as it is.",
    Outcome.ARCHIVE: "Moved to Webflow's archive. What is live leaves the live site when the site"
    " is published the next time.",
    Outcome.UNPUBLISH: "Off the live site at once, and kept in Webflow as a draft.",
    Outcome.DELETE: "Gone from Webflow and the live site at once. This cannot be undone.",
}
"""True of one item and of a hundred."""


class Share(Struct, frozen=True):
    """The items of a plan that come to the same end."""

    outcome: Outcome
    names: tuple[str, ...]
    kinds: Mapping[str, int]
    """How many are new, changed and so on, where the outcome does not say it."""

    @property
    def title(self) -> str:
        """``Publish 12 items: 2 new, 10 changed``."""
        told = [f"{number:,} {word}" for word, number in self.kinds.items() if number]
        said = f"{self.outcome.value} {counted(len(self.names), 'item')}"
        return f"{said}: {', '.join(told)}" if told else said

    @property
    def shown_names(self) -> str:
        """The items by name, as many as one takes in: ``Bread, Rolls and 12 more``."""
        return some_of(self.names)

    @property
    def consequence(self) -> str:
        return _CONSEQUENCES[self.outcome]


def outcomes_of(plan: Plan) -> list[tuple[ItemKey, str, Outcome]]:
    """Every item once, with its name and what becomes of it in the end."""
    return [(key, each[0].name, _outcome(each)) for key, each in _steps(plan).items()]


def shares_of(plan: Plan) -> list[Share]:
    """Every item once, under what becomes of it in the end."""
    steps = _steps(plan)
    found: dict[Outcome, list[list[Operation]]] = {}
    for each in steps.values():
        found.setdefault(_outcome(each), []).append(each)
    return [
        Share(outcome, tuple(each[0].name for each in found[outcome]), _kinds(found[outcome]))
        for outcome in Outcome
        if outcome in found
    ]


def summary_of(plan: Plan) -> str:
    """``Publish 12 items: 2 new, 10 changed``, or ``Publish 12 items and delete 1``."""
    shares = shares_of(plan)
    if not shares:
        return "Nothing can go yet"
    return shares[0].title if len(shares) == 1 else button_of(plan)


def button_of(plan: Plan) -> str:
    """The button names all that it does, and to how many."""
    shares = shares_of(plan)
    return listed(
        [
            f"{share.outcome.value.lower()} {len(share.names):,}"
            if place
            else f"{share.outcome.value} {counted(len(share.names), 'item')}"
            for place, share in enumerate(shares)
        ]
    )


def touches_live_site(plan: Plan) -> bool:
    """Whether visitors of the site notice: something appears, changes or goes away."""
    return any(share.outcome not in {Outcome.SEND, Outcome.RESTORE} for share in shares_of(plan))


def deletes(plan: Plan) -> bool:
    return plan.count(Verb.DELETE) > 0


def caution_lines(plan: Plan) -> list[str]:
    """What is to be known of what goes, as much as one takes in."""
    lines = [
        f"{_short(visible(each.name))}, {visible(each.label)}: {each.sentence}"
        for each in plan.cautions
        if each.field is not None
    ]
    more = len(lines) - _MOST_CAUTIONS
    if more > 0:
        last = f"{counted(more, 'more field')} to look at in Changes."
        lines = [*lines[:_MOST_CAUTIONS], last]
    return [*_few_item_lines(plan), *lines]


def item_caution_lines(plan: Plan) -> list[str]:
    """What is to be known of whole items: a line for all of which it is the same."""
    return [
        f"{some_of([each.name for each in those])}: {visible(sentence)}"
        for sentence, those in _item_cautions(plan).items()
    ]


def _few_item_lines(plan: Plan) -> list[str]:
    """As many of them as one takes in."""
    lines = item_caution_lines(plan)
    rest = list(_item_cautions(plan).values())[_MOST_CAUTIONS:]
    if not rest:
        return lines
    count = len({each.key for those in rest for each in those})
    return [*lines[:_MOST_CAUTIONS], f"{counted(count, 'more item')} to look at first."]


def _item_cautions(plan: Plan) -> dict[str, list[Caution]]:
    found: dict[str, list[Caution]] = {}
    for each in plan.cautions:
        if each.field is None:
            found.setdefault(each.sentence, []).append(each)
    return found


def cost_of(plan: Plan, seconds: int) -> str:
    return f"{counted(plan.requests, 'request')}, {duration(seconds)}"


def some_of(names: Sequence[str]) -> str:
    """As many names as one takes in: ``Bread, Rolls and 12 more``."""
    shown = [_short(visible(name)) for name in names[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return listed([*shown, f"{more:,} more"] if more else shown)


def _short(name: str) -> str:
    more = len(name) > _LONGEST_NAME
    return f"{name[: _LONGEST_NAME - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}" if more else name


def _steps(plan: Plan) -> dict[ItemKey, list[Operation]]:
    steps: dict[ItemKey, list[Operation]] = {}
    for batch in plan.batches:
        for operation in batch.operations:
            steps.setdefault(operation.key, []).append(operation)
    return steps


def _outcome(steps: Sequence[Operation]) -> Outcome:
    verbs = {step.verb for step in steps}
    archived = {step.is_archived for step in steps}
    if Verb.DELETE in verbs:
        return Outcome.DELETE
    if Verb.UNPUBLISH in verbs:
        return Outcome.UNPUBLISH
    if True in archived:
        return Outcome.ARCHIVE
    if Verb.PUBLISH in verbs:
        return Outcome.PUBLISH
    return Outcome.RESTORE if False in archived else Outcome.SEND


def _kinds(items: Sequence[Sequence[Operation]]) -> dict[str, int]:
    """What the items are, where that is news."""
    kinds = dict.fromkeys(("new", "changed", "restored", "already sent"), 0)
    for steps in items:
        if _outcome(steps) in {Outcome.SEND, Outcome.PUBLISH}:
            kinds[_kind(steps)] += 1
    return kinds


def _kind(steps: Sequence[Operation]) -> str:
    if any(step.verb is Verb.CREATE for step in steps):
        return "new"
    if any(step.is_archived is False for step in steps):
        return "restored"
    return "changed" if any(step.verb is Verb.UPDATE for step in steps) else "already sent"
