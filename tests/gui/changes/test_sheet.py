from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel

from wfdesk.domain.blockers import Blocker
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Batch, Caution, Goal, Operation, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.ui.changes.results import ResultColumn
from wfdesk.ui.changes.run import RunPanel
from wfdesk.ui.changes.sending import Offer
from wfdesk.ui.changes.sheet import PlanSheet
from wfdesk.words.plans import Outcome, Share

KEY = ItemKey(CollectionId("posts"), ItemId("bread"))
# The screenless platform says so of every window that has a smallest size.

CANARY = "<img src=x onerror=alert(1)>"


def plan(goal: Goal, verb: Verb, *blockers: Blocker) -> Plan:
    operation = Operation(KEY, verb, "Bread", {}, {})
    return Plan(goal, (Batch(verb, KEY.collection, KEY.locale, (operation,)),), blockers)


def batch(verb: Verb, *names: str, is_archived: bool | None = None) -> Batch:
    operations = tuple(
        Operation(
            ItemKey(KEY.collection, ItemId(name)), verb, name, {}, {}, is_archived=is_archived
        )
        for name in names
    )
    return Batch(verb, KEY.collection, KEY.locale, operations)


def archiving(name: str) -> Batch:
    return batch(Verb.UPDATE, name, is_archived=True)


def texts(sheet: PlanSheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel)]


def opened(qtbot, made: Plan) -> PlanSheet:
    sheet = PlanSheet(Offer(made, 2))
    qtbot.addWidget(sheet)
    sheet.open()
    return sheet


@pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.UNPUBLISH, Verb.DELETE])
@pytest.mark.parametrize("goal", Goal)
def test_enter_cancels_when_the_live_site_will_change(qtbot, goal, verb):
    sheet = opened(qtbot, plan(goal, verb))
    confirmed = QSignalSpy(sheet.confirmed)
    assert sheet.cancel_button.isDefault()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert confirmed.count() == 0
    assert not sheet.isVisible()


@pytest.mark.parametrize("goal", Goal)
def test_enter_cancels_when_something_is_archived(qtbot, goal):
    sheet = opened(qtbot, Plan(goal, (archiving("Bread"),), ()))
    assert sheet.cancel_button.isDefault()
    assert not sheet.go_button.isDefault()


def test_enter_sends_what_stays_a_draft(qtbot):
    sheet = opened(qtbot, plan(Goal.SEND, Verb.UPDATE))
    confirmed = QSignalSpy(sheet.confirmed)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert confirmed.count() == 1


def test_an_archived_item_is_named_with_what_that_means(qtbot):
    sheet = opened(qtbot, Plan(Goal.SEND, (archiving("Bread"),), ()))
    assert sheet.summary.text() == "Archive 1 item"
    assert sheet.go_button.text() == "Archive 1 item"
    assert "Bread" in texts(sheet)
    assert any("leaves the live site" in text for text in texts(sheet))


def test_a_mixed_publish_names_all_that_it_carries(qtbot):
    steps = (
        archiving("Rolls"),
        batch(Verb.UNPUBLISH, "Cake"),
        batch(Verb.PUBLISH, "Bread"),
        batch(Verb.DELETE, "Tart"),
    )
    sheet = opened(qtbot, Plan(Goal.PUBLISH, steps, ()))
    assert sheet.go_button.text() == "Publish 1 item, archive 1, unpublish 1 and delete 1"
    said = texts(sheet)
    for title, name in (("Publish", "Bread"), ("Archive", "Rolls"), ("Delete", "Tart")):
        place = next(at for at, text in enumerate(said) if text.startswith(f"{title} 1 item"))
        assert name in said[place:]
    assert any("cannot be undone" in text for text in said)


def test_a_name_that_hides_its_order_is_shown_with_its_marks(qtbot):
    sheet = opened(qtbot, Plan(Goal.SEND, (archiving("Bread\u202egnp.exe"),), ()))
    assert "Bread\u27e8U+202E\u27e9gnp.exe" in texts(sheet)


def test_many_items_are_named_as_far_as_one_takes_them_in(qtbot):
    names = [f"item{number}" for number in range(8)]
    sheet = opened(qtbot, Plan(Goal.SEND, (batch(Verb.UPDATE, *names),), ()))
    assert "item0, item1, item2, item3, item4 and 3 more" in texts(sheet)


@pytest.mark.parametrize("outcome", Outcome)
def test_what_follows_is_true_of_many_items_as_of_one(outcome):
    several = Share(outcome, ("Bread", "Rolls"), {})

    assert "It" not in several.consequence.split()


