"""Sending and publishing what was reviewed: the plan, the run, what became of each item."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from wfdesk.domain.blockers import Background, Blocker
from wfdesk.domain.edits import ANSWER_LOST, SendState, Work
from wfdesk.domain.ids import AccountId, CollectionId, ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Caution, Goal, InterruptedRun, Operation, Plan, make_plan
from wfdesk.domain.reach import targets_of
from wfdesk.domain.schema import Collection, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.heldback import NEVER_TRIED, Tried, retry_cautions
from wfdesk.services.namesakes import namesake_cautions, with_namesakes
from wfdesk.services.problems import cautions_of, standing_cautions
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository
from wfdesk.sync.progress import ItemResult, Phase, Progress, Result
from wfdesk.sync.publish import Publisher
from wfdesk.sync.run import Run

__all__ = ["ItemResult", "Phase", "Progress", "PublishingService", "Result", "Run"]

_MOVED = "It was changed in Webflow since it was to go live the last time, which goes live too."

_Named = TypeVar("_Named", Operation, Blocker, Caution)


class PublishingService:
    """One run at a time. Nothing is ever sent that was not asked for here."""

    def __init__(self, database: Database, browsing: BrowsingService, publisher: Publisher) -> None:
        self._database = database
        self._browsing = browsing
        self._publisher = publisher
        self._accounts: Mapping[CollectionId, AccountId] = {}
        """Whose each collection is, as of the last plan."""
        self._run: Run | None = None

    async def plan(
        self, keys: Sequence[ItemKey] | None, goal: Goal, tried: Tried = NEVER_TRIED
    ) -> Plan:
        """Plan for these items, or with None for all unsent work.

        Of what was ``tried`` before, it says what others have changed; and what was only to be
        sent, or taken off the site, and is so by now, does not go live instead.
        """

        def read(connection: Connection) -> Plan:
            sites = {each.id: each for each in SitesRepository(connection).all()}
            homes = {each.id: sites[each.site] for each in known.values() if each.site in sites}
            self._accounts = {each: home.account for each, home in homes.items()}
            works = (
                WorksRepository(connection).all()
                if keys is None
                else TablesRepository(connection).works(keys)
            )
            background = Background(
                homes,
                ItemsRepository(connection).reach(_targets(works, known)),
                RunsRepository(connection).unpublished(),
            )
            works = works if is_sending else list(map(_unheard, works))
            works = [each for each in works if not tried.is_over(each)]
            plan = with_namesakes(connection, make_plan(works, known, goal, background))
            published = _published(plan)
            moved = set(RunsRepository(connection).moved(published))
            current = LocalIdsRepository(connection).current_value
            cautions = (
                *standing_cautions(plan),
                *namesake_cautions(plan),
                *retry_cautions(plan, tried, known, current, moved),
                *_moved_cautions(published, moved, tried),
                *cautions_of(plan, known),
            )
            plan = replace(plan, cautions=cautions)
            return _told_apart(plan, homes)

        known = await self._browsing.collections()
        is_sending = self._run is not None and self._run.is_going
        return await self._database.read(read)

    async def interrupted(self) -> InterruptedRun | None:
        """What an earlier run was about and did not do. Nothing of it goes on by itself.

        The end of the program has cut it short; or it has sent items and not made them live.
        """
        return await self._database.read(lambda rows: RunsRepository(rows).interrupted())

    async def forget_interrupted(self) -> None:
        """The user has seen it."""
        await self._database.write(lambda rows: RunsRepository(rows).forget())

    def seconds(self, plan: Plan) -> int:
        """How long the plan takes from now on, about, with what its token has left."""
        collections = {key.collection for key in plan.keys}
        accounts = {account for each, account in self._accounts.items() if each in collections}
        return self._publisher.seconds(accounts, plan.requests, plan.writes)

    async def lost(self) -> int:
        """Writes of earlier runs whose outcome is not known."""
        return await self._publisher.lookup.count()

    async def askable(self) -> int:
        """Those of them about which somebody can be asked."""
        return await self._publisher.lookup.askable()

    async def look_up(
        self, on_progress: Callable[[Progress], None], *, is_patient: bool = False
    ) -> bool:
        """Find out what became of them; return whether that is certain. Sends nothing.

        ``is_patient`` waits until it is: what is not there may still be on its way.
        """
        return await self._publisher.lookup.look(on_progress, is_patient=is_patient)

    def start(self, plan: Plan, on_progress: Callable[[Progress], None]) -> Run:
        """Prepare a run: ``await run.go()`` does it; ``run.pause()``, ``resume()``, ``cancel()``.

        Cancelling lets the request under way end; what was not sent stays an unsent edit.
        """
        self._run = Run(self._publisher, plan, on_progress)
        return self._run


def _published(plan: Plan) -> Mapping[ItemKey, str]:
    """What goes live, with the names."""
    batches = [batch for batch in plan.batches if batch.verb is Verb.PUBLISH]
    return {each.key: each.name for batch in batches for each in batch.operations}


def _moved_cautions(
    published: Mapping[ItemKey, str], moved: Container[ItemKey], tried: Tried
) -> Iterator[Caution]:
    """What others have changed since a publish of it was begun that nobody here remembers."""
    for key, name in published.items():
        if key in moved and key not in tried.results:
            yield Caution(key, name, _MOVED)


def _unheard(work: Work) -> Work:
    """The work when nothing is under way: its answer came, and the disk took no note of it."""
    if work.state is not SendState.SENDING:
        return work
    return replace(work, state=SendState.UNKNOWN, reason=ANSWER_LOST)


def _targets(works: Iterable[Work], known: Mapping[CollectionId, Collection]) -> set[ItemKey]:
    return {key for work in works for _, key in targets_of(work, known)}


def _told_apart(plan: Plan, homes: Mapping[CollectionId, Site]) -> Plan:
    """Name the locale too: the variants of an item go together and may be called the same."""

    def named(one: _Named) -> _Named:
        site = homes.get(one.key.collection)
        return replace(one, name=site.named(one.name, one.key.locale)) if site else one

    batches = tuple(
        replace(batch, operations=tuple(map(named, batch.operations))) for batch in plan.batches
    )
    blockers, cautions = map(named, plan.blockers), map(named, plan.cautions)
    return replace(plan, batches=batches, blockers=tuple(blockers), cautions=tuple(cautions))
