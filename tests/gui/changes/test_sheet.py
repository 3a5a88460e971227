import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel

from wfdesk.domain.ids import NAME, CollectionId, ItemId, ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Batch, Blocker, Goal, Operation, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.ui.changes.run import ResultColumn, RunPanel
from wfdesk.ui.changes.sending import Offer
from wfdesk.ui.changes.sheet import PlanSheet

KEY = ItemKey(CollectionId("posts"), ItemId("bread"))
# The screenless platform says so of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CANARY = "<img src=x onerror=alert(1)>"


def plan(goal: Goal, verb: Verb, *blockers: Blocker) -> Plan:
    operation = Operation(KEY, verb, "Bread", {}, {})
    return Plan(goal, (Batch(verb, KEY.collection, KEY.locale, (operation,)),), blockers)


def opened(qtbot, made: Plan) -> PlanSheet:
    sheet = PlanSheet(Offer(made, 2))
    qtbot.addWidget(sheet)
    sheet.open()
    return sheet


def test_enter_cancels_when_something_goes_live(qtbot):
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH))
    confirmed = QSignalSpy(sheet.confirmed)
    assert sheet.cancel_button.isDefault()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert confirmed.count() == 0
    assert not sheet.isVisible()


def test_enter_cancels_when_something_is_deleted(qtbot):
    assert opened(qtbot, plan(Goal.SEND, Verb.DELETE)).cancel_button.isDefault()


def test_enter_sends_what_stays_a_draft(qtbot):
    sheet = opened(qtbot, plan(Goal.SEND, Verb.UPDATE))
    confirmed = QSignalSpy(sheet.confirmed)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert confirmed.count() == 1


def test_an_archived_item_is_counted_as_such_and_named(qtbot):
    operation = Operation(KEY, Verb.UPDATE, "Bread", {}, {}, is_archived=True)
    batch = Batch(Verb.UPDATE, KEY.collection, KEY.locale, (operation,))
    sheet = opened(qtbot, Plan(Goal.SEND, (batch,), ()))
    assert sheet.summary.text() == "Send 1 item: 1 archived"
    assert sheet.names.text() == "Bread"
    assert "leave the live site" in " ".join(each.text() for each in sheet.findChildren(QLabel))
    assert opened(qtbot, Plan(Goal.PUBLISH, (batch,), ())).cancel_button.isDefault()


def test_many_items_are_named_as_far_as_one_takes_them_in(qtbot):
    keys = [ItemKey(KEY.collection, ItemId(f"item{number}")) for number in range(8)]
    operations = tuple(Operation(key, Verb.UPDATE, key.item, {}, {}) for key in keys)
    batch = Batch(Verb.UPDATE, KEY.collection, KEY.locale, operations)
    sheet = opened(qtbot, Plan(Goal.SEND, (batch,), ()))
    assert sheet.names.text() == "item0, item1, item2, item3, item4 and 3 more"


def test_the_button_names_what_it_does(qtbot):
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH))
    assert sheet.go_button.text() == "Publish 1 item"


def test_a_plan_with_nothing_in_it_cannot_be_confirmed(qtbot):
    sheet = opened(qtbot, Plan(Goal.SEND, (), (Blocker(KEY, "Bread", "It is being sent."),)))
    assert not sheet.go_button.isVisible()


def test_a_blocker_leads_to_its_field(qtbot):
    blocker = Blocker(KEY, CANARY, "Name is required.", NAME)
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH, blocker))
    wanted = QSignalSpy(sheet.field_wanted)
    qtbot.mouseClick(sheet.field_button, Qt.MouseButton.LeftButton)
    assert wanted.at(0) == [KEY, NAME]


def test_a_name_that_looks_like_markup_is_shown_as_text(qtbot):
    blocker = Blocker(KEY, "Bread", CANARY, NAME)
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH, blocker))
    labels = sheet.findChildren(QLabel)
    assert CANARY in [label.text() for label in labels]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def panel(qtbot) -> RunPanel:
    made = RunPanel()
    qtbot.addWidget(made)
    made.start(plan(Goal.PUBLISH, Verb.PUBLISH))
    made.show()
    return made


def test_each_item_gets_a_line_with_word_name_and_reason(qtbot):
    made = panel(qtbot)
    result = ItemResult(KEY, "Bread", Result.REFUSED, "The slug is taken.")
    made.show_progress(Progress(Phase.WRITING, 1, 2, (result,)))
    texts = [made.results.index(0, column).data() for column in ResultColumn]
    assert texts == ["Refused", "Bread", "The slug is taken."]


def test_a_second_word_on_an_item_changes_its_line(qtbot, qtmodeltester):
    made = panel(qtbot)
    for result in (Result.SENT, Result.PUBLISHED):
        item = ItemResult(KEY, "Bread", result)
        made.show_progress(Progress(Phase.PUBLISHING, 1, 2, (item,)))
    assert made.results.rowCount() == 1
    assert made.results.index(0, 0).data() == "Published"
    qtmodeltester.check(made.results)


def test_what_failed_can_be_tried_again_and_lines_stay(qtbot):
    made = panel(qtbot)
    retried = QSignalSpy(made.retry_requested)
    results = (ItemResult(KEY, "Bread", Result.UNKNOWN), ItemResult(KEY, "Rolls", Result.SENT))
    made.show_progress(Progress(Phase.FINISHED, 2, 2, results))
    assert made.retry_button.text() == "Retry 1 failed"
    qtbot.mouseClick(made.retry_button, Qt.MouseButton.LeftButton)
    assert retried.at(0) == [results]
    assert made.results.rowCount() == 2


def test_what_a_cancelled_run_left_is_not_called_failed(qtbot):
    made = panel(qtbot)
    results = (ItemResult(KEY, "Bread", Result.SENT), ItemResult(KEY, "Rolls", Result.NOT_SENT))
    made.show_progress(Progress(Phase.FINISHED, 1, 1, results))
    assert made.phase.text() == "1 done, 1 not sent"
    assert made.retry_button.text() == "Send the rest"
    assert made.retry_button.isVisible()


def test_pause_becomes_resume_once_it_is_paused(qtbot):
    made = panel(qtbot)
    paused, resumed = QSignalSpy(made.pause_requested), QSignalSpy(made.resume_requested)
    qtbot.mouseClick(made.pause_button, Qt.MouseButton.LeftButton)
    made.show_paused(True)
    qtbot.mouseClick(made.pause_button, Qt.MouseButton.LeftButton)
    assert (paused.count(), resumed.count()) == (1, 1)
