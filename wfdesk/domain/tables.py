"""What a table of items shows: which of them, in which order."""

from dataclasses import dataclass

from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.domain.items import ItemStatus

UPDATED = FieldSlug("\x00updated")
STATUS = FieldSlug("\x00status")
"""Columns that are no fields. No field's slug holds a NUL."""


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""
    """Found anywhere in the name, the slug and the plain-text values, whatever the case."""
    statuses: frozenset[ItemStatus] = frozenset()
    """Empty: all."""
    only_unsent: bool = False
    sort_by: FieldSlug = NAME
    is_descending: bool = False
