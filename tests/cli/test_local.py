"""What needs no network: finding, showing, changing and giving up, all on this computer."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.cli.shell import Shell
from tests.doubles.practice import Practice
from wfdesk.cli import COMMANDS, EXIT_CODES
from wfdesk.domain.ids import FieldSlug
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.remote import take_in_structure
from wfdesk.store.sites import SitesRepository
from wfdesk.store.tablerows import sortable_name
from wfdesk.words.reviews import PARKED

POST = "recipes"


@pytest.fixture
def address(refreshed: Path, practice: Practice) -> str:
    """Nothing is sent here: any item will do."""
    items = practice.get(practice.items(POST), limit=100)["items"]
    return next(f"{POST}/{each['fieldData']['slug']}" for each in items if each["lastPublished"])


def test_items_are_listed_as_the_table_has_them(wfdesk: Shell) -> None:
    found = wfdesk("items", POST, "--json").json
    names = [item["name"] for item in found["items"]]
    assert found["found"] == len(names) > 4
    assert names == sorted(names, key=sortable_name)
    assert {"address", "status", "slug", "updated", "unsent", "locale"} <= found["items"][0].keys()
    told = wfdesk("items", POST, "--limit", "2", "--reverse")
    lines = told.out.splitlines()
    assert lines[0].split() == ["STATUS", "SLUG", "NAME", "UPDATED"]
    assert [names[-1] in lines[1], names[-2] in lines[2], len(lines)] == [True, True, 3]


def test_items_are_filtered_by_text_status_and_unsent(wfdesk: Shell, address: str) -> None:
    slug = address.partition("/")[2]
    wfdesk.edit(address, subtitle="for the filter")
    ways = (("--filter", slug, "--unsent"), ("--filter", "FOR THE FILTER"))
    for way in ways:
        found = wfdesk("items", POST, "--json", *way).json["items"]
        assert [item["address"] for item in found] == [address], way
    none = wfdesk("items", POST, "--unsent", "--status", "draft")
    assert none.out == "No items.\n"


def test_an_item_is_shown_with_its_unsent_edits_marked(wfdesk: Shell, address: str) -> None:
    before = wfdesk("show", address, "--json").json
    wfdesk.edit(address, subtitle="for \u202ethe jar")
    told = wfdesk("show", address).out
    assert "* Subtitle        for \u27e8U+202E\u27e9the jar\n" in told
    assert "  was: " in told
    after = wfdesk("show", before["id"], "--json").json
    assert after["unsent"]["fields"] == ["subtitle"]
    assert [field["field"] for field in after["fields"] if field["is_unsent"]] == ["subtitle"]
    assert before["unsent"] is None


def test_a_value_whose_field_is_gone_is_shown_with_its_item(wfdesk: Shell, address: str) -> None:
    wfdesk.edit(address, subtitle="Nowhere to go")
    asyncio.run(lose_field(wfdesk, FieldSlug("subtitle")))
    told = wfdesk("show", address).out
    assert "* Subtitle" in told
    assert f"! {PARKED}" in told
    [lost] = wfdesk("show", address, "--json").json["parked"]
    assert (lost["field"], lost["value"]) == ("subtitle", "Nowhere to go")


async def lose_field(wfdesk: Shell, slug: FieldSlug) -> None:
    """As a refresh does after somebody has deleted the field in Webflow."""

    def lose(rows: Connection) -> None:
        sites, collections = SitesRepository(rows), CollectionsRepository(rows)
        every = (each for site in sites.all() for each in collections.all(site.id))
        found = next(each for each in every if each.slug == POST)
        left = tuple(field for field in found.fields if field.slug != slug)
        take_in_structure(rows, replace(found, fields=left))

    database = await Database.open(wfdesk.home / "wfdesk.sqlite3")
    try:
        await database.write(lose)
    finally:
        await database.close()


def test_values_are_read_by_the_type_of_the_field(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    target = practice.get(practice.items("categories"))["items"][0]["fieldData"]["slug"]
    (wfdesk.folder / "body.html").write_text("<p>Quick <b>bread</b></p>\n")
    done = wfdesk(
        "set", address, "servings=12", "cost=0.10", "vegan=off", "Baked on=2026-03-05",
        "goes-online=2026-12-01 09:00", "accent=orchid", "method=@body.html", "summary=-",
        f"categories={target}", "subtitle=@@home", "--json", said="Two\nlines\n",
    )  # fmt: skip
    assert done.code == 0, done.err
    item = wfdesk("show", address, "--json").json
    values = {each["field"]: each["value"] for each in item["fields"]}
    assert '"value": 0.10,' in done.out
    assert values["servings"] == 12
    assert values["vegan"] is False
    assert values["baked-on"] == "2026-03-05T00:00:00.000Z"
    assert values["goes-online"] == "2026-12-01T09:00:00.000Z"
    assert values["method"] == "<p>Quick <b>bread</b></p>"
    assert values["summary"] == "Two\nlines"
    assert len(values["categories"]) == 1
    assert values["subtitle"] == "@home"


def test_a_refused_value_names_field_and_reason_and_nothing_is_written(
    wfdesk: Shell, address: str
) -> None:
    bad = {
        "servings=many": "Servings: This is not a number",
        "author=nobody-of-that-name": "Author: There is no item",
    }
    for word, why in bad.items():
        done = wfdesk("set", address, "subtitle=kept", word)
        assert (done.code, why in done.err) == (2, True), done.err
    assert wfdesk("changes").out == "Nothing to send.\n"


def test_what_is_still_written_to_a_value_keeps_nobody_from_the_local_copy(
    wfdesk: Shell, address: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "wfdesk", "set", address, "subtitle=-"],
        env=wfdesk.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        # No pipe takes so much at once: when it is written, most of it was read.
        process.stdin.write(b"x" * 1_000_000)
        assert wfdesk("changes").out == "Nothing to send.\n"
        process.stdin.close()
        assert process.wait(60) == 0
    assert len(wfdesk("changes", "--json").json["changes"]) == 1


def test_what_never_ends_is_no_value(wfdesk: Shell, address: str) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no devices here")
    with Path("/dev/zero").open("rb") as endless:
        process = subprocess.run(
            [sys.executable, "-m", "wfdesk", "conflicts", address, "subtitle", "--value", "-"],
            env=wfdesk.environment(),
            stdin=endless,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
            timeout=60,
        )
    assert (process.returncode, "A value has at most 4 MB." in process.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such shell")
def test_without_a_standard_input_nothing_is_cleared(wfdesk: Shell, address: str) -> None:
    for closed, why in {"<&-": "There is no standard input", "0>out": "cannot be read"}.items():
        done = subprocess.run(
            ["sh", "-c", f'"$0" -m wfdesk set {address} subtitle=- {closed}', sys.executable],
            cwd=wfdesk.folder,
            env=wfdesk.environment(),
            capture_output=True,
            check=False,
            text=True,
        )
        assert (done.returncode, why in done.stderr) == (2, True), done.stderr


def test_a_new_item_is_known_by_its_local_id_and_can_be_referred_to(
    wfdesk: Shell, address: str
) -> None:
    made = wfdesk("new", "authors", "name=Ada")
    local = made.out.strip()
    assert local.startswith("local-")
    assert made.err.startswith("E-mail is required before this can be published.")
    assert wfdesk("set", address, f"author={local}").code == 0
    changes = wfdesk("changes", "--json").json["changes"]
    assert {each["address"] for each in changes} == {f"authors/{local}", address}
    assert next(each for each in changes if each["is_new"])["problems"][0]["sentence"]


def test_changes_are_compared_word_by_word_and_uncoloured_in_a_pipe(
    wfdesk: Shell, address: str
) -> None:
    before = wfdesk("show", address, "--json").json["fields"][2]["value"]
    wfdesk.edit(address, subtitle=f"{before} and more")
    told = wfdesk("changes", "--diff").out
    assert f"    Subtitle:\n        {before}{{+ and more+}}\n" in told
    assert "\x1b" not in told


def test_of_a_list_only_what_went_and_came_is_marked(wfdesk: Shell, address: str) -> None:
    story = wfdesk("items", "stories", "--json").json["items"][0]["address"]
    fields = {each["field"]: each for each in wfdesk("show", story, "--json").json["fields"]}
    more = wfdesk("show", address, "--json").json
    assert wfdesk("set", story, f"recipes={','.join([*fields['recipes']['value'], more['id']])}")
    *kept, last = wfdesk("changes", "--diff").out.partition("    Recipes:\n")[2].splitlines()
    assert last == f"        {{+{more['name']}+}}"
    assert kept
    assert not any(sign in line for line in kept for sign in ("[-", "{+"))


def test_changes_of_rich_text_are_told_block_by_block(wfdesk: Shell, address: str) -> None:
    fields = wfdesk("show", address, "--json").json["fields"]
    before = next(each["value"] for each in fields if each["field"] == "method")
    wfdesk.edit(address, method=f"{before}<h2>Mix <strong>flour</strong> well</h2>")
    assert wfdesk("changes", "--diff").out.partition("    Method:\n")[2].splitlines() == [
        "        1 block added.",
        "        + Heading 2: Mix flour well",
        "            Bold: \u201cflour\u201d",
    ]


def test_an_embed_that_was_not_delivered_is_told_wherever_one_looks_before_sending(
    wfdesk: Shell, address: str
) -> None:
    said = "Webflow did not deliver the code of an embed in this text."
    wfdesk.edit(address, method="<p>Bake.</p><div></div>")
    assert f"! Method: {said}" in wfdesk("changes").out
    planned = wfdesk.online("send", address, "--dry-run")
    assert (planned.code, f"Method: {said}" in planned.out) == (0, True)
    plan = wfdesk.online("send", address, "--dry-run", "--json").json["plan"]
    assert [(each["field"], each["sentence"][:58]) for each in plan["cautions"]] == [
        ("method", said)
    ]


def test_discarding_says_what_goes_and_that_it_is_kept(wfdesk: Shell, address: str) -> None:
    wfdesk.edit(address, subtitle="not to be")
    refused = wfdesk("discard", address)
    assert (refused.code, "--yes" in refused.err) == (2, True)
    assert wfdesk("changes", "--json").json["changes"] != []
    done = wfdesk("discard", "--all", "--yes", "--json")
    assert [each["address"] for each in done.json["discarded"]] == [address]
    assert "kept for 30 days" in done.err
    assert wfdesk("changes", "--json").json["changes"] == []


def test_what_was_discarded_is_listed_by_numbers_and_taken_up_again(
    wfdesk: Shell, address: str
) -> None:
    assert wfdesk("restore").out == "Nothing was given up in the last 30 days.\n"
    wfdesk.edit(address, subtitle="First", summary="Whole")
    done = wfdesk("discard", address, "--yes")
    assert "wfdesk restore takes them up again." in done.err
    wfdesk.edit(address, subtitle="Second")
    told = wfdesk("restore", address).out.splitlines()
    assert told[0].startswith(f"{address}: ")
    assert [line.split()[0] for line in told[1:]] == ["1", "2"]
    assert [line.split()[-2:] for line in told[1:]] == [
        ["Discarded", "First"],
        ["Discarded", "Whole"],
    ]
    back = wfdesk("restore", address, "1", "2", "--json").json
    values = {each["field"]: each["value"] for each in back["fields"]}
    assert values == {"subtitle": "First", "summary": "Whole"}
    # What it took the place of is kept in its turn.
    [item] = wfdesk("restore", "--json").json["items"]
    assert [(each["number"], each["value"], each["reason"]) for each in item["values"]] == [
        (1, "Second", "an earlier value was restored"),
        (2, "First", "discarded"),
        (3, "Whole", "discarded"),
    ]
    assert "Nothing to do" in wfdesk("restore", address, "2").out


def test_a_new_item_that_was_discarded_is_made_anew(wfdesk: Shell) -> None:
    local = wfdesk("new", POST, "name=Grissini", "slug=thin-grissini").out.strip()
    assert wfdesk("discard", local, "--yes").code == 0
    told = wfdesk("restore", "--collection", POST).out
    assert f"{POST}/{local}: Grissini (gone; --anew makes a new one)\n" in told
    refused = wfdesk("restore", local, "1")
    assert (refused.code, "--anew" in refused.err) == (3, True)
    made = wfdesk("restore", f"{POST}/thin-grissini", "--anew").out.strip()
    assert made.startswith("local-")
    shown = wfdesk("show", made, "--json").json
    assert (shown["name"], shown["slug"]) == ("Grissini", "thin-grissini")


def test_what_cannot_be_restored_is_said_and_nothing_is(wfdesk: Shell, address: str) -> None:
    for text in ("Once", "Twice"):
        wfdesk.edit(address, subtitle=text)
        wfdesk("discard", address, "--yes")
    wrong = {
        (address, "1", "9"): (3, "no earlier value 9. There are 2."),
        (address, "1", "2"): (2, "Subtitle is given twice."),
        (address, "--anew"): (3, "is still there"),
        ("--anew",): (2, "Say of which item"),
        ("nobody",): (3, "There is no item"),
    }
    for words, (code, sentence) in wrong.items():
        done = wfdesk("restore", *words)
        assert (done.code, sentence in done.err) == (code, True), (words, done.err)
    asyncio.run(lose_field(wfdesk, FieldSlug("subtitle")))
    done = wfdesk("restore", address, "1", "--json")
    assert (done.code, done.json["error"]["kind"]) == (2, "value")
    assert wfdesk("changes", "--json").json["changes"] == []


def test_another_locale_is_another_variant(wfdesk: Shell) -> None:
    french = wfdesk("items", POST, "--locale", "fr-FR", "--json").json
    assert french["locale"] == "fr-FR"
    address = french["items"][0]["address"]
    assert wfdesk("set", address, "subtitle=Pour deux", "--locale", "fr-fr").code == 0
    [change] = wfdesk("changes", "--json").json["changes"]
    assert (change["locale"], change["address"]) == ("fr-FR", address)
    unknown = wfdesk("show", address, "--locale", "de")
    assert (unknown.code, "It has: en-US, fr-FR" in unknown.err) == (3, True)


def test_what_is_named_wrongly_is_answered_with_the_names_there_are(wfdesk: Shell) -> None:
    wrong = {
        ("items", "recipe-s"): "There are: recipes, stories",
        ("show", "recipes/nowhere"): "There is no item",
        ("items", POST, "--sort", "taste"): "There are: name, slug",
    }
    for words, sentence in wrong.items():
        done = wfdesk(*words, "--json")
        error = done.json["error"]
        assert (done.code, error["kind"]) == (3, "not_found")
        assert sentence in error["sentence"]


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "--yes"),
        ("send", "--dry-run"),
        ("discard", "--yes"),
        ("changes",),
        ("conflicts",),
        ("log",),
    ],
)
def test_a_collection_that_is_nobodys_is_said_also_where_nothing_is_unsent(
    wfdesk: Shell, words: tuple[str, ...]
) -> None:
    for wrong in (("--collection", "recipe-s"), ("--collection", POST, "--locale", "de")):
        done = wfdesk(*words, *wrong, "--json")
        assert (done.code, done.json["error"]["kind"]) == (3, "not_found"), wrong


def test_a_name_that_is_nobodys_is_said_before_webflow_is_asked(wfdesk: Shell) -> None:
    for words in (("recipe-s",), ("--site", "nowhere")):
        assert wfdesk("refresh", *words, WFDESK_TOKEN="").code == 3


def test_a_collection_in_the_place_of_an_item_is_told_apart(wfdesk: Shell) -> None:
    done = wfdesk("show", "recipes")
    assert (done.code, "is a collection. Name an item: recipes/SLUG." in done.err) == (3, True)


def test_a_name_that_two_items_have_is_refused_with_both(wfdesk: Shell) -> None:
    for collection in ("authors", "categories"):
        made = wfdesk("new", collection, "name=Twice", "slug=twice")
        assert made.code == 0, made.err
    done = wfdesk("show", "twice", "--json")
    error = done.json["error"]
    assert (done.code, error["kind"]) == (3, "ambiguous")
    assert sorted(error["candidates"]) == ["authors/twice", "categories/twice"]


def test_a_wrong_command_line_ends_with_2_and_says_why(wfdesk: Shell) -> None:
    wrong = {
        ("set", "x", "no-sign"): "Write FIELD=VALUE",
        ("publish",): "--all",
        ("conflicts", "--take", "mine"): "which item",
        ("conflicts", "x", "y"): "--take mine",
        ("bake",): "There is no command bake. There are: refresh, items,",
        ("--bake",): "Unrecognized arguments: --bake",
        ("--json", "items"): "options stand behind the command",
    }
    for words, sentence in wrong.items():
        done = wfdesk(*words)
        assert (done.code, sentence in done.err) == (2, True), (words, done.err)
        told = wfdesk(*words, "--json")
        error = told.json["error"]
        assert (told.code, error["kind"], sentence in error["sentence"]) == (2, "usage", True)


def test_what_an_open_window_holds_is_not_touched(wfdesk: Shell) -> None:
    holder = sqlite3.connect(wfdesk.home / "wfdesk.sqlite3", isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    done = wfdesk("items", POST, "--json")
    holder.close()
    assert (done.code, done.json["error"]["kind"]) == (7, "in_use")
    assert "wfdesk is open" in done.json["error"]["sentence"]


def test_the_local_copy_of_a_newer_wfdesk_ends_with_6(wfdesk: Shell) -> None:
    holder = sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")
    holder.execute("PRAGMA user_version = 999")
    holder.close()
    assert wfdesk("items", POST).code == 6


def test_a_reader_that_goes_away_and_letters_it_lacks_are_no_trouble(wfdesk: Shell) -> None:
    command = [sys.executable, "-m", "wfdesk", "items", POST]
    environment = wfdesk.environment(PYTHONIOENCODING="ascii")
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0
    plain = wfdesk("items", POST, PYTHONIOENCODING="ascii")
    assert (plain.code, plain.out.isascii()) == (0, True)
    found = wfdesk("items", POST, "--json", PYTHONIOENCODING="ascii").out
    assert found.isascii()
    assert any(not item["name"].isascii() for item in json.loads(found)["items"])


def test_what_cannot_be_written_is_said(wfdesk: Shell) -> None:
    device = Path("/dev/full")
    if not device.exists():
        pytest.skip("no full device here")
    said = {
        ("items", POST): (1, "wfdesk: The result could not be written.\n"),
        ("items", "--json"): (2, "See wfdesk items --help.\n"),
        ("bake", "--json"): (2, "See wfdesk --help.\n"),
    }
    for words, (code, end) in said.items():
        with device.open("w") as full:
            process = subprocess.run(
                [sys.executable, "-m", "wfdesk", *words],
                env=wfdesk.environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
                text=True,
            )
        assert (process.returncode, process.stderr.endswith(end)) == (code, True), process.stderr
        assert process.stderr.count("\n") == 1


def test_help_names_the_commands_and_the_exit_codes(wfdesk: Shell) -> None:
    told = wfdesk("--help").out
    for name, what in COMMANDS.items():
        assert f"  {name:11}{what}\n" in told
    assert EXIT_CODES in told


def test_help_has_room_in_a_terminal_of_80_columns(wfdesk: Shell) -> None:
    for words in ([], *([name] for name in COMMANDS)):
        told = wfdesk(*words, "--help").out
        assert max(map(len, told.splitlines())) <= 80, told
    assert "Send changes to Webflow; the live site" in wfdesk("send", "--help").out
