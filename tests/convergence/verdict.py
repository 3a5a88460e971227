"""What must hold when the faults have stopped and the user has put everything in order."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tests.convergence.book import Book, Wish
from tests.convergence.content import COLLEAGUE, KINDS, US, Change, Item
from tests.convergence.desk import Desk
from tests.convergence.disk import Disk
from tests.convergence.judge import Finding, Judge
from tests.convergence.locales import key_of, locale_of
from tests.convergence.server import NO_CONNECTION, Server
from tests.convergence.tidying import Tidying
from tests.convergence.words import is_text, marks
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.store.history import HistoryRepository
from wfdesk.store.localids import LocalIdsRepository

_EMPTY = (None, "", [], False)


def verdict(judge: Judge, desk: Desk, book: Book, disk: Disk, rounds: int) -> list[Finding]:
    server = desk.server
    book.follow(desk)
    return [
        *_lost_wishes(server, desk, book),
        *_lost_marks(server, desk, book, judge.acted),
        *_doubles(server, book),
        *_mistaken(server, desk),
        *_unsettled(desk, rounds),
        *(Finding("I5", each) for each in (*book.again, *book.forgotten)),
        *(Finding("I7", each) for each in book.broken),
        *_differences(server, desk),
        *_haste(server),
        *(Finding("I13", problem) for problem in disk.problems()),
    ]


def _lost_wishes(server: Server, desk: Desk, book: Book) -> list[Finding]:
    """I1: each thing the user wrote is or was on the server, or an edit, or in the history."""
    changes: dict[tuple[str, str], list[Change]] = {}
    for change in server.content.log:
        changes.setdefault((change.item, change.field), []).append(change)
    current = LocalIdsRepository(desk.rows).current_value
    found = []
    gone = {
        each.item: each.was
        for each in server.content.log
        if not each.field and each.value is None and isinstance(each.was, dict)
    }
    for (item, slug), noted in book.wishes.items():
        wish = replace(noted, value=current(noted.value), base=current(noted.base))
        place = book.homes[item], slug
        now = server.content.items.get(item)
        if now is None and (wish.value in _EMPTY or wish.is_back):
            continue  # there is nothing of it to be brought back
        fields = now.fields if now is not None else gone.get(item)
        if fields is not None and _meets(place, wish, fields.get(slug)):
            continue  # or was there when somebody deleted it
        if is_kept(desk, key_of(place[0], item, desk.primary), slug, wish):
            continue
        reason = _missing(place, wish, changes.get((item, slug), []))
        if reason:
            found.append(Finding("I1", f"{item}.{slug} = {wish.value!r} of {wish.at:.3f} {reason}"))
    return found


def _lost_marks(
    server: Server, desk: Desk, book: Book, acted: Mapping[tuple[str, Action], float]
) -> list[Finding]:
    """I1: what was to become of an item has become of it, or is still to do."""
    found = []
    for item, mark in book.marks.items():
        work = desk.work(key_of(book.homes[item], item, desk.primary))
        is_kept = work is not None and work.action is mark.action
        is_done = acted.get((item, mark.action), -1.0) >= mark.at
        if not is_kept and not is_done and not _is_so(server.content.items.get(item), mark.action):
            found.append(Finding("I1", f"{item}: {mark.action.value} of {mark.at:.3f} is lost"))
    return found


def _is_so(item: Item | None, action: Action) -> bool:
    match action:
        case _ if item is None:
            return True  # there is nothing to be done to it
        case Action.ARCHIVE | Action.UNARCHIVE:
            return item.is_archived is (action is Action.ARCHIVE)
        case Action.UNPUBLISH:
            return item.live is None
        case _:
            return False


def _missing(place: tuple[str, str], wish: Wish, changes: list[Change]) -> str:
    """Why it cannot be said that the server had it and only somebody else has changed it since."""
    met = [number for number, each in enumerate(changes) if _meets(place, wish, each.value)]
    was_so_at_first = bool(changes) and _meets(place, wish, changes[0].was)
    if not met and not was_so_at_first:
        return "is lost"
    last = max(met, default=-1)
    for change in changes[last + 1 :]:
        if change.who == US and change.at >= wish.at:
            return f"was overwritten by our own {change.value!r}"
    return ""


def is_kept(desk: Desk, key: ItemKey, slug: str, wish: Wish) -> bool:
    """Whether what the user wrote lies on the disk.

    Whoever takes a colleague's value gives their own up: what went so and is still wished for was
    taken from them.
    """
    place = key.collection, slug
    work = desk.work(key)
    if work is not None and slug in work.edits:
        return _meets(place, wish, work.edits[FieldSlug(slug)].value)
    past = HistoryRepository(desk.rows).of(key)
    current = LocalIdsRepository(desk.rows).current_value  # as the window shows and restores it
    return any(
        each.field == slug
        and each.reason != Reason.THEIRS_TAKEN
        and _meets(place, wish, current(each.value))
        for each in past
    )


def _meets(place: tuple[str, str], wish: Wish, value: Any) -> bool:
    """Whether the value holds what the user wrote, be it together with a colleague's words."""
    mine = wish.value
    if place[1] == "slug" and not mine:
        return True  # it is then made from the name
    if value == mine or (value in _EMPTY and mine in _EMPTY):
        return True
    if is_text(*place):
        own = {mark for mark in marks(mine) - marks(wish.base) if mark.startswith("u")}
        return bool(own) and own <= marks(value)
    return _fits(KINDS[place], wish, value)