def test_the_button_names_what_it_does(qtbot):
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH))
    assert sheet.go_button.text() == "Publish 1 item"


def test_a_button_that_deletes_looks_like_it(qtbot):
    def kind(made: Plan) -> str:
        sheet = opened(qtbot, made)
        return sheet.go_button.property("kind")

    mixed = Plan(Goal.PUBLISH, (batch(Verb.PUBLISH, "Bread"), batch(Verb.DELETE, "Tart")), ())
    assert kind(mixed) == "danger"
    assert kind(plan(Goal.PUBLISH, Verb.PUBLISH)) == "primary"


def test_a_plan_with_nothing_to_do_offers_only_to_close(qtbot):
    sheet = opened(qtbot, Plan(Goal.SEND, (), (Blocker(KEY, "Bread", "It is being sent."),)))
    assert not sheet.go_button.isVisible()
    assert sheet.cancel_button.isDefault()


def test_a_blocker_names_the_item_and_the_field_and_leads_to_it(qtbot):
    blocker = Blocker(KEY, CANARY, "It is required.", NAME, "Headline")
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH, blocker))
    row = sheet.blockers.list.topLevelItem(0)
    assert [row.text(column) for column in range(3)] == [CANARY, "Headline", "It is required."]
    wanted = QSignalSpy(sheet.field_wanted)
    qtbot.mouseClick(sheet.blockers.button, Qt.MouseButton.LeftButton)
    assert wanted.at(0) == [KEY, NAME]


def test_what_stays_behind_as_a_whole_leads_to_the_item(qtbot):
    sheet = opened(qtbot, Plan(Goal.SEND, (), (Blocker(KEY, "Bread", "It is being sent."),)))
    assert sheet.blockers.button.text() == "Go to item"
    assert sheet.blockers.list.isColumnHidden(1)


def test_a_sentence_that_looks_like_markup_is_shown_as_text(qtbot):
    blocker = Blocker(KEY, "Bread", CANARY, NAME)
    sheet = opened(qtbot, plan(Goal.PUBLISH, Verb.PUBLISH, blocker))
    assert CANARY in texts(sheet)
    labels = sheet.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def panel(qtbot, goal: Goal = Goal.PUBLISH) -> RunPanel:
    made = RunPanel()
    qtbot.addWidget(made)
    made.start(plan(goal, Verb.PUBLISH))
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
    rolls = replace(KEY, item=ItemId("rolls"))
    results = (ItemResult(KEY, "Bread", Result.REFUSED), ItemResult(rolls, "Rolls", Result.SENT))
    made.show_progress(Progress(Phase.FINISHED, 2, 2, results))
    assert made.retry_button.text() == "Retry 1 failed"
    qtbot.mouseClick(made.retry_button, Qt.MouseButton.LeftButton)
    assert retried.at(0) == [results[:1]]
    assert made.results.rowCount() == 2


def lines(made: RunPanel) -> list[tuple[str, str]]:
    columns = ResultColumn.NAME, ResultColumn.RESULT
    rows = range(made.results.rowCount())
    return [tuple(made.results.index(row, column).data() for column in columns) for row in rows]


def test_what_was_done_keeps_its_line_while_the_rest_is_tried_again(qtbot):
    made = panel(qtbot)
    rolls = replace(KEY, item=ItemId("rolls"))
    done = ItemResult(rolls, "Rolls", Result.SENT)
    refused = ItemResult(KEY, "Bread", Result.REFUSED, "Not now.")
    made.show_progress(Progress(Phase.FINISHED, 2, 2, (done, refused)))

    made.start(plan(Goal.PUBLISH, Verb.PUBLISH))
    assert lines(made) == [("Rolls", "Sent")]
    again = (ItemResult(KEY, "Bread", Result.PUBLISHED),)
    made.show_progress(Progress(Phase.FINISHED, 1, 1, again))
    made.finish(again)

    assert lines(made) == [("Rolls", "Sent"), ("Bread", "Published")]
    assert (made.phase.text(), made.retry_button.isHidden()) == ("2 done", True)
    assert made.sentence.text() == "3 requests"  # those of all that is counted beside it
    made.start(plan(Goal.PUBLISH, Verb.PUBLISH))
    made.show_progress(Progress(Phase.FINISHED, 4, 4, again))
    assert (made.phase.text(), made.sentence.text()) == ("1 done", "4 requests")


