"""What the user answers where they are asked whether a new item is in Webflow already."""

from collections.abc import Awaitable, Sequence
from random import Random
from typing import Any, Protocol

from msgspec.structs import replace

from tests.convergence.book import Book
from tests.convergence.desk import Desk
from wfdesk.domain.edits import Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.journal import is_question
from wfdesk.domain.plan import Caution
from wfdesk.services.namesakes import NAMESAKE
from wfdesk.store.journal import JournalRepository


class Asked(Protocol):
    """The user, as far as it is about questions."""

    book: Book
    rng: Random
    whims: Random | None
    asked: list[ItemKey]

    def say(self, desk: Desk, text: str) -> None: ...

    def discard(self, desk: Desk, key: ItemKey) -> Awaitable[None]: ...


async def answer(user: Asked, desk: Desk) -> None:
    """Look at what may be an item of the user's, where that was asked.

    If it is, what lies here is given up. If not, another one is to be made.
    """
    asked = [work.key for work in desk.works() if is_question(work.reason)]
    if asked and user.whims is not None and user.whims.random() < 0.5:
        return  # some do not read: nothing is made for that
    asked += [desk.current(key) for key in user.asked]
    user.asked.clear()
    there = {item.fields.get("marker") for item in desk.server.content.items.values()}
    for key in dict.fromkeys(asked):
        work = desk.work(key)
        if work is None or not work.is_new:
            continue
        if _is_suspected(desk, work) and user.rng.random() < 0.7:
            await _take_over(user, desk, key)
        elif _marker_of(work) in there:
            await user.discard(desk, key)
        elif work.is_asked_about:
            user.say(desk, f"wants another {key.item}")
            await desk.editing.make_another(key)


async def heed(user: Asked, desk: Desk, cautions: Sequence[Caution]) -> bool:
    """Look at what is called as a new item, if one reads it; return whether anything was given up.

    Who reads it and goes on wants another one. Whoever's profile is what it was need not look.
    """
    there = {item.fields.get("marker") for item in desk.server.content.items.values()}
    is_other = False
    for caution in cautions if user.book.has_less else ():
        work = desk.work(caution.key) if caution.sentence == NAMESAKE else None
        marker = _marker_of(work) if work is not None else None
        if marker is None:
            continue
        user.book.told.add(marker)
        if marker in there and user.rng.random() < 0.7:
            await user.discard(desk, caution.key)
            is_other = True
    return is_other


async def _take_over(user: Asked, desk: Desk, key: ItemKey) -> None:
    user.say(desk, f"takes over {key.item}")
    entry = JournalRepository(desk.rows).asked(key)
    if entry is not None and entry.suspect:
        user.book.show(desk, [replace(key, item=entry.suspect)])  # that is looked at before
    try:
        await desk.editing.questions.take_over(key)
    except MissingItemError as error:  # such as edits of its own, which are sent first
        user.say(desk, f"hears: {error.summary}")


def _is_suspected(desk: Desk, work: Work) -> bool:
    """Whether what the user is asked about is just their item."""
    entry = JournalRepository(desk.rows).asked(work.key)
    item = desk.server.content.items.get(entry.suspect or "") if entry else None
    if _marker_of(work) is None:
        return False  # it was lost, and with it what the item could be known by
    return item is not None and item.fields.get("marker") == _marker_of(work)


def _marker_of(work: Work) -> Any:
    """What tells the item from others: it lies with it, wherever the program has crashed."""
    edit = work.edits.get(FieldSlug("marker"))
    return edit.value if edit else None
