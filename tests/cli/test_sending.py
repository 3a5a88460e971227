"""From here to Webflow and back: refresh, send, publish, conflicts, and what each ends with."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.shell import Shell
from tests.doubles.practice import Practice
from tests.e2e.site import free_port
from wfdesk.domain.edits import ANSWER_LOST, BOTH_CHANGED, SendState, is_clash
from wfdesk.domain.journal import MAYBE_THERE

RECIPES = "recipes"


def written(practice: Practice) -> list[str]:
    return [
        f"{entry['method']} {entry['path'].rpartition('/')[2]}"
        for entry in practice.log()
        if entry["method"] != "GET"
    ]


def colleague_edits(practice: Practice, address: str, **fields: str) -> None:
    collection, _, item = address.partition("/")
    said = {"collection": collection, "item": item, "fieldData": fields}
    assert practice.control("POST", "edit", said).status_code == 200


def test_publishing_prints_the_plan_then_a_line_an_item(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Bakes at night")
    done = wfdesk.online("publish", "--all", "--yes")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "Publish 1 item: 1 changed"
    assert "Visitors of the site see it" in lines[2]
    assert lines[-1].startswith("Published  ")
    assert "Publishing \N{MIDDLE DOT} " in done.err
    assert "\r" not in done.err
    assert written(practice) == ["PATCH items", "POST publish"]


def test_in_a_pipe_a_long_name_is_told_whole(wfdesk: Shell, address: str) -> None:
    name = "A name of more letters than a line of a screen has room for, whatever it is"
    wfdesk.edit(address, name=name)
    done = wfdesk.online("send", "--all", "--yes")
    assert done.out.splitlines()[-1] == f"Sent  {name}"
    assert name in wfdesk("log", "--item", address).out


def test_json_tells_plan_and_results_and_the_log_keeps_them(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    made = wfdesk("new", RECIPES, "name=Taralli", "--json").json
    wfdesk.edit(address, subtitle="Sent only")
    done = wfdesk.online("send", "--collection", RECIPES, "--yes", "--json")
    told = done.json
    assert (done.code, told["goal"], told["stopped"], told["exit"]) == (0, "send", None, 0)
    assert [each["outcome"] for each in told["plan"]["items"]] == ["send", "send"]
    new, changed = told["results"]
    assert (new["id"], new["result"]) == (made["id"], "sent")
    assert practice.ask("GET", f"{practice.items(RECIPES)}/{new['new_id']}").status_code == 200
    assert changed["is_good"]
    entries = wfdesk("log", "--item", new["new_id"], "--json").json["entries"]
    assert [(each["verb"], each["state"]) for each in entries] == [("create", "acknowledged")]


def test_the_log_is_of_the_place_and_the_locale_that_are_named(wfdesk: Shell, address: str) -> None:
    wfdesk.edit(address, subtitle="Told in the log")
    assert wfdesk.online("send", address, "--yes").code == 0
    here, elsewhere = ("--collection", RECIPES), ("--collection", "places")
    french = ("--locale", "fr-FR")
    for words, count in (
        (here, 1),
        (elsewhere, 0),
        (french, 0),
        (("--site", "crumb-and-compass"), 1),
    ):
        assert len(wfdesk("log", *words, "--json").json["entries"]) == count, words
    assert wfdesk("log", "--collection", "nobody").code == 3


def test_a_dry_run_asks_nobody_and_without_yes_nothing_goes(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Not yet")
    planned = wfdesk.online("publish", "--all", "--dry-run", "--json")
    assert (planned.code, planned.json["plan"]["writes"]) == (0, 2)
    refused = wfdesk.online("publish", "--all", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (2, "usage")
    assert "--yes" in refused.json["error"]["sentence"]
    assert practice.log() == []


@pytest.mark.parametrize("command", ["send", "publish", "discard"])
def test_where_there_is_nothing_to_do_nobody_is_asked(
    wfdesk: Shell, practice: Practice, command: str
) -> None:
    for words in (("--all",), ("--collection", RECIPES, "--yes")):
        done = wfdesk(command, *words, WFDESK_TOKEN="")
        assert (done.code, "Nothing to " in done.out) == (0, True), (words, done.err)
    assert practice.log() == []


def test_where_nothing_can_go_nobody_is_asked(wfdesk: Shell, practice: Practice) -> None:
    wfdesk("new", RECIPES, "subtitle=Nameless")
    done = wfdesk("send", "--all", WFDESK_TOKEN="")
    assert (done.code, "Stays behind: " in done.out, practice.log()) == (1, True, [])


def test_what_cannot_go_stays_behind_and_the_rest_goes(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk("new", RECIPES, "subtitle=Nameless")
    wfdesk.edit(address, subtitle="Fine")
    done = wfdesk.online("send", "--all", "--yes", "--json")
    assert done.code == 1
    assert [each["sentence"] for each in done.json["plan"]["blocked"]] != []
    assert [each["result"] for each in done.json["results"]] == ["sent"]


def test_a_colleagues_edit_is_a_conflict_that_is_settled_field_by_field(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Mine", summary="Here")
    colleague_edits(practice, address, subtitle="Theirs", summary="There")
    done = wfdesk.online("send", address, "--yes", "--json")
    assert (done.code, done.json["results"][0]["result"]) == (1, "conflict")
    found = {each["field"]: each for each in wfdesk("conflicts", "--json").json["conflicts"]}
    assert (found["subtitle"]["mine"], found["subtitle"]["theirs"]) == ("Mine", "Theirs")
    for command in (("show", address), ("changes",)):
        assert f"See wfdesk conflicts {address}\n" in wfdesk(*command).out
    planned = wfdesk.online("send", "--all", "--dry-run")
    assert BOTH_CHANGED in planned.out
    assert "wfdesk conflicts shows both sides" in planned.err
    told = wfdesk("conflicts", address).out
    assert "mine:   Mine\n" in told
    assert "theirs: Theirs\n" in told
    assert wfdesk("conflicts", address, "subtitle", "--value", "Ours").code == 0
    assert wfdesk("conflicts", address, "summary", "--take", "theirs").code == 0
    other = wfdesk("conflicts", address, "subtitle", "--take", "mine")
    assert (other.code, "Subtitle is not in conflict." in other.err) == (3, True)
    assert wfdesk.online("send", address, "--yes").code == 0
    held = practice.get(f"{practice.items(RECIPES)}/{done.json['results'][0]['id']}")["fieldData"]
    assert (held["subtitle"], held["summary"]) == ("Ours", "There")
    [item] = wfdesk("restore", "--json").json["items"]
    lost = next(each for each in item["values"] if each["value"] == "Here")
    assert lost["reason"] == "theirs was taken"
    assert wfdesk("restore", address, str(lost["number"])).code == 0
    assert wfdesk("show", address, "--json").json["unsent"]["fields"] == ["summary"]


def test_the_log_tells_what_was_merged(wfdesk: Shell, practice: Practice, address: str) -> None:
    wfdesk.edit(address, subtitle="Mine")
    colleague_edits(practice, address, summary="Theirs")
    merged = "A colleague changed Summary meanwhile. Both changes are kept."
    assert merged in wfdesk.online("send", address, "--yes").out
    [entry] = wfdesk("log", "--item", address, "--json").json["entries"]
    assert (entry["state"], entry["reason"]) == ("acknowledged", merged)
    assert merged in wfdesk("log").out


@pytest.fixture
def asked(wfdesk: Shell, practice: Practice, address: str) -> str:
    """A new item that may be the one of the address; its local id."""
    made = wfdesk("new", RECIPES, "name=Grissini", "slug=thin-grissini", "--json").json
    other = wfdesk("show", address, "--json").json
    question = MAYBE_THERE.format("Breadsticks")
    home = made["collection"]["id"], practice.locales["primary"]["cmsLocaleId"]
    with closing(sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")) as store, store:
        store.execute(
            "UPDATE works SET state = ?, reason = ? WHERE item = ?",
            (SendState.IN_QUESTION.value, question, made["id"]),
        )
        store.execute(
            "INSERT INTO journal (batch, verb, collection, item, locale, fields, pre_image, state,"
            " reason, updated_at, suspect) VALUES ('', 'create', ?, ?, ?, ?, '{}', ?, ?, 0, ?)",
            (
                *(home[0], made["id"], home[1], '{"name":"Grissini","slug":"thin-grissini"}'),
                *(SendState.IN_QUESTION.value, question, other["id"]),
            ),
        )
    return str(made["id"])


def test_a_new_item_that_may_be_there_already_is_sent_once_that_is_said(
    wfdesk: Shell, practice: Practice, asked: str, address: str
) -> None:
    question = MAYBE_THERE.format("Breadsticks")
    stayed = wfdesk.online("send", "--all", "--yes")
    assert (stayed.code, question in stayed.out, written(practice)) == (1, True, [])
    assert "wfdesk conflicts says what is asked" in stayed.err
    assert f"See wfdesk conflicts {RECIPES}/thin-grissini\n" in wfdesk("changes").out
    told = wfdesk("conflicts", "--json").json["asked"]
    assert [(each["id"], each["suspect"]) for each in told] == [(asked, address)]
    said = wfdesk("conflicts", asked).out
    assert f"wfdesk show {address}" in said
    assert "--another" in said
    assert wfdesk("conflicts", "--another").code == 2
    answered = wfdesk("conflicts", asked, "--another")
    assert (answered.code, "made with the next send" in answered.out) == (0, True)
    again = wfdesk("conflicts", asked, "--another")
    assert (again.code, "Nothing is asked about" in again.err) == (3, True)
    assert wfdesk.online("send", "--all", "--yes").code == 0
    assert written(practice) == ["POST bulk"]


def test_a_new_item_that_may_be_there_already_is_taken_for_what_was_found(
    wfdesk: Shell, practice: Practice, asked: str, address: str
) -> None:
    wfdesk("set", asked, "subtitle=Thin and long")
    taken = wfdesk("conflicts", asked, "--take-over", "--json")
    assert (taken.code, taken.json["address"]) == (0, address)
    # Nobody has seen what it holds where something was typed since.
    assert wfdesk("conflicts", address, "subtitle", "--take", "mine").code == 0
    assert wfdesk.online("send", "--all", "--yes").code == 0
    assert written(practice) == ["PATCH items"]


@pytest.mark.parametrize("decision", ["recreate", "discard"])
def test_an_edited_item_that_is_gone_is_made_anew_or_given_up(
    wfdesk: Shell, practice: Practice, address: str, decision: str
) -> None:
    wfdesk.edit(address, subtitle="Still mine")
    collection, _, item = address.partition("/")
    gone = practice.control("POST", "delete", {"collection": collection, "item": item})
    assert gone.status_code == 204, gone.text
    sent = wfdesk.online("send", address, "--yes")
    assert (sent.code, "wfdesk conflicts makes it anew" in sent.err) == (1, True)
    assert f"See wfdesk conflicts {address}\n" in wfdesk("show", address).out
    told = wfdesk("conflicts", "--json").json
    assert (told["conflicts"], [each["address"] for each in told["gone"]]) == ([], [address])
    if decision == "discard":
        assert wfdesk("discard", address, "--yes").code == 0
    else:
        local = wfdesk("conflicts", address, "--recreate").out.strip()
        # Webflow keeps the slug of what was live until the site is published.
        assert wfdesk.online("send", local, "--yes").code == 1
        assert wfdesk("changes").out.count("Another item already has") == 1
        assert wfdesk("set", local, f"slug={item}-anew").code == 0
        done = wfdesk.online("send", local, "--yes", "--json")
        assert (done.code, done.json["results"][0]["new_id"] is None) == (0, False), done.err
    assert wfdesk("changes", "--json").json["changes"] == []


@pytest.mark.parametrize("is_localized_since", [False, True])
def test_an_item_left_out_in_the_window_goes_only_when_it_is_named(
    wfdesk: Shell, practice: Practice, address: str, is_localized_since: bool
) -> None:
    item = wfdesk("set", address, "subtitle=Later", "--json").json
    left_out = f'{{"items": [["{item["collection"]["id"]}", "{item["id"]}", ""]]}}'
    locale = "" if is_localized_since else practice.locales["primary"]["cmsLocaleId"]
    store = sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")
    with store:
        store.execute(
            "INSERT INTO preferences VALUES ('changes.left_out', ?)",
            (left_out.replace('""', f'"{locale}"'),),
        )
    store.close()
    assert "Left out" in wfdesk("changes").out
    everything = wfdesk.online("send", "--all", "--yes")
    assert "1 item held back or left out" in everything.err
    assert everything.out == "Nothing to send: Webflow has it all already.\n"
    assert written(practice) == []
    assert wfdesk.online("send", address, "--yes").code == 0
    assert written(practice) == ["PATCH items"]


def test_no_sentence_that_a_command_can_say_names_a_place_of_the_window() -> None:
    for said in (ANSWER_LOST, BOTH_CHANGED, MAYBE_THERE):
        assert "Changes" not in said
        assert "F5" not in said
    assert is_clash("A colleague changed the same field. Compare both in Changes and choose one.")


def test_a_refresh_brings_what_others_did(wfdesk: Shell, practice: Practice, address: str) -> None:
    colleague_edits(practice, address, subtitle="From elsewhere")
    done = wfdesk.online("refresh", RECIPES, "--full", "--json")
    assert (done.code, done.json["troubles"]) == (0, [])
    assert [each["slug"] for each in done.json["collections"]] == [RECIPES]
    fields = wfdesk("show", address, "--json").json["fields"]
    assert "From elsewhere" in [each["value"] for each in fields]


def test_without_a_token_nothing_is_asked(wfdesk: Shell, practice: Practice) -> None:
    done = wfdesk.online("refresh", "--json", WFDESK_TOKEN="")
    assert (done.code, done.json["error"]["kind"]) == (4, "token")
    assert practice.log() == []


@pytest.mark.parametrize("token", ["0" * 64, "no token at all"])
def test_a_token_that_is_refused_ends_with_4(wfdesk: Shell, token: str) -> None:
    done = wfdesk.online("refresh", WFDESK_TOKEN=token)
    assert (done.code, token in done.err) == (4, False)


def test_an_address_that_lacks_its_end_is_told_how_it_ends(
    wfdesk: Shell, practice: Practice
) -> None:
    address = practice.url.removesuffix("/v2")
    done = wfdesk("refresh", "--api-url", address)
    assert (done.code, f"try {address}/v2." in done.err) == (5, True)
    done = wfdesk("refresh", "--api-url", f"{address}/v3")
    assert f"No Webflow API was found at {address}/v3. Check the address" in done.err


def test_a_token_that_may_only_read_sends_nothing(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="No")
    token = practice.tokens["read_only"]
    done = wfdesk.online("send", "--all", "--yes", WFDESK_TOKEN=token)
    assert (done.code, "cms:write" in done.err, written(practice)) == (4, True, [])


def test_an_unreachable_webflow_ends_with_5_and_the_edit_is_kept(
    wfdesk: Shell, address: str
) -> None:
    wfdesk.edit(address, subtitle="Kept")
    nowhere = f"http://127.0.0.1:{free_port()}/v2"
    done = wfdesk("send", "--all", "--yes", "--json", "--api-url", nowhere)
    assert (done.code, done.json["error"]["kind"]) == (5, "unreachable")
    assert len(wfdesk("changes", "--json").json["changes"]) == 1
    assert wfdesk("refresh", "--api-url", "http://elsewhere.example").code == 2


def test_a_connection_that_breaks_under_way_ends_with_5(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Half way")
    order = {"do": "html", "status": 200, "path": "/items", "times": "always"}
    assert practice.control("POST", "faults", order).status_code == 200
    done = wfdesk.online("send", "--all", "--yes", "--json")
    assert (done.code, done.json["results"][0]["result"]) == (5, "not_sent")
    assert done.json["stopped"]
