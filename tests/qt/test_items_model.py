import pytest
from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Field, FieldType
from wfdesk.ui.items.model import FIXED, MOST_WORKS, NAME_INDENT, Column, ItemsModel, Role
from wfdesk.ui.items.rows import unsent_sign, unsent_word, unsent_words
from wfdesk.ui.toolkit.colours import SEND_SIGNS, Tone

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def key(name: object) -> ItemKey:
    return ItemKey(CollectionId("posts"), ItemId(str(name)))


def work(name: object, **more: object) -> Work:
    return Work(key(name), Item(key(name), {NAME: f"Post {name}"}), **more)


@pytest.fixture
def model(qapp):
    model = ItemsModel()
    QAbstractItemModelTester(model, FATAL, model)
    return model


def test_a_row_without_its_work_has_a_placeholder(model):
    model.show_keys([key(1)])
    before = model.index(0, 0).data()

    model.put([work(1)])

    assert (before, model.index(0, 0).data()) == ("…", "Post 1")
    assert model.index(0, 1).data() == "Draft"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("abcdef", "bdxfy"),
        ("abcdef", "fedcba"),
        ("abc", ""),
        ("", "abc"),
        ("abcdef", "xfaycz"),
    ],
)
def test_a_refresh_keeps_the_selection_by_item(model, old, new):
    model.show_keys([key(each) for each in old])
    selection = QItemSelectionModel(model)
    for row in range(len(old)):
        selection.select(model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)

    assert model.refresh([key(each) for each in new])

    assert [each.item for each in model.keys] == list(new)
    kept = {index.data(Role.KEY).item for index in selection.selectedIndexes()}
    assert kept == set(old) & set(new)


def test_a_refresh_of_everything_starts_over(model):
    model.show_keys([key(each) for each in range(1000)])

    assert not model.refresh([key(each) for each in range(0, 1000, 2)])

    assert model.rowCount() == 500


def test_works_are_kept_within_bounds(model):
    keys = [key(each) for each in range(MOST_WORKS + 50)]
    model.show_keys(keys)

    model.put(work(each) for each in range(MOST_WORKS + 50))

    assert model.missing(0, len(keys)) == keys[:50]


def test_a_new_work_changes_one_row(model):
    model.show_keys([key(1), key(2)])
    changed = QSignalSpy(model.dataChanged)

    model.put([work(2)])

    assert changed.count() == 1
    assert changed.at(0)[0].row() == 1


def test_a_field_is_a_column(model):
    price = Field("1", FieldSlug("price"), "Price", FieldType.NUMBER)
    model.set_columns([*FIXED, Column(price.slug, "Price", price)])
    model.show_keys([key(1)])

    model.put([Work(key(1), Item(key(1), {price.slug: 12}))])

    assert model.headerData(3, Qt.Orientation.Horizontal) == "Price"
    assert model.index(0, 3).data() == "12"


def test_what_hides_in_a_name_or_a_text_is_written_out(model):
    """Else a name reads as another one, which is then edited or deleted in its place."""
    text = Field("1", FieldSlug("text"), "Text", FieldType.PLAIN_TEXT)
    model.set_columns([*FIXED, Column(text.slug, "Text", text)])
    model.show_keys([key(1)])
    hidden, shown = "Bread\u202egnp.exe", "Bread⟨U+202E⟩gnp.exe"

    model.put([Work(key(1), Item(key(1), {NAME: hidden, text.slug: hidden}))])

    assert [model.cell(0, column).text for column in (0, 3)] == [shown, shown]
    assert [model.index(0, column).data() for column in (0, 3)] == [shown, shown]


@pytest.mark.parametrize("state", SendState)
def test_our_own_state_is_said_apart_from_webflows(state):
    mine = work(1, edits={NAME: Edit(NAME, "new", "old")}, state=state)

    assert unsent_word(mine)
    assert not unsent_word(work(1, state=state))


def elsewhere(locale: str, **more: object) -> Work:
    at = replace(key(1), locale=LocaleId(locale))
    return Work(at, None, {NAME: Edit(NAME, "new", "old")}, **more)


