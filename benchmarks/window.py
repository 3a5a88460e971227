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
    return found | await _open(program, wanted)


async def _stall(program: Program) -> float:
    pulse = Pulse()
    pulse.start()
    await program.services.refreshing.refresh_all()
    return await pulse.stop()


async def _open(program: Program, collection: CollectionId) -> dict[str, float]:
    site = await program.services.browsing.site_of(collection)
    keys = await program.services.browsing.find(collection, site.primary_locale, Query())
    taken: list[float] = []
    for key in keys[:20]:
        shown = asyncio.Event()
        program.editor.item_shown.connect(shown.set)
        start = time.perf_counter()
        program.editor.show_item(key)
        await shown.wait()
        program.form.repaint()
        QApplication.sendPostedEvents()
        taken.append((time.perf_counter() - start) * 1000)
        program.editor.item_shown.disconnect(shown.set)
    return {"open_first_ms": round(taken[0], 1), "open_ms": round(statistics.median(taken[1:]), 1)}
