from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from wfdesk.domain.diff import word_diff
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import (
    NAME,
    AccountId,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    LocaleId,
    SiteId,
)
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Batch, Goal, Operation, Plan
from wfdesk.domain.schema import Collection, Field, FieldType, Locale, Site
from wfdesk.domain.validation import Problem, Severity
from wfdesk.services.publishing import Result
from wfdesk.services.reviewing import FieldReview, ItemReview
from wfdesk.ui.changes.difftext import grouped
from wfdesk.ui.changes.values import NOT_SET, Surroundings, comparable, in_words, visible_text
from wfdesk.ui.changes.wording import (
    duration,
    look_of_result,
    look_of_row,
    look_of_state,
    name_of,
    problem_of,
    what_happens,
)
from wfdesk.ui.toolkit.icons import icon
from wfdesk.words.plans import button_of, shares_of, summary_of


def field(kind: FieldType, **validations: object) -> Field:
    return Field("id", FieldSlug("field"), "Field", kind, validations=validations)


def batch(verb: Verb, *items: str) -> Batch:
    keys = [ItemKey(CollectionId("c"), ItemId(each)) for each in items]
    operations = tuple(Operation(key, verb, key.item, {}, {}) for key in keys)
    return Batch(verb, CollectionId("c"), keys[0].locale, operations)


@pytest.mark.parametrize("state", SendState)
def test_every_state_has_an_icon_and_a_word(qtbot, state):
    look = look_of_state(state)
    assert look.word
    assert not icon(look.icon, look.tone).pixmap(16, 16).isNull()


@pytest.mark.parametrize("result", Result)
def test_every_result_has_an_icon_and_a_word(qtbot, result):
    look = look_of_result(result)
    assert look.word
    assert not icon(look.icon, look.tone).pixmap(16, 16).isNull()


def test_a_plan_is_told_in_words_and_each_item_counted_once():
    steps = (
        batch(Verb.CREATE, "a", "b"),
        batch(Verb.UPDATE, "c", "a"),
        batch(Verb.PUBLISH, "a", "b", "c", "d"),
        batch(Verb.DELETE, "e"),
    )
    plan = Plan(Goal.PUBLISH, steps, ())
    assert button_of(plan) == "Publish 4 items and delete 1"
    titles = [share.title for share in shares_of(plan)]
    assert titles == ["Publish 4 items: 2 new, 1 changed, 1 already sent", "Delete 1 item"]
    assert summary_of(plan) == button_of(plan)


def test_one_long_name_leaves_room_for_the_others():
    plan = Plan(Goal.SEND, (batch(Verb.UPDATE, "a" * 90, "b"),), ())
    [share] = shares_of(plan)
    assert share.shown_names == f"{'a' * 59}\N{HORIZONTAL ELLIPSIS} and b"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Field is required.", "Field is required."),
        ("It is too long.", "Field: It is too long."),
    ],
)
def test_a_problem_names_its_field_once(sentence, said):
    collection = Collection(
        CollectionId("c"), SiteId("s"), "Posts", "Post", fields=(field(FieldType.PLAIN_TEXT),)
    )
    problem = Problem(FieldSlug("field"), sentence, Severity.BLOCKS_SEND)
    assert problem_of(problem, collection) == said


def test_a_plan_that_only_deletes_says_so_on_the_button():
    plan = Plan(Goal.SEND, (batch(Verb.UNPUBLISH, "a"), batch(Verb.DELETE, "a")), ())
    assert button_of(plan) == "Delete 1 item"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2, "a few seconds"), (34, "about 30 seconds"), (125, "about 2 minutes")],
)
def test_a_duration_is_told_roughly(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("about", "value", "words"),
    [
        (field(FieldType.SWITCH), True, "On"),
        (field(FieldType.SWITCH), False, "Off"),
        (field(FieldType.PLAIN_TEXT), None, NOT_SET),
        (field(FieldType.OPTION, options=[{"id": "1", "name": "News"}]), "1", "News"),
        (field(FieldType.OPTION), "gone", "Missing choice"),
        (field(FieldType.REFERENCE), "i1", "Ada"),
        (field(FieldType.MULTI_REFERENCE), ["i1", "i2"], "Ada\nMissing item"),
        (field(FieldType.DATE_TIME), "2026-11-24T00:00:00Z", "24 November 2026"),
        (
            field(FieldType.DATE_TIME, format="date-time"),
            "2026-11-24T23:30:00Z",
            "25 November 2026, 00:30 (Europe/Berlin)",
        ),
        (field(FieldType.IMAGE), {"url": "https://x/a.png"}, "a.png \u2013 no alt text"),
    ],
)
def test_a_value_is_told_as_a_person_reads_it(about, value, words):
    around = Surroundings({ItemId("i1"): "Ada"}, "Europe/Berlin")
    assert in_words(about, value, around) == words


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_a_plain_date_is_told_as_the_day_it_is_everywhere(zone):
    told = in_words(field(FieldType.DATE_TIME), "2026-11-24T00:00:00Z", Surroundings({}, zone))
    assert told == "24 November 2026"


def test_rich_text_is_compared_by_what_is_read():
    about = field(FieldType.RICH_TEXT)
    assert comparable(about, "<p>One</p>", "<p>Two</p>") == ("One", "Two", "")


