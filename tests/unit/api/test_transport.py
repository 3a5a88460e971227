import asyncio
import random
import subprocess
import sys
import threading
import time
import tracemalloc

import httpx
import pytest

from tests.unit.api import wireserver as on
from tests.unit.api.wireserver import WireServer
from wfdesk.api.connection import MAX_BODY, _translated
from wfdesk.api.transport import Call, PoolExhaustedError, Reply, SleepWatch, Transport
from wfdesk.domain.errors import (
    ApiError,
    BadAddressError,
    NotWebflowError,
    OfflineError,
    Outcome,
    ServerTroubleError,
    TimedOutError,
)


@pytest.fixture
async def transport(wire: WireServer):
    made = Transport(wire.url)
    yield made
    await made.aclose()


async def send(transport: Transport, deadline: float = 10.0, **more) -> Reply:
    return await transport.send("GET", f"{transport.base_url}/sites", deadline=deadline, **more)


async def test_a_request_goes_out_as_it_was_given(wire, transport):
    await transport.send(
        "PATCH",
        f"{transport.base_url}/x",
        params={"lastUpdated[gte]": "a b+c", "limit": 5},
        json={"items": []},
        headers={"authorization": "Bearer x"},
        deadline=10,
    )
    asked = wire.asked[0]
    assert asked.target == "/v2/x?lastUpdated%5Bgte%5D=a%20b%2Bc&limit=5"
    assert asked.json == {"items": []}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["authorization"] == "Bearer x"
    assert asked.headers["accept-encoding"] == "gzip"


async def test_the_answer_comes_with_its_headers_in_lower_case(wire, transport):
    wire.script = [on.reply({"a": 1}, 202, X_RateLimit_Limit="60")]
    reply = await send(transport)
    assert (reply.status, reply.body) == (202, b'{"a": 1}')
    assert reply.headers["x-ratelimit-limit"] == "60"


async def test_a_compressed_answer_is_inflated(wire, transport):
    wire.script = [on.zipped(b"[" + b"1," * 5000 + b"1]")]
    assert len((await send(transport)).body) == 10_003


BROKEN = [
    ("reset", on.reset),
    ("cut off", on.cut_off()),
    ("compressed and cut off", on.zipped(b"[1, 2, 3]" * 99, cut=12)),
    ("not what it says", on.raw(b"plain", 200, {**on.JSON, "content-encoding": "gzip"})),
    ("no http", on.sent(b"SSH-2.0-OpenSSH\r\n\r\n")),
]


@pytest.mark.parametrize("answer", [pair[1] for pair in BROKEN], ids=[pair[0] for pair in BROKEN])
async def test_an_answer_that_breaks_off_leaves_the_outcome_unknown(wire, transport, answer):
    wire.script = [answer]
    with pytest.raises(ServerTroubleError) as caught:
        await send(transport)
    assert caught.value.summary.startswith("The connection to Webflow broke off.")
    assert caught.value.outcome is Outcome.UNKNOWN


HOSTILE = [
    ("bomb", on.zipped(b"\0" * 60_000_000)),
    ("large", on.raw(b" " * (MAX_BODY + 1))),
    ("endless behind its end", on.zipped(b"{}", behind=b"x" * (MAX_BODY + 1))),
    ("brotli", on.raw(b"xx", 200, {**on.JSON, "content-encoding": "br"})),
]


async def test_a_bomb_is_never_unfolded_whole(wire, transport):
    wire.script = [on.zipped(b"\0" * 60_000_000)]
    tracemalloc.start()
    try:
        with pytest.raises(NotWebflowError):
            await send(transport)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * MAX_BODY


@pytest.mark.parametrize("answer", [pair[1] for pair in HOSTILE], ids=[pair[0] for pair in HOSTILE])
async def test_a_hostile_answer_is_not_webflow(wire, transport, answer):
    wire.script = [answer]
    with pytest.raises(NotWebflowError) as caught:
        await send(transport)
    assert "not from Webflow" in caught.value.summary


async def test_an_answer_of_just_the_limit_is_read(wire, transport):
    wire.script = [on.zipped(b" " * MAX_BODY)]
    assert len((await send(transport)).body) == MAX_BODY


async def test_a_redirect_is_not_followed(wire, transport):
    wire.script = [on.reply(None, 302, location=f"{wire.url}/elsewhere")]
    assert (await send(transport)).status == 302
    assert len(wire.asked) == 1


