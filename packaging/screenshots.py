"""Takes pictures of the practice site in every place of the window, light and dark.

``python packaging/screenshots.py [folder]``; each scheme runs in a process of its own.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from wfdesk.app.options import Options
from wfdesk.app.program import Program
from wfdesk.app.start import run
from wfdesk.domain.ids import NAME, ItemKey
from wfdesk.domain.tables import Query
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.toolkit.theme import Scheme

ITEMS = 60
SETTLE = 0.8
"""Seconds in which what was asked for is loaded and painted."""


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        take(folder, Scheme(sys.argv[2]))
        return
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        with tempfile.TemporaryDirectory() as home:
            subprocess.run(
                [sys.executable, __file__, str(folder), scheme.value],
                env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "WFDESK_HOME": home},
                check=True,
            )


def take(folder: Path, scheme: Scheme) -> None:
    run(Options(scheme=scheme, items=ITEMS), partial(visit, folder, scheme.value))


async def visit(folder: Path, scheme: str, program: Program) -> None:
    """Go through the window as a user would, with a picture at each place."""
    services, window = program.services, program.window

    async def picture(place: str) -> None:
        await asyncio.sleep(SETTLE)
        path = folder / f"{place}-{scheme}.png"
        window.grab().save(str(path))
        print(path)

    await picture("welcome")
    await services.accounts.start_practice()
    await services.refreshing.refresh_all()
    window.show_welcome(is_welcome=False)
    await picture("site")
    key = await first_item(program)
    window.go_to_item(key)
    await picture("item")
    await services.editing.set_field(key, NAME, "A name that nobody has sent yet")
    await picture("edited")
    window.commands.action(Command.CHANGES).trigger()
    await picture("changes")


async def first_item(program: Program) -> ItemKey:
    """The first item of the collection that has the most."""
    browsing = program.services.browsing
    [site] = (await browsing.tree()).sites
    largest = max(site.collections, key=lambda node: node.items).collection
    return (await browsing.find(largest.id, site.site.primary_locale, Query()))[0]


if __name__ == "__main__":
    main()
