"""A run: one plan on its way, batch by batch, until all is done that can be."""

from collections.abc import Callable, Mapping

from wfdesk.domain.errors import StoreError, WfdeskError
from wfdesk.domain.ids import AccountId, CollectionId
from wfdesk.domain.plan import Batch, Plan
from wfdesk.sync.progress import Progress
from wfdesk.sync.publish import Publisher
from wfdesk.sync.results import CANCELLED, Results, Stop


class Run:
    """A pause takes effect before the next look, a cancel before the next write.

    Neither comes between a look and its write, but what waits for its turn may be paused: it looks
    when it goes on.
    """

    def __init__(
        self,
        publisher: Publisher,
        plan: Plan,
        listener: Callable[[Progress], None],
    ) -> None:
        self._publisher = publisher
        self._plan = plan
        self._results = Results(plan, listener, seconds=self._seconds)
        self._accounts: Mapping[CollectionId, AccountId] = {}
        self._stopped: dict[AccountId | None, str] = {}
        """The accounts to which nothing more can go, and why."""
        self.is_going = False

    def pause(self) -> None:
        self._results.pause()

    def resume(self) -> None:
        self._results.resume()

    def cancel(self) -> None:
        """Stop after the request under way. What was not sent stays an unsent edit."""
        self._results.cancel()

    async def go(self) -> None:
        """Send the plan, batch by batch. Returns when all that can be done is done."""
        self.is_going = True
        try:
            await self._go()
        finally:
            self.is_going = False

    async def _go(self) -> None:
        left = list(self._plan.batches)
        sentence, has_begun = "", False
        try:
            self._accounts = await self._publisher.begin(self._plan)
            has_begun = True
            while left and not self._results.is_cancelled:
                if not self._reason_against(left[0]) and await self._results.held():
                    continue
                turn = len(self._plan.batches) - len(left)
                await self._send(left.pop(0))
                ended = self._results.endings[turn]
                await self._publisher.note_done([e for e in ended if not self._results.is_out(e)])
                self._results.batches_done(turn + 1)
        except WfdeskError as stop:  # such as a full disk: what cannot be noted is not sent
            sentence = stop.summary
        for batch in left:
            self._results.not_reached(batch.operations, sentence or CANCELLED)
        if has_begun:
            trouble = await self._end()
            sentence = sentence or trouble
        self._results.finish(sentence or next(iter(self._stopped.values()), ""))

    async def _send(self, batch: Batch) -> None:
        if reason := self._reason_against(batch):
            self._results.not_reached(batch.operations, reason)
            return
        try:
            await self._publisher.send_batch(batch, self._results)
        except Stop as stop:
            if self._results.is_cancelled:
                raise
            # Another account has another token, and may be on another server.
            self._stopped[self._accounts.get(batch.collection)] = stop.summary

    def _reason_against(self, batch: Batch) -> str:
        """Why nothing more can go to the batch's account; empty if it can."""
        return self._stopped.get(self._accounts.get(batch.collection), "")

    def _seconds(self, requests: int, turns: int) -> int:
        """How long what is left takes, which are so many requests in so many turns."""
        left = self._plan.batches[len(self._plan.batches) - turns :]
        accounts = {
            self._accounts[batch.collection]
            for batch in left
            if batch.collection in self._accounts and not self._reason_against(batch)
        }
        return self._publisher.seconds(accounts, requests, turns)

    async def _end(self) -> str:
        """Note that it is over; return why that cannot be noted, if so."""
        try:
            await self._publisher.end()
        except StoreError as error:
            return error.summary  # It says so at the next start, which does no harm.
        return ""
