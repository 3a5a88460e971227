"""The colours that a colour field offers, on the real window."""

from PySide6.QtCore import Qt

CONTROL = Qt.KeyboardModifier.ControlModifier


def offered(desk, row: str) -> list[str]:
    return [swatch.text() for swatch in getattr(desk.editor("colour"), row).swatches]


def in_use(desk) -> set[object]:
    """The colours in all items of the site, in all locales."""
    locales = desk.practice.locales
    return {
        item["fieldData"].get(field)
        for slug, field in (("recipes", "accent"), ("categories", "colour"))
        for locale in (locales["primary"], *locales["secondary"])
        for item in desk.practice.get(desk.practice.items(slug), cmsLocaleId=locale["cmsLocaleId"])[
            "items"
        ]
    }


async def test_the_colours_of_the_site_are_offered(desk) -> None:
    await desk.sign_in()
    key = await desk.key("categories")
    await desk.open(key)

    await desk.until(lambda: offered(desk, "_site"))

    assert set(offered(desk, "_site")) <= in_use(desk)
    await desk.calm()


async def test_a_refresh_brings_new_colours(desk) -> None:
    await desk.sign_in()
    key = await desk.key("categories")
    tree = await desk.program.services.browsing.tree()
    site = tree.sites[0].site.id
    palettes = desk.program.services.palettes
    before = await palettes.colours(site)
    path = f"/collections/{key.collection}/items/{key.item}"
    desk.practice.ask("PATCH", path, json={"fieldData": {"colour": "#000001"}})
    assert await palettes.colours(site) is before

    await desk.program.services.refreshing.refresh_collection(key.collection)

    assert "#000001" in await palettes.colours(site)


async def test_a_colour_used_once_is_recent(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("categories"))
    target = desk.focus("colour")
    qtbot.keyClick(target, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(target, "Tomato")
    qtbot.keyClick(target, Qt.Key.Key_Return)

    await desk.until(lambda: offered(desk, "_recent") == ["Tomato"])
    await desk.calm()
