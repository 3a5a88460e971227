"""An article written by hand in the real window, as Webflow's own editor would have written it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.practice import Practice
from tests.e2e.desk import Desk, running
from tests.e2e.site import content, practising

pytestmark = pytest.mark.timeout(180)

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

FIGURE = (
    '<figure class="w-richtext-figure-type-image w-richtext-align-fullwidth" data-rt-type="image" '
    'data-rt-align="fullwidth"><div><img src="https://example.org/loaf.png" alt="A dark loaf" '
    'loading="lazy"></div><figcaption>Baked on a Friday</figcaption></figure>'
)
EMBED = (
    "<div data-rt-embed-type='true'><iframe src=\"https://example.org/v?a=1&b=2\"></iframe></div>"
)
ARTICLE = (
    "<h2>Bread &amp; salt</h2>"
    "<p>It takes <strong>time</strong>, and <em>little else</em>.<br>See "
    '<a href="https://example.org/oven?a=1&amp;b=2">the oven</a> for more.</p>'
    "<ul><li>Flour<ul><li>rye</li><li>wheat</li></ul></li><li>Water</li></ul>"
    "<blockquote>Bread is a clock.</blockquote>"
    "<p>Naïve? 日本 👩.</p>"
    f"{FIGURE}{EMBED}"
    "<p>The end.</p>"
)
"""Behaviour of the API, 2.4: no white space between blocks, a nested list in its item."""

NAME = "Written by hand"
STEPS = 60
"""More than it takes."""


@pytest.fixture
def practice() -> Iterator[Practice]:
    """With an item that is empty: to undo one that is new goes on to before it was made."""
    with practising("--items", "60") as made:
        made.make("stories", name=NAME, slug="written-by-hand")
        yield made


@pytest.fixture
def desk(tmp_path: Path, practice: Practice) -> Iterator[Desk]:
    token = {"WFDESK_TOKEN": practice.tokens["full"]}
    with running(tmp_path / "home", "--api-url", practice.url, **token) as made:
        made.click("TreeItem", f"Stories, {ELLIPSIS}")
        made.find("Cell", f"A letter{ELLIPSIS}")
        yield made


def test_an_article_arrives_as_webflow_would_have_written_it(
    desk: Desk, practice: Practice
) -> None:
    desk.click("Cell", NAME)
    desk.until(lambda: desk.find("EditableText", "Name").text == NAME, "its form")
    desk.click("EditableText", "Body")
    write_text(desk)
    insert_picture(desk)
    insert_embed(desk)
    desk.type("The end.")
    assert source(desk) == ARTICLE

    undo_and_redo(desk)
    assert source(desk) == ARTICLE

    desk.press("Ctrl+S")
    desk.click("Button", "Send 1 item")
    desk.find("StaticText", "1 done")
    assert bodies(practice)[NAME] == ARTICLE


def write_text(desk: Desk) -> None:
    desk.type("## Bread & salt\nIt takes ")
    desk.press("Ctrl+B")
    desk.type("time")
    desk.press("Ctrl+B")
    desk.type(", and ")
    desk.press("Ctrl+I")
    desk.type("little else")
    desk.press("Ctrl+I")
    desk.type(".")
    desk.press("Shift+Return")
    desk.type("See the oven")
    desk.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "Ctrl+K")
    desk.write("Address", "https://example.org/oven?a=1&b=2")
    desk.click("Button", "Link", within="Link")
    desk.gone("EditableText", "Address")
    desk.press("End")
    desk.type(" for more.\n- Flour\n")
    desk.press("Tab")
    desk.type("rye\nwheat\n")
    desk.press("Shift+Tab")
    desk.type("Water\n\n> Bread is a clock.\nNaïve? 日本 👩.\n")


def choose(desk: Desk, what: str) -> None:
    """Open the menu and pick; click again where the button moved away from under the first click.

    It does while the form makes room for a card that has just come.
    """

    def is_open() -> bool:
        if not desk.find_all("MenuItem", what):
            desk.click("Button", "Insert")
        return bool(desk.find_all("MenuItem", what))

    desk.until(is_open, "the menu")
    desk.click("MenuItem", what)


def insert_picture(desk: Desk) -> None:
    choose(desk, f"Picture{ELLIPSIS}")
    desk.write("Address of the picture", "https://example.org/loaf.png")
    desk.write("Alt text", "A dark loaf")
    desk.write("Caption", "Baked on a Friday")
    desk.click("Button", "Insert picture")
    desk.gone(
        "Button", "Insert picture"
    )  # As long as the form is there, it keeps the window from clicks.
    desk.until(lambda: cards(desk) == 1, "the picture in the text")


def insert_embed(desk: Desk) -> None:
    choose(desk, f"HTML embed{ELLIPSIS}")
    desk.click("EditableText", "HTML")
    desk.type('<iframe src="https://example.org/v?a=1&b=2"></iframe>')
    desk.click("Button", "Insert embed")
    desk.gone(
        "Button", "Insert embed"
    )  # As long as the form is there, it keeps the window from clicks.
    desk.until(lambda: cards(desk) == 2, "the embed in the text")


def cards(desk: Desk) -> int:
    return desk.find("EditableText", "Body").text.count("\ufffc")


def undo_and_redo(desk: Desk) -> None:
    """Go all the way back, beyond the first letter, and forward again."""
    for _ in range(STEPS):
        desk.press("Ctrl+Z")
    desk.until(lambda: desk.find("EditableText", "Body").text == "", "an empty text")
    for _ in range(STEPS):
        desk.press("Ctrl+Shift+Z")
    desk.until(lambda: "The end." in desk.find("EditableText", "Body").text, "the whole text")


def source(desk: Desk) -> str:
    """What the other page shows of the text."""
    turn_to(desk, "HTML", "Body, HTML source")
    text = desk.find("EditableText", "Body, HTML source").text
    turn_to(desk, "Write", "Body")
    return text


def turn_to(desk: Desk, page: str, line: str) -> None:
    """Turn to a page of the field. A form that grows at this moment may move it away once."""

    def is_there() -> bool:
        is_seen = any(each.is_shown for each in desk.find_all("EditableText", line))
        if not is_seen:
            desk.click("PageTab", page)
        return is_seen

    desk.until(is_there, f"the page {page}")


def bodies(practice: Practice) -> dict[str, str]:
    stories = content(practice)["stories"].values()
    return {each["fieldData"]["name"]: each["fieldData"].get("body") for each in stories}
