"""Each fault that can be ordered: what the client sees of it, and whether the deed was done."""

import concurrent.futures
import gzip
import itertools
import json
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.doubles.practice import Practice, heard
from tests.doubles.uploads import announce, send

numbers = itertools.count()
IN_TIME = 10.0


@pytest.fixture
def aside(practice: Practice) -> Iterator[Callable[..., concurrent.futures.Future]]:
    """Do something at the same time."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        yield pool.submit
        practice.control("POST", "release")


def order(practice, do, **more):
    answer = practice.control("POST", "faults", {"do": do, **more})
    assert answer.status_code == 200, answer.text


def until(condition):
    deadline = time.monotonic() + IN_TIME
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"


def made(practice):
    """The names of the items that were made, from the log of changes."""
    changes = practice.control("GET", "changes").json()
    return [entry["fields"]["name"]["after"] for entry in changes if entry["did"] == "created"]


def make(practice, name):
    body = {"fieldData": {"name": name, "slug": f"{name}-{next(numbers)}"}}
    return practice.ask("POST", f"{practice.items('categories')}/bulk", json=body)


def alone(practice):
    """Ask through a connection of its own: of another thread, or never used for /control."""
    headers = {"Authorization": f"Bearer {practice.tokens['full']}"}

    def ask(method, path, **more):
        url = practice.url + path
        return httpx.request(method, url, headers=headers, trust_env=False, timeout=20, **more)

    return ask


def last(practice):
    """The newest request of the log; one that nothing is known of where there is none."""
    log = practice.control("GET", "log").json()
    return log[-1] if log else {"faults": [], "applied": None}


@pytest.mark.parametrize(("when", "is_done"), [("before", False), ("after", True)])
def test_a_request_is_held_until_it_is_released(practice, aside, when, is_done):
    order(practice, "delay", method="POST", seconds=None, when=when)
    path, body = f"{practice.items('categories')}/bulk", {"fieldData": {"name": "held"}}
    asked = aside(alone(practice), "POST", path, json=body)
    until(lambda: last(practice)["faults"] == ["delay"])
    until(lambda: last(practice)["applied"] is is_done)
    assert made(practice) == (["held"] if is_done else [])
    # An answer that drips for another test may be under way still.
    assert practice.control("POST", "release").json()["released"] >= 1
    assert asked.result(IN_TIME).status_code == 202
    assert made(practice) == ["held"]


def test_an_answer_can_be_late(practice):
    order(practice, "delay", path="/sites$", seconds=0.2)
    assert practice.ask("GET", "/sites").elapsed.total_seconds() >= 0.2


def test_every_request_can_be_late(practice):
    order(practice, "delay", times=0, seconds=0.05)
    for _ in range(2):
        assert practice.ask("GET", "/sites").elapsed.total_seconds() >= 0.05


def test_who_hangs_up_while_the_request_is_held_has_asked_all_the_same(practice):
    order(practice, "delay", method="POST", seconds=None)
    body = {"fieldData": {"name": "left"}}
    practice.call("POST", f"{practice.items('categories')}/bulk", body).close()
    until(lambda: practice.control("POST", "release").json()["released"])
    until(lambda: made(practice) == ["left"])


@pytest.mark.parametrize(("do", "is_done"), [("reset_before", False), ("reset_after", True)])
def test_a_connection_is_reset_before_or_after_the_deed(practice, do, is_done):
    path = f"{practice.items('categories')}/bulk"
    order(practice, do, method="POST", path="/bulk$")
    with pytest.raises(ConnectionResetError):
        heard(practice.call("POST", path, {"fieldData": {"name": do}}))
    assert made(practice) == ([do] if is_done else [])
    assert last(practice)["applied"] is is_done


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_an_answer_breaks_off_in_the_middle_and_the_deed_is_done(practice, framing):
    path = f"{practice.items('categories')}/bulk"
    order(practice, "truncated", method="POST", framing=framing)
    answer = heard(practice.call("POST", path, {"fieldData": {"name": framing}}))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 202")
    promised = [line for line in head.lower().split(b"\r\n") if b"length" in line]
    assert bool(promised) is (framing == "length")
    assert (b"chunked" in head) is (framing == "chunked")
    assert b'{"id":' in body
    assert not body.endswith(b"0\r\n\r\n")
    if promised:
        assert len(body) == int(promised[0].split()[-1]) // 2
    assert made(practice) == [framing]


@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_the_client_notices_that_an_answer_broke_off(practice, framing):
    order(practice, "truncated", framing=framing)
    with pytest.raises(httpx.RemoteProtocolError):
        practice.ask("GET", "/sites")


def test_what_ends_with_its_connection_breaks_off_unnoticed(practice):
    order(practice, "truncated", framing="close")
    answer = practice.ask("GET", "/sites")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        answer.json()


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_an_answer_without_a_body_breaks_off_in_its_head(practice, framing):
    item = make(practice, "short").json()["id"]
    order(practice, "truncated", method="DELETE", framing=framing)
    answer = heard(practice.call("DELETE", f"{practice.items('categories')}/{item}"))
    assert answer.startswith(b"HTTP/1.1 204")
    assert b"\r\n\r\n" not in answer
    assert practice.ask("GET", f"{practice.items('categories')}/{item}").status_code == 404


def test_an_answer_drips(practice):
    order(practice, "slow", path="/sites$", seconds=0.3, pieces=6)
    headers = {"Authorization": f"Bearer {practice.tokens['full']}"}
    with practice.client.stream("GET", f"{practice.url}/sites", headers=headers) as answer:
        began = time.monotonic()
        pieces = list(answer.iter_raw())
        assert time.monotonic() - began >= 0.25
    assert len(pieces) >= 3
    assert len(b"".join(pieces)) == int(answer.headers["content-length"])
    assert json.loads(b"".join(pieces))["sites"]


def test_who_hangs_up_while_an_answer_drips_is_not_missed(practice):
    order(practice, "slow", path="/sites$", seconds=0.1)
    wire = practice.call("GET", "/sites")
    assert wire.recv(65536).startswith(b"HTTP/1.1 200")
    wire.close()
    assert practice.ask("GET", "/sites").status_code == 200


@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("applied", [False, True])
def test_a_page_comes_in_place_of_the_answer(practice, status, applied):
    order(practice, "html", method="POST", status=status, applied=applied)
    answer = make(practice, "page")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert made(practice) == (["page"] if applied else [])


@pytest.mark.parametrize("applied", [False, True])
def test_a_failure_is_answered_whether_the_deed_is_done_or_not(practice, applied):
    order(practice, "status", method="POST", status=503, applied=applied)
    answer = make(practice, "failure")
    assert answer.status_code == 503
    assert answer.json()["code"] == "internal_error"
    assert made(practice) == (["failure"] if applied else [])
    assert last(practice)["applied"] is applied


def test_any_refusal_can_be_put_into_the_servers_mouth(practice):
    said = {"message": "Validation Error", "code": "validation_error", "details": []}
    order(practice, "status", method="PATCH", status=400, answer=said)
    answer = practice.ask("PATCH", practice.items("categories"), json={"items": [{"id": "1"}]})
    assert (answer.status_code, answer.json()) == (400, said)


def test_the_client_can_be_sent_elsewhere(practice):
    order(practice, "status", status=302, headers={"Location": "https://example.com/login"})
    answer = practice.ask("GET", "/sites")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://example.com/login")


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ({}, "1"),
        ({"seconds": 7}, "7"),
        ({"retryAfter": "none"}, None),
        ({"retryAfter": "soon"}, "soon"),
        ({"retryAfter": "-5"}, "-5"),
    ],
)
def test_a_storm_says_when_to_come_again_or_does_not(practice, given, header):
    order(practice, "429", method="POST", **given)
    answer = make(practice, "storm")
    assert answer.status_code == 429
    assert answer.headers.get("retry-after") == header
    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert made(practice) == []


def test_a_storm_says_when_to_come_again_by_the_clock(practice):
    order(practice, "429", retryAfter="date", seconds=120)
    headers = practice.ask("GET", "/sites").headers
    wait = parsedate_to_datetime(headers["retry-after"]) - parsedate_to_datetime(headers["date"])
    assert 119 <= wait.total_seconds() <= 121


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("other", b'{"result": {"ok": true}}'),
        ("list", b"[]"),
        ("null", b"null"),
        ("text", b"OK"),
        ("empty", b""),
    ],
)
@pytest.mark.parametrize("applied", [True, False])
def test_an_answer_is_not_what_was_expected(practice, form, body, applied):
    order(practice, "wrong_json", method="POST", form=form, applied=applied)
    answer = make(practice, form)
    assert answer.is_success
    assert answer.content == body
    assert answer.headers["content-type"] == "application/json"
    assert made(practice) == ([form] if applied else [])


def test_an_answer_of_full_length_is_half_a_text(practice):
    order(practice, "wrong_json", path="/sites$", form="cut")
    answer = practice.ask("GET", "/sites")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.content.startswith(b'{"sites"')
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        answer.json()


def test_an_answer_lacks_its_ids_or_knows_more_than_ever(practice):
    order(practice, "wrong_json", path="/sites$", form="no_ids")
    order(practice, "wrong_json", path="/sites$", form="extra")
    bare, rich = practice.get("/sites"), practice.get("/sites")
    assert "id" not in bare["sites"][0]
    assert bare["sites"][0]["displayName"] == rich["sites"][0]["displayName"]
    assert rich["sites"][0]["wasNotThereBefore"]
    assert rich["sites"][0]["id"]


def test_any_json_can_be_put_in_place_of_the_answer(practice):
    order(practice, "wrong_json", answer=[1, {"a": None}])
    assert practice.get("/sites") == [1, {"a": None}]


def test_what_was_deleted_is_answered_with_something(practice):
    item = make(practice, "gone").json()["id"]
    order(practice, "wrong_json", method="DELETE")
    answer = practice.ask("DELETE", f"{practice.items('categories')}/{item}")
    assert (answer.status_code, answer.json()) == (200, {"result": {"ok": True}})


def test_a_small_answer_unfolds_to_a_huge_one(practice):
    order(practice, "gzip_bomb", method="POST", size=40_000_000)
    path = f"{practice.items('categories')}/bulk"
    answer = heard(practice.call("POST", path, {"fieldData": {"name": "bomb"}}))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head.lower()
    assert len(body) < 100_000
    unfolded = gzip.decompress(body)
    assert len(unfolded) == 40_000_000
    assert json.loads(unfolded)["fieldData"]["name"] == "bomb"
    assert made(practice) == ["bomb"]


@pytest.mark.parametrize("given", [{}, {"status": 500}, {"reset": True}])
def test_a_write_is_done_after_it_was_said_to_have_failed(practice, given):
    order(practice, "zombie", method="POST", path="/bulk$", seconds=None, **given)
    if "reset" in given:
        with pytest.raises(httpx.TransportError):
            make(practice, "zombie")
    else:
        assert make(practice, "zombie").status_code == given.get("status", 504)
    entry = last(practice)
    assert (made(practice), entry["applied"]) == ([], False)
    practice.control("POST", "release")
    until(lambda: made(practice) == ["zombie"])
    assert last(practice)["applied"] is True
    [change] = practice.control("GET", "changes").json()
    assert (change["request"], change["by"]) == (entry["number"], "full")


def test_a_zombie_comes_by_itself(practice):
    order(practice, "zombie", method="POST", path="/bulk$", seconds=0.1)
    assert make(practice, "walking").status_code == 504
    until(lambda: made(practice) == ["walking"])


@pytest.mark.parametrize("ending", [{}, {"status": 504}, {"reset": True}])
def test_a_batch_is_done_in_part(practice, ending):
    order(practice, "partly", method="POST", items=2, **ending)
    body = {"fieldData": [{"name": name} for name in ("one", "two", "three")]}
    path = f"{practice.items('categories')}/bulk"
    if "reset" in ending:
        with pytest.raises(httpx.TransportError):
            practice.ask("POST", path, json=body)
    else:
        answer = practice.ask("POST", path, json=body)
        assert answer.status_code == ending.get("status", 500)
    assert made(practice) == ["one", "two"]
    assert last(practice)["items"] == 3


@pytest.mark.parametrize(
    ("do", "given", "names"),
    [
        ("lacking", {}, ["a", "b"]),
        ("lacking", {"places": [0, 1]}, ["c"]),
        ("doubled", {}, ["a", "b", "c", "a"]),
        ("reversed", {}, ["c", "b", "a"]),
    ],
)
def test_the_answer_to_a_batch_lacks_repeats_or_mixes_up_items(practice, do, given, names):
    order(practice, do, method="POST", **given)
    body = {"fieldData": [{"name": name} for name in "abc"]}
    answer = practice.ask("POST", f"{practice.items('categories')}/bulk", json=body)
    assert [item["fieldData"]["name"] for item in answer.json()["items"]] == names
    assert made(practice) == ["a", "b", "c"]


def test_a_page_of_a_list_lacks_an_item_it_counts(practice):
    order(practice, "lacking", method="GET", path="items$", places=[0])
    path = practice.items("recipes")
    short, full = practice.get(path), practice.get(path)
    assert short["items"] == full["items"][1:]
    assert short["pagination"] == full["pagination"]


def test_an_answer_has_other_headers(practice):
    given = {"Date": "Thu, 01 Jan 1998 00:00:00 GMT", "X-RateLimit-Limit": None, "X-More": "1"}
    order(practice, "headers", set=given)
    headers = practice.ask("GET", "/sites").headers
    assert headers.get_list("date") == ["Thu, 01 Jan 1998 00:00:00 GMT"]
    assert "x-ratelimit-limit" not in headers
    assert headers["x-more"] == "1"


@pytest.mark.parametrize("announced", [False, True])
def test_a_connection_is_closed_after_the_answer(practice, announced):
    order(practice, "close", path="/sites$", announced=announced)
    wire = practice.call("GET", "/sites", keep_alive=True)
    wire.settimeout(2)  # an idle connection would be closed after five
    answer = heard(wire)
    assert answer.startswith(b"HTTP/1.1 200")
    assert (b"connection: close" in answer.lower()) is announced
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["sites"]


def test_an_answer_is_no_http(practice):
    order(practice, "not_http", method="POST", path="/bulk$")
    with pytest.raises(httpx.RemoteProtocolError):
        make(practice, "noise")
    assert made(practice) == ["noise"]


def test_the_server_is_down_until_it_is_let_up(practice):
    practice.control("GET", "faults")
    order(practice, "down", path="/sites$", seconds=None)
    ask = alone(practice)
    with pytest.raises(httpx.TransportError):
        ask("GET", "/sites")
    for _ in range(2):
        with pytest.raises(httpx.ConnectError):
            ask("GET", "/sites")
    assert practice.control("POST", "release").json() == {"released": 1}

    def is_up():
        try:
            return ask("GET", "/sites").status_code == 200
        except httpx.ConnectError:
            return False

    until(is_up)


def test_an_outage_ends_by_itself_and_ends_what_was_connected(practice):
    idle = practice.call("GET", "/sites", keep_alive=True)
    assert idle.recv(65536)
    order(practice, "down", path="/custom_domains$", seconds=0.1)
    site = practice.get("/sites")["sites"][0]["id"]
    ask = alone(practice)
    with pytest.raises(httpx.TransportError):
        ask("GET", f"/sites/{site}/custom_domains")
    with pytest.raises(ConnectionResetError):
        heard(idle)

    def is_up():
        try:
            return ask("GET", "/sites").status_code == 200
        except httpx.ConnectError:
            return False

    until(is_up)


def test_a_request_that_never_came_whole_is_not_done(practice):
    path = f"{practice.items('categories')}/bulk"
    with practice.call("POST", path, {"fieldData": {"name": "half"}}, missing=1):
        pass
    for _ in range(5):
        practice.ask("GET", "/sites")
    asked = [entry["path"] for entry in practice.control("GET", "log").json()]
    assert f"/v2{path}" not in asked


def test_a_fault_of_the_files_strikes_no_request_to_the_api(practice):
    order(practice, "status", status=404, at="files", times=0)
    order(practice, "status", status=503, path="")
    picture = f"{practice.host}/assets/photo-01.png"
    assert practice.client.get(picture).status_code == 404
    assert practice.ask("GET", "/sites").status_code == 503
    practice.control("DELETE", "faults")
    assert practice.client.get(picture).headers["content-type"] == "image/png"
    assert [entry["path"] for entry in practice.control("GET", "log").json()] == ["/v2/sites"]


def test_a_picture_breaks_off(practice):
    order(practice, "truncated", at="files")
    with pytest.raises(httpx.RemoteProtocolError):
        practice.client.get(f"{practice.host}/assets/photo-01.png")


@pytest.mark.parametrize(
    "fault", [{"do": "lacking"}, {"do": "wrong_json", "form": "extra"}, {"do": "reversed"}]
)
def test_what_is_no_json_has_nothing_to_lack(practice, fault):
    picture = f"{practice.host}/assets/photo-01.png"
    whole = practice.client.get(picture).content
    order(practice, at="files", **fault)
    assert practice.client.get(picture).content == whole


@pytest.mark.parametrize(("do", "is_there"), [("reset_before", False), ("reset_after", True)])
def test_an_upload_is_cut_before_or_after_the_file_is_kept(practice, do, is_there):
    told = announce(practice).json()
    order(practice, do, at="files", method="POST")
    with pytest.raises(httpx.TransportError):
        send(practice, told)
    assert (practice.client.get(told["hostedUrl"]).status_code == 200) is is_there
    assert last(practice)["applied"] is is_there


def test_what_does_not_end_is_read_and_not_kept(practice):
    """So that the client hears the answer; no file and no batch that is allowed is so large."""
    headers = {"Authorization": f"Bearer {practice.tokens['full']}"}
    path = f"{practice.url}{practice.items('categories')}/bulk"
    body = (*(b" " * 2**20 for _ in range(32)), b'{"fieldData": {"name": "at the end"}}')
    answer = practice.client.post(path, headers=headers, content=iter(body))
    assert answer.status_code == 400
    assert made(practice) == []
