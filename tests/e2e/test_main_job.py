"""The main job through the real window, by mouse and keys alone.

Sign in, edit every type of field, lose the network, edit and create more, be killed, come back
without a network, find everything, get the network back, review, publish.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.desktop import desktop_session, needs_keychain
from tests.doubles.practice import Practice
from tests.e2e.desk import Desk, running
from tests.e2e.site import (
    Content,
    Item,
    changes,
    content,
    free_port,
    plain,
    practising,
    schemas,
    writes,
)

pytestmark = [needs_keychain, pytest.mark.timeout(240)]

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

LINES = {
    "Name": "Typed by hand",
    "Subtitle": "A line under it",
    "Summary": "Two lines\nof a summary",
    "Servings": "7",
    "Cost a head": "2.65",
    "Baked on": "2026-03-04",
    "Goes online": "2026-07-08 09:10",
    "Contact": "typed@example.org",
    "Baking hotline": "+49 30 901820",
    "Source": "https://example.org/typed",
    "Accent colour": "#1a2b3c",
    "Video": "https://www.youtube.com/watch?v=typed",
    "Photo, alt text": "Seven rolls on a tray",
    "Recipe card, address": "https://example.org/card.pdf",
}
"""What is typed into each line of the form, by the line's name."""

ARRIVED = {
    "name": "Typed by hand",
    "subtitle": "A line under it",
    "summary": "Two lines\nof a summary",
    "servings": 7,
    "cost": 2.65,
    "vegan": True,
    "baked-on": "2026-03-04T00:00:00.000Z",
    "goes-online": "2026-07-08T08:10:00.000Z",  # Lisbon is an hour ahead of UTC in July
    "contact": "typed@example.org",
    "hotline": "+49 30 901820",
    "source": "https://example.org/typed",
    "accent": "#1a2b3c",
    "video": {"url": "https://www.youtube.com/watch?v=typed"},
    # Webflow has fetched the files and keeps them by their names.
    "card": {"url": "card.pdf", "alt": None},
    "gallery": [
        {"url": "two.png", "alt": "The second one"},
        {"url": "one.png", "alt": None},
    ],
}
"""What the server has of it, but for the fields that build on what the item had before."""

TYPED_AT_THE_END = "<p>Typed <em>at the end</em>.</p>"


def test_the_main_job(tmp_path: Path) -> None:
    home, state, port = tmp_path / "home", tmp_path / "practice.json", free_port()
    served = ("--items", "120", "--state", str(state), "--port", str(port))
    with desktop_session(tmp_path / "session") as session:
        with practising(*served) as practice, opened(home, practice, session) as desk:
            before, structure = content(practice), schemas(practice)
            sign_in(desk, practice.tokens["full"])
            recipe = edit_a_recipe(desk, before, structure["recipes"])
            practice.close()  # the network is gone
            author = edit_an_author(desk, before)
            made = make_an_author(desk, author["cmsLocaleId"])
            desk.kill()
        with opened(home, practice, session) as desk:
            find_every_edit(desk)
            with practising(*served) as practice:
                go_online(desk)
                assert content(practice) == before  # nothing is sent by itself
                publish_all(desk)
                after, sent = content(practice), writes(practice)
                assert desk.close() == 0
    assert changes(before, after) == {"recipes": [recipe], "authors": [author, made]}
    recipes, authors = (
        f"/collections/{structure[slug]['id']}/items" for slug in ("recipes", "authors")
    )
    assert sent == {
        ("PATCH", recipes): 1,
        ("POST", f"{recipes}/publish"): 1,
        ("PATCH", authors): 1,
        ("POST", f"{authors}/bulk"): 1,
        ("POST", f"{authors}/publish"): 1,
    }


def opened(home: Path, practice: Practice, session: dict[str, str]) -> Any:
    return running(home, "--api-url", practice.url, **session)


def sign_in(desk: Desk, token: str) -> None:
    desk.click("EditableText", "Site token")
    desk.type(token)
    desk.press("Return")
    desk.click("Button", "Start")


def edit_a_recipe(desk: Desk, before: Content, schema: dict[str, Any]) -> Item:
    """Edit every type of field of one that is live; return it as it must arrive."""
    chosen = ARRIVED | {"difficulty": option_of(schema, "difficulty", "Easy")}
    recipe = next(
        item
        for item in before["recipes"].values()
        if item["lastPublished"] and not item["isArchived"] and has_room(item["fieldData"])
        if all(item["fieldData"].get(slug) != value for slug, value in chosen.items())
    )
    fields = recipe["fieldData"]
    author = next(each for each in before["authors"].values() if each["id"] != fields["author"])
    categories = list(before["categories"].values())[:2]
    open_item(desk, "Recipes", name_of(recipe))
    for line, text in LINES.items():
        desk.write(line, text)
        edited(desk, line.split(",")[0])
    write_rich_text(desk)
    choose_difficulty(desk)
    desk.click("Button", "Vegan")
    add_pictures(desk)
    choose_author(desk, name_of(author))
    choose_categories(desk, [name_of(each) for each in categories])
    for field in ("Method", "Difficulty", "Vegan", "Gallery", "Author", "Categories"):
        edited(desk, field)
    arrived = chosen | {
        "method": fields["method"] + TYPED_AT_THE_END,
        "photo": {**fields["photo"], "alt": LINES["Photo, alt text"]},
        "author": author["id"],
        "categories": [each["id"] for each in categories],
    }
    return plain({**recipe, "isDraft": False, "fieldData": fields | arrived})


