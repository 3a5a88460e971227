"""References on the real window: found, opened, marked, made on the spot."""

from PySide6.QtCore import Qt

from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey, is_local
from wfdesk.domain.plan import Goal
from wfdesk.ui.editor.fields.suggestions import DETAIL

CONTROL = Qt.KeyboardModifier.ControlModifier
AUTHOR = FieldSlug("author")


async def type_name(desk, qtbot, slug: str, text: str) -> None:
    """Type into the picker of a field until its list has answered."""
    target = desk.focus(slug)
    qtbot.keyClick(target, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(target, text)
    picker = desk.editor(slug)._picker
    await desk.until(lambda: picker.suggestions.is_open and picker._text == text)


async def live_recipe(desk) -> ItemKey:
    await desk.sign_in()
    key = await desk.key("recipes", 1)
    await desk.open(key)
    return key


async def test_a_missing_author_is_made_on_the_spot(desk, qtbot) -> None:
    key = await live_recipe(desk)
    await type_name(desk, qtbot, "author", "Ada Newcomer")
    qtbot.keyClick(desk.focus("author"), Qt.Key.Key_Return)
    qtbot.keyClick(desk.focus("author"), Qt.Key.Key_Return)
    await desk.until(lambda: desk.editor("author")._note.text().startswith("New"))

    made = (await desk.saved(key))[AUTHOR]
    assert is_local(made)
    review = await desk.program.services.reviewing.review()
    assert [each.work.name for each in review.items if each.work.is_new] == ["Ada Newcomer"]
    await desk.calm()


async def test_what_was_made_on_the_spot_is_published_before_what_points_to_it(desk, qtbot) -> None:
    key = await live_recipe(desk)
    await type_name(desk, qtbot, "categories", "Sweet things")
    qtbot.keyClick(desk.focus("categories"), Qt.Key.Key_Return)
    await desk.until(lambda: is_local(desk.editor("categories").value()[-1]))
    await desk.saved(key)
    ended: list[object] = []
    desk.program.sending.run_finished.connect(ended.append)
    desk.program.sending.offered.connect(lambda offer: desk.program.sending.start(offer.plan))

    desk.program.sending.prepare(None, Goal.SEND)

    await desk.until(lambda: ended)
    chosen = desk.on_server(key)["fieldData"]["categories"][-1]
    made = desk.practice.get(
        f"/collections/{desk.practice.collection('categories')}/items/{chosen}"
    )
    assert made["fieldData"]["name"] == "Sweet things"
    await desk.calm()


async def test_escape_makes_nothing(desk, qtbot) -> None:
    key = await live_recipe(desk)
    before = desk.editor("author").value()
    await type_name(desk, qtbot, "author", "Nobody at all")
    qtbot.keyClick(desk.focus("author"), Qt.Key.Key_Escape)

    assert desk.editor("author").value() == before
    assert await desk.saved(key) == {}
    assert (await desk.program.services.reviewing.review()).items == ()
    await desk.calm()


async def test_a_target_that_is_to_be_deleted_is_marked(desk) -> None:
    key = await live_recipe(desk)
    collection = (await desk.key("authors")).collection
    author = ItemKey(collection, desk.editor("author").value(), key.locale)

    await desk.program.services.editing.set_action([author], Action.DELETE)

    await desk.until(lambda: "deleted" in desk.editor("author")._note.text())
    await desk.calm()


async def test_a_new_name_of_the_target_is_shown_at_once(desk) -> None:
    key = await live_recipe(desk)
    collection = (await desk.key("authors")).collection
    author = ItemKey(collection, desk.editor("author").value(), key.locale)

    await desk.program.services.editing.set_field(author, NAME, "Renamed just now")

    await desk.until(lambda: desk.editor("author")._line.text() == "Renamed just now")
    await desk.calm()


async def test_the_targets_picture_and_state_are_shown(desk) -> None:
    await live_recipe(desk)
    editor = desk.editor("author")
    assert editor._picture.isVisible()
    await desk.until(lambda: editor._picture._image is not None)
    rows = desk.editor("categories")._list
    assert rows.item(0).data(DETAIL) == "Published"
    await desk.calm()


async def test_the_target_is_opened(desk, qtbot) -> None:
    await live_recipe(desk)
    author = desk.editor("author").value()
    qtbot.mouseClick(desk.editor("author")._open, Qt.MouseButton.LeftButton)
    await desk.until(lambda: desk.shown is not None and desk.shown.item == author)
    await desk.calm()


async def test_names_that_begin_as_typed_come_first(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("stories"))

    await type_name(desk, qtbot, "recipes", "rye")

    rows = desk.editor("recipes")._picker.suggestions._list
    names = [rows.item(row).text() for row in range(rows.count())]
    assert names[0].startswith("Rye")
    assert any("rye" not in name.lower() for name in names)
    await desk.calm()
