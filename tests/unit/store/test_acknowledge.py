import sqlite3
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import (
    AUTHOR,
    AUTHORS,
    POSTS,
    PRICE,
    collection,
    field,
    item,
    key,
    local,
)
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.schema import FieldType
from wfdesk.domain.tables import Query
from wfdesk.domain.values import Value
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.unsent import UnsentRows
from wfdesk.store.works import WorksRepository

A = key("a")
NEW, MADE = local(1, AUTHORS), key("made", AUTHORS)
PICTURE = '<figure><div><a href="https://a.b"><img src="https://a.b/rye.jpg"></a></div></figure>'
KEPT = (
    '<figure id="" class="w-richtext-figure-type-image"><div id=""><a href="https://a.b/" id="">'
    '<IMG src="https://cdn.example/1_rye.jpg" loading="auto"></a></div></figure>'
)
"""What Webflow makes of it."""
EMBED = "<div data-rt-embed-type='true'><div id='map'></div></div>"


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    ItemsRepository(connection).upsert([item("a")])
    return WorksRepository(connection)


def send(
    connection: sqlite3.Connection,
    verb: Verb,
    at: ItemKey,
    *,
    is_archived: bool | None = None,
    **values: Value,
) -> Entry:
    """Journal a request as the publisher does."""
    fields = {FieldSlug(name): value for name, value in values.items()}
    entry = Entry(0, "batch", verb, at, fields, {}, is_archived=is_archived)
    WorksRepository(connection).set_state(at, SendState.SENDING, "")
    return JournalRepository(connection).write([entry])[0]


