"""The lower half as a program that may be killed at any moment. No window, and no Qt.

It loads once. From then on each line of its input is a job, done by a fork of it: a process of its
own that begins with nothing open, as a start of wfdesk does, and is there in a few milliseconds.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio._backends._asyncio  # httpx would load it with its first request, in every fork
import anyio.streams.tls  # noqa: F401 - the same
from msgspec.structs import astuple

import wfdesk.api.connection
from tests.convergence.half import Half, is_done
from wfdesk.api.pace import Pace, clock
from wfdesk.api.transport import Call, Connection, Reply, SleepWatch, Transport
from wfdesk.api.webflow import Webflow
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.store.database import Database
from wfdesk.store.journal import JournalRepository
from wfdesk.sync.connections import Connections

Json = dict[str, Any]

_MANY = 500
"""Entries of the journal: more than a batch of twenty items has, however often it is killed."""
_NIGHT = 8 * 3600.0


class Fate:
    """When to die: just before the n-th request leaves, once it is answered, or before a commit."""

    def __init__(self, die: list | None) -> None:
        self._die = tuple(die) if die else None
        self._counts: dict[str, int] | None = None

    def begin(self) -> None:
        self._counts = {"leaving": 0, "arrived": 0, "commit": 0, "client": 0}

    @property
    def counts(self) -> dict[str, int]:
        return dict(self._counts or {})

    def meet(self, moment: str) -> None:
        if self._counts is None:
            return
        if (moment, self._counts[moment]) == self._die:
            os.kill(os.getpid(), signal.SIGKILL)
        self._counts[moment] += 1

    def see(self, statement: str) -> None:
        """SQLite tells of each statement right before it is done."""
        if statement == "COMMIT":
            self.meet("commit")


class Night:
    """What the clocks show of a sleep of the computer: SIGCONT wakes it up, hours later."""

    def __init__(self) -> None:
        self._slept = 0.0
        signal.signal(signal.SIGCONT, self._on_waking)

    def wall(self) -> float:
        """The time of day. Python's running clock stands still meanwhile."""
        return time.time() + self._slept

    def clock(self) -> float:
        """The clock by which wfdesk waits: it goes on in a sleep."""
        return clock() + self._slept

    def _on_waking(self, *_: object) -> None:
        self._slept += _NIGHT


class Doomed:
    """A connection whose process may end just before a request leaves or once it is answered."""

    def __init__(self, connection: Connection, fate: Fate) -> None:
        self._connection, self._fate = connection, fate

    async def exchange(self, call: Call) -> Reply:
        self._fate.meet("leaving")
        reply = await self._connection.exchange(call)
        self._fate.meet("arrived")
        return reply

    async def aclose(self) -> None:
        await self._connection.aclose()


@asynccontextmanager
async def opened(job: Json) -> AsyncIterator[tuple[Half, Fate]]:
    fate, night = Fate(job.get("die")), Night()

    def connect(base_url: str) -> Connection:
        fate.meet("client")
        return Doomed(wfdesk.api.connection.connect(base_url), fate)

    def client(url: str, token: str) -> Webflow:
        transport = Transport(url, connect=connect, sleep_watch=SleepWatch(night.wall))
        return Webflow(url, token, pace=Pace(clock=night.clock), transport=transport)

    async with AsyncExitStack() as stack:
        database = await Database.open(Path(job["path"]))
        stack.push_async_callback(database.close)
        database._connection.set_trace_callback(fate.see)
        connections = Connections(client)
        stack.push_async_callback(connections.close)
        half = Half(database, connections, clock=night.clock)
        await half.sign_in(job["url"], job["token"])
        yield half, fate


async def begin(job: Json) -> Json:
    """Sign in and read everything, once."""
    async with opened(job) as (half, _fate):
        await half.refreshing.refresh_all()
        return {"trouble": half.board.status.trouble}


async def publish(job: Json) -> Json:
    """Prepare a batch and publish it. This is what is killed."""
    async with opened(job) as (half, fate):
        keys = await _prepare(half, job["batch"])
        say({"keys": [astuple(key) for key in keys]})
        fate.begin()
        results = await half.send(keys, Goal.PUBLISH)
        return {"counts": fate.counts, "results": [result.is_good for result in results]}


async def look(job: Json) -> Json:
    """Start again and look: which writes are in doubt, and what became of them."""
    async with opened(job) as (half, _fate):
        doubtful = await half.database.read(lambda rows: JournalRepository(rows).unfinished())
        await half.lookup.look(lambda _progress: None, is_patient=True)
        left = await half.lookup.count()
        return {"doubtful": [[each.verb.value, each.key.item] for each in doubtful], "left": left}


async def go_on(job: Json) -> Json:
    """Publish what is not live yet, as a user does who sees it in the list."""
    async with opened(job) as (half, fate):
        keys = await half.browsing.current([ItemKey(*key) for key in job["keys"]])
        works = await half.browsing.works(keys)
        fate.begin()
        left = [work.key for work in works if not is_done(work)]
        results = await half.send(left, Goal.PUBLISH)
        return {
            "results": [result.is_good for result in results],
            "keys": [astuple(key) for key in await half.browsing.current(keys)],
            "unsent": len(await half.works()),
            "in doubt": await half.lookup.count(),
            "journal": await half.batches(_MANY),
        }


async def _prepare(half: Half, batch: Json) -> list[ItemKey]:
    """Do what a user does before pressing Publish."""
    keys = list[ItemKey]()
    for collection, fields in batch["create"]:
        values = {slug: _named(value, keys) for slug, value in fields.items()}
        keys.append(await half.editing.create(collection, batch["locale"], values))
    for key, slug, value in batch["update"]:
        await half.editing.set_field(ItemKey(*key), slug, value)
        keys.append(ItemKey(*key))
    gone = [ItemKey(*key) for key in batch["delete"]]
    await half.editing.set_action(gone, Action.DELETE)
    return keys + gone


def _named(value: Any, keys: Sequence[ItemKey]) -> Any:
    """A value of a new item; ``{"new": 0}`` is the first new item of the batch."""
    return keys[value["new"]].item if isinstance(value, dict) else value


JOBS: dict[str, Callable[[Json], Awaitable[Json]]] = {
    each.__name__: each for each in (begin, publish, look, go_on)
}


def say(said: Json) -> None:
    os.write(1, json.dumps(said).encode() + b"\n")


def main() -> None:
    gc.freeze()
    while line := sys.stdin.readline():
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            say(asyncio.run(JOBS[job["do"]](job)))
            os._exit(0)
        say({"pid": pid})
        say({"ended": os.waitpid(pid, 0)[1]})


if __name__ == "__main__":
    main()
