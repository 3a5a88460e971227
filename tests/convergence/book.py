"""What the user wrote and saw, noted beside the program and never asked of it afterwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.convergence.desk import Desk
from tests.convergence.locales import place_of
from tests.convergence.quarrels import Quarrels
from tests.convergence.words import parts
from wfdesk.domain.edits import Action, Work
from wfdesk.domain.ids import ItemKey, is_local
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Plan
from wfdesk.services.publishing import ItemResult, Result

Place = tuple[str, str]
"""An item's id and a field's slug."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The user's last word on a field. An item is meant to hold it, sooner or later."""

    at: float
    value: Any
    base: Any
    is_back: bool = False
    """Typed back to where it started from: should the item go, there is nothing of it to keep."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the user wants to become of an item as a whole."""

    at: float
    action: Action


class Book:
    """Kept by item id; a local id gives way to Webflow's as soon as there is one."""

    def __init__(self) -> None:
        self.wishes: dict[Place, Wish] = {}
        self.homes: dict[str, str] = {}
        """The collection of each item."""
        self.marks: dict[str, Mark] = {}
        """What is to become of items as a whole, by the user's last word."""
        self.displayed: dict[Place, list[Any]] = {}
        """Values of Webflow's that stood before the user's eyes when they decided on the field."""
        self.written: dict[Place, list[Any]] = {}
        """Everything that the user ever wrote there: who else writes it tells them nothing new."""
        self.shown: dict[str, list[Mapping[str, Any]]] = {}
        """Webflow's copy of items as tables have shown them before something was done to them."""
        self.seen_off_site: dict[str, float] = {}
        """When the user last saw of an item that it is not live."""
        self.seen_on_site: dict[str, float] = {}
        """When the user last saw, or was told by a run, that it is."""
        self.made: dict[str, str] = {}
        """Markers of new items, by the local id they were made under."""
        self.settled: set[tuple[str, str, str]] = set()
        """Conflicts in which the user took mine: item, field and what theirs was."""
        self.again: list[str] = []
        """Conflicts that came back although they were settled."""
        self.pending: Sequence[ItemKey] = ()
        """What items the user is at: a crash may come before or after it is on the disk."""
        self.is_blind = False
        """Whether the user is at a form that shows a field as it was some time ago."""
        self.forgotten: list[str] = []
        """Conflicts that are over though nobody has settled them."""
        self.doubtful: set[str] = set()
        """Texts that may be written otherwise than the user saw them. None of them is to go."""
        self.broken: list[str] = []
        """What did otherwise than the user had said."""
        self.has_less = False
        """Whether the profile is not what it was when the user wrote in it."""
        self.told: set[str] = set()
        """Markers of new items that the user was told of, as there may be one of them already."""
        self._quarrels = Quarrels()

    def wake(self, now: float, desk: Desk) -> None:
        """After a crash: of what the user was at, that counts which the disk has."""
        self.follow(desk)
        for key in map(desk.current, self.pending):
            self.forget(place_of(key))
            self.note(now, None, desk.work(key))
            self._quarrels.user_was_at(key.item)
        self.pending, self.is_blind = (), False
        self.watch(desk)

    def resolve(self, current: Callable[[Any], Any]) -> None:
        """Call all that was wished for as Webflow does: a local id may come to mean another one."""
        for place, wish in self.wishes.items():
            self.wishes[place] = replace(wish, value=current(wish.value), base=current(wish.base))

    def wake_to_less(self, now: float, works: Iterable[Work], lost: Iterable[Place]) -> None:
        """What lay on the disk and does so no more is nobody's wish. What lies there now is."""
        self.has_less = True
        for place in lost:
            del self.wishes[place]
        works = list(works)
        actions = {place_of(work.key): work.action for work in works}
        self.marks = {
            item: mark for item, mark in self.marks.items() if actions.get(item) is mark.action
        }
        for work in works:
            item = place_of(work.key)
            self.homes[item] = work.key.collection
            for slug, edit in work.edits.items():
                known = self.wishes.get((item, slug))
                if known is None or known.value != edit.value:
                    self.wishes[item, slug] = Wish(now, edit.value, edit.base)
                    self.written.setdefault((item, slug), []).append(edit.value)
        self.settled.clear()
        self._quarrels = Quarrels()

    def follow(self, desk: Desk) -> None:
        """Note items under the ids that they have now."""
        for local in [item for item in self.homes if is_local(item)]:
            item = desk.current(ItemKey(self.homes[local], local)).item  # type: ignore[arg-type]
            if item != local:
                self.homes[item] = self.homes.pop(local)
                self._move(local, item)

    def _move(self, old: str, new: str) -> None:
        for place in [each for each in self.wishes if each[0] == old]:
            wish, there = self.wishes.pop(place), (new, place[1])
            # Two items that the user has written in are one. What was set and cleared again in the
            # one is no wish against what they wrote in the other, nor what is older than that.
            other = self.wishes.get(there)
            if other is None or (_is_set(wish, other.base) and wish.at >= other.at):
                self.wishes[there] = wish
        for kept in (self.displayed, self.written):
            for place in [each for each in kept if each[0] == old]:
                kept.setdefault((new, place[1]), []).extend(kept.pop(place))
        for values in self.written.values():
            values[:] = [_renamed(value, old, new) for value in values]

    def note(
        self, now: float, before: Work | None, after: Work | None, *, is_typed: bool = False
    ) -> None:
        """Take over what one act of the user's has changed.

        Typed back to where it started from, a value is no less their word.
        """
        if before is None and after is None:
            return
        old = before.edits if before else {}
        new = after.edits if after else {}
        item = place_of((after or before).key)  # type: ignore[union-attr]
        self.homes[item] = (after or before).key.collection  # type: ignore[union-attr]
        self._note_mark(now, item, before, after)
        for slug in old.keys() - new.keys():
            self.wishes.pop((item, slug), None)
            if is_typed and after is not None:
                self.wishes[item, slug] = Wish(now, after.fields.get(slug), old[slug].value, True)
        for slug, edit in new.items():
            is_changed = slug not in old or old[slug].value != edit.value
            if is_changed:
                self.wishes[item, slug] = Wish(now, edit.value, edit.base)
            if self.is_blind:
                continue
            if is_changed:
                self.written.setdefault((item, slug), []).append(edit.value)
            if is_changed or old[slug].base != edit.base:
                self._see(item, slug, before, after)

    def _note_mark(self, now: float, item: str, before: Work | None, after: Work | None) -> None:
        marked, mark = before and before.action, after and after.action
        if mark is None:
            self.marks.pop(item, None)
        elif mark is not marked:
            self.marks[item] = Mark(now, mark)

    def want_live(self, desk: Desk, keys: Iterable[ItemKey]) -> None:
        """The user asks for items to go live that were to come off the site, and are off it."""
        for item in map(place_of, keys):
            there = desk.server.content.items.get(item)
            mark = self.marks.get(item)
            if mark and mark.action is Action.UNPUBLISH and (not there or there.live is None):
                del self.marks[item]

    def settle(self, work: Work | None) -> None:
        """The user settles conflicts of the item, both sides before them, or takes that back."""
        if work is not None:
            self._quarrels.user_was_at(work.key.item)
            for slug in work.conflicts:
                self._see(place_of(work.key), slug, work)

    def reopen(self, item: str) -> None:
        """The user took something back: a conflict that was settled by it is one again."""
        self.settled = {case for case in self.settled if case[0] != item}

    def watch(self, desk: Desk) -> None:
        """See what is in conflict now."""
        self.forgotten += self._quarrels.look(desk.rows)

    def forget(self, item: str) -> None:
        """The user gave everything up that they had wanted of the item."""
        self.marks.pop(item, None)
        for place in [each for each in self.wishes if each[0] == item]:
            del self.wishes[place]

    def show(self, desk: Desk, keys: Iterable[ItemKey] | None = None) -> None:
        """The user looks at Webflow's copy of these items, or of all, as it is on this computer."""
        items = None if keys is None else set(map(place_of, keys))
        for item, fields in desk.copies().items():
            if items is not None and item not in items:
                continue
            states = self.shown.setdefault(item, [])
            if not states or states[-1] != fields:
                states.append(fields)
        off = set(desk.off_site())
        for item in desk.copies() if items is None else items:
            sights = self.seen_off_site if item in off else self.seen_on_site
            sights[item] = desk.server.world.now

    def hear(self, result: ItemResult, now: float) -> None:
        """The results say of an item that it is live."""
        if result.result is Result.PUBLISHED:
            self.seen_on_site[place_of(result.new_key or result.key)] = now

    def is_off_site_to_user(self, item: str) -> bool:
        """Whether it is not live as far as the user knows, and has not been since they saw that.

        What a lost publish has put on the site, and a colleague took off it before anybody looked,
        is as they last saw it: nobody can tell that from a publish that never came.
        """
        return self.seen_off_site.get(item, -1.0) > self.seen_on_site.get(item, -1.0)

    def added(self, item: str, slug: str) -> frozenset[str]:
        """The parts of a field that are there by the user's own wish."""
        wish = self.wishes.get((item, slug))
        return parts(wish.value) - parts(wish.base) if wish else frozenset()

    def taken_out(self, item: str, slug: str) -> frozenset[str]:
        """The parts of a field that are there no more by the user's own wish."""
        wish = self.wishes.get((item, slug))
        return parts(wish.base) - parts(wish.value) if wish else frozenset()

    def _see(self, item: str, slug: str, *works: Work | None) -> None:
        seen = self.displayed.setdefault((item, slug), [])
        for work in works:
            if work is not None:
                seen.append(work.item.fields.get(slug) if work.item else None)
                if slug in work.edits:  # it may have been merged, and the form shows that
                    seen.append(work.edits[slug].value)
                if slug in work.conflicts:
                    seen.append(work.conflicts[slug])


def live_ones(plan: Plan) -> list[ItemKey]:
    """What is to go live by the plan."""
    return [key for batch in plan.batches if batch.verb is Verb.PUBLISH for key in batch.keys]


def _is_set(wish: Wish, there: Any) -> bool:
    """Whether it is more than what was there before, or is there anyway, once again."""
    return not wish.is_back and wish.value not in (wish.base, there)


def _renamed(value: Any, old: str, new: str) -> Any:
    """The value, calling an item as Webflow does."""
    if isinstance(value, list):
        return [_renamed(each, old, new) for each in value]
    return new if value == old else value
