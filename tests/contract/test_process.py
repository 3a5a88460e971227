import asyncio
import signal
import socket
import sys

import pytest
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from wfdesk.practice.web.server import Connections, _config

OPEN = ("--items", "60", "--rate-limit", "0")


def test_another_seed_gives_other_tokens(run):
    assert run(*OPEN).tokens != run(*OPEN, "--seed", "2").tokens


def test_tokens_are_long_and_printable(run):
    for token in run(*OPEN).tokens.values():
        assert len(token) >= 20
        assert token.isascii()
        assert token.isprintable()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(run, number):
    practice = run(*OPEN)
    practice.get("/sites")
    practice.process.send_signal(number)
    assert practice.process.wait(10) == 0


def test_it_ends_with_its_standard_input_when_asked_to(run):
    practice = run(*OPEN, "--until-stdin-closes")
    practice.process.stdin.close()
    assert practice.process.wait(10) == 0


def test_what_was_answered_is_still_there_after_a_restart(run, tmp_path):
    state = tmp_path / "state.json"
    one = run(*OPEN, "--state", str(state))
    made = one.make("categories", name="Kept")
    one.process.kill()
    two = run(*OPEN, "--state", str(state))
    assert two.get(f"{two.items('categories')}/{made['id']}")["fieldData"]["name"] == "Kept"


def test_a_change_after_a_restart_is_later_than_all_before(run, tmp_path):
    state = tmp_path / "state.json"
    made = run(*OPEN, "--state", str(state)).make("categories", name="Kept")
    again = run(*OPEN, "--state", str(state))
    path = f"{again.items('categories')}/{made['id']}"
    changed = again.ask("PATCH", path, json={"fieldData": {"name": "Later"}}).json()
    assert changed["lastUpdated"] > made["lastUpdated"]


def test_a_burst_is_refused_with_the_time_to_wait(run):
    practice = run("--items", "60", "--rate-limit", "3")
    answers = [practice.ask("GET", "/sites") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [a.headers["X-RateLimit-Remaining"] for a in answers] == ["2", "1", "0", "0"]
    assert answers[3].headers["X-RateLimit-Limit"] == "3"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 61
    assert practice.ask("GET", "/sites", "read_only").status_code == 200


@pytest.mark.parametrize("limit", [60, 120])
def test_a_token_has_60_or_120_requests_a_minute(run, limit):
    practice = run("--items", "60", "--rate-limit", str(limit))
    answers = [practice.ask("GET", "/token/authorized_by") for _ in range(limit + 1)]
    assert [answer.status_code for answer in answers] == [200] * limit + [429]
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers[:limit]]
    assert left == list(range(limit - 1, -1, -1))
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {str(limit)}
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    assert practice.get("/token/introspect")["code"] == "too_many_requests"


def test_a_kept_site_comes_back_where_it_was(run, tmp_path):
    """Clients keep the addresses of its pictures."""
    state = tmp_path / "state.json"
    one = run(*OPEN, "--state", str(state))
    one.process.kill()
    one.process.wait()
    assert run(*OPEN, "--state", str(state)).url == one.url


def test_where_its_old_place_is_taken_it_finds_another(run, tmp_path):
    state = tmp_path / "state.json"
    one, two = run(*OPEN, "--state", str(state)), run(*OPEN, "--state", str(state))
    assert two.get("/sites")["sites"]
    assert two.url != one.url


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"site": {}}'])
def test_a_state_that_cannot_be_read_is_put_aside(run, tmp_path, text):
    state = tmp_path / "state.json"
    state.write_text(text)
    assert run(*OPEN, "--state", str(state)).get("/sites")["sites"]
    assert (tmp_path / "state.json.unreadable").read_text() == text


async def test_an_answer_does_not_wait_for_the_clients_late_acknowledgement():
    """It is sent in two parts, and the second would: 40 ms for every request."""
    connections = Connections()
    config = _config(PlainTextResponse("So it is."), connections)
    config.load()

    def protocol():
        made = config.http_protocol_class
        return made(config=config, server_state=ServerState(), app_state={})

    listener = socket.create_server(("127.0.0.1", 0))
    async with await asyncio.get_running_loop().create_server(protocol, sock=listener):
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        assert b"200" in await reader.readline()
        [transport] = connections._open.values()
        served = transport.get_extra_info("socket")
        assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        writer.close()
        await writer.wait_closed()


def test_what_could_not_be_kept_is_no_success_and_is_kept_with_the_next(run, tmp_path):
    state, part = tmp_path / "state.json", tmp_path / "state.json.part"
    practice = run(*OPEN, "--state", str(state))
    part.mkdir()  # where the state is to be written first
    path, body = practice.items("categories"), {"fieldData": {"name": "Twice", "slug": "twice"}}
    refused = practice.ask("POST", path, json=body)
    assert (refused.status_code, refused.json()["code"]) == (500, "internal_error")
    part.rmdir()
    made = practice.make("categories", name="Next")
    practice.process.kill()
    again = run(*OPEN, "--state", str(state))
    assert again.get(f"{path}/{made['id']}")["fieldData"]["name"] == "Next"
    assert len(again.get(path, slug="twice")["items"]) == 1
