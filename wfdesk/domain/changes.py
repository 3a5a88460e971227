"""What a write touched. Views refresh from this and from nothing else."""

from msgspec import Struct

from wfdesk.domain.ids import CollectionId, ItemKey


class ChangeSet(Struct, frozen=True):
    items: frozenset[ItemKey] = frozenset()
    """Items whose server values or edits are no longer what they were."""
    collections: frozenset[CollectionId] = frozenset()
    """Collections whose schema, or whose set of items, is no longer what it was."""
    has_new_structure: bool = False
    """Accounts, sites or the list of collections."""

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        return ChangeSet(
            self.items | other.items,
            self.collections | other.collections,
            self.has_new_structure or other.has_new_structure,
        )

    def __bool__(self) -> bool:
        return bool(self.items or self.collections or self.has_new_structure)
