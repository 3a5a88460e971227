"""What is said of a publish that has left something, in the window and on the command line."""

from collections.abc import Collection

from wfdesk.words.counts import counted
from wfdesk.words.plans import some_of


def left_sentence(count: int) -> str:
    """Say of so many what a run has left of them that came to its end."""
    return f"{counted(count, 'item')} {'was' if count == 1 else 'were'} sent and did not go live."


def changed_sentence(names: Collection[str]) -> str:
    """Say that these do not go on: others have changed them."""
    was, them = ("was", "it") if len(names) == 1 else ("were", "them")
    return (
        f"{some_of(list(names))} {was} changed in Webflow since, and did not go live: look at"
        f" {them}, then publish again."
    )
