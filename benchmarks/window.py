"""Inside one window: the longest stall while items are refreshed, and opening a full item.

A program of its own: the name of what is measured, then its arguments.
"""

import asyncio
import json
import statistics
import sys
import time
from functools import partial, reduce
from operator import or_
from typing import Any

from PySide6.QtWidgets import QApplication

from benchmarks.counting import forget, publishable, requests_of
from benchmarks.pulse import Pulse
from wfdesk.app.options import Options
from wfdesk.app.program import Program
from wfdesk.app.start import run
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.ids import NAME, CollectionId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.services.publishing import Result
from wfdesk.store.database import Connection
from wfdesk.store.works import WorksRepository
from wfdesk.ui.shell.commands import Command

_START = 2.0
"""Seconds until a start is over: it is measured for itself."""


async def refreshing(url: str, token: str, collection: str, program: Program) -> dict[str, Any]:
    """Fill the profile from the practice server with the window open; refresh it once more."""
    await program.services.accounts.sign_in_once(token, url)
    program.window._panes.tree.choose_collection(CollectionId(collection))  # noqa: SLF001 - a click
    # The first refresh fills the table that is shown; the second finds nothing new.
    found = {"stall_ms": await _stall(program), "second_stall_ms": await _stall(program)}
    others = [each for each in await program.services.browsing.collections() if each != collection]
    program.window._panes.tree.choose_collection(others[0])  # noqa: SLF001 - where the next begins
    return found


async def opening(collection: str, program: Program) -> dict[str, Any]:
    """Open items of a filled profile: the first in a window where nothing was open, then more."""
    await asyncio.sleep(_START)
    wanted = CollectionId(collection)
    first, stall = await _open_first(program, wanted)
    later = [await _open(program, key) for key in (await _keys(program, wanted))[1:20]]
    return {
        "open_first_ms": first,
        "open_first_stall_ms": stall,
        "open_ms": round(statistics.median(later), 1),
    }


async def publishing(
    url: str, token: str, collection: str, count: str, program: Program
) -> dict[str, Any]:
    """Edit that many items and publish them, with *Changes* open and the run shown."""
    await program.services.accounts.sign_in_once(token, url)
    await program.services.refreshing.refresh_all()
    editing, planning = program.services.editing, program.services.publishing
    found = await publishable(program.services.browsing, CollectionId(collection))
    works = await planning.plan(found, Goal.PUBLISH)  # some have problems
    keys = sorted(works.keys)[: int(count)]

    def edit(rows: Connection) -> ChangeSet:
        """All at once: one by one, each would be shown before the next, which is measured apart."""
        staged = WorksRepository(rows).stage
        bases = [(key, WorksRepository(rows).get(key).fields.get(NAME)) for key in keys]
        changes = [staged(key, NAME, f"Bread {n}", base) for n, (key, base) in enumerate(bases)]
        return reduce(or_, changes)

    program.services.feed.publish(await editing._database.write(edit))  # noqa: SLF001
    program.window.commands.action(Command.CHANGES).trigger()
    await asyncio.sleep(_START)
    plan = await planning.plan(keys, Goal.PUBLISH)
    finished: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    program.sending.run_finished.connect(finished.set_result)
    forget(url)
    pulse, begun = Pulse(), time.perf_counter()
    pulse.start()
    program.sending.start(plan)
    results = await finished
    taken = time.perf_counter() - begun
    await asyncio.sleep(_START)  # what the last word of the run brings to the screen
    return {
        "stall_ms": await pulse.stop(),
        "seconds": round(taken, 2),
        "published": sum(result.result is Result.PUBLISHED for result in results),
        "requests": len(requests_of(url)),
    }


async def _stall(program: Program) -> float:
    pulse = Pulse()
    pulse.start()
    await program.services.refreshing.refresh_all()
    return await pulse.stop()


async def _open_first(program: Program, collection: CollectionId) -> tuple[float, float]:
    """Choose a collection as a click does, and open its first item as soon as there are rows.

    Return the milliseconds from that wish to the painted form, and the longest stall meanwhile.
    """
    found = asyncio.Event()
    program.items.items_found.connect(found.set)
    program.window._panes.tree.choose_collection(collection)  # noqa: SLF001
    await found.wait()
    program.items.items_found.disconnect(found.set)
    pulse = Pulse()
    pulse.start()
    taken = await _open(program, program.items.model.key_at(0))
    return taken, await pulse.stop()


async def _open(program: Program, key: ItemKey | None) -> float:
    """Milliseconds from the wish to the painted form."""
    start = time.perf_counter()
    program.editor.show_item(key)
    while not program.form.shows(key):  # noqa: ASYNC110 - to the millisecond
        await asyncio.sleep(0.001)  # a loop without rest would keep the store's thread waiting
    QApplication.sendPostedEvents()
    program.form.repaint()
    return round((time.perf_counter() - start) * 1000, 1)


async def _keys(program: Program, collection: CollectionId) -> list[ItemKey]:
    site = await program.services.browsing.site_of(collection)
    return await program.services.browsing.find(collection, site.primary_locale, Query())


if __name__ == "__main__":
    measures = {"refreshing": refreshing, "opening": opening, "publishing": publishing}
    measured = measures[sys.argv[1]]
    sys.stdout.write(json.dumps(run(Options(), partial(measured, *sys.argv[2:]))))
