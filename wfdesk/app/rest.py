"""Loads what the first screen does without, in slices that nobody notices."""

import asyncio
import importlib

_MODULES = (
    "msgspec",
    "wfdesk.domain.plan",
    "wfdesk.api.refusals",
    "wfdesk.api.transport",
    "wfdesk.api.webflow",
    "wfdesk.sync.preflight",
    "wfdesk.sync.publish",
    "wfdesk.sync.refresh",
    "wfdesk.system.keychain",
    "wfdesk.services.accounts",
    "wfdesk.app.services",
    "wfdesk.ui.toolkit.images",
    "wfdesk.ui.editor.fields.date_time",
    "wfdesk.ui.editor.fields.color",
    "wfdesk.ui.editor.fields.multi_reference",
    "wfdesk.ui.editor.richtext.editor",
    "wfdesk.ui.editor.fields.factory",
    "wfdesk.ui.editor.view",
    "wfdesk.ui.accounts.dialog",
    "wfdesk.ui.accounts.welcome",
    "wfdesk.ui.changes.controller",
    "wfdesk.ui.changes.detail",
    "wfdesk.ui.changes.sending",
    "wfdesk.ui.changes.view",
    "wfdesk.app.program",
)
"""Each loads what it needs and is not there yet; so an order that is out of date only costs."""


async def load_rest() -> None:
    for name in _MODULES:
        importlib.import_module(name)
        await asyncio.sleep(0)