async def test_a_dripping_answer_ends_at_the_deadline(wire, transport):
    wire.script = [on.dripping()]
    with pytest.raises(TimedOutError) as caught:
        await send(transport, deadline=0.2)
    assert caught.value.summary.startswith("Webflow did not answer in time.")
    assert caught.value.outcome is Outcome.UNKNOWN
    assert "GET /v2/sites: no answer within 0.2 s" in caught.value.detail


async def test_after_a_deadline_the_next_request_has_a_new_client(wire, transport):
    wire.script = [on.reply([0]), on.dripping(), on.reply([1])]
    await send(transport)
    old = transport._line.connection
    with pytest.raises(TimedOutError):
        await send(transport, deadline=0.2)
    assert (await send(transport)).body == b"[1]"
    assert transport._line.connection is not old


@pytest.mark.parametrize(("seconds", "is_same"), [(25, True), (35, False), (8 * 3600, False)])
async def test_after_a_sleep_of_the_computer_there_is_a_new_client(wire, seconds, is_same):
    """While it sleeps the time of day goes on and the running clock stands."""
    asleep = [0.0]
    watch = SleepWatch(lambda: time.monotonic() + asleep[0], time.monotonic)
    transport = Transport(wire.url, sleep_watch=watch)
    wire.script = [on.reply([0]), on.reply([1]), on.reply([2])]
    await send(transport)
    before = transport._line.connection
    asleep[0] = seconds
    assert (await send(transport)).body == b"[1]"
    after = transport._line.connection
    assert (after is before) == is_same
    await send(transport)
    assert transport._line.connection is after
    await transport.aclose()


async def test_an_old_client_is_closed_once_nothing_is_under_way_on_it(wire, transport):
    wire.script = [on.dripping()]
    with pytest.raises(TimedOutError):
        await send(transport, deadline=0.2)
    await asyncio.gather(*transport._closers)
    assert transport._lines == set()


async def test_who_stops_waiting_does_not_stop_the_request(wire, transport):
    going_on = asyncio.Event()
    wire.script = [on.held(going_on, on.reply([1]))]
    waiting = asyncio.create_task(send(transport))
    await wire.arrived.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    (request,) = transport._line.tasks
    going_on.set()
    assert (await request).body == b"[1]"


async def test_hundreds_of_cancelled_waits_leave_the_client_alive(wire, transport):
    chance = random.Random(7)

    async def impatient() -> None:
        task = asyncio.create_task(send(transport))
        for _ in range(chance.randrange(30)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    for _ in range(30):
        await asyncio.gather(*(impatient() for _ in range(12)))
    assert (await send(transport)).status == 200


async def test_a_refused_connection_is_offline():
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    transport = Transport(f"http://127.0.0.1:{port}/v2")
    with pytest.raises(OfflineError) as caught:
        await send(transport)
    await transport.aclose()
    assert "refused the connection" in caught.value.summary
    assert caught.value.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (httpx.ConnectError, Outcome.NOT_SENT),
        (httpx.ConnectTimeout, Outcome.NOT_SENT),
        (httpx.PoolTimeout, Outcome.NOT_SENT),
        (httpx.ProxyError, Outcome.NOT_SENT),
        (httpx.WriteError, Outcome.UNKNOWN),
        (httpx.WriteTimeout, Outcome.UNKNOWN),
        (httpx.ReadError, Outcome.UNKNOWN),
        (httpx.ReadTimeout, Outcome.UNKNOWN),
        (httpx.RemoteProtocolError, Outcome.UNKNOWN),
    ],
)
def test_what_never_left_is_told_from_what_may_have_arrived(error, outcome):
    call = Call("PATCH", "https://api.webflow.com/v2/x", {}, None)
    with pytest.raises(ApiError) as caught, _translated(call):
        raise error("as httpx says it")
    assert caught.value.outcome is outcome


async def test_an_unknown_host_is_offline(monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    host = "nowhere.invalid"
    transport = Transport(f"https://{host}/v2", hosts=frozenset({host}))
    with pytest.raises(OfflineError) as caught:
        await send(transport)
    await transport.aclose()
    assert "nowhere.invalid was not found. Check the internet" in caught.value.summary


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", "socks5://127.0.0.1:1"),
        ("HTTPS_PROXY", "nonsense://127.0.0.1:1"),
        ("all_proxy", "socks5h://user:secret@127.0.0.1:1"),
        ("HTTP_PROXY", "http://[::"),
        ("SSL_CERT_FILE", "there/is/no/such.pem"),
    ],
)
async def test_broken_settings_of_the_computer_are_offline_with_the_reason(
    monkeypatch, name, value
):
    monkeypatch.setenv(name, value)
    transport = Transport("https://api.webflow.com/v2")
    with pytest.raises(OfflineError) as caught:
        await send(transport)
    await transport.aclose()
    assert "network settings of this computer cannot be used" in caught.value.summary
    said = caught.value.summary.upper()  # Windows knows such names in capitals only
    named = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE")
    assert [each for each in named if each in said] == [name.upper()]
    assert "restart wfdesk" in caught.value.summary
    assert caught.value.detail
    assert "secret" not in caught.value.summary + caught.value.detail