def test_the_button_names_as_many_as_it_tries_again(qtbot):
    """It said "Retry 1 failed", and the sheet asked for two."""
    made = panel(qtbot)
    retried = QSignalSpy(made.retry_requested)
    rolls = replace(KEY, item=ItemId("rolls"))
    results = (ItemResult(KEY, "B", Result.REFUSED), ItemResult(rolls, "R", Result.NOT_SENT))
    made.show_progress(Progress(Phase.FINISHED, 2, 2, results))
    assert made.retry_button.text() == "Try all 2 again"
    made.retry_button.click()
    assert retried.at(0) == [results]


@pytest.mark.parametrize(
    ("goal", "verbs", "words"),
    [
        (Goal.SEND, (Verb.UPDATE,), "0 of 1 item"),
        (Goal.PUBLISH, (Verb.UPDATE, Verb.PUBLISH), "0 of 1 item live"),
        (Goal.PUBLISH, (Verb.DELETE,), "0 of 1 item done"),
    ],
)
def test_what_is_sent_and_not_live_is_not_counted_without_a_word(qtbot, goal, verbs, words):
    """ "0 of 119 items" stood above a hundred that were sent."""
    made = panel(qtbot)
    batches = [each for verb in verbs for each in plan(goal, verb).batches]
    made.start(replace(plan(goal, verbs[0]), batches=tuple(batches)))
    made.show_progress(Progress(Phase.WRITING, 1, 2, items=(0, 1)))
    assert made.sentence.text() == f"{words} \N{MIDDLE DOT} 1 of 2 requests"


@pytest.mark.parametrize("is_dismissed", [False, True])
def test_a_run_of_its_own_begins_without_a_line(qtbot, is_dismissed):
    made = panel(qtbot)
    other = replace(KEY, item=ItemId("rolls"))
    bread = Result.REFUSED if is_dismissed else Result.SENT
    results = (ItemResult(other, "Rolls", Result.SENT), ItemResult(KEY, "Bread", bread))
    made.show_progress(Progress(Phase.FINISHED, 2, 2, results))
    if is_dismissed:
        made.close_button.click()
    made.start(plan(Goal.PUBLISH, Verb.PUBLISH))
    assert lines(made) == []


@pytest.mark.parametrize(
    ("goal", "words"), [(Goal.SEND, "Send the rest"), (Goal.PUBLISH, "Publish the rest")]
)
def test_what_a_cancelled_run_left_is_not_called_failed(qtbot, goal, words):
    """What makes items live without another question does not say that it only sends them."""
    made = panel(qtbot, goal)
    left = {Goal.SEND: Result.NOT_SENT, Goal.PUBLISH: Result.NOT_PUBLISHED}[goal]
    results = (ItemResult(KEY, "Bread", Result.SENT), ItemResult(KEY, "Rolls", left))
    made.show_progress(Progress(Phase.FINISHED, 1, 1, results))
    assert made.phase.text() == f"1 done, 1 {left.value.lower()}"
    assert made.retry_button.text() == words
    assert made.retry_button.isVisible()


@pytest.mark.parametrize(
    ("result", "word"),
    [
        (Result.CONFLICT, "to look at"),
        (Result.NOT_PUBLISHED, "to look at"),
        (Result.UNKNOWN, "unknown"),
    ],
)
def test_what_waits_for_a_decision_or_an_answer_is_not_called_failed(qtbot, result, word):
    made = panel(qtbot)
    rolls = ItemResult(KEY, "Rolls", result, "Look.", is_changed=True)
    results = (ItemResult(KEY, "Bread", Result.SENT), rolls)
    made.show_progress(Progress(Phase.FINISHED, 1, 1, results))
    assert made.phase.text() == f"1 done, 1 {word}"
    assert made.retry_button.text() == "Try again"
    assert made.retry_button.isVisible()


def test_pause_becomes_resume_once_it_is_paused(qtbot):
    made = panel(qtbot)
    paused, resumed = QSignalSpy(made.pause_requested), QSignalSpy(made.resume_requested)
    qtbot.mouseClick(made.pause_button, Qt.MouseButton.LeftButton)
    made.show_paused(True)
    qtbot.mouseClick(made.pause_button, Qt.MouseButton.LeftButton)
    assert (paused.count(), resumed.count()) == (1, 1)


def test_stopping_is_said_until_the_run_has_ended(qtbot):
    made = panel(qtbot)
    made.show_stopping()
    made.show_progress(Progress(Phase.WRITING, 1, 2))
    assert made.sentence.text().startswith("Stopping after the request under way")
    assert not made.pause_button.isEnabled()
    made.show_progress(Progress(Phase.FINISHED, 2, 2))
    assert made.sentence.text() == "2 requests"
    made.show_progress(Progress(Phase.FINISHED, 2, 2, sentence="The disk is full."))
    assert made.sentence.text() == "The disk is full."


