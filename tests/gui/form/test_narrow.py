"""A narrow window: the form gives way in height, never in width."""

import pytest

COLLECTIONS = ("recipes", "stories", "places", "authors", "categories")


async def narrow(desk, slug: str) -> None:
    await desk.sign_in()
    await desk.open(await desk.key(slug))
    desk.program.window.resize(900, 600)
    desk.program.window._set_sizes((150, 440, 300))
    await desk.calm()


@pytest.mark.parametrize("slug", COLLECTIONS)
async def test_nothing_is_cut_at_the_right_in_a_narrow_window(desk, slug) -> None:
    await narrow(desk, slug)

    area = desk.program.form._form
    assert area.width() < 320
    assert area.horizontalScrollBar().maximum() == 0
    assert desk.program.form.head.name.width() >= area.width() / 3


async def test_a_date_without_time_takes_no_room_for_a_time_zone(desk) -> None:
    await narrow(desk, "recipes")

    editor = desk.editor("baked-on")
    line = editor._line.mapTo(editor, editor._line.rect().bottomLeft())
    assert editor._said.y() - line.y() < 12


async def test_a_date_keeps_the_name_of_its_time_zone_in_a_narrow_window(desk) -> None:
    await narrow(desk, "recipes")

    row, zone = desk.row("goes-online"), desk.editor("goes-online")._zone_name
    end = zone.mapTo(row, zone.rect().topRight())
    assert zone.width() >= zone.sizeHint().width()
    assert row.rect().contains(end)


async def test_changes_never_widen_the_window(desk, qtbot) -> None:
    """Its buttons would move under the pointer that is on its way to them."""
    await narrow(desk, "authors")
    qtbot.keyClicks(desk.focus("name"), "A name that is rather long for its place ")
    await desk.saved(desk.shown)
    desk.program.window.resize(desk.program.window.minimumSizeHint())
    await desk.calm()
    width = desk.program.window.width()

    desk.program.window._panes.tree.choose_changes()
    await desk.until(desk.program.changes_view.current)
    await desk.calm()

    assert desk.program.window.width() == width
