"""Accounts: what is known of each token, but the token."""

import sqlite3

from wfdesk.domain.accounts import Account
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.ids import AccountId
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.json import decode, encode
from wfdesk.store.pages import PagesRepository
from wfdesk.store.sites import SitesRepository

_STRUCTURE = ChangeSet(has_new_structure=True)


class AccountsRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Account]:
        rows = self._connection.execute("SELECT * FROM accounts ORDER BY label, id")
        return [account_of(row) for row in rows]

    def has(self, account: AccountId) -> bool:
        return any(each.id == account for each in self.all())

    def put(self, account: Account) -> ChangeSet:
        if account in self.all():
            return ChangeSet()
        scopes = None if account.scopes is None else encode(sorted(account.scopes))
        self._connection.execute(
            "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?)",
            (
                account.id,
                account.label,
                account.api_url,
                account.is_practice,
                scopes,
                account.rate_limit,
            ),
        )
        return _STRUCTURE

    def delete(self, account: AccountId, *, with_content: bool) -> ChangeSet:
        """Forget an account; ``with_content`` also forgets what was read. Edits stay."""
        self._connection.execute("DELETE FROM accounts WHERE id = ?", (account,))
        change = _STRUCTURE
        if with_content:
            collections = CollectionsRepository(self._connection)
            for site in SitesRepository(self._connection).all():
                if site.account == account:
                    for each in collections.all(site.id):
                        change |= collections.forget(each.id)
                    PagesRepository(self._connection).forget(site.id)
            self._connection.execute("DELETE FROM sites WHERE account = ?", (account,))
        return change


def account_of(row: sqlite3.Row) -> Account:
    return Account(
        AccountId(row["id"]),
        row["label"],
        row["api_url"],
        bool(row["is_practice"]),
        None if row["scopes"] is None else frozenset(decode(row["scopes"])),
        row["rate_limit"],
    )
