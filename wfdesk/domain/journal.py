"""What was sent or was about to be: an entry per item and request, written before it leaves."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from msgspec import Struct

from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, FieldSlug, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.values import Value

NOT_STORED = "Webflow did not store it. Nothing is lost: send it again."
"""The reason of an entry that was looked up and not found. It may have come after that."""

NOT_FOUND = "It was not found in Webflow. Nothing is lost: send it again."
"""The same of a new item: it is looked up by its slug, which a colleague may have changed."""

NOT_LIVE = "It is in Webflow and did not go live. Publish it again."
"""The same of an entry that was to publish."""

NO_HOME = "Its collection is no longer on the site. The edits are kept."
LOCALE_GONE = "Its locale is switched off or no longer on the site. The edits are kept."
"""The reasons of entries that cannot be looked up any more."""
DAMAGED = "What was noted of it was damaged. It is looked for in Webflow before it is made."
"""The reason of an entry that stands in the place of those that could not be read any more."""
UNSEEN = frozenset({NOT_STORED, NOT_FOUND, NO_HOME, LOCALE_GONE, DAMAGED})
"""With one of these it may be there after all: a new item is looked for before it is made again."""

REFUSED_WITH_OTHERS = "Webflow refused it together with others. It is tried once more."
"""The reason of an entry in a batch that was refused as a whole, or was not."""
REFUSED_ALONE = (
    "Webflow refused it, and may have it all the same. It is looked for before it is sent again."
)
"""The reason of a refused entry until it is looked up: on its way it may have been sent twice."""
MAYBE_THERE = (
    "An earlier attempt may have reached Webflow after all: “{}” there looks like it. Look at it,"
    " and say whether it is that one."
)
"""With the name of what was found. An entry with this reason waits for the answer."""
ANOTHER = "It may have reached Webflow. You chose to make another one."
"""The reason of an entry whose question is answered."""
DOUBTFUL = UNSEEN | {REFUSED_WITH_OTHERS, REFUSED_ALONE, ANOTHER}
"""With one of these a new item may be there, whatever was said of it."""
_OPEN = frozenset({SendState.SENDING, SendState.UNKNOWN, SendState.IN_QUESTION})


def question_about(suspect: Item) -> str:
    return MAYBE_THERE.format(suspect.fields.get(NAME) or "Untitled")


def is_question(reason: str) -> bool:
    """Whether it is asked of a new item if it is in Webflow already."""
    return reason.startswith(MAYBE_THERE.partition(":")[0])


class Verb(Enum):
    CREATE = "create"
    UPDATE = "update"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    DELETE = "delete"


class Entry(Struct, frozen=True):
    """``id`` is the journal's own number; 0 before it is written."""

    id: int
    batch: str
    verb: Verb
    key: ItemKey
    fields: Mapping[FieldSlug, Value]
    """The values sent."""
    pre_image: Mapping[FieldSlug, Value]
    """The server's values of those fields when they were checked."""
    is_draft: bool | None = None
    is_archived: bool | None = None
    state: SendState = SendState.QUEUED
    reason: str = ""
    updated_at: datetime | None = None
    suspect: ItemId | None = None
    """What may be the new item that this has made: the user is asked."""
    since: datetime | None = None
    """What this makes is no older than that, by Webflow's clock."""
    known: tuple[ItemId, ...] = ()
    """Items that are no older either, and were known then; or of which the user said no."""


def may_be_there(attempt: Entry) -> bool:
    """Whether what an earlier attempt was to make may be in Webflow, whatever was found so far."""
    return attempt.reason in DOUBTFUL or attempt.state in _OPEN