async def test_a_proxy_of_the_system_that_cannot_be_used_is_blamed_where_no_variable_is(
    monkeypatch,
):
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("httpx._utils.getproxies", socks_everywhere)
    transport = Transport("https://api.webflow.com/v2")
    with pytest.raises(OfflineError) as caught:
        await send(transport)
    await transport.aclose()
    assert "Check the proxy that the system names" in caught.value.summary


def socks_everywhere() -> dict[str, str]:
    """As Windows and macOS tell of what is set there."""
    return {"all": "socks5://127.0.0.1:1"}


async def test_nothing_comes_between_this_computer_and_itself(wire, transport, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", "there/is/no/such.pem")
    assert (await send(transport)).status == 200


async def test_nothing_is_sent_to_another_place(wire, transport):
    with pytest.raises(BadAddressError) as caught:
        await transport.send("GET", "http://127.0.0.1:1/v2/sites", deadline=10)
    assert "refused to send the token to another address" in caught.value.summary


async def test_closing_lets_what_is_in_flight_end(wire):
    transport = Transport(wire.url)
    going_on = asyncio.Event()
    wire.script = [on.held(going_on, on.reply([1]))]
    request = asyncio.create_task(send(transport))
    await wire.arrived.wait()
    closing = asyncio.create_task(transport.aclose())
    going_on.set()
    await closing
    assert (await request).body == b"[1]"


async def test_closing_does_not_wait_for_ever(wire):
    transport = Transport(wire.url)
    wire.script = [on.dripping()]
    request = asyncio.create_task(send(transport))
    await wire.arrived.wait()
    await transport.aclose(grace=0.05)
    with pytest.raises(ServerTroubleError):
        await request


async def test_closing_does_not_wait_for_what_nobody_waits_for(wire):
    transport = Transport(wire.url)
    wire.script = [on.dripping()]
    request = asyncio.create_task(send(transport))
    await wire.arrived.wait()
    request.cancel()
    await asyncio.gather(request, return_exceptions=True)
    async with asyncio.timeout(5):
        await transport.aclose(grace=60)


async def test_after_closing_nothing_is_sent(transport):
    await transport.aclose()
    with pytest.raises(OfflineError) as caught:
        await send(transport)
    assert caught.value.summary == "The connection to Webflow is closed. Sign in again."


class Exhausted:
    """A client whose pool is spent."""

    is_closed = False

    async def exchange(self, call: Call) -> Reply:
        raise PoolExhaustedError("No connection came free. Try again in a moment.")

    async def aclose(self) -> None:
        self.is_closed = True


class Healthy(Exhausted):
    async def exchange(self, call: Call) -> Reply:
        return Reply(200, {})


async def test_an_exhausted_pool_is_replaced_once():
    spent = Exhausted()
    clients = iter([spent, Healthy()])
    transport = Transport("http://127.0.0.1:1/v2", connect=lambda _url: next(clients))
    assert (await send(transport)).status == 200
    await transport.aclose()
    assert spent.is_closed


async def test_a_pool_that_stays_exhausted_is_reported():
    transport = Transport("http://127.0.0.1:1/v2", connect=lambda _url: Exhausted())
    with pytest.raises(OfflineError) as caught:
        await send(transport)
    await transport.aclose()
    assert caught.value.summary == "No connection came free. Try again in a moment."


async def test_a_client_that_was_being_built_when_all_was_closed_sends_nothing():
    """As at a sign-out in the middle of the very first request."""
    is_building, may_go_on = threading.Event(), threading.Event()
    client = Healthy()

    def connect(_url: str) -> Healthy:
        is_building.set()
        may_go_on.wait(5)
        return client

    transport = Transport("http://127.0.0.1:1/v2", connect=connect)
    request = asyncio.create_task(send(transport))
    await asyncio.to_thread(is_building.wait, 5)
    await transport.aclose()
    may_go_on.set()
    with pytest.raises(OfflineError) as caught:
        await request
    assert caught.value.summary == "The connection to Webflow is closed. Sign in again."
    assert client.is_closed


def test_importing_the_api_does_not_import_httpx():
    code = "import sys, wfdesk.api.webflow; print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
