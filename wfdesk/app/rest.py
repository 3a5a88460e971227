"""Loads what the first screen does without, in slices that nobody notices."""

import asyncio
import importlib

MODULES = (
    "wfdesk.domain.plan",
    "wfdesk.api.wire",
    "wfdesk.api.refusals",
    "wfdesk.api.items",
    "wfdesk.api.webflow",
    "wfdesk.sync.progress",
    "wfdesk.sync.results",
    "wfdesk.sync.preflight",
    "wfdesk.sync.publish",
    "wfdesk.sync.run",
    "wfdesk.sync.refresh",
    "wfdesk.services.accounts",
    "wfdesk.assembly.online",
    "wfdesk.app.services",
    "wfdesk.ui.toolkit.images",
    "wfdesk.ui.editor.fields.base",
    "wfdesk.ui.editor.fields.moments",
    "wfdesk.ui.editor.fields.date_time",
    "wfdesk.ui.editor.fields.color",
    "wfdesk.ui.editor.fields.multi_reference",
    "wfdesk.ui.editor.richtext.editor",
    "wfdesk.ui.editor.fields.factory",
    "wfdesk.ui.editor.view",
    "wfdesk.ui.accounts.welcome",
    "wfdesk.ui.accounts.dialog",
    "wfdesk.words.values",
    "wfdesk.words.reviews",
    "wfdesk.words.plans",
    "wfdesk.ui.changes.controller",
    "wfdesk.words.richtext",
    "wfdesk.ui.changes.values",
    "wfdesk.ui.changes.richview",
    "wfdesk.ui.changes.fieldblock",
    "wfdesk.ui.changes.detail",
    "wfdesk.ui.changes.view",
    "wfdesk.ui.history.dialog",
    "wfdesk.app.program",
)
"""Each loads what it needs and is not there yet; an order that is out of date only costs time."""


async def load_rest() -> None:
    for name in MODULES:
        importlib.import_module(name)
        await asyncio.sleep(0)


async def load_parser() -> None:
    """Load the parser of rich text before the first text is shown.

    It takes 100 ms and comes in one piece, so it is loaded on another thread.
    """
    await asyncio.to_thread(importlib.import_module, "justhtml")
