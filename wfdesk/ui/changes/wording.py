"""Words and icons for what a change is and where it stands. Status is icon, colour and word."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import FieldSlug
from wfdesk.services.publishing import Result
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.toolkit.colours import SEND_SIGNS, Sign, Tone
from wfdesk.words.counts import counted, duration, listed
from wfdesk.words.reviews import (
    collection_of,
    name_of,
    problem_of,
    reason_of,
    what_happens,
    what_of,
)

__all__ = [
    "SETTLED",
    "Look",
    "collection_of",
    "counted",
    "duration",
    "headline",
    "listed",
    "look_of_result",
    "look_of_row",
    "look_of_state",
    "look_of_work",
    "moment_words",
    "name_of",
    "place_to_go",
    "problem_of",
    "problems_headline",
    "reason_of",
    "what_happens",
    "what_of",
    "when_of",
]

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


SETTLED = Look("check", Tone.MUTED, "Settled since")
"""What a run has left, and the user has decided about or sent meanwhile."""
_FIELD_GONE = Look("hold", Tone.WARNING, "Field is gone")
_OFF = Look("hold", Tone.WARNING, "Locale is off")


def look_of_state(state: SendState) -> Look:
    return _look(SEND_SIGNS[state], state.value)


def look_of_work(review: ItemReview) -> Look:
    """Where the item's unsent work stands."""
    return _OFF if review.parked else look_of_state(review.work.state)


def look_of_row(review: ItemReview, *, goes: bool) -> Look | None:
    """What sets an item of the list apart; None for one that is saved and ready to go.

    What has to be decided comes first: that it is left out, its tick says as well.
    """
    if review.parked or review.work.state is not SendState.SAVED:
        return look_of_work(review)
    if not goes:
        return look_of_state(SendState.HELD)
    if _has_nothing_to_send(review):
        return _FIELD_GONE
    if review.problems:
        return Look("problems", Tone.WARNING, counted(len(review.problems), "problem"))
    return None


def _has_nothing_to_send(review: ItemReview) -> bool:
    """Whether all that was edited can no longer be changed in Webflow."""
    work, fields = review.work, review.fields
    is_more = work.is_new or work.action is not None
    return bool(fields) and not is_more and all(each.is_parked for each in fields)


def look_of_result(result: Result) -> Look:
    return _look(_RESULTS[result], result.value)


def _look(sign: Sign, word: str) -> Look:
    return Look(sign.icon, sign.tone, word)


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
