"""Pace, retry and translation together, over a real wire."""

import asyncio
import logging
import traceback
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.unit.api import wireserver as on
from tests.unit.api.conftest import CANARY
from tests.unit.api.virtualtime import now, run_virtually
from wfdesk.api.transport import Call, Reply, Transport
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import (
    ApiError,
    NotWebflowError,
    OfflineError,
    Outcome,
    RateLimitedError,
    ServerTroubleError,
    TimedOutError,
)
from wfdesk.domain.ids import AccountId, CollectionId, ItemId, ItemKey, SiteId

ACCOUNT, SITE = AccountId("a"), SiteId("s")
COLLECTION = CollectionId("c")
KEY = ItemKey(COLLECTION, ItemId("i"))
NO_SITES = on.reply({"sites": []})


def read(webflow):
    return webflow.sites.all(ACCOUNT)


def write(webflow):
    return webflow.items.delete(COLLECTION, [KEY])


def limited(**headers: str):
    return on.reply({"message": "Too many", "code": "too_many_requests"}, 429, **headers)


async def test_the_token_is_in_the_header_and_nowhere_else(wire, webflow):
    wire.script = [NO_SITES]
    await read(webflow)
    asked = wire.asked[0]
    assert asked.headers["authorization"] == f"Bearer {CANARY}"
    assert asked.headers["user-agent"].startswith("wfdesk/")
    assert CANARY not in asked.target


FAILURES = [
    on.reset,
    on.cut_off(),
    on.closed_early(b'{"sites": [{"id": "x"'),
    on.reply({"message": "oops"}, 500),
    on.page("<html>bad gateway</html>", 502),
    on.reply(None, 503),
    on.page("<html>gateway timeout</html>", 504),
]


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_read_is_tried_up_to_four_times(wire, webflow, naps, failure):
    wire.script = [failure, failure, failure, NO_SITES]
    assert await read(webflow) == []
    assert len(wire.asked) == 4
    assert naps.taken == [1.0, 2.0, 4.0]


async def test_after_four_tries_a_read_fails(wire, webflow):
    wire.script = [on.reply(None, 503)]
    with pytest.raises(ServerTroubleError) as caught:
        await read(webflow)
    assert len(wire.asked) == 4
    assert caught.value.summary.startswith("Webflow has trouble (error 503).")


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_write_is_never_tried_again(wire, webflow, failure):
    wire.script = [failure]
    with pytest.raises(ServerTroubleError) as caught:
        await write(webflow)
    assert len(wire.asked) == 1
    assert caught.value.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
async def test_a_refused_read_is_not_tried_again(wire, webflow, status):
    wire.script = [on.reply({"message": "no"}, status)]
    with pytest.raises(ApiError):
        await read(webflow)
    assert len(wire.asked) == 1


async def test_a_read_waits_as_long_as_webflow_says(wire, webflow, naps):
    wire.script = [limited(retry_after="7"), NO_SITES]
    started = naps.now
    await read(webflow)
    assert naps.now - started == 7


async def test_a_limited_write_is_unsent_and_says_when_to_go_on(wire, webflow, naps):
    wire.script = [limited(retry_after="42")]
    with pytest.raises(RateLimitedError) as caught:
        await write(webflow)
    assert caught.value.retry_after == 42
    assert caught.value.outcome is Outcome.NOT_SENT
    assert caught.value.summary == "Webflow asks for a pause."
    assert webflow.pace.paused_for == 42
    assert naps.taken == []


async def test_while_paused_a_write_does_not_even_leave(wire, webflow):
    wire.script = [limited(retry_after="42")]
    for _ in range(2):
        with pytest.raises(RateLimitedError) as caught:
            await write(webflow)
    assert len(wire.asked) == 1
    assert caught.value.retry_after == 42


async def test_a_read_at_the_window_does_not_wait_for_ten_minutes(wire, webflow, naps):
    wire.script = [limited(retry_after="600")]
    with pytest.raises(RateLimitedError):
        await read(webflow)
    assert naps.taken == []


async def test_a_storm_of_refusals_ends(wire, webflow, naps):
    wire.script = [limited()]
    with pytest.raises(RateLimitedError) as caught:
        await read(webflow)
    assert len(wire.asked) == 2
    assert caught.value.retry_after == 121
    assert naps.now == 1061


async def test_an_answer_ends_a_storm(wire, webflow):
    wire.script = [limited(), NO_SITES, limited()]
    await read(webflow)
    with pytest.raises(RateLimitedError) as caught:
        await write(webflow)
    assert caught.value.retry_after == 61


