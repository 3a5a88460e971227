"""Where those who saw the real API report different things: which way this server takes.

The page of the facts names the source of each. A switch is set on the command line
(``--behave duplicate_slugs=suffixed``) or through ``/control/behaviour`` while the server runs.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "late_queries": ("served", "refused", "ignored"),
    "duplicate_slugs": ("refused", "suffixed"),
    "own_slug": ("accepted", "refused"),
    "emails": ("kept", "lowered"),
    "domains": ("together", "apart", "apart before 2025-07"),
    "drafting_targets": ("accepted", "refused"),
}


@dataclass(slots=True)
class Behaviour:
    """The first of the choices is the one that most reports agree on."""

    late_queries: str = "served"
    """``lastUpdated`` and ``createdOn`` as filter and order, ``filter[...]`` and ``sort[...]``:
    the specification has them, the reference lacks them."""

    duplicate_slugs: str = "refused"
    """A create with a slug that is taken: refused, or silently given another slug."""

    own_slug: str = "accepted"
    """An update that sends an item the slug it has."""

    emails: str = "kept"
    """Whether an address is written as it was sent, or in lower case."""

    domains: str = "together"
    """Apart: the site's domains were published at different times. Deleting items minds, and until
    July 2025 publishing them did."""

    drafting_targets: str = "accepted"
    """To make a draft of an item that live ones refer to. It was refused when that took the item
    off the site; since July 2025 it does not."""

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Set some of the switches. Nothing is set where one of them is not known."""
        for name, choice in wanted.items():
            if choice not in CHOICES.get(name, ()):
                known = "; ".join(f"{each}: {', '.join(CHOICES[each])}" for each in CHOICES)
                raise bad_request(f"No such behaviour, {name}={choice}. There are {known}")
        for name, choice in wanted.items():
            setattr(self, name, choice)

    def as_json(self) -> Json:
        return asdict(self)
