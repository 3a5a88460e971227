"""The tree on the left: Changes and Problems, then each site with its collections."""

from PySide6.QtCore import QItemSelection, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QTreeView, QVBoxLayout, QWidget

from wfdesk.domain.ids import CollectionId
from wfdesk.services.browsing import Tree
from wfdesk.ui.sites.controller import SitesController
from wfdesk.ui.sites.delegate import SitesDelegate
from wfdesk.ui.sites.model import Kind, SitesModel


class SitesView(QWidget):
    """Says which place was chosen. Choosing one from code says so too, but never twice."""

    collection_chosen = Signal(object)  # CollectionId
    changes_chosen = Signal()
    problems_chosen = Signal()
    tree_shown = Signal(object)  # Tree

    def __init__(self, controller: SitesController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sites")
        self._model = SitesModel(self)
        self._seen_sites: set[str] = set()
        self._wanted: CollectionId | None = None
        self._tree = _make_tree(self._model, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tree)
        self.setFocusProxy(self._tree)
        # Not ``currentChanged``: a tree that gets the focus makes its first row the current one.
        self._tree.selectionModel().selectionChanged.connect(self._on_selection_changed)
        controller.tree_shown.connect(self._show)
        controller.problems_counted.connect(self._model.set_problems)

    @property
    def model(self) -> SitesModel:
        return self._model

    def choose_collection(self, collection: CollectionId) -> None:
        """Select the collection; one that is not in the tree yet is selected when it comes."""
        index = self._model.index_of(Kind.COLLECTION, collection)
        self._wanted = None if index.isValid() else collection
        if index.isValid():
            self._tree.setCurrentIndex(index)

    @Slot()
    def choose_changes(self) -> None:
        self._tree.setCurrentIndex(self._model.index_of(Kind.CHANGES))

    @Slot()
    def choose_problems(self) -> None:
        self._tree.setCurrentIndex(self._model.index_of(Kind.PROBLEMS))

    def collections(self) -> list[tuple[CollectionId, str, str]]:
        """Every collection as id, title and the title of its site."""
        found = list[tuple[CollectionId, str, str]]()
        for place in range(self._model.rowCount()):
            above = self._model.index(place, 0)
            site = self._model.row_at(above)
            for below in range(self._model.rowCount(above)):
                row = self._model.row_at(self._model.index(below, 0, above))
                if row is not None and site is not None:
                    found.append((CollectionId(row.id), row.title, site.title))
        return found

    def _show(self, tree: Tree) -> None:
        self._model.show(tree)
        for node in tree.sites:
            if node.site.id not in self._seen_sites:
                self._seen_sites.add(node.site.id)
                self._tree.expand(self._model.index_of(Kind.SITE, node.site.id))
        if self._wanted is not None:
            self.choose_collection(self._wanted)
        self.tree_shown.emit(tree)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        chosen = self._tree.selectionModel().selectedIndexes()
        row = self._model.row_at(chosen[0]) if chosen else None
        if row is None:
            return
        match row.kind:
            case Kind.CHANGES:
                self.changes_chosen.emit()
            case Kind.PROBLEMS:
                self.problems_chosen.emit()
            case Kind.COLLECTION:
                self.collection_chosen.emit(CollectionId(row.id))
            case _:
                pass


class _SitesTree(QTreeView):
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one if there is none: the first Down would pass it."""
        has_current = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not has_current:
            self.selectionModel().clearCurrentIndex()


def _make_tree(model: SitesModel, parent: QWidget) -> QTreeView:
    tree = _SitesTree(parent)
    tree.setModel(model)
    tree.setItemDelegate(SitesDelegate(tree))
    tree.setHeaderHidden(True)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setProperty("pane", "tree")
    tree.setIndentation(14)
    tree.setUniformRowHeights(False)
    tree.setExpandsOnDoubleClick(True)
    tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    tree.setAccessibleName("Sites and collections")
    return tree
