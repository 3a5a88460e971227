"""Reads a collection's fields anew when Webflow refuses what they may no longer be fit for.

Whoever restructures a collection tells nobody. A refresh would see it; until then everything that
is sent to the fields of yesterday is refused.
"""

from wfdesk.domain.errors import ApiError
from wfdesk.domain.ids import CollectionId
from wfdesk.domain.schema import Collection
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.refusal import may_be_restructured
from wfdesk.sync.requests import Place


class Structure:
    """Asks at most once a run and collection: what is refused after that is refused."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._asked: set[CollectionId] = set()

    def begin(self) -> None:
        """Forget what was asked in an earlier run."""
        self._asked.clear()

    def is_doubtful(self, place: Place, error: ApiError) -> bool:
        """Whether the fields have to be read anew to understand the refusal."""
        return place.collection.id not in self._asked and may_be_restructured(error)

    async def read(self, place: Place) -> Collection:
        """The collection as it is now, also in the local copy; as known, where nobody says."""
        known = place.collection
        self._asked.add(known.id)
        try:
            found = await place.collections.get(known.id, known.site)
        except ApiError:  # The refusal says enough, and the next request meets this again.
            return known
        return await self._ledger.take_in_structure(found)
