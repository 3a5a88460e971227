"""Words for a value that was given up: whose it was, and why it went."""

from collections.abc import Mapping

from wfdesk.domain.history import Past, Reason
from wfdesk.words.writtenout import visible

_WHY: Mapping[str, str] = {
    Reason.DISCARDED: "Discarded",
    Reason.DELETED: "Deleted with its item",
    Reason.DELETED_BY_OTHERS: "Deleted in Webflow",
    Reason.THEIRS_TAKEN: "Mine, before theirs was taken",
    Reason.MINE_TAKEN: "Theirs, before mine was taken",
    Reason.OWN_BEFORE_THIRD: "Mine, before both were replaced",
    Reason.THEIRS_BEFORE_THIRD: "Theirs, before both were replaced",
    Reason.OWN_BEFORE_MERGE: "Mine, before both were merged",
    Reason.THEIRS_BEFORE_MERGE: "Theirs, before both were merged",
    Reason.THEIRS_OF_GONE: "Theirs, before the item was deleted",
    Reason.FOUND_IN_WEBFLOW: "Mine, where Webflow had another",
    Reason.EDITED_AGAIN: "Mine, before it was edited again",
    Reason.EDITED_IN_LOCALE: "Mine, before it was edited again",
    Reason.REPLACED: "Mine, before an earlier value came back",
}


def why(past: Past) -> str:
    """Say whose value it was and why it went."""
    return _WHY.get(past.reason) or visible(past.reason)
