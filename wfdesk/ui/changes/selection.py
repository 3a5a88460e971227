"""What is selected among the changes, as keys and as ranges."""

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QItemSelection, QModelIndex

from wfdesk.domain.ids import ItemKey
from wfdesk.ui.changes.model import ChangesModel, Column
from wfdesk.ui.toolkit.rows import joined


def selection_of(model: ChangesModel, keys: Iterable[ItemKey]) -> QItemSelection:
    """Select the items in as few ranges as can be: a range per item takes seconds for 1,000."""
    wanted = frozenset(keys)
    selection = QItemSelection()
    for place, group in enumerate(model.groups):
        rows = [at for at, row in enumerate(group.rows) if row.key in wanted]
        for first, last in joined(rows):
            parent = model.index(place, 0)
            selection.select(
                model.index(first, 0, parent), model.index(last, len(Column) - 1, parent)
            )
    return selection


def nearest(
    current: ItemKey | None, order: Sequence[ItemKey], there: Collection[ItemKey]
) -> ItemKey | None:
    """The item itself, or the one that followed it and is still there, or the one before."""
    if current is None or current not in order:
        return None
    at = order.index(current)
    around = [*order[at:], *reversed(order[:at])]
    return next((key for key in around if key in there), None)


def keys_of(model: ChangesModel, indexes: Iterable[QModelIndex]) -> list[ItemKey]:
    """The items at the indexes; a collection stands for all of its items."""
    return list(dict.fromkeys(key for each in indexes for key in model.keys_at(each)))