def test_a_pause_is_said_from_the_click_on(qtbot):
    made = panel(qtbot)
    made.show_paused(True)
    assert made.sentence.text().startswith("Pausing after the batch under way")
    made.show_progress(Progress(Phase.WRITING, 1, 2))
    assert made.sentence.text().startswith("Pausing after the batch under way")
    made.show_progress(Progress(Phase.PAUSED, 1, 2, seconds_left=30))
    assert (made.phase.text(), made.sentence.text()) == ("Paused", "1 of 2 requests")


def test_who_pauses_while_it_waits_is_not_told_of_a_batch_under_way(qtbot):
    made = panel(qtbot)
    made.show_progress(Progress(Phase.WAITING, 1, 2, sentence="It waits.", pause_left=9))
    made.show_paused(True)
    assert made.sentence.text().startswith("It waits")
    made.show_progress(Progress(Phase.PAUSED, 1, 2))
    assert (made.phase.text(), made.sentence.text()) == ("Paused", "1 of 2 requests")


def test_who_cancels_while_it_waits_is_not_told_of_a_request_under_way(qtbot):
    made = panel(qtbot)
    waiting = Progress(Phase.WAITING, 1, 2, sentence="It waits.", pause_left=9)
    made.show_progress(waiting)
    made.show_stopping()
    assert made.sentence.text() == "Stopping\N{HORIZONTAL ELLIPSIS}"
    made.show_progress(waiting)
    assert made.sentence.text() == "Stopping\N{HORIZONTAL ELLIPSIS}"
    made.show_progress(Progress(Phase.WRITING, 1, 2))
    assert made.sentence.text().startswith("Stopping after the request under way")


def test_a_forced_pause_reads_as_one_line(qtbot):
    made = panel(qtbot)
    sentence = "Webflow asks for a pause."
    made.show_progress(Progress(Phase.WAITING, 1, 2, sentence=sentence, pause_left=9))
    assert made.sentence.text().startswith("Webflow asks for a pause \N{MIDDLE DOT} going on in 9")


def test_a_connection_that_is_gone_is_tried_again_and_nobody_knows_how_long(qtbot):
    made = panel(qtbot)
    sentence = "It goes on by itself when Webflow answers"
    gone = Progress(Phase.OFFLINE, 1, 2, sentence=sentence, pause_left=20, seconds_left=90)
    made.show_progress(gone)
    assert made.phase.text() == "Waiting for the connection"
    assert made.sentence.text() == (
        f"{sentence} \N{MIDDLE DOT} trying again in 20 seconds \N{MIDDLE DOT} 1 of 2 requests"
    )


@pytest.mark.parametrize(("seconds", "left"), [(13, ""), (40, "about 40 seconds left")])
def test_no_less_is_left_than_the_pause_takes(qtbot, seconds: int, left: str) -> None:
    """It read: going on in 12 seconds, about 10 seconds left."""
    made = panel(qtbot)
    made.show_progress(Progress(Phase.WAITING, 1, 2, pause_left=12, seconds_left=seconds))
    said = ["going on in 12 seconds", "1 of 2 requests", *filter(None, [left])]
    assert made.sentence.text() == " \N{MIDDLE DOT} ".join(said)


BROKE_OFF = "The connection to Webflow broke off. Try again in a moment."


def test_a_lost_answer_is_waited_for_by_the_second_and_then_looked_up(qtbot):
    """Nobody had to try again, and the few seconds left stood there for minutes."""
    made = panel(qtbot)
    waiting = Progress(
        Phase.LOOKING_UP, 1, 2, sentence=BROKE_OFF, pause_left=12, seconds_left=3, items=(0, 4)
    )
    made.show_progress(waiting)
    assert made.phase.text() == "Waiting"
    assert made.sentence.text() == (
        "The answer was lost. Waiting until it is certain what became of it: 12 seconds"
        " \N{MIDDLE DOT} 0 of 4 items live \N{MIDDLE DOT} 1 of 2 requests"
    )
    made.show_progress(replace(waiting, sentence="", pause_left=0, done=2, total=5))
    assert made.phase.text() == "Looking up what Webflow has"
    assert made.sentence.text() == (
        "The answer was lost \N{MIDDLE DOT} 0 of 4 items live \N{MIDDLE DOT} 2 of 5 requests"
    )


TOO_LONG = "It is longer than a line has room for."


