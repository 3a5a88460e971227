"""Words and icons for what a change is and where it stands. Status is icon, colour and word."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wfdesk.domain.edits import BOTH_CHANGED, GONE, Action, SendState, Work
from wfdesk.domain.ids import FieldSlug
from wfdesk.services.publishing import Result
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.toolkit.colours import SEND_SIGNS, Sign, Tone
from wfdesk.ui.toolkit.labels import visible

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
    Result.NOT_PUBLISHED: Sign("hold", Tone.WARNING),
}


class Look(Struct, frozen=True):
    """A word with the sign that goes with it."""

    icon: str
    tone: Tone
    word: str


_OFF = Look("hold", Tone.WARNING, "Locale is off")


def look_of_state(state: SendState) -> Look:
    return _look(SEND_SIGNS[state], state.value)


def look_of_work(review: ItemReview) -> Look:
    """Where the item's unsent work stands."""
    return _OFF if review.parked else look_of_state(review.work.state)


def look_of_row(review: ItemReview, *, goes: bool) -> Look | None:
    """What sets an item of the list apart; None for one that is saved and ready to go."""
    if not goes:
        return look_of_state(SendState.HELD)
    if review.parked or review.work.state is not SendState.SAVED:
        return look_of_work(review)
    if review.problems:
        return Look("problems", Tone.WARNING, counted(len(review.problems), "problem"))
    return None


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


def what_happens(review: ItemReview) -> str:
    """What becomes of the item as a whole, in a sentence; empty where only fields change."""
    work = review.work
    if work.action is not None:
        return _what_becomes(work, work.action)
    if not work.is_new:
        return ""
    if not work.edits:
        return "A new item with nothing in it yet. Give it a name, and it can be sent."
    return "A new item. Webflow makes it with the next send, as a draft unless it is published."


def _what_becomes(work: Work, action: Action) -> str:
    is_live = work.item is not None and work.item.is_live
    match action:
        case Action.DELETE:
            live = " and leaves the live site" if is_live else ""
            edits = " The edits below are given up with it." if work.edits else ""
            return f"With the next send it is deleted in Webflow{live}.{edits}"
        case Action.ARCHIVE:
            live = " It leaves the live site when that is published." if is_live else ""
            return f"With the next send it goes to Webflow's archive.{live}"
        case Action.UNARCHIVE:
            return "With the next send it leaves Webflow's archive and becomes a draft."
        case Action.UNPUBLISH:
            return "With the next send it leaves the live site. Webflow keeps it as a draft."


def name_of(review: ItemReview) -> str:
    """The item's name, with the locale where it is not the primary one."""
    name = visible(review.work.name) or "Untitled"
    return review.site.named(name, review.work.key.locale) if review.site else name


def reason_of(review: ItemReview) -> str:
    """Why it is where it is, to whom the sides of its conflicts are shown."""
    work = review.work
    if review.parked:
        return review.parked
    if work.conflicts and work.reason == BOTH_CHANGED:
        if len(work.conflicts) == 1:
            return "A colleague changed this field as well. Choose what stays."
        count = len(work.conflicts)
        return f"A colleague changed {count:,} of these fields as well. Choose what stays."
    return "" if work.is_gone and work.reason == GONE else work.reason


def when_of(review: ItemReview) -> str:
    """When Webflow's copy of the item was last changed, as far as known."""
    moment = review.work.item.last_updated if review.work.item else None
    return moment_words(moment)


def moment_words(moment: datetime | None) -> str:
    """A moment by the clock of this computer: ``5 Mar 2026, 10:42``."""
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{local.day} {local:%b} {local.year}, {local:%H:%M}"


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


def duration(seconds: int) -> str:
    """About how long, as one would say it."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"about {round(seconds / 10) * 10} seconds"
    if seconds < 5400:
        return f"about {counted(round(seconds / 60), 'minute')}"
    return f"about {counted(round(seconds / 3600), 'hour')}"
