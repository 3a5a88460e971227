"""What is said of a publish that did not come to its end, in the window and on the command line."""

from collections.abc import Collection

from wfdesk.words.plans import some_of


def changed_sentence(names: Collection[str]) -> str:
    """Say that these do not go on: others have changed them."""
    was, them = ("was", "it") if len(names) == 1 else ("were", "them")
    return (
        f"{some_of(list(names))} {was} changed in Webflow since, and did not go live: look at"
        f" {them}, then publish again."
    )
