from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QStyleOptionViewItem

from wfdesk.domain.accounts import PRACTICE
from wfdesk.domain.ids import AccountId, CollectionId, SiteId
from wfdesk.domain.schema import Collection, Site
from wfdesk.services.browsing import CollectionNode, SiteNode, Tree
from wfdesk.ui.sites.delegate import SitesDelegate, _numbers
from wfdesk.ui.sites.model import Kind, SitesModel

TITLE = "Crumb & Compass"
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def site(name: str, *collections: tuple[str, int, int]) -> SiteNode:
    nodes = [
        CollectionNode(Collection(CollectionId(each), SiteId(name), each, each), items, unsent)
        for each, items, unsent in collections
    ]
    return SiteNode(Site(SiteId(name), AccountId("account"), name), tuple(nodes))


def test_the_tree_counts_items_and_unsent_work(qapp):
    model = SitesModel()
    QAbstractItemModelTester(model, FATAL)

    model.show(Tree((site("Bakery", ("Posts", 1200, 3), ("Authors", 4, 0)),), 3))
    model.set_problems(2)

    posts = model.index_of(Kind.COLLECTION, "Posts")
    assert (model.row_at(posts).count, model.row_at(posts).unsent) == (1200, 3)
    assert model.row_at(model.index_of(Kind.CHANGES)).count == 3
    assert model.row_at(model.index_of(Kind.PROBLEMS)).count == 2


def test_a_collection_that_is_being_read_says_so_far(qapp):
    model = SitesModel()
    node = site("Bakery", ("Posts", 0, 0)).collections[0]

    def said(**facts: object) -> tuple[str, str]:
        home = replace(site("Bakery"), collections=(replace(node, **facts),))
        model.show(Tree((home,), 0))
        posts = model.index_of(Kind.COLLECTION, "Posts")
        return _numbers(model.row_at(posts))[0], posts.data(Qt.ItemDataRole.AccessibleTextRole)

    assert said(is_counted=False) == ("…", "Posts, 0 items so far")
    assert said(items=2300, is_counted=False) == ("2,300…", "Posts, 2,300 items so far")
    assert said(items=2400) == ("2,400", "Posts, 2,400 items")
    assert said() == ("0", "Posts, 0 items")


def test_a_refresh_keeps_the_rows_that_stay(qapp):
    model = SitesModel()
    QAbstractItemModelTester(model, FATAL)
    model.show(Tree((site("Bakery", ("A", 1, 0), ("B", 2, 0), ("C", 3, 0)), site("Shop")), 0))
    selection = QItemSelectionModel(model)
    selection.setCurrentIndex(
        model.index_of(Kind.COLLECTION, "C"), QItemSelectionModel.SelectionFlag.Select
    )
    shop = QPersistentModelIndex(model.index_of(Kind.SITE, "Shop"))

    model.show(Tree((site("Shop"), site("Bakery", ("C", 9, 1), ("D", 1, 0), ("A", 1, 0))), 1))

    assert model.row_at(selection.currentIndex()).id == "C"
    assert model.row_at(selection.currentIndex()).count == 9
    assert shop.isValid()
    assert shop.row() == 2


def test_what_a_damaged_file_names_twice_is_shown_once(qapp):
    model = SitesModel()
    QAbstractItemModelTester(model, FATAL)
    twice = site("Bakery", ("A", 1, 0), ("B", 2, 0), ("B", 2, 0), ("C", 3, 0), ("A", 1, 0))

    for tree in (Tree((twice, site("Shop"), twice), 0), Tree((twice,), 0)):
        model.show(tree)
        bakery = model.index_of(Kind.SITE, "Bakery")
        assert [model.index(row, 0, bakery).data() for row in range(3)] == ["A", "B", "C"]
        assert model.rowCount(bakery) == 3


def test_the_same_tree_again_says_nothing(qapp):
    model = SitesModel()
    tree = Tree((site("Bakery", ("A", 1, 0)),), 0)
    model.show(tree)
    changed = QSignalSpy(model.dataChanged)

    model.show(tree)

    assert changed.count() == 0


def test_a_remote_name_is_no_markup_in_its_tooltip(qapp):
    model = SitesModel()
    model.show(Tree((site("<img src=x>"),), 0))

    index = model.index_of(Kind.SITE)

    assert "<img" not in index.data(3)


def test_the_practice_site_is_told_from_real_ones(qapp):
    model = SitesModel()
    practice = SiteNode(Site(SiteId("p"), PRACTICE, "Crumb"), ())
    model.show(Tree((practice, site("Bakery")), 0))

    said = [
        (model.row_at(index).badge, index.data(Qt.ItemDataRole.AccessibleTextRole))
        for name in ("p", "Bakery")
        for index in (model.index_of(Kind.SITE, name),)
    ]

    assert said == [("practice", "Crumb, practice"), ("", "Bakery")]


def painted(width: int) -> tuple[str, str]:
    """The title and the badge of the practice site in a row of that width."""
    model, delegate, option = SitesModel(), SitesDelegate(), QStyleOptionViewItem()
    model.show(Tree((SiteNode(Site(SiteId("p"), PRACTICE, TITLE), ()),), 0))
    index = model.index_of(Kind.SITE, "p")
    option.rect = QRect(0, 0, width, 30)
    badge = delegate.badge(option, index)
    delegate.initStyleOption(option, index)
    assert QFontMetrics(option.font).horizontalAdvance(option.text) < width
    return option.text, badge


def test_the_name_of_a_site_is_cut_only_after_its_badge_gave_way(qapp):
    shown = [painted(width) for width in range(600, 60, -1)]
    assert list(dict.fromkeys(shown))[:2] == [(TITLE, "practice"), (TITLE, "")]
    assert shown[-1][0].endswith("…")
    assert not any(badge for title, badge in shown if title != TITLE)


def test_the_badge_is_in_the_tooltip_too(qapp):
    model = SitesModel()
    model.show(Tree((SiteNode(Site(SiteId("p"), PRACTICE, TITLE), ()), site("Bakery")), 0))
    said = [
        model.index_of(Kind.SITE, name).data(Qt.ItemDataRole.ToolTipRole)
        for name in ("p", "Bakery")
    ]
    assert said == ["<qt>Crumb &amp; Compass, practice</qt>", "<qt>Bakery</qt>"]
