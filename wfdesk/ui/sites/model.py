"""The tree as Qt sees it: two places on top, then the sites with their collections.

``show`` changes only the rows that differ, so the view keeps what is selected and expanded.
"""

from collections.abc import Callable, Mapping
from enum import Enum

from msgspec import Struct, field
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wfdesk.domain.accounts import PRACTICE
from wfdesk.services.browsing import CollectionNode, SiteNode, Tree
from wfdesk.ui.toolkit.labels import tooltip

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_PRACTICE = "practice"


class Kind(Enum):
    CHANGES = "changes"
    PROBLEMS = "problems"
    SITE = "site"
    COLLECTION = "collection"


class Row(Struct, frozen=True):
    kind: Kind
    id: str
    title: str
    count: int = 0
    """Items of a collection; what waits at a place."""
    unsent: int = 0
    badge: str = ""
    """A word beside the title."""
    is_counted: bool = True
    """Whether the count is all there is, or only what was read so far."""


class _Node(Struct, eq=False):
    row: Row
    parent: "_Node | None" = None
    children: list["_Node"] = field(default_factory=list)


_Spec = tuple[Row, tuple[Row, ...]]


class SitesModel(QAbstractItemModel):
    """Holds finished rows and fetches nothing: a controller gives it every count."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = _Node(Row(Kind.SITE, "", ""))
        self._problems = 0
        self._tree = Tree((), 0)
        self._apply()

    def show(self, tree: Tree) -> None:
        self._tree = tree
        self._apply()

    def set_problems(self, count: int) -> None:
        self._problems = count
        self._apply()

    def index_of(self, kind: Kind, id_: str = "") -> QModelIndex:
        """Find a row; an invalid index when there is none."""
        for node in self._nodes(self._root):
            if node.row.kind is kind and id_ in ("", node.row.id):
                return self._index(node)
        return QModelIndex()

    def row_at(self, index: Index) -> Row | None:
        return self._node(index).row if index.isValid() else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return len(self._node(parent).children)

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        return 1

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index = _NO_PARENT) -> QModelIndex:  # type: ignore[override]  # the overload without an argument is QObject's
        if not index.isValid():
            return QModelIndex()
        return self._index(self._node(index).parent)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if row.kind is Kind.SITE:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        # Asked a dozen times for each row of each paint.
        answer = _ANSWERS.get(role)
        return answer(row) if answer else None

    def _apply(self) -> None:
        places: list[_Spec] = [
            (Row(Kind.CHANGES, "changes", "Changes", self._tree.unsent), ()),
            (Row(Kind.PROBLEMS, "problems", "Problems", self._problems), ()),
        ]
        self._sync(self._root, [*places, *map(_site, self._tree.sites)])

    def _sync(self, parent: _Node, wanted: list[_Spec]) -> None:
        """Make the children what is wanted by the fewest row moves Qt has words for."""
        # A damaged file can name one twice: Qt crashes where a row is to be moved to its own place.
        once = {spec[0].id: spec for spec in wanted}
        above = self._index(parent)
        for place in reversed(range(len(parent.children))):
            if parent.children[place].row.id not in once:
                self.beginRemoveRows(above, place, place)
                del parent.children[place]
                self.endRemoveRows()
        for place, (row, children) in enumerate(once.values()):
            self._bring(parent, place, row)
            node = parent.children[place]
            if node.row != row:
                node.row = row
                index = self._index(node)
                self.dataChanged.emit(index, index)
            self._sync(node, [(child, ()) for child in children])

    def _bring(self, parent: _Node, place: int, row: Row) -> None:
        """Have the row's node at the place, moved there or made there."""
        above = self._index(parent)
        found = next((at for at, node in enumerate(parent.children) if node.row.id == row.id), None)
        if found == place:
            return
        if found is None:
            self.beginInsertRows(above, place, place)
            parent.children.insert(place, _Node(row, parent))
            self.endInsertRows()
        else:
            self.beginMoveRows(above, found, found, above, place)
            parent.children.insert(place, parent.children.pop(found))
            self.endMoveRows()

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _index(self, node: _Node | None) -> QModelIndex:
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node)

    def _nodes(self, above: _Node) -> list[_Node]:
        found = list(above.children)
        for child in above.children:
            found += self._nodes(child)
        return found


def _site(node: SiteNode) -> _Spec:
    badge = _PRACTICE if node.site.account == PRACTICE else ""
    row = Row(Kind.SITE, node.site.id, node.site.display_name, badge=badge)
    return row, tuple(map(_collection, node.collections))


def _collection(node: CollectionNode) -> Row:
    collection = node.collection
    return Row(
        Kind.COLLECTION,
        collection.id,
        collection.display_name,
        node.items,
        node.unsent,
        is_counted=node.is_counted,
    )


def _spoken(row: Row) -> str:
    """What a screen reader says: the painted numbers need their nouns."""
    match row.kind:
        case Kind.COLLECTION:
            unsent = f", {row.unsent:,} unsent" if row.unsent else ""
            so_far = "" if row.is_counted else " so far"
            return f"{row.title}, {row.count:,} items{so_far}{unsent}"
        case Kind.CHANGES | Kind.PROBLEMS:
            return f"{row.title}, {row.count:,}"
        case _:
            return _named(row)


def _named(row: Row) -> str:
    """The title with its badge, which there may be no room to paint."""
    return f"{row.title}, {row.badge}" if row.badge else row.title


_ANSWERS: Mapping[int, Callable[[Row], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda row: row.title,
    Qt.ItemDataRole.ToolTipRole: lambda row: tooltip(_named(row)),
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
}
