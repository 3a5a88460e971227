"""What an unsent change is and what becomes of its item, in words."""

from wfdesk.domain.edits import GONE, Action, SendState, Work, is_clash
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Problem
from wfdesk.services.reviewing import ItemReview
from wfdesk.words.counts import counted
from wfdesk.words.writtenout import visible

PARKED = "it can no longer be changed in Webflow; the value is kept here"
"""What is said of the value of a field that is gone."""

_ON_ITS_WAY = frozenset({SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN})


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
    if work.state in _ON_ITS_WAY:
        return ""  # It happens now, or may have happened already: it is no matter of the next send.
    if work.action is not None:
        return _what_becomes(work, work.action, _place(review))
    if not work.is_new or work.is_asked_about:
        return ""
    if not work.edits:
        return "A new item with nothing in it yet. Give it a name, and it can be sent."
    return "A new item. Webflow makes it with the next send, as a draft unless it is published."


def _place(review: ItemReview) -> str:
    """Where Webflow does it, as it does it there alone: `` in French``."""
    site = review.site
    name = site.called(review.work.key.locale) if site and len(site.locales) > 1 else ""
    return f" in {name}" if name else ""


def _what_becomes(work: Work, action: Action, place: str) -> str:
    is_live = work.item is not None and work.item.is_live
    match action:
        case Action.DELETE:
            live = " and leaves the live site" if is_live else ""
            edits = " The edits below are given up with it." if work.edits else ""
            return f"With the next send it is deleted in Webflow{place}{live}.{edits}"
        case Action.ARCHIVE:
            live = " It leaves the live site when that is published." if is_live else ""
            return f"With the next send it goes to Webflow's archive.{live}"
        case Action.UNARCHIVE:
            return "With the next send it leaves Webflow's archive and becomes a draft."
        case Action.UNPUBLISH:
            return "With the next send it leaves the live site. Webflow keeps it as a draft."


def problem_of(problem: Problem, collection: Collection | None) -> str:
    """What is wrong, for a place where the field does not stand beside it: it is named once."""
    field = collection.find_field(problem.field) if collection else None
    label = field.display_name if field else problem.field
    said = problem.sentence
    return said if said.startswith(label) else f"{label}: {said}"


def name_of(review: ItemReview) -> str:
    """The item's name, with the locale where it is not the primary one."""
    name = visible(review.work.name or review.called) or "Untitled"
    return review.site.named(name, review.work.key.locale) if review.site else name


def reason_of(review: ItemReview) -> str:
    """Why it is where it is, to whom the sides of its conflicts are shown."""
    work = review.work
    if review.parked:
        return review.parked
    if work.conflicts and is_clash(work.reason):
        if len(work.conflicts) == 1:
            return "A colleague changed this field as well. Choose what stays."
        count = len(work.conflicts)
        return f"A colleague changed {count:,} of these fields as well. Choose what stays."
    return "" if work.is_gone and work.reason == GONE else work.reason


def collection_of(review: ItemReview) -> str:
    return review.collection.display_name if review.collection else "Collection no longer there"
