"""Words and icons for what a change is and where it stands. Status is icon, colour and word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import Result
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.toolkit.colours import SEND_SIGNS, Sign, Tone

_RESULTS: Mapping[Result, Sign] = {
    Result.SENT: Sign("check", Tone.OK),
    Result.PUBLISHED: Sign("publish", Tone.OK),
    Result.ARCHIVED: Sign("archive", Tone.OK),
    Result.RESTORED: Sign("restore", Tone.OK),
    Result.UNPUBLISHED: Sign("unpublish", Tone.OK),
    Result.DELETED: Sign("trash", Tone.OK),
    Result.NOTHING_TO_DO: Sign("check", Tone.OK),
    Result.REFUSED: Sign("error", Tone.DANGER),
    Result.CONFLICT: Sign("conflict", Tone.DANGER),
    Result.UNKNOWN: Sign("unknown", Tone.WARNING),
    Result.NOT_SENT: Sign("hold", Tone.MUTED),
}


_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Look:
    """A word with the sign that goes with it."""

    icon: str
    tone: Tone
    word: str


def look_of_state(state: SendState) -> Look:
    return _look(SEND_SIGNS[state], state.value)


def look_of_result(result: Result) -> Look:
    return _look(_RESULTS[result], result.value)


def _look(sign: Sign, word: str) -> Look:
    return Look(sign.icon, sign.tone, word)


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun: ``1 item``, ``1,024 items``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def what_of(review: ItemReview) -> str:
    """What the change of an item is, in a few words."""
    work = review.work
    if work.action is Action.DELETE:
        return "Delete"
    parts: list[str] = []
    if work.is_new:
        parts.append("New")
    elif work.edits:
        parts.append(counted(len(work.edits), "field"))
    if work.action is not None:
        parts.append(work.action.value)
    return ", ".join(parts)


def name_of(review: ItemReview) -> str:
    """The item's name, with the locale where it is not the primary one."""
    name = review.work.name or "Untitled"
    locales = review.site.secondary_locales if review.site else ()
    tag = next((each.tag for each in locales if each.id == review.work.key.locale), "")
    return f"{name} ({tag})" if tag else name


def collection_of(review: ItemReview) -> str:
    return review.collection.display_name if review.collection else "Collection no longer there"


def place_to_go(review: ItemReview) -> FieldSlug | None:
    """The field that needs care first, else the first that was edited."""
    slugs = (
        *review.work.conflicts,
        *review.work.refused_fields,
        *(problem.field for problem in review.problems),
        *(each.slug for each in review.fields),
    )
    return next(iter(slugs), None)


def headline(items: Sequence[ItemReview]) -> str:
    """``12 unsent changes in 3 collections``."""
    collections = len({review.work.key.collection for review in items})
    return f"{counted(len(items), 'unsent change')} in {counted(collections, 'collection')}"


def problems_headline(items: Sequence[ItemReview]) -> str:
    """``2 items with problems``."""
    return f"{counted(len(items), 'item')} with problems"


def items_of(plan: Plan) -> int:
    return len(plan.keys)


def goes_live(plan: Plan) -> bool:
    """Whether visitors of the site notice: something appears, changes or goes away."""
    verbs = (Verb.PUBLISH, Verb.UNPUBLISH, Verb.DELETE)
    return plan.goal is Goal.PUBLISH or any(plan.count(verb) for verb in verbs)


def names_of(plan: Plan) -> str:
    """The items by name, as many as one takes in: ``Bread, Rolls and 12 more``."""
    names = {
        each.key: each.name or "Untitled" for batch in plan.batches for each in batch.operations
    }
    shown = list(names.values())[:_MOST_NAMES]
    more = len(names) - len(shown)
    return listed([*shown, f"{more:,} more"] if more else shown)


def summary_of(plan: Plan) -> str:
    """``Publish 12 items: 2 new, 9 changed, 1 deleted``."""
    if not plan.batches:
        return "Nothing can go."
    counts = _counts(plan)
    words = [f"{number:,} {word}" for word, number in counts.items() if number]
    told = f": {', '.join(words)}" if words else ""
    return f"{button_of(plan)}{told}"


def button_of(plan: Plan) -> str:
    """The button names what it does and to how many."""
    verb = "Publish" if plan.goal is Goal.PUBLISH else "Send"
    kinds = {batch.verb for batch in plan.batches}
    if kinds and kinds <= {Verb.DELETE, Verb.UNPUBLISH}:
        verb = "Delete" if Verb.DELETE in kinds else "Unpublish"
    return f"{verb} {counted(items_of(plan), 'item')}"


def _counts(plan: Plan) -> dict[str, int]:
    """Each item under one word, the one that says most."""
    keys = {
        verb: {key for batch in plan.batches if batch.verb is verb for key in batch.keys}
        for verb in Verb
    }
    new, deleted = keys[Verb.CREATE], keys[Verb.DELETE]
    unpublished = keys[Verb.UNPUBLISH] - deleted
    archived, restored = _moved(plan, True) - new, _moved(plan, False) - new
    changed = keys[Verb.UPDATE] - new - unpublished - archived - restored
    only_published = keys[Verb.PUBLISH] - new - changed - restored
    return {
        "new": len(new),
        "changed": len(changed),
        "unchanged": len(only_published),
        "archived": len(archived),
        "restored": len(restored),
        "unpublished": len(unpublished),
        "deleted": len(deleted),
    }


def _moved(plan: Plan, is_archived: bool) -> set[ItemKey]:
    """The items that go into the archive, or come out of it."""
    return {
        each.key
        for batch in plan.batches
        for each in batch.operations
        if each.is_archived is is_archived
    }


def consequence_of(plan: Plan) -> str:
    """Where the changes will be seen."""
    if plan.count(Verb.PUBLISH):
        return "Visitors of the site see this as soon as it is done."
    if any(plan.count(verb) for verb in (Verb.UNPUBLISH, Verb.DELETE)):
        return "Changed items stay drafts. What is unpublished or deleted leaves the live site."
    if _moved(plan, True):
        return "Archived items leave the live site when it is published the next time."
    return "Webflow stores the changes as drafts. The live site stays as it is."


def duration(seconds: int) -> str:
    """About how long, as one would say it."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"about {round(seconds / 10) * 10} seconds"
    if seconds < 5400:
        return f"about {counted(round(seconds / 60), 'minute')}"
    return f"about {counted(round(seconds / 3600), 'hour')}"


def cost_of(plan: Plan, seconds: int) -> str:
    return f"{counted(plan.requests, 'request')}, {duration(seconds)}"
