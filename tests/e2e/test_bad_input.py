"""What is bad outside of wfdesk, met in the real window: said with a next step, and nothing lost.

============================  ==================================================================
Input                         Test, here unless a file is named
============================  ==================================================================
a wrong token, typed          test_a_wrong_token_is_said_under_its_line
a wrong WFDESK_TOKEN          test_a_wrong_token_of_the_environment_is_said_with_its_name
a wrong --api-url             test_an_address_that_gets_no_token_is_said
a token with a newline        test_a_token_with_a_newline_is_said_and_not_repeated
an unreachable host           test_an_unreachable_host_is_said_under_the_token,
                              test_an_unreachable_host_is_said_over_the_panes_and_tried_again
a wrong token on coming back  test_a_token_that_proves_wrong_once_the_host_is_back_is_said
HTML instead of JSON          test_html_instead_of_json_is_said
a proxy that cannot be used   test_a_proxy_that_cannot_be_used_is_said_with_its_variable
a profile that is read-only   test_a_profile_that_cannot_be_written_is_said
a full disk                   test_a_full_disk_is_said_and_what_was_typed_is_written_later
a second start                test_a_second_start_is_turned_away_with_a_word
a damaged local copy          test_a_damaged_local_copy_is_said_and_kept
two of these at once          test_a_failure_at_the_start_hides_no_other
a field of an unknown type    test_a_field_of_an_unknown_type_is_shown_as_it_is
an option that is gone        test_an_option_that_is_gone_is_named
null everywhere               test_null_everywhere_is_an_empty_form_that_can_be_filled
values of another type        test_values_of_another_type_are_kept_as_they_are
a refused token later on      test_a_token_that_is_refused_later_is_asked_for_again
a token that is lost          test_a_lost_token_is_asked_for_over_the_panes
the system ends the program   test_what_is_typed_when_the_system_ends_it_is_on_disk
killed under one's fingers    test_who_types_on_loses_the_last_second_to_a_kill_at_the_most
a crash with a token in use   test_a_crash_leaves_its_stack_and_no_token
a token forgotten, all of it  test_a_token_is_forgotten_with_the_content_and_nothing_goes_wrong
a second token for a site     test_a_second_token_for_a_site_asks_before_it_replaces_the_first
============================  ==================================================================

Every run must end without a word on its standard error.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.canary import CANARY_TOKEN
from tests.doubles.practice import UNHELD, Practice
from tests.e2e.desk import Desk, running
from tests.e2e.site import Item, content, free_port, practising
from tests.e2e.test_main_job import edited, open_item, text_of
from wfdesk.store.opening import open_file
from wfdesk.store.works import WorksRepository

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_TYPING = float(os.environ.get("WFDESK_TYPING", "1.6"))
"""Seconds of typing without a pause."""
HTML = {"do": "html", "status": 200, "times": 99}


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with practising("--items", "6") as practice:
        yield practice


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@contextmanager
def quiet(home: Path, *arguments: str, **environment: str) -> Iterator[Desk]:
    """A run that must not say a word on its standard error."""
    with running(home, *arguments, **environment) as desk:
        yield desk
        desk.kill()
    assert desk.complaints == []


@contextmanager
def signed_in(home: Path, practice: Practice) -> Iterator[Desk]:
    with quiet(home, "--api-url", practice.url, WFDESK_TOKEN=practice.tokens["full"]) as desk:
        desk.find("TreeItem", f"Recipes, {ELLIPSIS}")
        yield desk


def type_token(desk: Desk, token: str) -> None:
    desk.click("EditableText", "Site token")
    desk.type(token)
    desk.press("Return")


def says(desk: Desk, *sentences: str) -> None:
    for sentence in sentences:
        desk.until(lambda wanted=sentence: any(wanted in said for said in desk.said), sentence)


def test_a_wrong_token_is_said_under_its_line(home: Path, practice: Practice) -> None:
    with quiet(home, "--api-url", practice.url) as desk:
        type_token(desk, CANARY_TOKEN)
        says(desk, "Webflow does not accept this token.", "Make a new one in the site")
        assert desk.until(lambda: desk.find("EditableText", "Site token").has_focus, "the focus")
        assert CANARY_TOKEN not in desk.said


def test_a_wrong_token_of_the_environment_is_said_with_its_name(
    home: Path, practice: Practice
) -> None:
    with quiet(home, "--api-url", practice.url, WFDESK_TOKEN=CANARY_TOKEN) as desk:
        says(desk, "Signing in with WFDESK_TOKEN failed. Webflow does not accept this token.")
        says(desk, "Welcome to wfdesk")


@pytest.mark.parametrize("address", ["http://example.com/v2", "ht!tp:[x", "nothing"])
def test_an_address_that_gets_no_token_is_said(home: Path, address: str) -> None:
    with quiet(home, "--api-url", address) as desk:
        type_token(desk, CANARY_TOKEN)
        says(desk, "wfdesk sends a token to Webflow or to a practice server", "Check the address")


def test_a_token_with_a_newline_is_said_and_not_repeated(home: Path, practice: Practice) -> None:
    broken = f"{CANARY_TOKEN[:30]}\n{CANARY_TOKEN[30:]}"
    with quiet(home, "--api-url", practice.url, WFDESK_TOKEN=broken) as desk:
        says(desk, "This is not a Webflow token. Copy the whole token")
        type_token(desk, f"{CANARY_TOKEN[:30]} {CANARY_TOKEN[30:]}")
        desk.until(lambda: len(said_of(desk, "This is not a Webflow token.")) == 2, "both")
        assert not said_of(desk, CANARY_TOKEN[:30])


def said_of(desk: Desk, words: str) -> list[str]:
    return [each.name for each in desk.look() if each.role == "StaticText" and words in each.name]


def test_an_unreachable_host_is_said_under_the_token(home: Path) -> None:
    with quiet(home, "--api-url", f"http://127.0.0.1:{free_port()}/v2") as desk:
        type_token(desk, CANARY_TOKEN)
        says(desk, "127.0.0.1 refused the connection. Try again in a moment.", "Offline")


def test_an_unreachable_host_is_said_over_the_panes_and_tried_again(home: Path) -> None:
    port = free_port()
    arguments = ("--items", "6", "--port", str(port))
    with practising(*arguments) as practice:
        token, url = practice.tokens["full"], practice.url
    with quiet(home, "--api-url", url, WFDESK_TOKEN=token) as desk:
        says(desk, "127.0.0.1 refused the connection.", "wfdesk signs in as soon as it can.")
        with practising(*arguments):
            desk.find("TreeItem", f"Recipes, {ELLIPSIS}")
            desk.until(lambda: not said_of(desk, "signs in as soon"), "the banner gone")


def test_a_token_that_proves_wrong_once_the_host_is_back_is_said(home: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/v2"
    with quiet(home, "--api-url", url, WFDESK_TOKEN=CANARY_TOKEN) as desk:
        says(desk, "wfdesk signs in as soon as it can.")
        with practising("--items", "6", "--port", str(port)):
            says(desk, "Signing in with WFDESK_TOKEN failed.")
            desk.until(lambda: not said_of(desk, "signs in as soon"), "the banner gone")


def test_html_instead_of_json_is_said(home: Path, practice: Practice) -> None:
    practice.control("POST", "faults", HTML)
    try:
        with quiet(home, "--api-url", practice.url) as desk:
            type_token(desk, practice.tokens["full"])
            says(desk, "The answer was not from Webflow", "sign in to it in your browser")
        token = practice.tokens["full"]
        with quiet(home, "--api-url", practice.url, WFDESK_TOKEN=token) as desk:
            says(desk, "The answer was not from Webflow", "wfdesk signs in as soon as it can.")
    finally:
        practice.control("DELETE", "faults")


def test_a_proxy_that_cannot_be_used_is_said_with_its_variable(home: Path) -> None:
    with quiet(home, WFDESK_TOKEN=CANARY_TOKEN, HTTPS_PROXY="socks5://127.0.0.1:1") as desk:
        says(desk, "Set HTTPS_PROXY to an HTTP proxy", "Offline")


def a_file(home: Path) -> None:
    home.write_text("where the folder should be")


def read_only(home: Path) -> None:
    home.mkdir(mode=0o500)
    if os.access(home, os.W_OK):
        pytest.skip("root may write anywhere")


@pytest.mark.parametrize("spoil", [a_file, read_only])
def test_a_profile_that_cannot_be_written_is_said(
    home: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(home)
    with running(home) as desk:
        says(desk, "wfdesk cannot start", f"could be kept: {home}. Make the folder writable")
        says(desk, "or choose another one with WFDESK_HOME")
        desk.press("Escape")
        assert desk.end() == 1
    assert desk.complaints == []


@posix_only
def test_a_full_disk_is_said_and_what_was_typed_is_written_later(
    home: Path, practice: Practice
) -> None:
    recipe = next(iter(content(practice)["recipes"].values()))["fieldData"]["name"]
    with signed_in(home, practice) as desk:
        open_item(desk, "Recipes", recipe)
        desk.fill_disk()
        desk.write("Name", "Typed on a full disk")
        says(
            desk,
            "Not saved: the disk is full.",
            "Make room and try again. Your text is still on screen.",
        )
        assert text_of(desk, "Name") == "Typed on a full disk"
        desk.empty_disk()
        edited(desk, "Name")
        says(desk, "Saved on this computer")
    with signed_in(home, practice) as desk:
        open_item(desk, "Recipes", "Typed on a full disk")


@posix_only
def test_what_is_typed_when_the_system_ends_it_is_on_disk(home: Path, practice: Practice) -> None:
    category = next(iter(content(practice)["categories"].values()))["fieldData"]["name"]
    with signed_in(home, practice) as desk:
        open_item(desk, "Categories", category)
        desk.click("EditableText", "Name")
        desk.press("Ctrl+A")
        desk.type("Typed at the end")
        assert desk.terminate() == -signal.SIGTERM
        assert desk.complaints == []
    opened = open_file(home / "wfdesk.sqlite3")
    with closing(opened.connection) as connection:
        [work] = WorksRepository(connection).all()
    assert work.name == "Typed at the end"


def test_who_types_on_loses_the_last_second_to_a_kill_at_the_most(
    home: Path, practice: Practice
) -> None:
    category = next(iter(content(practice)["categories"].values()))["fieldData"]["name"]
    with signed_in(home, practice) as desk:
        open_item(desk, "Categories", category)
        desk.click("EditableText", "Name")
        desk.press("Ctrl+A")
        typed = type_on(desk, seconds=_TYPING)
        killed = time.monotonic()
        desk.kill()
    opened = open_file(home / "wfdesk.sqlite3")
    with closing(opened.connection) as connection:
        [work] = WorksRepository(connection).all()
    text = "".join(letter for letter, _ in typed)
    assert text.startswith(work.name)
    first_lost = typed[len(work.name)][1] if work.name != text else killed
    assert killed - first_lost < 1


def type_on(desk: Desk, *, seconds: float) -> list[tuple[str, float]]:
    """Type without a pause; return the letters, each with the moment when it was there."""
    typed = list[tuple[str, float]]()
    for letter in cycle("the quick brown fox "):
        desk.type(letter)
        typed.append((letter, time.monotonic()))
        if typed[-1][1] - typed[0][1] > seconds:
            return typed
    raise AssertionError("never")


def test_a_second_start_is_turned_away_with_a_word(home: Path) -> None:
    with quiet(home) as first:
        says(first, "Welcome to wfdesk")
        with running(home) as second:
            says(second, "wfdesk is already open with this local copy. Use the window that is open")
            second.press("Escape")
            assert second.end() == 1
        assert second.complaints == []
        says(first, "Welcome to wfdesk")


def test_a_damaged_local_copy_is_said_and_kept(home: Path) -> None:
    home.mkdir()
    (home / "wfdesk.sqlite3").write_bytes(b"garbage " * 64)
    with quiet(home) as desk:
        says(desk, "The local copy was damaged and is now at ")
        says(desk, "What could be read of your edits is in the new one.")
        [kept] = home.glob("wfdesk.sqlite3.damaged-*")
        assert kept.read_bytes() == b"garbage " * 64
        desk.press("Alt+4", "Escape")
        desk.until(lambda: not said_of(desk, "The local copy was damaged"), "the notice gone")


def test_a_failure_at_the_start_hides_no_other(home: Path, practice: Practice) -> None:
    home.mkdir()
    (home / "wfdesk.sqlite3").write_bytes(b"garbage " * 64)
    with quiet(home, "--api-url", practice.url, WFDESK_TOKEN=CANARY_TOKEN) as desk:
        says(desk, "Signing in with WFDESK_TOKEN failed.", "The local copy was damaged")


@contextmanager
def spoiled(tmp_path: Path, spoil: Callable[[Item, list[Any]], None]) -> Iterator[Practice]:
    """A site whose first recipe, called Odd, is not what a server should send."""
    state = tmp_path / "practice.json"
    with practising("--items", "6", "--state", str(state)) as practice:
        item = next(iter(content(practice)["recipes"]))
        body = {"collection": "recipes", "item": item, "fieldData": {"name": "Odd"}}
        practice.control("POST", "edit", body)
    lines = [json.loads(line) for line in state.read_text().splitlines()]
    recipes = next(each for each in lines[0]["head"]["collections"] if each["slug"] == "recipes")
    for variant in (each for line in lines for each in line.get("put", {}).get(recipes["id"], ())):
        if variant["id"] == item:
            spoil(variant["fields"], recipes["fields"])
    state.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    with practising("--state", str(state), server=UNHELD) as practice:
        yield practice


def test_a_field_of_an_unknown_type_is_shown_as_it_is(home: Path, tmp_path: Path) -> None:
    def spoil(values: Item, fields: list[Any]) -> None:
        values["subtitle"] = {"deep": [1, None, "<b>x</b>"]}
        next(each for each in fields if each["slug"] == "subtitle")["type"] = "Hologram"

    with spoiled(tmp_path, spoil) as practice, signed_in(home, practice) as desk:
        open_item(desk, "Recipes", "Odd")
        says(desk, "Can only be changed in Webflow")
        assert json.loads(text_of(desk, "Subtitle")) == {"deep": [1, None, "<b>x</b>"]}


def test_an_option_that_is_gone_is_named(home: Path, tmp_path: Path) -> None:
    gone = "0123456789abcdef01234567"

    def spoil(values: Item, _fields: list[Any]) -> None:
        values["difficulty"] = gone

    with spoiled(tmp_path, spoil) as practice, signed_in(home, practice) as desk:
        open_item(desk, "Recipes", "Odd")
        desk.until(lambda: text_of(desk, "Difficulty") == f"Missing option ({gone})", "the option")
        desk.find("StaticText", "Nothing waiting")


def test_null_everywhere_is_an_empty_form_that_can_be_filled(home: Path, tmp_path: Path) -> None:
    def spoil(values: Item, fields: list[Any]) -> None:
        for each in fields:
            each["validations"] = each["helpText"] = None
            if each["slug"] not in {"name", "slug"}:
                values[each["slug"]] = None

    with spoiled(tmp_path, spoil) as practice, signed_in(home, practice) as desk:
        open_item(desk, "Recipes", "Odd")
        assert text_of(desk, "Servings") == ""
        desk.write("Subtitle", "Filled")
        edited(desk, "Subtitle")


def test_values_of_another_type_are_kept_as_they_are(home: Path, tmp_path: Path) -> None:
    def spoil(values: Item, _fields: list[Any]) -> None:
        values |= {slug: {"x": [1]} for slug in values.keys() - {"name", "slug"}}

    with spoiled(tmp_path, spoil) as practice, signed_in(home, practice) as desk:
        open_item(desk, "Recipes", "Odd")
        says(desk, "Not a text; kept as it is", "Not a number; kept as it is")
        desk.find("StaticText", "Nothing waiting")


def test_a_token_that_is_refused_later_is_asked_for_again(home: Path, practice: Practice) -> None:
    with signed_in(home, practice) as desk:
        desk.click("TreeItem", f"Recipes, {ELLIPSIS}")
        refuse = {"do": "status", "status": 401, "path": "/v2/", "times": 99}
        practice.control("POST", "faults", refuse)
        try:
            desk.press("Ctrl+F5")
            says(desk, "Webflow no longer accepts this site's token.")
        finally:
            practice.control("DELETE", "faults")
        sign_in_again(desk, practice.tokens["full"])


def sign_in_again(desk: Desk, token: str) -> None:
    desk.click("Button", f"Sign in again{ELLIPSIS}")
    desk.find("StaticText", "Site token for \N{LEFT DOUBLE QUOTATION MARK}" + ELLIPSIS)
    desk.click("CheckBox", f"Keep it in{ELLIPSIS}")
    type_token(desk, token)
    desk.until(lambda: not said_of(desk, "Sign in again"), "the banner gone")
    desk.press("Escape")
    desk.gone("Button", f"Sign in again{ELLIPSIS}")


def test_a_lost_token_is_asked_for_over_the_panes(home: Path, practice: Practice) -> None:
    with signed_in(home, practice) as desk:
        desk.click("TreeItem", f"Recipes, {ELLIPSIS}")
        desk.find("StaticText", "Online")
        assert desk.close() == 0
    with quiet(home, "--api-url", practice.url) as desk:
        says(desk, "There is no keychain here", "Sign in again: your edits are kept.")
        sign_in_again(desk, practice.tokens["full"])
        desk.press("Ctrl+F5")
        desk.find("StaticText", "Online")


def test_a_token_is_forgotten_with_the_content_and_nothing_goes_wrong(
    home: Path, practice: Practice
) -> None:
    with signed_in(home, practice) as desk:
        desk.click("TreeItem", f"Recipes, {ELLIPSIS}")
        desk.press("Alt+F")
        desk.press("S")
        desk.click("Button", f"Forget the token of {ELLIPSIS}")
        desk.click("CheckBox", f"Remove the site{ELLIPSIS}")
        desk.click("Button", "Forget token")
        says(desk, "No token yet. Add one to sign in to a site.")
        desk.press("Escape")
        desk.gone("TreeItem", f"Recipes, {ELLIPSIS}")
        says(desk, "If it was ever kept in the keychain, it may still be there")
        assert len(desk.find_all("Button", "Dismiss")) == 1
        assert not desk.find_all("StaticText", "Offline")


def test_a_second_token_for_a_site_asks_before_it_replaces_the_first(
    home: Path, practice: Practice
) -> None:
    with signed_in(home, practice) as desk:
        desk.click("TreeItem", f"Recipes, {ELLIPSIS}")
        desk.press("Alt+F")
        desk.press("S")
        desk.click("CheckBox", f"Add a token{ELLIPSIS}")
        type_token(desk, practice.tokens["read_only"])
        says(desk, "is already opened with another token", "The new one may not: send and publish")
        desk.click("Button", "Keep the old one")
        says(desk, "The token you had stays in use. The new one was stored nowhere.")
        desk.press("Return")
        desk.click("Button", "Use the new one")
        says(desk, "Read-only: this site's token lacks cms:write")


@posix_only
def test_a_crash_leaves_its_stack_and_no_token(home: Path, practice: Practice) -> None:
    token = practice.tokens["full"]
    category = next(iter(content(practice)["categories"].values()))["fieldData"]["name"]
    with running(home, "--api-url", practice.url, WFDESK_TOKEN=token) as desk:
        open_item(desk, "Categories", category)
        desk.write("Name", "Typed before the crash")
        edited(desk, "Name")
        assert desk.crash() == -signal.SIGSEGV
    assert "Segmentation fault" in (home / "logs" / "crash.txt").read_text()
    left = [path for path in home.parent.rglob("*") if path.is_file()]
    assert {"crash.txt", "wfdesk.log", "wfdesk.sqlite3"} <= {path.name for path in left}
    assert not [path for path in left if token.encode() in path.read_bytes()]
    assert desk.complaints == []
    with quiet(home, "--api-url", practice.url) as desk:
        says(desk, "wfdesk crashed when it ran last. What you had saved is kept.")
        open_item(desk, "Categories", "Typed before the crash")
