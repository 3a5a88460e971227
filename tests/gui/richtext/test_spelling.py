"""Words in doubt: underlined once they are written, put right by the menu, each in its language."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu

from tests.doubles.spelling import ENGLISH, GERMAN, WordLists
from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from tests.gui.richtext.writer import CONTROL, place, press, write
from wfdesk.domain.errors import SpellingError
from wfdesk.services.preferences import PreferencesService
from wfdesk.services.spelling import Place, SpellingService
from wfdesk.store.database import Database
from wfdesk.system.spelling import PersonalWords
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext import proofreader
from wfdesk.ui.editor.spelling import Spelling
from wfdesk.ui.toolkit.icons import current_colours

WRONG = "<p>Bread takse time.</p>"


@pytest.fixture
def lists() -> WordLists:
    return WordLists({"en_US": ENGLISH, "de_DE": GERMAN})


@pytest.fixture
async def spelling(tmp_path, lists, tasks):
    database = await Database.open(tmp_path / "copy.sqlite3")
    words = PersonalWords(tmp_path / "words.txt")
    service = SpellingService(lists, words, PreferencesService(database), "en")
    made = Spelling(service, tasks)
    yield made
    await tasks.close()
    service.close()
    await database.close()


@pytest.fixture
async def editor(qtbot, tasks, spelling, monkeypatch, until):
    monkeypatch.setattr(proofreader, "PAUSE", 0)
    made = make_editor(FIELDS["rich"], replace(context(tasks), spelling=spelling))
    qtbot.addWidget(made)
    made.resize(600, 500)
    await activate(made)
    await until(lambda: not tasks._running)  # Between a test's phases there is no loop.
    return made


def underlined(editor) -> list[str]:
    return [each.cursor.selectedText() for each in editor.focus_target.extraSelections()]


@pytest.fixture
def shows(editor, tasks, until):
    """Wait until nothing more is looked at, and just these words are underlined."""

    def is_settled() -> bool:
        return not editor._proofreader._pause.isActive() and not tasks._running

    async def wait(*words: str) -> None:
        await until(lambda: is_settled() and underlined(editor) == list(words))

    return wait


def menu_of(box) -> QMenu | None:
    return next((each for each in box.findChildren(QMenu) if each.isVisible()), None)


@pytest.fixture
def menu(editor, until):
    """Ask for the menu by the keyboard, and wait for it."""

    async def ask() -> QMenu:
        box = editor.focus_target
        at = box.cursorRect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, box.mapToGlobal(at))
        QApplication.sendEvent(box.viewport(), event)
        await until(lambda: menu_of(box) is not None)
        return menu_of(box)

    return ask


def said_in(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


async def test_a_word_in_doubt_is_underlined_in_red_and_the_text_knows_nothing(
    editor, shows
) -> None:
    editor.set_value(WRONG)
    await shows("takse")
    [selection] = editor.focus_target.extraSelections()
    underline = QTextCharFormat.UnderlineStyle.SpellCheckUnderline
    assert selection.format.underlineStyle() == underline
    assert selection.format.underlineColor() == QColor(current_colours().danger)
    assert editor.value() == WRONG
    assert not editor.has_pending_input()
    assert not editor.focus_target.document().isUndoAvailable()


async def test_a_word_is_left_alone_until_the_cursor_has_left_it(editor, shows, lists) -> None:
    box = editor.focus_target
    write(box, "Teh")
    await shows()
    press(box, Qt.Key.Key_Left)
    await shows()  # The cursor is within it still.
    press(box, Qt.Key.Key_Right)
    write(box, " ")
    await shows("Teh")
    write(box, "bread")
    press(box, Qt.Key.Key_Backspace)
    await shows("Teh")
    place(box, 0, 0)
    await shows("Teh", "brea")


async def test_what_is_being_put_right_by_hand_is_not_underlined_meanwhile(editor, shows) -> None:
    editor.set_value(WRONG)
    await shows("takse")
    box = editor.focus_target
    place(box, 0, 11)
    await shows("takse")  # Only to go there changes nothing.
    press(box, Qt.Key.Key_Backspace)
    assert underlined(editor) == []
    press(box, Qt.Key.Key_Backspace)
    write(box, "es")
    assert underlined(editor) == []
    place(box, 0, 0)
    await shows()
    assert box.toPlainText() == "Bread takes time."


async def test_a_suggestion_is_one_step_of_undo(editor, shows, menu) -> None:
    editor.set_value(WRONG)
    box = editor.focus_target
    place(box, 0, 8)
    await shows("takse")
    steps = [editor.value()]
    editor.value_edited.connect(steps.append)
    shown = await menu()
    assert said_in(shown)[0] == "takes"
    assert shown.actions()[0].font().bold()
    choose(shown, "takes")
    await shows()
    assert editor.value() == "<p>Bread takes time.</p>"
    assert steps == [WRONG, "<p>Bread takes time.</p>"]
    assert box.textCursor().positionInBlock() == len("Bread takes")
    box.undo()
    assert box.toPlainText() == "Bread takse time."
    await shows("takse")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>x <strong>takse</strong> x</p>", "<p>x <strong>takes</strong> x</p>"),
        (
            '<p>x <a href="/a">tak<em>se</em></a> x</p>',
            '<p>x <a href="/a">tak<em>es</em></a> x</p>',
        ),
        ("<p>\N{CROISSANT} <em>t</em>akse</p>", "<p>\N{CROISSANT} <em>t</em>akes</p>"),
        ("<p>x <em>ta</em>es x</p>", "<p>x <em>tak</em>es x</p>"),
        ("<p>x taxk<em>es</em> x</p>", "<p>x tak<em>es</em> x</p>"),
    ],
)
async def test_the_letters_of_a_word_that_is_put_right_keep_their_marks(
    editor, shows, before, after
) -> None:
    editor.set_value(before)
    box = editor.focus_target
    place(box, 0, 4)
    word = next(each for each in ("takse", "taes", "taxkes") if each in box.toPlainText())
    await shows(word)
    doubt = editor._proofreader.doubt()
    editor._proofreader.correct(doubt, "takes")
    assert editor.value() == after


async def test_what_has_become_another_word_meanwhile_is_not_put_right(editor, shows) -> None:
    editor.set_value(WRONG)
    box = editor.focus_target
    place(box, 0, 8)
    await shows("takse")
    doubt = editor._proofreader.doubt()
    write(box, "x")
    editor._proofreader.correct(doubt, "takes")
    assert box.toPlainText() == "Bread taxkse time."


async def test_code_addresses_cards_and_preformatted_text_have_no_spelling(editor, shows) -> None:
    editor.set_value(
        "<p>teh <code>takse</code> takse.com kwy@x.de NATO</p><pre>ahve</pre><hr><p>adn</p>"
    )
    await shows("teh", "adn")


async def test_an_added_word_is_right_from_now_on_and_kept(editor, shows, menu, tmp_path) -> None:
    editor.set_value("<p>Placemark is bread. Placemark.</p>")
    box = editor.focus_target
    place(box, 0, 2)
    await shows("Placemark", "Placemark")
    choose(await menu(), "Add to dictionary")
    await shows()
    editor.set_value("<p>Placemarkk</p>")
    place(box, 0, 2)
    await shows("Placemarkk")
    choose(await menu(), "Ignore here")
    await shows()
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "Placemark\n"


async def test_each_language_has_its_own_dictionary_and_the_choice_is_remembered(
    editor, shows, spelling, menu
) -> None:
    editor.set_value("<p>Das Brot takes time</p>")
    await shows("Das", "Brot")
    spelling.go_to(Place("fr1", "de-AT"))
    await shows("takes", "time")
    shown = await menu()
    choice = next(each.menu() for each in shown.actions() if each.text() == "Spelling language")
    marked = {each.text(): each.isChecked() for each in choice.actions() if each.text()}
    assert marked == {
        "English (United States)": False,
        "German (Germany)": True,
        "Off": False,
    }
    choose(choice, "English (United States)")
    shown.close()
    await shows("Das", "Brot")
    spelling.choose("")
    await shows()
    spelling.go_to(Place("en1", "en-US"))
    await shows("Das", "Brot")
    spelling.go_to(Place("fr1", "de-AT"))
    await shows()


async def test_without_a_dictionary_nothing_is_underlined_and_the_menu_says_why(
    editor, shows, spelling, until, menu
) -> None:
    editor.set_value(WRONG)
    await shows("takse")
    spelling.go_to(Place("fr1", "fr"))
    await shows()
    await until(lambda: bool(spelling.reason))
    action = (await menu()).actions()[-2]
    assert action.text() == "Spelling: no dictionary for French"
    assert not action.isEnabled()


@pytest.fixture
def no_library(lists, monkeypatch) -> None:
    def fail() -> list[str]:
        raise SpellingError("Enchant is not installed")

    monkeypatch.setattr(lists, "languages", fail)


async def test_without_any_library_the_menu_says_so(
    no_library, editor, shows, spelling, until, menu
) -> None:
    editor.set_value(WRONG)
    await until(lambda: bool(spelling.reason))
    await shows()
    assert said_in(await menu())[-1] == "Spelling: Enchant is not installed"


@pytest.mark.parametrize("between", [" ", "</p><p>"])
async def test_only_what_is_in_sight_is_looked_at_and_the_rest_when_it_comes(
    editor, shows, lists, between
) -> None:
    far = between.join("bread " * 30 for _ in range(60))
    editor.set_value(f"<p>teh{between}{far}{between}adn</p>")
    await shows("teh")
    assert "adn" not in lists.lists["en_US"].asked
    bar = editor.focus_target.verticalScrollBar()
    bar.setValue(bar.maximum())
    await shows("adn")
    assert lists.lists["en_US"].asked.count("bread") == 1


async def test_what_is_not_shown_waits_until_it_is(editor, shows, lists) -> None:
    editor.hide()
    editor.set_value(WRONG)
    await shows()
    assert lists.lists["en_US"].asked == []
    editor.show()
    await shows("takse")


async def test_what_cannot_be_written_in_is_not_checked(editor, shows, menu) -> None:
    editor.set_value(WRONG)
    await shows("takse")
    editor.set_read_only(is_read_only=True)
    await shows()
    place(editor.focus_target, 0, 8)
    assert said_in(await menu()) == ["Copy", "Select all", "Find\N{HORIZONTAL ELLIPSIS}"]


async def test_the_pointer_finds_the_word_in_doubt_as_well(editor, shows, until) -> None:
    editor.set_value(WRONG)
    await shows("takse")
    box = editor.focus_target
    place(box, 0, 8)
    at = box.cursorRect().center() + QPoint(1, 0)
    place(box, 0, 0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, box.mapToGlobal(at))
    QApplication.sendEvent(box.viewport(), event)
    await until(lambda: menu_of(box) is not None)
    assert said_in(menu_of(box))[0] == "takes"


async def test_undo_brings_the_underline_back_at_its_place(editor, shows) -> None:
    editor.set_value(f"{WRONG}<p>teh</p>")
    await shows("takse", "teh")
    box = editor.focus_target
    press(box, Qt.Key.Key_A, CONTROL)
    press(box, Qt.Key.Key_Delete)
    await shows()
    box.undo()
    await shows("takse", "teh")
