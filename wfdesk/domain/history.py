"""Values that were given up: discarded, or lost to somebody else's. Each says why."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.values import Value


class Reason(StrEnum):
    """Why a value was given up. Each is kept under these words, also by older versions."""

    DISCARDED = "discarded"
    DELETED = "deleted"
    DELETED_BY_OTHERS = "deleted by others"
    """My value of an item that a colleague has deleted."""
    THEIRS_TAKEN = "theirs was taken"
    """My value, where the colleague's was taken."""
    MINE_TAKEN = "mine was taken"
    """The colleague's value, where mine was taken."""
    OWN_BEFORE_THIRD = "a third was written over mine"
    THEIRS_BEFORE_THIRD = "a third was written over theirs"
    OWN_BEFORE_MERGE = "mine before both were merged"
    THEIRS_BEFORE_MERGE = "theirs before both were merged"
    THEIRS_OF_GONE = "theirs of an item that is gone"
    """The colleague's value under my edit, of an item that was deleted after that."""
    FOUND_IN_WEBFLOW = "Webflow had another"
    """My value, where Webflow's answer to a write said another one."""
    EDITED_AGAIN = "edited again in Webflow's copy"
    """My value of an item that was edited under Webflow's id before its answer was in."""
    EDITED_IN_LOCALE = "edited again in the primary locale"
    """My value of an item that was edited in that before the site was known to have one."""
    REPLACED = "an earlier value was restored"
    """My value, where an earlier one was put in its place."""


class Past(Struct, frozen=True):
    """One of them. ``reason`` is mostly a ``Reason``; another word is shown as it is."""

    key: ItemKey
    field: FieldSlug
    value: Value
    reason: str
    at: datetime | None
