"""Widgets in a cycle are destroyed on their own thread."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject, Qt

from tests.gui.changes.conftest import BREAD, SUMMARY
from wfdesk.domain.edits import Edit, Work
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Operation
from wfdesk.domain.validation import Problem, Severity
from wfdesk.services.publishing import ItemResult, Result
from wfdesk.services.reviewing import FieldReview, ItemReview
from wfdesk.ui.changes.model import ChangeRow
from wfdesk.ui.toolkit.garbage import GarbageCollector


class Ring:
    def __init__(self) -> None:
        self.me = self
        self.ended_on: list[threading.Thread] = []
        weakref.finalize(self, self.note, self.ended_on)

    @staticmethod
    def note(ended_on: list[threading.Thread]) -> None:
        ended_on.append(threading.current_thread())


def churn() -> None:
    held = [[number] for number in range(50_000)]
    assert held


def test_another_thread_collects_nothing(qapp) -> None:
    parent = QObject()
    collector = GarbageCollector(parent)
    try:
        ended_on = Ring().ended_on
        thread = threading.Thread(target=churn)
        thread.start()
        thread.join()
        assert not ended_on
        gc.collect()
        assert ended_on == [threading.main_thread()]
    finally:
        collector.stop()
    ended_on = Ring().ended_on
    thread = threading.Thread(target=churn)  # as the store's, when the window is closed
    thread.start()
    thread.join()
    assert not ended_on


def test_what_has_gathered_is_collected(qapp) -> None:
    parent = QObject()
    collector = GarbageCollector(parent)
    try:
        collector.collect()
        churned = [[number] for number in range(6_000)]  # some take the place of dead ones
        assert gc.get_count()[0] >= 5_000
        collector.collect()
        assert gc.get_count()[0] < 5_000
        assert churned
    finally:
        collector.stop()


def test_what_the_start_has_made_is_not_looked_through_again(qapp) -> None:
    ring = weakref.ref(Ring())
    parent = QObject()
    collector = GarbageCollector(parent)
    try:
        collector.collect()
        later = weakref.ref(Ring())
        gc.collect()
        assert ring() is not None
        assert later() is None
    finally:
        collector.stop()
    gc.collect()
    assert ring() is None


def test_what_is_held_by_the_thousand_is_not_looked_through() -> None:
    edit = Edit(SUMMARY, "A loaf", None)
    work = Work(BREAD, Item(BREAD, {SUMMARY: None}), {SUMMARY: edit})
    problem = Problem(SUMMARY, "It is too long.", Severity.WARNING)
    field = FieldReview(edit, None, (problem,))
    review = ItemReview(work, None, None, (field,), (problem,))
    operation = Operation(BREAD, Verb.UPDATE, "Bread", {SUMMARY: "A loaf"}, {SUMMARY: None})
    row = ChangeRow(review, Qt.CheckState.Checked)
    result = ItemResult(BREAD, "Bread", Result.SENT)
    held = (BREAD, work.item, edit, work, problem, field, review, operation, row, result)
    assert [type(each).__name__ for each in held if gc.is_tracked(each)] == []