def _fits(kind: str, wish: Wish, value: Any) -> bool:
    """Whether the value is what Webflow makes of the one that was wished for."""
    mine = wish.value
    match kind:
        case "MultiReference":
            base, wanted, held = set(wish.base or ()), set(mine or ()), set(value or ())
            return wanted - base <= held and not (base - wanted) & held
        case "Image":
            return bool(marks(mine)) and marks(mine) <= marks(value)
        case "Link":
            return str(mine).rstrip("/") == str(value).rstrip("/")
        case "PlainText":  # the slug: Webflow may have put something behind it
            return bool(mine) and str(value).startswith(str(mine))
        case _:
            return False


def _doubles(server: Server, book: Book) -> list[Finding]:
    """I2: each new item is there once. Its marker is known to nobody but the user who made it.

    Where the profile is not what it was, it is made again by who was told of it beforehand.
    """
    there: dict[str, str] = {}
    found = []
    for change in server.content.log:
        if change.who == US and not change.field and change.was is None and change.value:
            if change.value in there.values() and change.value not in book.told:
                found.append(Finding("I2", f"{change.value} was made again at {change.at:.3f}"))
            there[change.item] = change.value
        elif not change.field and change.value is None:
            there.pop(change.item, None)
    return found


def _mistaken(server: Server, desk: Desk) -> Iterator[Finding]:
    """I2: no new item of the user's is taken to be there as one that a colleague has made."""
    theirs = {
        change.item
        for change in server.content.log
        if change.who == COLLEAGUE and not change.field and change.was is None
    }
    for local, item in desk.rows.execute("SELECT local, server FROM local_ids"):
        if item in theirs:
            yield Finding("I2", f"a colleague's {item} was taken for {local}")


def _unsettled(desk: Desk, rounds: int) -> list[Finding]:
    """I4 and I5: nothing is under way or unknown, and what is left says why."""
    found = [
        Finding("I4", f"{entry.verb.value} of {entry.key.item} is {entry.state.value}")
        for entry in desk.unanswered()
    ]
    if rounds >= Tidying.ROUNDS:
        found.append(Finding("I4", f"{rounds} rounds were not enough"))
    for work in desk.works():
        if work.state in {SendState.SENDING, SendState.UNKNOWN, SendState.QUEUED}:
            found.append(Finding("I4", f"{work.key.item} is {work.state.value}"))
        elif not work.reason.endswith("."):
            edits = {slug: edit.value for slug, edit in work.edits.items()}
            found.append(
                Finding("I5", f"{work.key.item} keeps {edits}, {work.action}, {work.state}")
            )
    return found


def _differences(server: Server, desk: Desk) -> list[Finding]:
    """I5: the local copy is what Webflow has."""
    found = []
    takes = server.content.takes
    known = {each: it for each, it in desk.copies().items() if takes(locale_of(each))}
    states = desk.states()
    for item in server.content.items.values():
        if not takes(locale_of(item.id)):
            continue  # it cannot be read
        fields = known.pop(item.id, None)
        if fields is None:
            found.append(Finding("I5", f"{item.id} is not in the local copy"))
        elif fields != item.fields:
            found.append(Finding("I5", f"{item.id} is {fields}, not {item.fields}"))
        elif states[item.id] != (item.is_archived, item.is_draft, item.published is not None):
            found.append(Finding("I5", f"{item.id} is not {states[item.id]}"))
    return [*found, *(Finding("I5", f"{each} is only in the local copy") for each in known)]


def _haste(server: Server) -> list[Finding]:
    """I6: no more requests than Webflow allows, in any minute of one client's life.

    One that found no connection is none of them: Webflow has not heard of it.
    """
    limit = server.ways.limit
    recent: deque[float] = deque()
    session = -1
    gone_out = (seen for seen in server.seen if seen.status != NO_CONNECTION)
    for seen in sorted(gone_out, key=lambda each: each.left):
        if seen.session != session:
            session = seen.session
            recent.clear()
        recent.append(seen.left)
        while recent[0] <= seen.left - 60:
            recent.popleft()
        if len(recent) > limit:
            return [Finding("I6", f"{len(recent)} requests in the minute before {seen.left:.3f}")]
    return []