async def test_a_site_published_twice_in_a_minute_holds_nothing_else_back(wire, webflow):
    wire.script = [limited(retry_after="55", x_ratelimit_limit="60", x_ratelimit_remaining="40")]
    with pytest.raises(RateLimitedError) as caught:
        await webflow.sites.publish(SITE, [], True)
    assert caught.value.retry_after == 55
    assert webflow.pace.paused_for == 0


async def test_a_publish_that_met_the_tokens_limit_pauses_everything(wire, webflow):
    wire.script = [limited(retry_after="55", x_ratelimit_limit="60", x_ratelimit_remaining="0")]
    with pytest.raises(RateLimitedError):
        await webflow.sites.publish(SITE, [], True)
    assert webflow.pace.paused_for == 55


async def test_the_rate_is_known_after_an_answer(wire, webflow):
    wire.script = [on.reply({"sites": []}, x_ratelimit_limit="120", x_ratelimit_remaining="99")]
    assert webflow.rate is None
    await read(webflow)
    assert (webflow.rate.limit, webflow.rate.remaining) == (120, 99)


def in_the_first_minute(moments: list[float]) -> int:
    return sum(moment < moments[0] + 60 for moment in moments)


async def test_a_token_of_which_nothing_is_known_sends_55_in_its_first_minute(wire, webflow, naps):
    """The limit is 60 or 120, and the answers say neither."""
    wire.script = [NO_SITES]
    sent: list[float] = []
    for _ in range(65):
        await read(webflow)
        sent.append(naps.now)
    assert len(wire.asked) == 65
    assert in_the_first_minute(sent) == 55
    assert Webflow(wire.url, CANARY).pace.limit == 55  # as the program makes its own


@pytest.mark.parametrize("limit", [60, 120])
async def test_the_limit_is_learned_from_the_first_answer_that_says_it(wire, webflow, naps, limit):
    answers = [
        on.reply({"sites": []}, x_ratelimit_limit=str(limit), x_ratelimit_remaining=str(left))
        for left in range(limit - 1, -1, -1)
    ]
    wire.script = [*answers, NO_SITES]
    sent: list[float] = []
    for _ in range(limit + 10):
        await read(webflow)
        sent.append(naps.now)
    assert in_the_first_minute(sent) == limit


NOT_WEBFLOW = [
    ("login page", on.page()),
    ("redirect", on.reply(None, 302, location="http://127.0.0.1:1/")),
    ("other shape", on.reply({"hello": "world"})),
    ("missing id", on.reply({"sites": [{"displayName": "x"}]})),
    ("wrong type", on.reply({"sites": [{"id": 5}]})),
    ("a list", on.reply([])),
    ("nothing", on.reply(None)),
    ("no json", on.raw(b"hello")),
    ("deep", on.raw(b"[" * 5000 + b"]" * 5000)),
]


@pytest.mark.parametrize(
    "answer", [pair[1] for pair in NOT_WEBFLOW], ids=[pair[0] for pair in NOT_WEBFLOW]
)
async def test_what_is_not_webflow_is_told_from_it(wire, webflow, answer):
    wire.script = [answer]
    with pytest.raises(NotWebflowError) as caught:
        await read(webflow)
    assert "If you are on a guest network, sign in to it" in caught.value.summary
    assert caught.value.detail
    assert len(wire.asked) == 1


@pytest.mark.parametrize("name", ["login page", "redirect", "no json", "deep"])
async def test_a_write_that_somebody_else_answers_is_unknown_and_not_tried_again(
    wire, webflow, name
):
    wire.script = [dict(NOT_WEBFLOW)[name]]
    with pytest.raises(NotWebflowError) as caught:
        await write(webflow)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert len(wire.asked) == 1


async def test_a_long_answer_is_read_off_the_loop(wire, webflow):
    sites = [{"id": str(number), "displayName": "x" * 400} for number in range(1000)]
    wire.script = [on.reply({"sites": sites})]
    assert len(await read(webflow)) == 1000


async def test_how_far_the_clock_is_off_is_told_after_an_answer_that_says_the_time(wire, webflow):
    told: list[float] = []
    webflow.on_clock = told.append
    now = datetime.now(UTC)
    dates = [format_datetime(now + ahead) for ahead in (timedelta(), timedelta(days=2))]
    wire.script = [on.reply({"sites": []}, date=each) for each in (*dates, "noon", "")]
    for _ in range(4):
        await read(webflow)
    assert [round(each / 60) for each in told] == [0, -2 * 24 * 60]