def has_room(fields: dict[str, Any]) -> bool:
    """Whether there is a picture to describe, and nothing yet where others are to be added."""
    return bool(fields.get("photo")) and not (fields.get("gallery") or fields.get("categories"))


def write_rich_text(desk: Desk) -> None:
    desk.click("PageTab", "HTML")
    desk.click("EditableText", "Method, HTML source")
    desk.press("Ctrl+End")
    desk.type(TYPED_AT_THE_END)


def choose_difficulty(desk: Desk) -> None:
    desk.click("EditableText", "Difficulty")
    desk.press("Ctrl+A")
    desk.type("Easy")
    desk.click("ListItem", "Easy")


def add_pictures(desk: Desk) -> None:
    """Add two, describe the second, move it before the first."""
    desk.click("EditableText", "Gallery, add by address")
    desk.type("https://example.org/one.png\nhttps://example.org/two.png\n")
    desk.click("EditableText", "Gallery, alt text of picture 2")
    desk.type("The second one")
    desk.press("Alt+Up")


def choose_author(desk: Desk, name: str) -> None:
    desk.click("EditableText", "Author")
    desk.press("Ctrl+A")
    desk.type(name)
    desk.click("ListItem", name)


def choose_categories(desk: Desk, names: list[str]) -> None:
    desk.click("EditableText", "Categories")
    for name in names:
        desk.press("Ctrl+A")
        desk.type(name)
        desk.press("Return")  # before there is any answer, as who types fast does
    desk.press("Tab")


def edit_an_author(desk: Desk, before: Content) -> Item:
    author = list(before["authors"].values())[1]
    open_item(desk, "Authors", name_of(author))
    rename(desk, "Typed off line")
    return plain({**author, "fieldData": {**author["fieldData"], "name": "Typed off line"}})


def make_an_author(desk: Desk, locale: str) -> Item:
    desk.press("Ctrl+N")
    desk.until(lambda: text_of(desk, "Name") == "", "an empty form")
    rename(desk, "Made off line")
    desk.write("E-mail", "made@example.org")
    edited(desk, "E-mail")
    return {
        "cmsLocaleId": locale,
        "isArchived": False,
        "isDraft": False,
        "fieldData": {
            "name": "Made off line",
            "slug": "made-off-line",
            "email": "made@example.org",
        },
    }


def find_every_edit(desk: Desk) -> None:
    open_item(desk, "Recipes", LINES["Name"])
    for line, text in LINES.items():
        assert text_of(desk, line) == text
    open_item(desk, "Authors", "Typed off line")
    open_item(desk, "Authors", "Made off line")
    assert text_of(desk, "E-mail") == "made@example.org"
    desk.find("StaticText", "Offline")


def go_online(desk: Desk) -> None:
    desk.press("Ctrl+F5")
    desk.find("StaticText", "Online")


def publish_all(desk: Desk) -> None:
    desk.press("Ctrl+Shift+Return")
    desk.find("StaticText", "3 unsent changes in 2 collections")
    desk.click("Button", f"Publish 3 ticked{ELLIPSIS}")
    desk.click("Button", "Publish 3 items")
    desk.find("StaticText", "3 done")


def open_item(desk: Desk, collection: str, name: str) -> None:
    desk.click("TreeItem", f"{collection}, {ELLIPSIS}")
    desk.click("EditableText", "Filter items")
    desk.press("Ctrl+A")
    desk.type(name)
    desk.find("StaticText", f"1 of {ELLIPSIS}")
    desk.click("Cell", name)
    desk.until(lambda: text_of(desk, "Name") == name, f"the form of {name}")


def rename(desk: Desk, name: str) -> None:
    desk.write("Name", name)
    edited(desk, "Name")


def edited(desk: Desk, field: str) -> None:
    """Wait until the edit of the field is on disk, as the form says beside its label."""
    desk.find("StaticText", f"{field}: edited")


def text_of(desk: Desk, line: str) -> str:
    return next((each.text for each in desk.find_all("EditableText", line)), "")


def name_of(item: Item) -> str:
    return item["fieldData"]["name"]


def option_of(schema: dict[str, Any], field: str, name: str) -> str:
    described = next(each for each in schema["fields"] if each["slug"] == field)
    return next(each["id"] for each in described["validations"]["options"] if each["name"] == name)