def test_what_was_sent_is_no_edit_any_more(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    change = settle(connection, send(connection, Verb.UPDATE, A, name="Rye"), item("a", "Rye"))
    assert works.get(A).is_empty
    assert works.get(A).item == item("a", "Rye")
    assert change.items == {A}


def test_the_journal_knows_that_it_is_done(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    settle(connection, send(connection, Verb.UPDATE, A, name="Rye"), item("a", "Rye"))
    journal = JournalRepository(connection)
    assert journal.unfinished() == []
    assert journal.recent(1)[0].state is SendState.ACKNOWLEDGED


def test_an_edit_made_while_the_last_one_travels_is_kept(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.stage(A, NAME, "Rolls", "Bread")
    settle(connection, entry, item("a", "RYE"))
    work = works.get(A)
    assert (work.edits[NAME].value, work.edits[NAME].base) == ("Rolls", "RYE")
    assert work.state is SendState.SAVED


def test_an_edit_that_became_what_webflow_made_of_it_is_done(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.stage(A, NAME, "RYE", "Bread")
    settle(connection, entry, item("a", "RYE"))
    assert works.get(A).is_empty


def test_without_an_answer_the_newer_edit_starts_from_what_was_sent(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.stage(A, NAME, "Rolls", "Bread")
    settle(connection, entry, None)
    assert works.get(A).edits[NAME].base == "Rye"


def test_an_edit_of_another_field_keeps_its_own_base(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.stage(A, SLUG, "rye", "bread")
    settle(connection, entry, item("a", "Rye"))
    assert list(works.get(A).edits) == [SLUG]
    assert works.get(A).edits[SLUG].base == "bread"


def test_the_digits_of_a_number_decide_whether_it_was_sent(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, PRICE, Decimal("1.10"), None)
    entry = send(connection, Verb.UPDATE, A, price=Decimal("1.10"))
    settle(connection, entry, item("a", price=Decimal("1.1")))
    assert works.get(A).is_empty


@pytest.mark.parametrize(
    ("action", "verb", "is_archived"),
    [
        (Action.ARCHIVE, Verb.UPDATE, True),
        (Action.UNARCHIVE, Verb.UPDATE, False),
        (Action.UNPUBLISH, Verb.UNPUBLISH, None),
    ],
)
def test_an_action_ends_with_its_own_answer(
    works: WorksRepository,
    connection: sqlite3.Connection,
    action: Action,
    verb: Verb,
    is_archived: bool | None,
) -> None:
    works.set_action(A, action)
    settle(connection, send(connection, verb, A, is_archived=is_archived), item("a"))
    assert works.get(A).is_empty


@pytest.mark.parametrize("action", list(Action))
def test_an_action_asked_for_meanwhile_stays(
    works: WorksRepository, connection: sqlite3.Connection, action: Action
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.set_action(A, action)
    settle(connection, entry, item("a", "Rye"))
    assert works.get(A).action is action


def test_a_deleted_item_is_gone(works: WorksRepository, connection: sqlite3.Connection) -> None:
    works.set_action(A, Action.DELETE)
    change = settle(connection, send(connection, Verb.DELETE, A), None)
    assert works.find(A) is None
    assert (change.items, change.collections) == ({A}, {POSTS})


def test_all_there_was_of_a_deleted_item_goes_to_the_history(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    entry = send(connection, Verb.DELETE, A)
    works.stage(A, NAME, "Rye", "Bread")
    settle(connection, entry, None)
    kept = {past.field: past.value for past in HistoryRepository(connection).of(A)}
    assert kept == {NAME: "Rye", SLUG: "bread"}


@pytest.mark.parametrize(
    ("kind", "sent", "held", "is_kept"),
    [
        (FieldType.PLAIN_TEXT, "Rye", "Rye", False),
        (FieldType.PLAIN_TEXT, "Rye", "Roggen", True),
        (FieldType.LINK, "https://a.b/", "https://a.b", False),
        (FieldType.RICH_TEXT, "<p>Rye &amp; co</p>", '<p id="">Rye & co</p>', False),
        (FieldType.RICH_TEXT, "<p>Rye</p>", "<p>Roggen</p>", True),
        (FieldType.RICH_TEXT, f"<p>Rye</p>{PICTURE}", "<p>Rye</p>", True),
        (FieldType.RICH_TEXT, PICTURE * 2, PICTURE, True),
        (FieldType.RICH_TEXT, '<p><a href="https://a.b/rye">Rye</a></p>', "<p>Rye</p>", True),
        (FieldType.RICH_TEXT, EMBED, "<div><div id='map'></div></div>", True),
        (FieldType.RICH_TEXT, "<p>Rye</p><hr>", "<p>Rye</p>", True),
        (FieldType.RICH_TEXT, f"{PICTURE}{EMBED}", f"{KEPT}{EMBED}", False),
        (FieldType.RICH_TEXT, "<p><abbr>Rye</abbr></p>", "<p>Rye</p>", False),
    ],
)
def test_what_webflow_answers_with_another_value_for_is_kept(
    works: WorksRepository, connection: sqlite3.Connection, kind, sent, held, is_kept
) -> None:
    CollectionsRepository(connection).put(collection("posts", field("text", kind)))
    text = FieldSlug("text")
    works.stage(A, text, sent, None)
    settle(connection, send(connection, Verb.UPDATE, A, text=sent), item("a", text=held))
    kept = [(past.value, past.reason) for past in HistoryRepository(connection).of(A)]
    assert kept == ([(sent, Reason.FOUND_IN_WEBFLOW)] if is_kept else [])
    assert text not in works.get(A).edits


def test_publishing_leaves_edits_made_meanwhile(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    entry = send(connection, Verb.PUBLISH, A)
    works.stage(A, NAME, "Rye", "Bread")
    settle(connection, entry, replace(item("a"), is_draft=False))
    assert works.get(A).edits[NAME].value == "Rye"


def test_an_answer_for_work_that_was_discarded_is_taken_all_the_same(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.discard(A)
    settle(connection, entry, item("a", "Rye"))
    assert works.get(A).is_empty
    assert works.get(A).name == "Rye"


def test_an_answer_for_an_item_that_is_nowhere_any_more_is_taken(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    entry = send(connection, Verb.UPDATE, A, name="Rye")
    works.set_state(A, SendState.SAVED, "")
    ItemsRepository(connection).delete([A])
    settle(connection, entry, None)
    assert JournalRepository(connection).unfinished() == []


def settle(connection: sqlite3.Connection, entry: Entry, answer: Item | None) -> ChangeSet:
    return acknowledge(connection, [(entry, answer)])


def created(connection: sqlite3.Connection, answer: Item | None = None) -> Entry:
    """A new author, Ann, that Webflow has just taken."""
    WorksRepository(connection).create(NEW, {NAME: "Ann"})
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann")
    settle(connection, entry, answer or item(MADE, "Ann"))
    return entry


def test_a_created_item_has_webflows_id_everywhere(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.create(NEW, {NAME: "Ann"})
    change = settle(
        connection, send(connection, Verb.CREATE, NEW, name="Ann", slug="ann"), item(MADE, "Ann")
    )
    assert (change.items, change.collections) == ({NEW, MADE}, {AUTHORS})
    assert works.all() == []
    assert TablesRepository(connection).find_keys(AUTHORS, NEW.locale, Query()) == [MADE]


def test_a_created_item_is_still_found_by_its_old_key(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    created(connection)
    assert LocalIdsRepository(connection).resolve(NEW.item) == MADE.item
    assert works.get(NEW).key == MADE


def test_an_edit_under_the_old_key_goes_to_the_created_item(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    created(connection)
    change = works.stage(NEW, NAME, "Anne", "Ann")
    assert change.items == {MADE}
    assert works.get(MADE).edits[NAME].value == "Anne"


def test_a_reference_to_a_created_item_follows_it(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, AUTHOR, NEW.item, None)
    created(connection)
    assert works.get(A).edits[AUTHOR].value == MADE.item


def test_a_list_of_references_follows_and_keeps_its_order(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, AUTHOR, ["x", NEW.item, "y"], [])
    created(connection)
    assert works.get(A).edits[AUTHOR].value == ["x", MADE.item, "y"]


def test_items_that_were_created_together_follow_each_other(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    """The first refers to the last, which has its id only when the first is settled already."""
    keys = [local(number, AUTHORS) for number in range(3)]
    for each, other in zip(keys, keys[::-1], strict=True):
        works.create(each, {NAME: "Ann"})
        works.stage(each, AUTHOR, ["x", other.item], None)
    entries = [send(connection, Verb.CREATE, each, name="Ann") for each in keys]
    made = [key(f"made{number}", AUTHORS) for number in range(3)]
    answers = [item(each, "Ann") for each in made]
    acknowledge(connection, list(zip(entries, answers, strict=True)))
    assert [works.get(each).edits[AUTHOR].value for each in made] == [
        ["x", each.item] for each in made[::-1]
    ]


def test_however_many_were_created_the_edits_and_the_past_are_looked_through_once(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, AUTHOR, [local(number).item for number in range(100)], None)
    answers = []
    for number in range(100):
        works.create(local(number), {NAME: f"Post {number}"})
        entry = send(connection, Verb.CREATE, local(number), name=f"Post {number}")
        answers.append((entry, item(f"made{number}", f"Post {number}")))
    said: list[str] = []
    connection.set_trace_callback(said.append)
    acknowledge(connection, answers)
    connection.set_trace_callback(None)
    assert sum("instr(value" in each for each in said) == 1
    assert sum("UPDATE history" in each for each in said) == 1
    assert works.get(A).edits[AUTHOR].value == [f"made{number}" for number in range(100)]


def test_a_text_that_quotes_a_local_id_stays_as_it_is(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    text = f'see "{NEW.item}"'
    works.stage(A, FieldSlug("body"), text, None)
    created(connection)
    assert works.get(A).edits[FieldSlug("body")].value == text


def test_rewritten_edits_carry_checksums_that_hold(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, AUTHOR, NEW.item, None)
    created(connection)
    works.stage(MADE, NAME, "Anne", "Ann")
    assert UnsentRows(connection).set_damaged_apart() == []


def test_what_was_typed_while_the_item_was_created_is_an_edit_of_it(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.create(NEW, {NAME: "Ann"})
    entry = send(connection, Verb.CREATE, NEW, name="Ann")
    works.stage(NEW, NAME, "Anne", None)
    settle(connection, entry, item(MADE, "Ann"))
    work = works.get(MADE)
    assert (work.edits[NAME].value, work.edits[NAME].base) == ("Anne", "Ann")
    assert not work.is_new


def test_the_history_follows_a_created_item(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    HistoryRepository(connection).keep(NEW, NAME, "Annie", "discarded")
    created(connection)
    assert [past.value for past in HistoryRepository(connection).of(MADE)] == ["Annie"]


def test_a_new_item_discarded_on_its_way_is_there_when_webflow_took_it(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.create(NEW, {NAME: "Ann"})
    entry = send(connection, Verb.CREATE, NEW, name="Ann")
    works.discard(NEW)
    settle(connection, entry, item(MADE, "Ann"))
    assert works.get(MADE).is_empty
    assert connection.execute("SELECT count(*) FROM works").fetchone()[0] == 0


def test_a_created_item_that_a_refresh_showed_first_keeps_both_sides_edits(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.create(NEW, {NAME: "Ann"})
    entry = send(connection, Verb.CREATE, NEW, name="Ann")
    works.stage(NEW, NAME, "Anne", None)
    works.stage(NEW, SLUG, "anne", None)
    ItemsRepository(connection).upsert([item(MADE, "Ann")])
    works.stage(MADE, NAME, "Anna", "Ann")
    settle(connection, entry, item(MADE, "Ann"))
    edits = {slug: edit.value for slug, edit in works.get(MADE).edits.items()}
    assert edits == {NAME: "Anna", SLUG: "anne"}
    assert [past.value for past in HistoryRepository(connection).of(MADE)] == ["Anne"]


def test_an_answer_to_a_create_may_come_twice(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    entry = created(connection)
    settle(connection, entry, item(MADE, "Ann"))
    assert works.get(MADE).is_empty


def test_a_create_whose_row_damage_has_taken_still_leaves_its_item(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    entry = send(connection, Verb.CREATE, NEW, name="Ann")
    UnsentRows(connection).remove(NEW)
    settle(connection, entry, item(MADE, "Ann"))
    assert works.get(MADE).name == "Ann"
    with pytest.raises(MissingItemError):
        works.get(local(2))


def test_what_was_sent_to_a_field_that_is_gone_by_now_is_kept(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    CollectionsRepository(connection).put(collection("posts", field(NAME)))
    works.stage(A, AUTHOR, "Ann", None)
    entry = send(connection, Verb.UPDATE, A, author="Ann")
    acknowledge(connection, [(entry, item("a"))])
    assert works.get(A).edits[AUTHOR].value == "Ann"


def test_an_edit_that_starts_from_what_was_there_before_a_merge_keeps_its_base(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    """It was typed over what the field showed, while both sides' changes travelled as one value."""
    CollectionsRepository(connection).put(collection("posts", field(NAME), field(AUTHOR)))
    works.stage(A, AUTHOR, "Ann and Ben", "Ann")
    entry = send(connection, Verb.UPDATE, A, author="Ann, Ben and Cleo")
    entry = replace(entry, pre_image={AUTHOR: "Ann and Cleo"})
    settle(connection, entry, item("a", author="Ann, Ben and Cleo"))
    assert works.get(A).edits[AUTHOR].base == "Ann"


def test_an_answer_for_a_field_that_is_not_known_here_is_the_base_of_what_was_typed_meanwhile(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    CollectionsRepository(connection).put(collection("posts", field(NAME)))
    works.stage(A, AUTHOR, "Ann", None)
    entry = send(connection, Verb.UPDATE, A, author="Ann")
    works.stage(A, AUTHOR, "Ben", None)
    settle(connection, entry, item("a", author="Ann"))
    assert works.get(A).edits[AUTHOR].base == "Ann"
