"""Texts that are on disk before it is known whether they may be sent: that did not wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.unwritten import Unwritten


class Judging:
    """Waits for the answers that came too late for the disk, and frees what may be sent."""

    def __init__(self, free: Callable[[Unwritten], Awaitable[None]], feed: ChangeFeed) -> None:
        self._free = free
        self._feed = feed
        self._edits: set[Unwritten] = set()

    def begin(self, edit: Unwritten) -> None:
        """Wait for the answer beside all else, where one is still to come."""
        if edit.answer is not None and edit.judging is None:
            self._edits.add(edit)
            edit.judging = asyncio.create_task(self._judge(edit, edit.answer))

    def fields(self, key: ItemKey) -> frozenset[FieldSlug]:
        """Those of the item of which it is not known yet."""
        return frozenset(each.field for each in self._edits if each.key == key)

    def tasks(self) -> set[asyncio.Task[None]]:
        """What is under way."""
        return {each.judging for each in self._edits if each.judging is not None}

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Go on with a new item when Webflow has given it its id."""
        for edit in self._edits:
            if edit.key == old:
                edit.key = new

    async def _judge(self, edit: Unwritten, answer: asyncio.Future[bool]) -> None:
        """Heed the answer. One that fails frees nothing, and a disk that is full holds it back."""
        try:
            edit.is_as_shown, edit.answer = await answer, None
            if edit.is_as_shown:
                with suppress(StoreError):
                    await self._free(edit)
        finally:
            self._edits.discard(edit)
            self._feed.publish(ChangeSet(frozenset({edit.key})))