def test_rich_text_with_the_same_words_is_compared_by_its_source():
    before, after, note = comparable(field(FieldType.RICH_TEXT), "<p>One</p>", "<h2>One</h2>")
    assert (before, after) == ("<p>One</p>", "<h2>One</h2>")
    assert note


def test_scripts_are_no_words():
    assert visible_text("<p>One</p><script>alert(1)</script><p>Two</p>") == "One\nTwo"


def test_a_run_of_changed_words_is_removed_first_and_then_added():
    pieces = grouped(word_diff("for a whole night, then", "for two nights in all, then"))
    texts = [piece.text for piece in pieces]
    assert texts == ["for ", "a whole night", "two nights in all", ", then"]


def test_a_variant_is_named_with_its_locale():
    english = Locale(LocaleId("en"), "en-US", "English", is_primary=True)
    french = Locale(LocaleId("fr"), "fr-FR", "French", is_primary=False)
    site = Site(SiteId("site"), AccountId("account"), "Bakery", locales=(english, french))

    def named(locale: Locale) -> str:
        key = ItemKey(CollectionId("c"), ItemId("i"), locale.id)
        item = Item(key, {NAME: "Baguette"})
        return name_of(ItemReview(Work(key, item), site, None, (), ()))

    assert named(english) == "Baguette"
    assert named(french) == "Baguette (fr-FR)"


def reviewed(action: Action | None, *, is_live: bool = True, **more: object) -> ItemReview:
    key = ItemKey(CollectionId("c"), ItemId("i"))
    published = datetime(2026, 1, 1, tzinfo=UTC) if is_live else None
    item = None if more.get("is_new") else Item(key, {NAME: "Bread"}, last_published=published)
    return ItemReview(Work(key, item, action=action, **more), None, None, (), ())


@pytest.mark.parametrize("action", Action)
def test_what_becomes_of_an_item_is_a_sentence(action):
    assert what_happens(reviewed(action)).startswith("With the next send it ")


@pytest.mark.parametrize("state", [SendState.UNKNOWN, SendState.QUEUED, SendState.SENDING])
@pytest.mark.parametrize("action", [None, *Action])
def test_nothing_is_said_to_happen_next_to_what_may_have_happened(action, state):
    """ "Webflow makes it with the next send" stood below "The answer was lost", and "Sending"."""
    edits = {NAME: Edit(NAME, "Loaf", None)}
    lost = reviewed(action, is_new=action is None, edits=edits, state=state)
    assert what_happens(lost) == ""


def test_only_what_is_live_is_said_to_leave_the_live_site():
    for action in (Action.DELETE, Action.ARCHIVE):
        assert "live site" in what_happens(reviewed(action))
        assert "live site" not in what_happens(reviewed(action, is_live=False))


def test_what_is_deleted_in_one_locale_of_several_says_in_which():
    english = Locale(LocaleId("en"), "en-US", "English", is_primary=True)
    french = Locale(LocaleId("fr"), "fr-FR", "French", is_primary=False)
    deleted = reviewed(Action.DELETE)
    work = replace(deleted.work, key=replace(deleted.work.key, locale=french.id))
    for locales, place in (((english, french), " in French"), ((english,), "")):
        site = Site(SiteId("site"), AccountId("account"), "Bakery", locales=locales)
        said = what_happens(replace(deleted, work=work, site=site))
        assert said.startswith(f"With the next send it is deleted in Webflow{place} and leaves")


def test_what_is_deleted_says_that_its_edits_go_with_it():
    edits = {NAME: Edit(NAME, "Loaf", "Bread")}
    assert "given up" in what_happens(reviewed(Action.DELETE, edits=edits))
    assert "given up" not in what_happens(reviewed(Action.DELETE))


def test_a_new_item_says_what_it_still_lacks():
    assert "Give it a name" in what_happens(reviewed(None, is_new=True))
    edits = {NAME: Edit(NAME, "Loaf", None)}
    assert "Webflow makes it" in what_happens(reviewed(None, is_new=True, edits=edits))
    assert what_happens(reviewed(None, edits=edits)) == ""


def test_what_is_saved_and_ready_to_go_has_no_mark_in_the_list():
    review = reviewed(None)
    assert look_of_row(review, goes=True) is None
    assert look_of_row(review, goes=False).word == "Held back"


@pytest.mark.parametrize("goes", [True, False])
@pytest.mark.parametrize("state", [SendState.REFUSED, SendState.CONFLICT, SendState.UNKNOWN])
def test_what_has_to_be_looked_at_is_said_of_what_is_left_out_too(state, goes):
    """Its tick says that it is left out; "Held back" in place of "Refused" hid the other."""
    assert look_of_row(reviewed(None, state=state), goes=goes).word == state.value


def test_an_item_whose_only_field_is_gone_is_set_apart():
    gone, there = Edit(FieldSlug("old"), "x", "y"), Edit(NAME, "x", "y")
    name = Field("1", NAME, "Name", FieldType.PLAIN_TEXT)
    lost, kept = FieldReview(gone, None), FieldReview(there, name)
    review = reviewed(None, edits={gone.field: gone})
    assert look_of_row(replace(review, fields=(lost,)), goes=True).word == "Field is gone"
    assert look_of_row(replace(review, fields=(lost, kept)), goes=True) is None


def test_two_problems_are_counted_in_the_list():
    problem = Problem(NAME, "It is required.", Severity.BLOCKS_PUBLISH)
    review = replace(reviewed(None), problems=(problem, problem))
    assert look_of_row(review, goes=True).word == "2 problems"
