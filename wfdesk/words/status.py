"""Where an item stands in Webflow, in a word."""

from wfdesk.domain.edits import Work

NEW = "New"
DELETED = "Deleted"


def status_word(work: Work) -> str:
    """Webflow's state of the item, or that Webflow has not got it, or no more."""
    if work.is_gone:
        return DELETED
    return work.item.status.value if work.item else NEW