TAGS = {LocaleId("f"): "fr", LocaleId("d"): "de"}


def test_work_in_another_locale_says_in_which():
    assert unsent_word(work(1, elsewhere=(elsewhere("f"),)), TAGS) == "Unsent in fr"
    both = (elsewhere("f"), elsewhere("d"))
    assert unsent_word(work(1, elsewhere=both), TAGS) == "Unsent in fr, de"
    three = (*both, elsewhere("x"))
    assert unsent_word(work(1, elsewhere=three), TAGS) == "Unsent in 3 locales"


def test_trouble_in_another_locale_comes_before_an_edit_of_this_one():
    mine = {NAME: Edit(NAME, "new", "old")}
    calm = work(1, edits=mine, elsewhere=(elsewhere("f"),))
    troubled = work(1, edits=mine, elsewhere=(elsewhere("f", state=SendState.CONFLICT),))

    assert unsent_word(calm, TAGS) == "Unsent"
    assert unsent_word(troubled, TAGS) == "Conflict in fr"
    assert unsent_sign(troubled) == SEND_SIGNS[SendState.CONFLICT]
    assert unsent_words(troubled, TAGS) == "Unsent, Conflict in fr"


def test_a_row_says_where_its_item_is_unsent(model):
    model.set_locales(TAGS)
    model.show_keys([key(1)])

    model.put([work(1, elsewhere=(elsewhere("f"),))])

    status = model.index(0, 1)
    assert status.data(Role.UNSENT) == "Unsent in fr"
    assert status.data(Qt.ItemDataRole.AccessibleTextRole) == "Draft, Unsent in fr"
    assert "Unsent in fr" in status.data(Qt.ItemDataRole.ToolTipRole)


def test_a_row_takes_the_new_key_of_its_item(model):
    model.show_keys([key(1), key("local-2"), key(3)])
    model.put([work("local-2")])
    selection = QItemSelectionModel(model)
    selection.select(model.index(1, 0), QItemSelectionModel.SelectionFlag.Select)

    assert model.rename(key("local-2"), key(2))

    assert model.keys == [key(1), key(2), key(3)]
    assert [index.row() for index in selection.selectedIndexes()] == [1]
    assert model.missing(0, 2) == [key(1), key(2), key(3)]


def test_a_new_key_that_has_a_row_already_gets_no_second_one(model):
    """A refresh may show a new item before the answer to its sending is in."""
    model.show_keys([key(1), key("local-1")])

    assert not model.rename(key("local-1"), key(1))
    assert not model.rename(key("nobody"), key(7))

    assert model.keys == [key(1), key("local-1")]


def test_an_item_is_found_in_its_row_whatever_the_locale(model):
    model.show_keys([key(1), key(2)])

    assert model.row_of(replace(key(2), locale=LocaleId("f"))) == 1
    assert model.row_of(replace(key(2), collection=CollectionId("authors"))) is None


@pytest.mark.parametrize("action", Action)
def test_what_becomes_of_an_item_is_said(action):
    assert unsent_word(work(1, action=action)).startswith("To ")


def test_what_becomes_of_an_item_is_told_by_its_icon_too():
    signs = [unsent_sign(work(1, action=action)) for action in (None, *Action)]
    assert len({sign.icon for sign in signs}) == len(signs)
    assert [sign.tone for sign in signs].count(Tone.DANGER) == 1  # Delete, before it happens


@pytest.mark.parametrize("action", Action)
def test_where_its_sending_stands_comes_before_what_becomes_of_an_item(action):
    waiting = work(1, action=action, state=SendState.QUEUED)
    assert unsent_sign(waiting) == SEND_SIGNS[SendState.QUEUED]


def test_the_title_of_names_is_indented_as_they_are():
    model = ItemsModel()

    titles = [model.headerData(each, Qt.Orientation.Horizontal) for each in range(2)]

    assert titles == [NAME_INDENT + "Name", "Status"]
