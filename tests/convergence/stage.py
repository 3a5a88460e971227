"""Plays scenes: the lower half over real sockets, against a practice server that is told to fail.

Time passes by itself: whoever waits for it finds it gone, and with it comes what was under way in
the server. What only a deadline ends is waited for, shortly.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from tests.convergence.half import Half, is_done
from tests.convergence.scenes import FIELDS, Played, Scene, scene_of
from tests.doubles.practice import Practice, start
from wfdesk.api.pace import Pace
from wfdesk.api.webflow import Webflow
from wfdesk.domain.edits import GONE, SendState, Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.services.publishing import Phase, Progress
from wfdesk.store.database import Connection, Database
from wfdesk.store.history import HistoryRepository
from wfdesk.sync.connections import Connections
from wfdesk.sync.waits import Patience

Json = dict[str, Any]

SHORT, USUAL = (0.15, 0.15), (20.0, 20.0)
"""Deadlines of a read and of a write."""
ROUNDS = 8
"""In which all must be settled once the faults have stopped."""
QUIET = 30.0
_BETWEEN_REFRESHES = 25
_MANY = 200
"""Entries of the journal: more than a scene makes."""
_WAITING = {"zombie", "delay", "slow"}
"""Faults that leave something under way in the server."""
_USUAL_BEHAVIOUR = {
    "late_queries": "served", "duplicate_slugs": "refused", "own_slug": "accepted"
}  # fmt: skip


class Stage:
    """One server and one store for all scenes, each of which has items of its own."""

    def __init__(self, practice: Practice, half: Half) -> None:
        self.practice, self.half = practice, half
        self.slugs = {CollectionId(practice.collection(slug)): slug for slug in FIELDS}
        self.items: dict[CollectionId, list[ItemKey]] = {}
        self.played = 0
        self._door = HTTPConnection(urlsplit(practice.host).netloc, timeout=20)
        self._webflow: Webflow
        self._may_wait = False
        self._seen = {"log": 0, "changes": 0}

    def close(self) -> None:
        self._door.close()

    async def begin(self, pool: int) -> None:
        for slug in FIELDS:
            for number in range(pool):
                self.practice.make(slug, name=f"{slug} {number}")
        self._webflow = await self.half.sign_in(self.practice.url, self.practice.tokens["full"])
        await self.half.refreshing.refresh_all()
        for collection in self.slugs:
            site = await self.half.browsing.site_of(collection)
            found = await self.half.browsing.find(collection, site.primary_locale, Query())
            works = await self.half.browsing.works(found)
            # Not by their ids, which are others in each run.
            self.items[collection] = [
                work.key for work in sorted(works, key=lambda work: work.name)
            ]

    async def play(self, seed: int) -> Played:
        """Play the scene of a seed to its end."""
        if self.played % _BETWEEN_REFRESHES == 0:
            for collection in self.slugs:
                await self.half.refreshing.refresh_collection(collection, is_asked=True)
            for name in self._seen:
                self._new(name)
        self.played += 1
        played = Played(scene_of(seed, self.slugs, self.items))
        await self._work(played)
        self._set_up(played)
        for _ in range(played.scene.sends):
            await self._send_and_type_on(played)
        self._stop_faults(played.scene)
        await self._settle(played)
        await self._collect(played)
        self._follow(played)
        return played

    async def _send_and_type_on(self, played: Played) -> None:
        typing: list[asyncio.Task[None]] = []

        def heard(progress: Progress) -> None:
            if progress.phase is Phase.WRITING and not typing:
                typing.append(asyncio.create_task(self._type_on(played)))

        await self.half.send(await self._wanted(played), played.scene.goal, heard)
        await asyncio.gather(*typing)

    async def _type_on(self, played: Played) -> None:
        """The user has the item before them as it was last seen, a colleague's values included."""
        for key, slug, value in played.scene.meanwhile:
            with suppress(MissingItemError):
                await self.half.editing.set_field(key, slug, value)
                played.has_typed = True
                edit = (await self.half.browsing.work(key)).edits.get(slug)
                if edit is not None:
                    played.kept_mine.add(((key.item, slug), str(edit.base)))

    async def _work(self, played: Played) -> None:
        """What the user does before it is sent."""
        scene, half = played.scene, self.half
        for key, slug, _ in [*scene.edits, *scene.meanwhile]:
            work = await half.browsing.work(key)
            played.bases[key.item, slug] = work.item.fields.get(slug) if work.item else None
        for key, slug, value in scene.edits:
            await half.editing.set_field(key, slug, value)
            played.keys.append(key)
        for key, action in scene.actions:
            await half.editing.set_action([key], action)
            if (await half.browsing.work(key)).action is action:
                played.marked[key] = action
                played.keys.append(key)
        for collection, fields in scene.new:
            locale = self.items[collection][0].locale
            played.keys.append(await half.editing.create(collection, locale, fields))
        played.keys = list(dict.fromkeys(played.keys))

    def _set_up(self, played: Played) -> None:
        """What a colleague did meanwhile, and the faults."""
        scene = played.scene
        for act in scene.colleague:
            does = {name: value for name, value in act.items() if name != "act"}
            self.control("POST", act["act"], does)
        if scene.behaviour:
            self.control("PATCH", "behaviour", scene.behaviour)
        if scene.orders:
            self.control("POST", "faults", scene.orders)
        self._webflow._client.deadlines = SHORT if scene.is_slow else USUAL
        self._may_wait = any(order["do"] in _WAITING for order in scene.orders)

    def _stop_faults(self, scene: Scene) -> None:
        if scene.orders:
            self.control("DELETE", "faults")
        self.release()
        if scene.behaviour:
            self.control("PATCH", "behaviour", _USUAL_BEHAVIOUR)
        self._webflow._client.deadlines = USUAL

    def release(self) -> None:
        """Let what is under way in the server come to its end."""
        if self._may_wait:
            self.control("POST", "release")
            for _ in range(3):
                self.control("GET", "faults")

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Ask the side door, over one connection: there is much to ask."""
        given = None if body is None else json.dumps(body)
        try:
            self._door.request(method, f"/control/{path}", given)
            answer = self._door.getresponse()
        except (RemoteDisconnected, ConnectionError):  # it was left idle for too long
            self._door.close()
            self._door.request(method, f"/control/{path}", given)
            answer = self._door.getresponse()
        said = answer.read()
        assert answer.status < 300, said
        return json.loads(said) if said else None

    async def _settle(self, played: Played) -> None:
        """Go on as a user does: look, decide, send again."""
        random = Random(played.scene.seed)
        for number in range(ROUNDS):
            await self.half.lookup.look(_unheard, is_patient=True)
            works = await self._works(played)
            if all(map(is_done, works)) or not any(not work.is_empty for work in works):
                return
            for work in works:
                await self._decide(played, work, random)
            # What is archived cannot go live, and says so: then it is only sent.
            goal = played.scene.goal if number < ROUNDS // 2 else Goal.SEND
            await self.half.send(await self._wanted(played), goal)

    async def _decide(self, played: Played, work: Work, random: Random) -> None:
        if work.conflicts:
            for slug, theirs in work.conflicts.items():
                place = (work.key.item, slug)
                if random.random() < 0.5:
                    played.kept_mine.add((place, str(theirs)))
                    await self.half.editing.take_mine(work.key, slug)
                else:
                    played.took_theirs.add(place)
                    await self.half.editing.take_theirs(work.key, slug)
        elif work.is_gone or work.reason == GONE or work.state is SendState.REFUSED:
            played.given_up[work.key] = work.reason or GONE
            await self.half.editing.discard([work.key])

    async def _works(self, played: Played) -> list[Work]:
        keys = await self.half.browsing.current(played.keys)
        return await self.half.browsing.works(keys)

    async def _wanted(self, played: Played) -> list[ItemKey]:
        """What is left to send; to be published also what is not live yet."""
        works = await self._works(played)
        is_publish = played.scene.goal is Goal.PUBLISH
        return [
            work.key
            for work in works
            if not work.is_empty
            or (is_publish and work.key not in played.marked and not is_done(work))
        ]

    async def _collect(self, played: Played) -> None:
        half = self.half
        played.left = await half.works()
        played.in_doubt = await half.lookup.count()
        played.log, played.changes = self._new("log"), self._new("changes")
        played.batches = await half.batches(_MANY)
        keys = await half.browsing.current(played.keys)

        def read(rows: Connection) -> dict[ItemKey, list[Any]]:
            history = HistoryRepository(rows)
            return {key: [past.value for past in history.of(key)] for key in keys}

        played.history = await half.database.read(read)

    def _new(self, name: str) -> list[Json]:
        """The entries of a log since it was last read."""
        entries = self.control("GET", f"{name}?since={self._seen[name]}")
        self._seen[name] = max([self._seen[name], *(entry["number"] for entry in entries)])
        return entries

    def _follow(self, played: Played) -> None:
        """Keep the list of items: those that are new come in, those that are gone leave it."""
        for change in played.changes:
            items = self.items.get(change.get("collection"), [])
            locale = items[0].locale if items else ""
            if change["did"] == "created" and change["by"] == "full":
                items.append(ItemKey(change["collection"], change["item"], locale))
            elif change["did"] in {"deleted", "unlocalized"}:
                items[:] = [key for key in items if key.item != change["item"]]


@asynccontextmanager
async def staged(home: Path, *, pool: int = 15) -> AsyncIterator[Stage]:
    """With so many items in each collection to begin with."""
    passed = rested = 0.0

    def clock() -> float:
        return time.monotonic() + passed

    async def pass_time(seconds: float) -> None:
        nonlocal passed
        passed += seconds
        await asyncio.sleep(0)

    async def rest(seconds: float) -> None:
        """What is under way in the server is done by the end of a wait for it."""
        nonlocal rested
        await pass_time(seconds)
        rested += seconds
        if rested >= QUIET:
            rested = 0.0
            stage.release()

    def client(url: str, token: str) -> Webflow:
        return Webflow(url, token, pace=Pace(clock=clock, sleep=pass_time, jitter=lambda: 0.5))

    async with AsyncExitStack() as stack:
        practice = start("--items", "10", "--rate-limit", "0")
        stack.callback(practice.close)
        database = await Database.open(home / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        connections = Connections(client)
        stack.push_async_callback(connections.close)
        half = Half(database, connections, sleep=rest, clock=clock, patience=Patience(QUIET))
        stage = Stage(practice, half)
        stack.callback(stage.close)
        await stage.begin(pool)
        yield stage


def _unheard(_progress: object) -> None:
    """The items say for themselves what became of them."""
