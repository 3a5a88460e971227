"""The place *Changes*: what is unsent on the left, the differences of one item on the right."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.edits import Side
from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.domain.plan import Goal, InterruptedRun, Plan
from wfdesk.services.publishing import ItemResult
from wfdesk.services.reviewing import ItemReview, Review
from wfdesk.ui.changes.alike import choices_like, choices_of, gone_like, gone_of
from wfdesk.ui.changes.controller import ChangesController, needs_care
from wfdesk.ui.changes.deciding import Deciding
from wfdesk.ui.changes.detail import NONE_ALIKE, Alike, ItemDetail, hairline
from wfdesk.ui.changes.head import ChangesHead
from wfdesk.ui.changes.interrupted import InterruptedBar
from wfdesk.ui.changes.list import ChangesList
from wfdesk.ui.changes.model import ChangesModel, groups_of
from wfdesk.ui.changes.run import RunPanel
from wfdesk.ui.changes.selection import keys_of, nearest, selection_of
from wfdesk.ui.changes.sending import Offer, SendController
from wfdesk.ui.changes.settlebutton import SettleButton
from wfdesk.ui.changes.sheet import PlanSheet
from wfdesk.ui.changes.values import MakeThumbnail, Surroundings
from wfdesk.ui.changes.wording import headline, place_to_go, problems_headline
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.taborder import order_tabs
from wfdesk.ui.toolkit.tasks import TaskScope

EMPTY = "Nothing to send. Edits you make appear here."
HINT = "Ticked items go with Send and Publish. What is left out waits here."
PROBLEMS_HINT = "What is put right here goes with Send and Publish in Changes."
_NARROWEST = 340
"""Pixels in which the buttons of a conflict have room."""
_NARROWEST_LIST = 270
"""Pixels in which names can still be told apart."""
_SIZES = [400, 680]
"""Of the list and what is beside it, in a window as it opens first."""
NO_PROBLEMS = "No problems. Everything that waits can go as it is."


class ChangesView(QWidget):
    """Follows the two controllers it is given; decides nothing about the edits."""

    go_to_field = Signal(object, object)  # ItemKey, FieldSlug or None
    discard_wanted = Signal(object)  # list[ItemKey]
    history_wanted = Signal(object)  # ItemKey, or None for all items

    def __init__(
        self,
        controller: ChangesController,
        sending: SendController,
        parent: QWidget | None = None,
        *,
        thumbnail: MakeThumbnail | None = None,
        tasks: TaskScope | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnail = thumbnail
        self._tasks = tasks
        self._controller = controller
        self._sending = sending
        self._review = Review((), {})
        self._deciding = Deciding(controller, self._selected_keys, self)
        self._unseen: Review | None = None
        """Read while nobody looked. Showing it would take the time of who types elsewhere."""
        self._only_problems = False
        self._by_key: dict[ItemKey, ItemReview] = {}
        self._model = ChangesModel(self)
        self._closed: set[CollectionId] = set()
        self._wanted: ItemKey | None = None
        self._is_showing = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        """Rows first, then the item beside them: together they would take longer than a frame."""
        self._soon.timeout.connect(self._show_current)
        self.sheet: PlanSheet | None = None
        self._build()
        self._connect()
        self._show_review(controller.review)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on. A focus proxy would lead Tab past Send and Publish."""
        super().focusInEvent(event)
        self.list.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what is unsent: nobody may have written since the start."""
        super().showEvent(event)
        if self._unseen is not None:
            self._show_review(self._unseen)
        self._controller.refresh()

    def show_only_problems(self, only_problems: bool) -> None:
        """Be the place Problems, or the place Changes."""
        if only_problems != self._only_problems:
            self._only_problems = only_problems
            # They send all that is ticked, which is not what stands here.
            self.send_button.setHidden(only_problems)
            self.publish_button.setHidden(only_problems)
            self._show_review(self._review)

    def select(self, key: ItemKey) -> None:
        """Make the item the current one, if it is among the changes."""
        index = self._model.index_of(key)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.list.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.list.scrollTo(index)

    def select_soon(self, key: ItemKey) -> None:
        """Make the item the current one, now or as soon as it is read."""
        self._wanted = key
        self._select_wanted()

    def current(self) -> ItemKey | None:
        row = self._model.row_at(self.list.currentIndex())
        return row.key if row else None

    def send(self) -> None:
        self._sending.prepare(self._controller.keys_to_send(), Goal.SEND)

    def publish(self) -> None:
        self._sending.prepare(self._controller.keys_to_send(), Goal.PUBLISH)

    def go_to_next_problem(self) -> None:
        """What the window's F8 does while this place is shown."""
        was_inside = self.detail.has_focus_within
        if was_inside and self.detail.enter_next_care():
            return
        key = self._controller.next_problem(self.current())
        if key is not None:
            self.select(key)
            if was_inside:
                self.detail.enter_next_care(from_top=True)

    def discard_selected(self) -> None:
        """Wish to give up the work on what is selected. Whoever hears it asks first."""
        if keys := self._selected_keys():
            self.discard_wanted.emit(keys)

    def _build(self) -> None:
        self.list = ChangesList(self._model)
        self.list.setMinimumWidth(_NARROWEST_LIST)
        self.detail = ItemDetail()
        self.detail.setMinimumWidth(_NARROWEST)
        splitter = _splitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setSizes(_SIZES)  # The sides of a conflict have room beside each other.
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(splitter)
        self.run_panel = RunPanel()
        self.run_panel.hide()
        self.interrupted = InterruptedBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = ChangesHead()
        self.title, self.hint = self.head.title, self.head.hint
        self.send_button, self.publish_button = self.head.send_button, self.head.publish_button
        above_below = _splitter(Qt.Orientation.Vertical)
        above_below.addWidget(self._pages)
        above_below.addWidget(self.run_panel)
        above_below.setSizes([600, 400])
        above_below.setStretchFactor(0, 3)
        above_below.setStretchFactor(1, 2)
        column.addWidget(self.head)
        column.addWidget(hairline())
        column.addWidget(self.interrupted)
        column.addWidget(above_below, 1)
        if (head := self.head.layout()) is not None:
            order_tabs(self, head)

    def _empty_page(self) -> QWidget:
        self.empty = PlainLabel(EMPTY, "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 8)
        column.addWidget(self.empty, 1)
        self._only_button = self._kept_button()
        column.addWidget(self._only_button, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def _kept_button(self) -> QPushButton:
        button = QPushButton("Discarded values\N{HORIZONTAL ELLIPSIS}")
        button.clicked.connect(self._want_kept)
        return button

    def _left(self) -> QWidget:
        """What is unsent, and the way to what was given up."""
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        self.kept_button = self._kept_button()
        foot.addWidget(self.kept_button)
        foot.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
        return left

    def _right(self) -> QWidget:
        """The item that is chosen, and what is done with it alone."""
        self.discard_button = QPushButton()
        self.settle_button = SettleButton()
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.settle_button)
        foot.addWidget(self.discard_button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.detail, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
        return right

    def _connect(self) -> None:
        self.detail.history_wanted.connect(self.history_wanted)
        self.settle_button.side_taken.connect(self._deciding.take_selected)
        self.settle_button.recreate_wanted.connect(self._deciding.recreate_selected)
        self.settle_button.give_up_wanted.connect(self._deciding.give_up_selected)
        self.discard_button.clicked.connect(self.discard_selected)
        self.send_button.clicked.connect(self.send)
        self.publish_button.clicked.connect(self.publish)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.list.selectionModel().selectionChanged.connect(self._enable_buttons)
        self.list.activated.connect(self._on_activated)
        self.list.collapsed.connect(self._on_collapsed)
        self.list.expanded.connect(self._on_expanded)
        self._model.goes_toggled.connect(self._controller.set_goes)
        self._controller.reviewed.connect(self._on_reviewed)
        self._controller.answers_found.connect(self._sending.look_back)
        self._controller.left_out_changed.connect(self._on_left_out_changed)
        self.detail.hold_toggled.connect(self._controller.hold)
        self.detail.side_taken.connect(self._deciding.take)
        self.detail.all_taken.connect(self._deciding.take_alike)
        self.detail.field_discarded.connect(self._controller.drop_parked)
        self.detail.recreate_wanted.connect(self._deciding.recreate)
        self.detail.give_up_wanted.connect(self._deciding.give_up)
        self.detail.answered.connect(self._controller.answer)
        self.detail.left.connect(self.list.setFocus)
        self.detail.field_wanted.connect(self.go_to_field)
        self._sending.offered.connect(self._show_offer)
        self._sending.run_started.connect(self._on_run_started)
        self._sending.progressed.connect(self.run_panel.show_progress)
        self._sending.run_finished.connect(self._on_run_finished)
        self._sending.paused_changed.connect(self.run_panel.show_paused)
        self._sending.stopping.connect(self.run_panel.show_stopping)
        self.run_panel.pause_requested.connect(self._sending.pause)
        self.run_panel.resume_requested.connect(self._sending.resume)
        self.run_panel.cancel_requested.connect(self._sending.cancel)
        self.run_panel.retry_requested.connect(self._sending.retry)
        self.run_panel.dismissed.connect(self._on_dismissed)
        self.run_panel.field_wanted.connect(self._on_result_wanted)
        self._sending.interrupted_found.connect(self.interrupted.show_run)
        self.interrupted.dismissed.connect(self._sending.forget_interrupted)
        self.interrupted.continue_wanted.connect(self._on_continue_wanted)

    def _on_continue_wanted(self, run: InterruptedRun) -> None:
        self._sending.prepare(run.left, run.goal)

    def _on_reviewed(self, review: Review) -> None:
        self.run_panel.show_unsent({each.work.key for each in review.items})
        self.run_panel.show_left_out(self._controller.left_out)
        if self.isVisible():
            self._show_review(review)
        else:
            self._unseen = review

    def _show_review(self, review: Review) -> None:
        self._review, self._unseen = review, None
        if not self.interrupted.isHidden():
            self._sending.look_back()  # What was under way may have been found to be done.
        self._by_key = {each.work.key: each for each in review.items}
        items = self._items()
        if self._only_problems:
            title = problems_headline(items) if items else "Problems"
            self.empty.setText(NO_PROBLEMS)
        else:
            title = headline(items) if items else "Changes"
            self.empty.setText(EMPTY)
        hint = PROBLEMS_HINT if self._only_problems else HINT
        self.head.show_words(title, hint if items else " ")
        self._show_page(1 if items else 0)
        self._show_rows()
        self._enable_buttons()
        self._soon.start()

    def _show_page(self, place: int) -> None:
        """Leave the keyboard with the results when the list they came from is empty."""
        has_focus = self._pages.isAncestorOf(self.focusWidget() or self)
        self._pages.setCurrentIndex(place)
        if has_focus and place == 0 and not self.run_panel.isHidden():
            self.run_panel.list.setFocus()

    def _items(self) -> tuple[ItemReview, ...]:
        """What this place shows of all that is unsent."""
        every = self._review.items
        return tuple(filter(needs_care, every)) if self._only_problems else tuple(every)

    def _show_rows(self) -> None:
        current, selected = self.current(), self._selected_keys()
        order, self._is_showing = self._model.keys(), True
        try:
            self._model.show(groups_of(self._items(), self._controller.left_out))
            self.list.make_room(self._model.summaries())
            self._open_groups()
            self._restore_selection(current, order, selected)
        finally:
            self._is_showing = False
        self._select_wanted()

    def _select_wanted(self) -> None:
        if self._wanted is not None and self._model.index_of(self._wanted).isValid():
            self.select(self._wanted)
            self._wanted = None

    def _open_groups(self) -> None:
        for place, group in enumerate(self._model.groups):
            is_open = group.collection not in self._closed
            self.list.setExpanded(self._model.index(place, 0), is_open)

    def _restore_selection(
        self, was: ItemKey | None, order: Sequence[ItemKey], selected: Sequence[ItemKey]
    ) -> None:
        """Leave the user where they were, or near it when that is gone."""
        keys = self._model.keys()
        current = nearest(was, order, frozenset(keys))
        if current is None and keys and not self.list.currentIndex().isValid():
            current = keys[0]
        if current is not None and (current != was or current != self.current()):
            self.select(current)
        lost = set(selected).intersection(keys).difference(self._selected_keys())
        if lost:
            flags = QItemSelectionModel.SelectionFlag.Select
            self.list.selectionModel().select(selection_of(self._model, lost), flags)

    def _on_left_out_changed(self) -> None:
        self.run_panel.show_left_out(self._controller.left_out)
        self._show_rows()
        self._show_beside()

    def _show_beside(self) -> None:
        self._show_current()
        self._enable_buttons()

    def _show_current(self) -> None:
        if self._is_showing:  # Rows are on the way; what is current is shown when they are there.
            return
        self._deciding.shown, key = self._review.items, self.current()
        review = self._by_key.get(key) if key else None
        zone = review.site.time_zone if review and review.site else "UTC"
        is_new = review is not None and review.work.is_new
        self.detail.show_item(
            review,
            Surroundings(self._review.names, zone, self._thumbnail, self._tasks, is_new=is_new),
            goes=key not in self._controller.left_out,
            alike=self._alike(review),
        )

    def _alike(self, review: ItemReview | None) -> Alike:
        if review is None:
            return NONE_ALIKE
        items, key = self._review.items, review.work.key
        conflicts = {
            slug: len(choices_like(items, key, slug, Side.MINE)) for slug in review.work.conflicts
        }
        return Alike(conflicts, len(gone_like(items, key)))

    def _want_kept(self) -> None:
        self.history_wanted.emit(None)

    def _selected_reviews(self) -> list[ItemReview]:
        found = map(self._by_key.get, self._selected_keys())
        return [review for review in found if review is not None]

    def _selected_keys(self) -> list[ItemKey]:
        return keys_of(self._model, self.list.selectionModel().selectedRows())

    def _enable_buttons(self) -> None:
        """Each button says in words, with a number, what it will take."""
        if self._is_showing:
            return
        is_idle = not self._sending.is_running
        ticked, selected = len(self._controller.keys_to_send()), len(self._selected_keys())
        for button in (self.send_button, self.publish_button):
            button.show_count(ticked)
            button.setEnabled(ticked > 0 and is_idle)
        what = "this change" if selected < 2 else f"{selected:,} selected changes"
        self.discard_button.setText(f"Discard {what}\N{HORIZONTAL ELLIPSIS}")
        self.discard_button.setEnabled(selected > 0 and is_idle)
        reviews = self._selected_reviews()
        conflicts, gone = len(choices_of(reviews, Side.MINE)), len(gone_of(reviews))
        self.settle_button.show_counts(conflicts, gone, of=selected)
        self.settle_button.setEnabled(is_idle)

    def _on_activated(self, index: QModelIndex) -> None:
        review = self._by_key.get(row.key) if (row := self._model.row_at(index)) else None
        if review is not None:
            self.go_to_field.emit(review.work.key, place_to_go(review))

    def _on_result_wanted(self, result: ItemResult) -> None:
        """Go to the field that needs care, by the key that the item has now."""
        key = result.new_key or result.key
        review = self._by_key.get(key)
        self.go_to_field.emit(key, place_to_go(review) if review else None)

    def _on_collapsed(self, index: QModelIndex) -> None:
        self._closed.add(self._model.groups[index.row()].collection)

    def _on_expanded(self, index: QModelIndex) -> None:
        self._closed.discard(self._model.groups[index.row()].collection)

    def _show_offer(self, offer: Offer) -> None:
        self.sheet = PlanSheet(offer, self)
        self.sheet.confirmed.connect(self._sending.start)
        self.sheet.field_wanted.connect(self.go_to_field)
        self.sheet.open()

    def _on_dismissed(self) -> None:
        """Put the results away; the keyboard goes on where they came from."""
        if self.run_panel.isAncestorOf(self.focusWidget() or self):
            (self.list if self.list.isVisible() else self._only_button).setFocus()
        self.run_panel.hide()
        self._sending.look_back()  # what is left is still told

    def _on_run_started(self, plan: Plan) -> None:
        self.run_panel.start(plan)
        self.run_panel.show()
        self._enable_buttons()

    def _on_run_finished(self, results: Sequence[ItemResult]) -> None:
        self.run_panel.finish(results)
        self.run_panel.show_unsent({each.work.key for each in self._controller.review.items})
        self._enable_buttons()


def _splitter(orientation: Qt.Orientation) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    return splitter
