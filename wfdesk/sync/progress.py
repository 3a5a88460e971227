"""What a publish run says of itself while it goes on: facts, never instructions."""

from enum import Enum

from msgspec import Struct

from wfdesk.domain.ids import ItemKey


class Phase(Enum):
    CHECKING = "Checking for changes by others"
    WRITING = "Sending"
    PUBLISHING = "Publishing"
    LOOKING_UP = "Looking up what Webflow has"
    WAITING = "Waiting"
    OFFLINE = "Waiting for the connection"
    PAUSED = "Paused"
    FINISHED = "Finished"


class Result(Enum):
    SENT = "Sent"
    PUBLISHED = "Published"
    ARCHIVED = "Archived"
    RESTORED = "Restored"
    UNPUBLISHED = "Unpublished"
    DELETED = "Deleted"
    NOTHING_TO_DO = "Webflow has it already"
    REFUSED = "Refused"
    CONFLICT = "Conflict"
    UNKNOWN = "Unknown"
    NOT_SENT = "Not sent"
    NOT_PUBLISHED = "Not published"


_GOOD = frozenset(
    {
        Result.SENT,
        Result.PUBLISHED,
        Result.ARCHIVED,
        Result.RESTORED,
        Result.UNPUBLISHED,
        Result.DELETED,
        Result.NOTHING_TO_DO,
    }
)


class ItemResult(Struct, frozen=True, gc=False):
    """What became of one item. ``key`` is the key it was planned under."""

    key: ItemKey
    name: str
    result: Result
    reason: str = ""
    """Why it is not as it was meant to be, or what others did to the item meanwhile; it names
    fields as the collection does."""
    new_key: ItemKey | None = None
    """The key Webflow gave to a new item."""
    is_changed: bool = False
    """It did not go because others have changed it: it is to be looked at before it is tried
    again."""

    @property
    def is_good(self) -> bool:
        return self.result in _GOOD


class Progress(Struct, frozen=True):
    phase: Phase
    done: int
    """Requests done."""
    total: int
    """Requests planned; grows when something has to be split or looked up."""
    results: tuple[ItemResult, ...] = ()
    """One an item, the latest word on it."""
    seconds_left: int = 0
    """Until all is done, about."""
    sentence: str = ""
    """Why it waits or stopped, for the user."""
    pause_left: int = 0
    """Seconds of a pause that Webflow has asked for, or until it is tried to reach it again."""
    batches: tuple[int, int] = (0, 0)
    """Those that have had their turn, and all."""
    items: tuple[int, int] = (0, 0)
    """Those with all their steps behind them, and all."""
