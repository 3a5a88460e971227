"""The user's unsent work on one item: field edits, what is to become of it, and where it stands.

An edit keeps the server's value it started from (its base). Whether a colleague has changed the
field meanwhile is decided against that base and nothing else.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, StrEnum

from msgspec import Struct, field

from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.values import Value

GONE = "It was deleted in Webflow. Your edits are kept here until you discard them."
ANSWER_LOST = (
    "The answer was lost. It is looked up when Webflow can be reached, or now by a refresh."
)
BOTH_CHANGED = "A colleague changed the same field. Compare both values and choose one."
OTHERWISE = (
    "It is not certain that this text would be written as it is shown. It is kept, and not sent"
    " until you have looked at its HTML and agreed to it."
)

Look = Callable[[], Awaitable[bool]]
"""Finds out whether a text is written as it is shown. With a long one that takes a while."""


def is_clash(reason: str) -> bool:
    """Whether it says that both sides have changed a field, as this or an earlier version does."""
    return reason.startswith(BOTH_CHANGED.partition(".")[0])


class SendState(Enum):
    """Where unsent work stands. The journal and the item carry the same words."""

    SAVED = "Saved on this computer"
    QUEUED = "Waiting to send"
    SENDING = "Sending"
    ACKNOWLEDGED = "Sent"
    UNKNOWN = "Unknown"
    REFUSED = "Refused"
    CONFLICT = "Conflict"
    HELD = "Held back"
    IN_QUESTION = "In question"
    """Of a new item that Webflow may have already. Only the user's answer ends it."""


IN_FLIGHT = frozenset({SendState.SENDING, SendState.UNKNOWN})
"""Only the answer, or looking the item up, ends these states. No edit does."""


class Action(Enum):
    """What is to become of the item as a whole, beside its field edits."""

    ARCHIVE = "Archive"
    UNARCHIVE = "Restore from archive"
    UNPUBLISH = "Unpublish"
    DELETE = "Delete"


OPPOSITES = {Action.ARCHIVE: Action.UNARCHIVE, Action.UNARCHIVE: Action.ARCHIVE}
"""Asking for one takes the other back."""


class Side(StrEnum):
    """Whose value stays where both sides have changed a field."""

    MINE = "mine"
    THEIRS = "theirs"
    THIRD = "a third"
    """Written by the user with both before them."""


class Edit(Struct, frozen=True, gc=False):
    field: FieldSlug
    value: Value
    base: Value
    is_held: bool = False
    """The user said: not with the next send."""
    is_as_shown: bool = True
    """Whether a text is written as the user saw it when they wrote it; else it is not sent."""


class Seen(Struct, frozen=True):
    """The colleague's value as it was before the user when they decided."""

    theirs: Value


class Stance(Struct, frozen=True):
    """Where one field stands: the user's edit, and what it is in conflict with."""

    edit: Edit | None = None
    theirs: tuple[Value, ...] = ()
    """The colleague's value; none where there is no conflict."""


class Work(Struct, frozen=True, gc=False):
    """All unsent work on one item."""

    key: ItemKey
    item: Item | None
    """The server's copy, the last one there was of an item that is gone; None for a new item."""
    edits: Mapping[FieldSlug, Edit] = field(default_factory=dict)
    action: Action | None = None
    is_new: bool = False
    state: SendState = SendState.SAVED
    reason: str = ""
    """Why it was refused, held or is unknown; a sentence for the user."""
    refused_fields: Mapping[FieldSlug, str] = field(default_factory=dict)
    conflicts: Mapping[FieldSlug, Value] = field(default_factory=dict)
    """Fields a colleague changed as well, with the colleague's value."""
    is_gone: bool = False
    """The item was deleted in Webflow while there was unsent work on it."""
    elsewhere: tuple["Work", ...] = ()
    """Unsent work on the same item in its other locales. Filled in only for tables, which show an
    item once."""

    @property
    def fields(self) -> Mapping[FieldSlug, Value]:
        """The values as the user sees them: the server's with the edits laid over."""
        return overlay(self.item, self.edits)

    @property
    def accepted(self) -> Mapping[FieldSlug, Edit]:
        """The edits that go with the next send: all that are not held back."""
        return {slug: edit for slug, edit in self.edits.items() if not edit.is_held}

    @property
    def doubtful(self) -> frozenset[FieldSlug]:
        """The fields whose text would be written otherwise than it was shown."""
        return frozenset(slug for slug, edit in self.edits.items() if not edit.is_as_shown)

    @property
    def name(self) -> str:
        return str(self.fields.get(NAME) or "")

    def stance(self, slug: FieldSlug) -> Stance:
        theirs = (self.conflicts[slug],) if slug in self.conflicts else ()
        return Stance(self.edits.get(slug), theirs)

    @property
    def is_asked_about(self) -> bool:
        """Whether Webflow may have this new item already. The user has not said yet."""
        return self.is_new and self.state is SendState.IN_QUESTION

    @property
    def may_be_there(self) -> bool:
        """Whether Webflow may have this new item already: nobody knows, or nobody has said."""
        return self.is_new and (self.state in IN_FLIGHT or self.is_asked_about)

    @property
    def is_empty(self) -> bool:
        return not (self.edits or self.action or self.is_new)


def makes_sense(work: Work, action: Action | None) -> bool:
    """Whether the action would come to anything; with None, whether one can be taken back."""
    item = work.item
    match action:
        case None:
            return work.action is not None
        case Action.ARCHIVE:
            return item is not None and not item.is_archived
        case Action.UNARCHIVE:
            return item is not None and item.is_archived
        case Action.UNPUBLISH:
            return item is not None and item.is_live
        case Action.DELETE:
            return item is not None or work.is_new


def overlay(item: Item | None, edits: Mapping[FieldSlug, Edit]) -> dict[FieldSlug, Value]:
    fields = dict(item.fields) if item else {}
    fields.update({edit.field: edit.value for edit in edits.values()})
    return fields