def test_a_sentence_is_said_once(qtbot):
    made = panel(qtbot)
    made.resize(1000, 400)
    stopped, taken = "Webflow does not accept the token.", "The slug is taken."
    results = (
        ItemResult(KEY, "Bread", Result.NOT_SENT, stopped),
        ItemResult(KEY, "Rolls", Result.REFUSED, taken),
    )
    made.show_progress(Progress(Phase.FINISHED, 1, 1, results, sentence=stopped))
    assert made.sentence.text() == stopped
    reasons = [made.results.index(row, ResultColumn.REASON).data() for row in range(2)]
    assert reasons == ["", taken]
    for row in range(2):
        made.list.setCurrentIndex(made.results.index(row, 0))
        assert made.reason.isHidden()


def test_the_first_that_failed_is_in_sight_at_the_end(qtbot):
    made = panel(qtbot)
    names = [f"Bread {number}" for number in range(40)]
    results = tuple(
        ItemResult(KEY, name, Result.REFUSED, TOO_LONG)
        if name == "Bread 30"
        else ItemResult(KEY, name, Result.SENT)
        for name in names
    )
    made.show_progress(Progress(Phase.FINISHED, 2, 2, results))
    index = made.list.currentIndex()
    assert index.row() == 30
    assert made.list.viewport().rect().contains(made.list.visualRect(index))
    assert made.go_button.isEnabled()
    assert (made.reason.text(), made.reason.isVisible()) == (TOO_LONG, True)
    made.list.setCurrentIndex(made.results.index(0, 0))
    assert made.reason.isHidden()


def test_before_the_first_answer_the_list_says_what_will_stand_there(qtbot):
    made = panel(qtbot)
    assert made.empty.isVisible()
    assert not made.list.isVisible()
    made.show_progress(Progress(Phase.WRITING, 1, 2, (ItemResult(KEY, "Bread", Result.SENT),)))
    assert made.empty.isHidden()
    assert made.list.isVisible()


def test_what_is_to_be_known_of_a_field_is_said_before_it_goes(qtbot):
    caution = Caution(KEY, "Bread", "An embed may be lost.", FieldSlug("body"), CANARY)
    made = replace(plan(Goal.SEND, Verb.UPDATE), cautions=(caution,) * 6)
    sheet = opened(qtbot, made)
    said = f"Bread, {CANARY}: An embed may be lost."
    assert texts(sheet).count(said) == 4
    assert "2 more fields to look at in Changes." in texts(sheet)
    assert sheet.go_button.isDefault()


def test_what_is_to_be_known_of_items_is_said_once_for_all_of_them(qtbot):
    cautions = [Caution(KEY, name, "Goes live too.") for name in ("Bread", "Rolls")]
    sheet = opened(qtbot, replace(plan(Goal.SEND, Verb.UPDATE), cautions=tuple(cautions)))
    assert "Bread and Rolls: Goes live too." in texts(sheet)


def test_of_many_items_that_others_have_changed_as_many_are_told_as_one_takes_in(qtbot):
    def caution(number: int, sentence: str) -> Caution:
        key = ItemKey(CollectionId("posts"), ItemId(f"item-{number}"))
        return Caution(key, f"Bread {number}", sentence)

    cautions = [caution(number, f"A colleague changed {CANARY} {number}.") for number in range(9)]
    made = replace(plan(Goal.SEND, Verb.UPDATE), cautions=tuple(cautions))
    said = texts(opened(qtbot, made))
    told = [text for text in said if "A colleague" in text]
    assert told == [f"Bread {n}: A colleague changed {CANARY} {n}." for n in range(4)]
    assert "5 more items to look at first." in said


def test_the_room_that_is_left_is_below_what_is_said(qtbot):
    names = [f"A name that takes the better part of a line {place}" for place in range(6)]
    made = Plan(Goal.PUBLISH, (batch(Verb.PUBLISH, *names),), ())
    cautions = (Caution(KEY, "Bread", "What waits in Webflow goes live too."),)
    sheet = opened(qtbot, replace(made, cautions=cautions))

    sheet.resize(sheet.width(), sheet.height() + 200)
    QApplication.processEvents()

    lines = [sheet.summary, sheet.shares[0], sheet.cost]
    spacing = sheet.layout().spacing()
    for above, below in pairwise(lines):
        assert below.y() - above.geometry().bottom() - 1 == spacing
    [said] = [label for label in sheet.findChildren(QLabel) if "goes live too" in label.text()]
    assert said.parentWidget().height() == said.heightForWidth(said.width())
