"""Inside one window: the longest stall while items are refreshed, and opening a full item."""

import asyncio
import statistics
import time
from typing import Any

from PySide6.QtWidgets import QApplication

from benchmarks.pulse import Pulse
from wfdesk.app.program import Program
from wfdesk.domain.ids import CollectionId
from wfdesk.domain.tables import Query


async def measure(url: str, token: str, collection: str, program: Program) -> dict[str, Any]:
    """Fill the profile from the practice server with the window open; then open items."""
    await program.services.accounts.sign_in_once(token, url)
    wanted = CollectionId(collection)
    program.window._panes.tree.choose_collection(wanted)  # noqa: SLF001 - as a click would
    # The first refresh fills the table that is shown; the second finds nothing new.
    found = {"stall_ms": await _stall(program), "second_stall_ms": await _stall(program)}
    # The collection with all field types comes first: then nothing is warm yet.
    others = [each for each in await program.services.browsing.collections() if each != wanted]
    openings = [await _open(program, each) for each in (wanted, *others)]
    return {
        **found,
        "open_first_ms": max(taken[0] for taken in openings if taken),
        "open_ms": round(statistics.median(openings[0][1:]), 1),
    }


async def _stall(program: Program) -> float:
    pulse = Pulse()
    pulse.start()
    await program.services.refreshing.refresh_all()
    return await pulse.stop()


async def _open(program: Program, collection: CollectionId) -> list[float]:
    """Milliseconds from the wish to the painted form, for the first items of a collection."""
    site = await program.services.browsing.site_of(collection)
    keys = await program.services.browsing.find(collection, site.primary_locale, Query())
    taken: list[float] = []
    for key in keys[:20]:
        shown = asyncio.Event()
        program.editor.item_shown.connect(shown.set)
        start = time.perf_counter()
        program.editor.show_item(key)
        await shown.wait()
        QApplication.sendPostedEvents()
        program.form.repaint()
        taken.append(round((time.perf_counter() - start) * 1000, 1))
        program.editor.item_shown.disconnect(shown.set)
    return taken
