"""What commands need to know: one that could do nothing right now is off, wherever it stands."""

from msgspec import Struct, field

from wfdesk.domain.edits import Action
from wfdesk.ui.items.chosen import Chosen


class Facts(Struct, frozen=True):
    has_sites: bool = False
    has_collection: bool = False
    has_rows: bool = False
    is_filtered: bool = False
    chosen: Chosen = field(default_factory=Chosen)
    is_refreshing: bool = False
    """Something that takes long enough to be stopped."""
    unsent: int = 0
    """Items with unsent work, of all sites."""

    @property
    def may_have_edits(self) -> bool:
        """What is just being typed is no edit yet, but the keys must not be dead until it is."""
        return self.unsent > 0 or self.chosen.count > 0

    def can(self, action: Action) -> bool:
        return action in self.chosen.actions
