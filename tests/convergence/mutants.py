"""Protocols that are wrong in one place each. The scenarios must tell every one from the real one.

A mutant patches one function of the engine for as long as it is entered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from msgspec.structs import replace

from wfdesk.api.pace import Pace
from wfdesk.domain import merge
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import SendState
from wfdesk.domain.errors import ApiError, NotAuthorizedError, Outcome
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG
from wfdesk.domain.merge import Judgement, Verdict
from wfdesk.domain.schema import FieldType
from wfdesk.domain.values import is_same
from wfdesk.store import acknowledge
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.store.unsent import UnsentRows
from wfdesk.store.works import WorksRepository
from wfdesk.sync import lookup, preflight, publish, reconcile, requests, sightings
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.preflight import Preflight
from wfdesk.sync.publish import Publisher
from wfdesk.sync.reconcile import Finding, Found
from wfdesk.sync.results import Results
from wfdesk.sync.slugs import Slugs


@dataclass(frozen=True)
class Mutant:
    sentence: str
    """What it does wrong."""
    places: Any
    """A module or a class, or several."""
    name: str
    make: Callable[[Any], Any]
    """The wrong function, given the right one."""
    first: int = 0
    """The seed to begin with: one that was seen to kill it. Others follow."""
    breaks: str = ""
    """The promise that it breaks; a harmless one breaks none. One that is told by another promise
    alone, or does not even come to an end, may do something else than its sentence says."""

    @contextmanager
    def at_work(self) -> Iterator[None]:
        places = self.places if isinstance(self.places, tuple) else (self.places,)
        rights = [vars(place)[self.name] for place in places]
        for place, right in zip(places, rights, strict=True):
            setattr(place, self.name, self.make(right))
        try:
            yield
        finally:
            for place, right in zip(places, rights, strict=True):
                setattr(place, self.name, right)


def _no_journal(_right: Any) -> Any:
    async def journal(
        _ledger: Ledger,
        batch: str,
        operations: Sequence[Any],
        known: Mapping[Any, Any],
        _unseen: Sequence[Any],
    ) -> list[Any]:
        return [(ledger_entry(batch, each, known.get(each.key)), each) for each in operations]

    ledger_entry = Ledger.journal.__globals__["_entry"]
    return journal


def _again_and_again(right: Any) -> Any:
    async def write(*given: Any) -> Any:
        try:
            return await right(*given)
        except ApiError as error:
            if error.outcome is not Outcome.UNKNOWN:
                raise
            return await right(*given)

    return write


def _forgets_newer_edits(_right: Any) -> Any:
    def drop_sent(connection: Any, key: Any, entry: Any, _answer: Any) -> None:
        for field in entry.fields:
            UnsentRows(connection).drop_edit(key, field)

    return drop_sent


def _keeps_what_was_sent(_right: Any) -> Any:
    return lambda *_given: None


def _never_looks(_right: Any) -> Any:
    async def look(preflight: Any, _place: Any, operations: Any, _results: Any) -> frozenset[Any]:
        sightings = preflight._sightings  # without a sighting nothing would be written at all
        sightings.saw([each.key for each in operations], sightings.clock())
        return frozenset()

    return look


def _compares_with_mine(_right: Any) -> Any:
    def judge(field: Any, edit: Any, theirs: Any, _split: Any) -> Judgement:
        is_there = is_same(field, edit.value, theirs)
        return Judgement(Verdict.DROP if is_there else Verdict.SEND, edit.value)

    return judge


def _instead(found: Verdict, said: Verdict) -> Callable[[Any], Any]:
    """Say one verdict where another is right; what is sent then is mine."""

    def make(right: Any) -> Any:
        def judge(field: Any, edit: Any, *others: Any) -> Judgement:
            judgement: Judgement = right(field, edit, *others)
            return judgement if judgement.verdict is not found else Judgement(said, edit.value)

        return judge

    return make


def _waits_for_nothing(right: Any) -> Any:
    def init(*given: Any, **named: Any) -> None:
        right(*given, **{**named, "quiet_seconds": 0.0})

    return init


def _no_slug_is_taken(_right: Any) -> Any:
    async def is_taken(*_given: Any) -> bool:
        return False

    return is_taken


def _never_there(_right: Any) -> Any:
    async def find_out(*_given: Any) -> Found:
        return Found(Finding.NOT_APPLIED, None)

    return find_out


def _never_done(right: Any) -> Any:
    async def find_out(*given: Any) -> Found:
        return replace(await right(*given), finding=Finding.NOT_APPLIED)

    return find_out


def _always_there(right: Any) -> Any:
    async def find_out(*given: Any) -> Found:
        return replace(await right(*given), finding=Finding.APPLIED)

    return find_out


def _adopts_strangers(_right: Any) -> Any:
    return lambda _collection, _entry, _known, item: item is not None


def _nobody_moves(_right: Any) -> Any:
    return lambda *_given: False


def _nobody_else(_right: Any) -> Any:
    return lambda *_given: ""


def _no_pause(_right: Any) -> Any:
    return lambda _pace, _seconds: 0.0


def _no_limit(_right: Any) -> Any:
    return lambda *_given, **_named: 0.0


def _forgets_what_was_sent(_right: Any) -> Any:
    def interrupt(repository: JournalRepository) -> Any:
        entries = repository.unfinished()
        repository.mark([entry.id for entry in entries], SendState.SAVED, "")
        works = WorksRepository(repository._connection)
        for entry in entries:
            change = works.set_state(entry.key, SendState.SAVED, "")
        return change if entries else None

    return interrupt


def _whole_item(right: Any) -> Any:
    def patch(operation: Any) -> Any:
        made = right(operation)
        if operation.shown is None:
            return made
        return replace(made, fields={SLUG: operation.shown.fields[SLUG], **made.fields})

    return patch


def _goes_on_unauthorised(right: Any) -> Any:
    async def failed(
        publisher: Any, place: Any, sent: Any, error: Any, results: Any, known: Any
    ) -> Any:
        if isinstance(error, NotAuthorizedError):
            for pair in sent:
                await publisher._refuse(place, pair, error, results)
            return None
        return await right(publisher, place, sent, error, results, known)

    return failed


def _drops_references(_right: Any) -> Any:
    return lambda _connection, _renamed: []


def _never_in_doubt(_right: Any) -> Any:
    return lambda _sightings, _keys: None


def _mine_from_the_old(right: Any) -> Any:
    def resolve(works: Any, key: Any, field: Any, take: str) -> Any:
        if take == "theirs":
            return right(works, key, field, take)
        works._note(works.get(key), {})
        return works._edited(key, field)

    return resolve


def _forgets_conflicts(right: Any) -> Any:
    def set_sending(works: WorksRepository, key: Any, fields: Any) -> Any:
        change = right(works, key, fields)
        works._note(works.get(key), {})
        return change

    return set_sending


def _asks_nobody(_right: Any) -> Any:
    async def ask(ledger: Ledger, entry: Any, _reason: str, _suspect: Any) -> None:
        await ledger.mark([entry], SendState.SAVED, "")

    return ask


def _drops_what_is_back(right: Any) -> Any:
    def stage(
        works: WorksRepository, key: Any, field: Any, value: Any, base: Any, **more: Any
    ) -> Any:
        work = works.get(key)
        start = work.edits[field].base if field in work.edits else base
        if not work.is_new and value == start:
            return works.drop_field(work.key, field)
        return right(works, key, field, value, base, **more)

    return stage


def _nothing_is_off(_right: Any) -> Any:
    return lambda *_given: []


def _held(_right: Any) -> Any:
    return lambda _field, _edit, _tried, held: held


def _keeps_the_flags(right: Any) -> Any:
    def put(items: ItemsRepository, item: Any) -> Any:
        old = items.find(item.key)
        if old is not None:
            item = replace(item, is_archived=old.is_archived, is_draft=old.is_draft)
        return right(items, item)

    return put


def _says_no_draft(right: Any) -> Any:
    return lambda operation: replace(right(operation), is_draft=None)


def _overlooks_what_is_emptied(right: Any) -> Any:
    def judge(field: Any, edit: Any, theirs: Any, split: Any) -> Judgement:
        is_text = field.type in {FieldType.PLAIN_TEXT, FieldType.RICH_TEXT}
        if is_text and edit.value and theirs in (None, ""):
            return Judgement(Verdict.SEND, edit.value)
        return right(field, edit, theirs, split)

    return judge


def _forgets_the_run(_right: Any) -> Any:
    def interrupt(runs: RunsRepository) -> None:
        runs._connection.execute("DELETE FROM run_items WHERE stage = 'under way'")

    return interrupt


def _gives_mine_up(right: Any) -> Any:
    async def hold_back(ledger: Ledger, key: Any, *said: Any, **more: Any) -> None:
        conflicts = more.get("conflicts")
        if not conflicts:
            await right(ledger, key, *said, **more)
            return

        def work(rows: Any) -> Any:
            works, change = WorksRepository(rows), ChangeSet()
            edits = works.get(key).edits
            for field in conflicts.keys() & edits.keys():
                HistoryRepository(rows).keep(key, field, edits[field].value, Reason.THEIRS_TAKEN)
                change |= works.drop_field(key, field)
            return change | works.set_state(key, SendState.SAVED, "")

        await ledger._write(work)

    return hold_back


def _goes_by_the_name(_right: Any) -> Any:
    return lambda _collection, entry, item: item.fields.get(NAME) == entry.fields.get(NAME)


MUTANTS: Final = (
    Mutant("sends without a journal", Ledger, "journal", _no_journal, 0, "I8"),
    Mutant("sends once more when an answer is lost", publish, "write", _again_and_again, 3, "I2"),
    Mutant(
        "forgets newer edits with the answer",
        acknowledge,
        "_drop_sent",
        _forgets_newer_edits,
        56,
        "I1",
    ),
    Mutant(
        "leaves edits that were sent", acknowledge, "_drop_sent", _keeps_what_was_sent, 21, "I5"
    ),
    Mutant("never looks before it writes", Preflight, "_look", _never_looks, 14, "I3"),
    Mutant(
        "compares with mine and not with the base", merge, "judge", _compares_with_mine, 15, "I3"
    ),
    Mutant(
        "sends what Webflow has already",
        merge,
        "judge",
        _instead(Verdict.DROP, Verdict.SEND),
        8,
        "I10",
    ),
    Mutant("takes what is unknown for done", lookup, "find_out", _always_there, 5, "I1"),
    Mutant("calls a lost change sent", lookup, "find_out", _always_there, 25, "I7"),
    Mutant("calls a lost deletion done", lookup, "find_out", _always_there, 587, "I7"),
    Mutant(
        "takes what is unknown for gone", (lookup, preflight), "find_out", _never_there, 59, "I5"
    ),
    Mutant("publishes without comparing", preflight, "has_moved", _nobody_moves, 898, "I9"),
    Mutant(
        "publishes what others did meanwhile", Results, "others_fields", _nobody_else, 334, "I9"
    ),
    Mutant("does not obey a 429", Pace, "pause", _no_pause, 16, "I7"),
    Mutant("does not count its requests", Pace, "wait_for", _no_limit, 37, "I6"),
    Mutant(
        "sends again after a crash", JournalRepository, "interrupt", _forgets_what_was_sent, 5, "I2"
    ),
    Mutant(
        "takes mine in a conflict",
        merge,
        "judge",
        _instead(Verdict.CONFLICT, Verdict.SEND),
        24,
        "I3",
    ),
    Mutant(
        "takes theirs in a conflict",
        merge,
        "judge",
        _instead(Verdict.CONFLICT, Verdict.DROP),
        24,
        "I1",
    ),
    Mutant(
        "takes mine in a merge", merge, "judge", _instead(Verdict.MERGE, Verdict.SEND), 356, "I3"
    ),
    Mutant("sends a field that did not change", requests, "_patch", _whole_item, 1, "I10"),
    Mutant(
        "goes on when the token is refused", Publisher, "_failed", _goes_on_unauthorised, 230, "I7"
    ),
    Mutant(
        "does not rewrite local ids",
        acknowledge,
        "_rewrite_references",
        _drops_references,
        97,
        "I5",
    ),
    Mutant(
        "keeps the old base when mine is taken",
        WorksRepository,
        "resolve_conflict",
        _mine_from_the_old,
        24,
        "I5",
    ),
    Mutant(
        "forgets what is in conflict when it sends the rest",
        WorksRepository,
        "set_sending",
        _forgets_conflicts,
        3590,
        "I5",
    ),
    Mutant("makes once more what may be there already", Ledger, "ask", _asks_nobody, 39, "I2"),
    Mutant(
        "takes what others wrote into a new item for seen", acknowledge, "_start", _held, 314, "I3"
    ),
    Mutant(
        "forgets what is typed back on its way",
        WorksRepository,
        "stage",
        _drops_what_is_back,
        400,
        "I1",
    ),
    Mutant(
        "puts on the site what was taken off", preflight, "taken_back", _nothing_is_off, 1169, "I9"
    ),
    Mutant("keeps the flags as they were", ItemsRepository, "put", _keeps_the_flags, 1, "I5"),
    Mutant("says of no change that it is a draft", requests, "_patch", _says_no_draft, 1, "I9"),
    Mutant("forgets what was to go live", RunsRepository, "interrupt", _forgets_the_run, 55, "I7"),
    Mutant("gives mine up for theirs unasked", Ledger, "hold_back", _gives_mine_up, 24, "I1"),
    Mutant("overlooks what is emptied", merge, "judge", _overlooks_what_is_emptied, 627, "I3"),
    Mutant(
        "takes a namesake for its own",
        (reconcile, preflight),
        "is_ours",
        _goes_by_the_name,
        20_000_393,
        "I2",
    ),
)

HARMLESS: Final[Mapping[Mutant, str]] = {
    Mutant("does not wait for stragglers", Lookup, "__init__", _waits_for_nothing): (
        "A write that comes late is looked for once more before it is made again, and an update"
        " brings the value that is wanted anyway: only a third value, sent meanwhile, would lose."
    ),
    Mutant("takes every slug for free", Slugs, "is_taken", _no_slug_is_taken): (
        "Webflow refuses the slug or gives another, and its answer is believed. An answer would"
        " have to be lost as well, and the stranger's item be called the same."
    ),
    Mutant("takes what is unknown for not done", (lookup, preflight), "find_out", _never_done): (
        "What was done after all is seen by the next look: an update as there already, a new item"
        " in the list of what is new, and its slug as taken by itself."
    ),
    Mutant("trusts an old look after a failure", sightings.Sightings, "doubt", _never_in_doubt): (
        "After a lost answer more time passes than any look is good for, so that hardly a scenario"
        " goes otherwise. What is left is a batch of new items that is refused and made in part,"
        " within five seconds of a list."
    ),
}
"""Survivors of thousands of scenarios, and why: another rule does the same work. Some hundred of
them are played in each test run."""