async def test_reachability_is_told_after_each_exchange(wire, webflow):
    told: list[bool] = []
    webflow.on_online = told.append
    wire.script = [NO_SITES, on.page(), on.reply(None, 404), limited(retry_after="1")]
    await read(webflow)
    for _ in range(2):
        with pytest.raises(ApiError):
            await read(webflow)
    with pytest.raises(RateLimitedError):
        await write(webflow)
    await wire.stop()
    with pytest.raises(OfflineError):
        await read(webflow)
    assert webflow.on_online is not None
    assert told == [True, False, True, True, False]


async def test_an_answer_that_broke_off_says_nothing_of_reachability(wire, webflow):
    told: list[bool] = []
    webflow.on_online = told.append
    wire.script = [on.reset]
    with pytest.raises(ServerTroubleError):
        await write(webflow)
    assert told == []


async def test_a_write_that_gets_no_answer_is_unknown(wire, webflow):
    webflow._client.deadlines = (0.1, 0.1)
    wire.script = [on.dripping()]
    with pytest.raises(TimedOutError) as caught:
        await write(webflow)
    assert caught.value.outcome is Outcome.UNKNOWN


class Silent:
    """A connection over which nothing ever comes."""

    async def exchange(self, _call: Call) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    async def aclose(self) -> None:
        """Nobody is to be told."""


class AtOnce(Executor):
    """Does what it is given there and then: a clock that jumps waits for no thread."""

    def submit(self, work, /, *given, **named):
        done = Future()
        done.set_result(work(*given, **named))
        return done


@pytest.mark.parametrize(("ask", "seconds"), [(read, 30), (write, 60)])
def test_half_a_minute_is_time_enough_for_a_read_and_a_minute_for_a_write(ask, seconds):
    async def main() -> float:
        url = "http://127.0.0.1:1/v2"
        transport = Transport(url, connect=lambda _url: Silent(), executor=AtOnce())
        webflow = Webflow(url, CANARY, transport=transport)
        with pytest.raises(TimedOutError):
            await ask(webflow)
        return now()

    assert run_virtually(main()) == seconds


ALL_FAILURES = [
    *FAILURES,
    *(pair[1] for pair in NOT_WEBFLOW),
    *(on.reply({"message": f"Bearer {CANARY}"}, code) for code in (400, 401, 403, 404, 409, 429)),
    on.page(f"<html>{CANARY}</html>"),
    on.reply(None, 200, content_type=CANARY),
    on.dripping(),
]


@pytest.mark.parametrize("answer", ALL_FAILURES)
async def test_no_failure_tells_the_token(wire, webflow, caplog, answer):
    caplog.set_level(logging.DEBUG)
    webflow._client.deadlines = (0.1, 0.1)
    wire.script = [answer]

    async def talk() -> None:
        await webflow.items.publish(COLLECTION, [KEY])
        await webflow.sites.all(ACCOUNT)

    with pytest.raises(ApiError) as caught:
        await talk()
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__dict__)
    objects = (webflow, webflow._client, webflow._transport, webflow.pace)
    assert CANARY not in told + caplog.text + "".join(repr(thing) for thing in objects)


async def test_the_librarys_logs_are_quiet(wire, webflow, caplog):
    logging.getLogger().setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    wire.script = [NO_SITES]
    await read(webflow)
    assert [entry for entry in caplog.records if entry.name.startswith("http")] == []


async def test_a_request_that_nobody_waits_for_keeps_its_place_until_it_has_ended(
    wire, webflow, naps
):
    """Webflow may not have counted it yet."""
    going_on = asyncio.Event()
    wire.script = [on.held(going_on, NO_SITES)]
    before = webflow.pace.left
    task = asyncio.create_task(read(webflow))
    await wire.arrived.wait()
    (request,) = webflow._transport._line.tasks
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    naps.now += 61
    assert webflow.pace.left == before - 1
    going_on.set()
    await request
    await asyncio.sleep(0)
    naps.now += 59
    assert webflow.pace.left == before - 1
    naps.now += 1
    assert webflow.pace.left == before


async def test_a_pause_is_heeded_that_the_answer_to_a_stopped_request_asks_for(wire, webflow, naps):
    going_on = asyncio.Event()
    wire.script = [on.held(going_on, limited(retry_after="7"))]
    task = asyncio.create_task(read(webflow))
    await wire.arrived.wait()
    (request,) = webflow._transport._line.tasks
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    going_on.set()
    await request
    await asyncio.sleep(0)
    assert webflow.pace.paused_for == 7.0


async def test_a_cancelled_read_leaves_the_client_in_order(wire, webflow):
    wire.script = [NO_SITES]
    task = asyncio.create_task(read(webflow))
    await wire.arrived.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await read(webflow) == []
