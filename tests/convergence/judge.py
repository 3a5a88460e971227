"""Watches every request as it leaves and as it is done, and holds it against the promises.

I3, I8, I9 and I10 of publishing.md 3.3 are judged here; what can only be judged in the end is in
``verdict``.
"""

from dataclasses import dataclass
from typing import Any

from tests.convergence.book import Book
from tests.convergence.content import COLLEAGUE, KINDS, Change, Content, Item
from tests.convergence.desk import Desk
from tests.convergence.locales import PRIMARY, place_of, variant
from tests.convergence.server import Seen, Server
from tests.convergence.wire import Request
from tests.convergence.words import is_mergeable, is_text, marks, parts
from wfdesk.domain.edits import Action
from wfdesk.domain.journal import Entry
from wfdesk.sync.progress import Phase

_ACTIONS = {"unpublish": Action.UNPUBLISH, "delete": Action.DELETE}
WINDOW = 5.0
"""Seconds between the last look and the write within which nobody can see what a colleague does."""
_SLACK = 1.0
"""What the program itself takes from the answer to the next request, at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    invariant: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Look:
    """The client was shown an item: as the server had it, and when it heard of it."""

    served: float
    heard: float


class Judge:
    """``findings`` is what was broken; ``within_window`` what nobody could have prevented."""

    def __init__(self, server: Server, book: Book) -> None:
        self._server, self._book = server, book
        self._content: Content = server.content
        self.findings: list[Finding] = []
        self.within_window: list[Change] = []
        self._looks: dict[str, Look] = {}
        self.acted: dict[tuple[str, Action], float] = {}
        """When each action was last done to an item by the user's client."""
        self._sent: dict[tuple[str, str], list[Any]] = {}
        """What the user's changes have said of a field, with Webflow's own ids."""
        self.desk: Desk | None = None
        self._is_paused = self._is_unauthorised = False
        self._quiet_until = 0.0
        """Webflow has asked for that long a pause."""

    def begin_life(self, desk: Desk) -> None:
        """A program that starts remembers no look of its earlier life."""
        self.desk = desk
        self._looks.clear()
        self._is_paused = False
        self.begin_session()
        if desk.quarantined:
            self._find("I13", f"{desk.quarantined} edits were damaged")

    def begin_session(self) -> None:
        """A new client has been told nothing yet."""
        self._server.session += 1
        self._is_unauthorised = False
        self._quiet_until = 0.0

    def leaving(self, seen: Seen) -> None:
        """I8: a write leaves only when it stands in the journal. I7: none leaves while paused."""
        if seen.left < self._quiet_until:
            self._find("I7", f"a request left in the pause until {self._quiet_until:.3f}")
        if not seen.request.is_write or self.desk is None:
            return
        if self._is_paused or self._is_unauthorised:
            why = "paused" if self._is_paused else "unauthorised"
            self._find("I7", f"{seen.request.verb} left while {why}")
        if self.desk.rows.in_transaction:
            self._find("I8", "a request left within a transaction")
        entries = self.desk.unfinished()
        seen.notes["looks"] = dict(self._looks)
        if seen.request.verb == "create":
            slugs = {entry.fields.get("slug") for entry in entries} - {None}
            wanted = [each.get("slug") for each in seen.request.body["fieldData"]]
            missing = [slug for slug in wanted if slug not in slugs]
        else:
            verb = seen.request.verb
            named = {place_of(entry.key) for entry in entries if entry.verb.value == verb}
            missing = [item for item in seen.request.items if item not in named]
        for each in missing:
            self._find("I8", f"{seen.request.verb} of {each} left without a journal entry")
        if self._book.doubtful and seen.request.verb in {"update", "create"}:
            self._judge_doubtful(seen)
        if seen.request.verb == "update":
            self._compare_with_journal(seen.request, entries)

    def _judge_doubtful(self, seen: Seen) -> None:
        """I10: a text goes only when it is known to be written as it was shown."""
        said = str(seen.request.body)
        for text in sorted(each for each in self._book.doubtful if repr(each) in said):
            wrote = (each.who for each in self._content.log if each.value == text)
            if COLLEAGUE not in wrote:
                self._find("I10", f"{text!r} left, and nobody knows how it is written")

    def _compare_with_journal(self, request: Request, entries: list[Entry]) -> None:
        sent = {place_of(entry.key): entry for entry in entries if entry.verb.value == "update"}
        for body in request.body["items"]:
            entry = sent.get(body["id"])
            if entry is None:
                continue
            extra = body.get("fieldData", {}).keys() - entry.fields.keys()
            if extra:
                self._find("I8", f"fields {sorted(extra)} of {body['id']} are not in the journal")

    def enters(self, phase: Phase) -> None:
        """A run says where it stands. A new one may try what an earlier one was refused."""
        self._is_paused = phase is Phase.PAUSED
        if phase is Phase.FINISHED:
            self._is_unauthorised = False

    def delivered(self, seen: Seen, body: Any) -> None:
        """Note what the client was shown."""
        if seen.status == 401 and seen.request.is_write:
            self._is_unauthorised = True
        if seen.status == 429 and str(seen.fate.wait).isdigit():
            self._quiet_until = self._server.world.now + int(str(seen.fate.wait))
        if seen.served is None or not isinstance(body, dict):
            return
        look = Look(seen.served, self._server.world.now)
        if self._begins_list_of_changes(seen):
            since = seen.request.path[1]
            for item in self._content.of(since, seen.request.params.get("cmsLocaleId", PRIMARY)):
                self._looks[item.id] = look
        for item in [body, *body.get("items", ())]:
            if isinstance(item, dict) and "fieldData" in item:
                self._looks[variant(item["id"], item["cmsLocaleId"])] = look

    def _begins_list_of_changes(self, seen: Seen) -> bool:
        """Whether this says that all which is not in the list is as it was.

        A later page does not: what changed meanwhile stands on the first one, which is read.
        """
        params = seen.request.params
        is_filtered = "lastUpdated[gte]" in params and self._server.ways.late_filter == "supported"
        return is_filtered and int(params.get("offset", 0)) == 0

    def writing(self, seen: Seen) -> None:
        """Right before the server does it."""
        if self.desk is not None:
            self._book.follow(self.desk)
        match seen.request.verb:
            case "create":
                self._hear_of_namesakes(seen.request.body["fieldData"])
            case "update":
                for body in seen.request.body["items"]:
                    self._judge_update(seen, body)
            case "publish" | "unpublish" | "delete":
                for item in seen.request.items:
                    if item in self._content.items:
                        self._judge_whole(seen, self._content.items[item])
                        self._note_act(item, _ACTIONS.get(seen.request.verb))

    def _hear_of_namesakes(self, made: list[Any]) -> None:
        """What has another name by now is nothing that a copy of a while ago could know of."""
        markers = {fields.get("marker"): fields.get("name") for fields in made}
        for item in self._content.items.values() if self._book.has_less else ():
            marker = item.fields.get("marker")
            if marker in markers and item.fields.get("name") != markers[marker]:
                self._book.told.add(marker)

    def _judge_update(self, seen: Seen, body: Any) -> None:
        item = self._content.items.get(body["id"])
        if item is None:
            return
        fields = body.get("fieldData", {})
        if "isArchived" in body:
            self._note_act(item.id, Action.ARCHIVE if body["isArchived"] else Action.UNARCHIVE)
        if not fields and "isArchived" not in body and "isDraft" not in body:
            self._find("I10", f"an empty change of {item.id}")
        look = seen.notes["looks"].get(item.id)
        is_seen_live = item.live is not None and look is not None and item.went_live <= look.served
        if is_seen_live and body.get("isDraft") is not True:
            self._find("I9", f"a change of {item.id} would go live with the site")
        for slug, value in fields.items():
            if (item.collection, slug) not in KINDS:
                self._find("I10", f"{item.id}.{slug} is no field")
                continue
            last = item.last.get(slug)
            self._sent.setdefault((item.id, slug), []).append(value)
            self._judge_unchanged(seen, item, slug, value)
            if last is not None and last.who == COLLEAGUE and self._loses(item, last, value):
                self._judge_overwriting(seen, last)

    def _note_act(self, item: str, action: Action | None) -> None:
        if action is not None:
            self.acted[item, action] = self._server.world.now

    def _loses(self, item: Item, change: Change, value: Any) -> bool:
        """Whether anything of the colleague's change is gone when this value is in its place.

        What they took out again is no loss where the user has put it in as well; nor is what they
        put in again where the user has taken it out. That a part came and went meanwhile is nothing
        that a merge can tell from its having stayed.
        """
        if not is_mergeable(item.collection, change.field):
            return not is_same(change.value, value)
        was, theirs, held = parts(change.was), parts(change.value), parts(value)
        added = theirs - was - self._book.taken_out(item.id, change.field)
        taken_out = was - theirs - self._book.added(item.id, change.field)
        return not added <= held or bool(taken_out & held)

    def _judge_unchanged(self, seen: Seen, item: Item, slug: str, value: Any) -> None:
        held = item.fields.get(slug)
        is_there = held == value or (held is None and value in (None, [], ""))
        last = item.last.get(slug)
        is_recent = last is not None and self._is_unknowable(seen, last)
        if is_there and not is_recent and seen.fate.lag == 0 and self._has_field(item, slug):
            self._find("I10", f"{item.id}.{slug} is {value!r} already")

    def _has_field(self, item: Item, slug: str) -> bool:
        """Whether it was not removed: with a field go the values, and no item tells of that."""
        return any(each["slug"] == slug for each in self._content.schema.get(item.collection, ()))

    def _judge_overwriting(self, seen: Seen, change: Change) -> None:
        if self._is_unknowable(seen, change):
            self.within_window.append(change)
            return
        look = seen.notes["looks"].get(change.item)
        if look is None or change.at > look.served:
            self._find("I3", f"{_named(change)} was overwritten, and nobody had looked")
            return
        place = change.item, change.field
        displayed = [*self._book.displayed.get(place, ()), *self._book.written.get(place, ())]
        if is_text(self._home(change.item), change.field):
            is_known = any(_shows(change, each) for each in displayed)
        else:
            is_known = any(is_same(change.value, each) for each in displayed)
        if not is_known:
            self._find("I3", f"{_named(change)} was overwritten, and the user had not seen it")

    def _judge_whole(self, seen: Seen, item: Item) -> None:
        """I9: what goes live, comes down or goes for good is what the user was shown."""
        if seen.request.verb == "publish":
            self._judge_return(seen, item)
        shown = self._book.shown.get(item.id, [])
        for slug, change in item.last.items():
            if change.who != COLLEAGUE or self._is_unknowable(seen, change):
                continue
            if seen.request.verb == "publish" and (item.live or {}).get(slug) == change.value:
                continue
            known = [*(each.get(slug) for each in shown)]
            known += self._book.written.get((item.id, slug), ())
            known += self._sent.get((item.id, slug), ())
            if not any(is_same(change.value, each) for each in known):
                verb = seen.request.verb
                self._find("I9", f"{verb} of {item.id}: {_named(change)} had not been shown")

    def _judge_return(self, seen: Seen, item: Item) -> None:
        """What a colleague took off the site comes back only when the user has seen that."""
        off = item.taken_off
        if off is None or self._is_unknowable(seen, off):
            return
        if self._book.seen_off_site.get(item.id, -1.0) >= off.at:
            return
        if not self._book.is_off_site_to_user(item.id):
            self._find(
                "I9", f"{item.id} was taken off the site at {off.at:.3f}, and put on it again"
            )

    def _is_unknowable(self, seen: Seen, change: Change) -> bool:
        """Whether the change came between the last look and the write, and the look was fresh."""
        look = seen.notes["looks"].get(change.item)
        if look is None or change.at <= look.served:
            return False
        return change.at >= seen.left or seen.left - look.heard <= WINDOW + _SLACK

    def _home(self, item: str) -> str:
        return self._content.items[item].collection

    def _find(self, invariant: str, sentence: str) -> None:
        self.findings.append(Finding(invariant, f"at {self._server.world.now:.3f} {sentence}"))


def is_same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return marks(one) == marks(other)  # Webflow gives a file another address, and an id
    if isinstance(one, str) and isinstance(other, str):
        return one.rstrip("/") == other.rstrip("/")
    empty = (None, "", [], False)
    return one == other or (one in empty and other in empty)


def _shows(change: Change, seen: Any) -> bool:
    """Whether a text that was seen has what the change put in, or lacks what it took out."""
    if is_same(change.value, seen):
        return True
    added = marks(change.value) - marks(change.was)
    if added:
        return added <= marks(seen)
    was, now, there = parts(change.was), parts(change.value), parts(seen)
    return now - was <= there and not (was - now) & there


def _named(change: Change) -> str:
    return f"{change.item}.{change.field} = {change.value!r} of {change.at:.3f}"
