"""Sites as Webflow last listed them."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NO_LOCALE, AccountId, CollectionId, LocaleId, SiteId
from wfdesk.domain.schema import Site, relocated
from wfdesk.domain.values import Value
from wfdesk.store.preferences import PreferencesRepository

_CALLED = "sites.primary_locales"


class SitesRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._preferences = PreferencesRepository(connection)

    def all(self) -> list[Site]:
        rows = self._connection.execute("SELECT site FROM sites ORDER BY position, id")
        return [_site(row["site"]) for row in rows]

    def get(self, site: SiteId) -> Site:
        row = self._connection.execute("SELECT site FROM sites WHERE id = ?", (site,)).fetchone()
        if row is None:
            raise MissingItemError("This site is no longer in the local copy. Sign in again.")
        return _site(row["site"])

    def home_of(self, collection: CollectionId) -> Site | None:
        """The site that the collection is of; None where either is not known here."""
        row = self._connection.execute(
            "SELECT site FROM sites WHERE id = (SELECT site FROM collections WHERE id = ?)",
            (collection,),
        ).fetchone()
        return None if row is None else _site(row["site"])

    def has_account(self, site: SiteId) -> bool:
        """Whether the site is known and its account has not been forgotten."""
        row = self._connection.execute(
            "SELECT 1 FROM sites JOIN accounts ON accounts.id = sites.account WHERE sites.id = ?",
            (site,),
        ).fetchone()
        return row is not None

    def replace_all(self, account: AccountId, sites: Sequence[Site]) -> ChangeSet:
        """Take over the account's list of sites. The content of one no longer listed stays."""
        known = {site.id: site for site in self.all()}
        called, owned = self._called(), list[Site]()
        for each in sites:
            before = known.get(each.id)
            if before is None and each.id in called:
                former = tuple(LocaleId(str(locale)) for locale in called[each.id])
                before = replace(each, locales=(), former_locales=former)
            owned.append(relocated(before, replace(each, account=account)))
        ever = called | {site.id: _ever_primary(site) for site in owned if _ever_primary(site)}
        if ever != called:
            self._preferences.put(_CALLED, ever)
        if owned == [site for site in known.values() if site.account == account]:
            return ChangeSet()
        self._connection.execute("DELETE FROM sites WHERE account = ?", (account,))
        self._connection.executemany(
            "INSERT OR REPLACE INTO sites VALUES (?, ?, ?, ?)",
            [(site.id, account, position, _text(site)) for position, site in enumerate(owned)],
        )
        return ChangeSet(has_new_structure=True)

    def _called(self) -> dict[str, list[Value]]:
        """What the primary locale of each site was ever called.

        Edits outlive the site here: it may be forgotten, or lost with a damaged file.
        """
        noted = self._preferences.get(_CALLED)
        noted = noted if isinstance(noted, dict) else {}
        return {site: each for site, each in noted.items() if isinstance(each, list)}


def _ever_primary(site: Site) -> list[Value]:
    there = [] if site.primary_locale == NO_LOCALE else [site.primary_locale]
    return [*site.former_locales, *there]


def _text(site: Site) -> str:
    return msgspec.json.encode(site).decode()


@lru_cache(64)
def _site(text: str) -> Site:
    """Kept in memory: it is asked for with every item's work, and hardly ever another."""
    return msgspec.json.decode(text, type=Site)
