"""Accounts: what is known of each token, but the token."""

import sqlite3

from wfdesk.domain.accounts import Account
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.ids import AccountId
from wfdesk.store.json import decode, encode

_STRUCTURE = ChangeSet(has_new_structure=True)


class AccountsRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> list[Account]:
        return [
            Account(
                AccountId(row["id"]),
                row["label"],
                row["api_url"],
                bool(row["is_practice"]),
                None if row["scopes"] is None else frozenset(decode(row["scopes"])),
                row["rate_limit"],
            )
            for row in self._connection.execute("SELECT * FROM accounts ORDER BY label")
        ]

    def put(self, account: Account) -> ChangeSet:
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
        run = self._connection.execute
        run("DELETE FROM accounts WHERE id = ?", (account,))
        if with_content:
            of_account = "SELECT id FROM sites WHERE account = ?"
            in_sites = f"SELECT id FROM collections WHERE site IN ({of_account})"
            run(f"DELETE FROM items WHERE collection IN ({in_sites})", (account,))
            run(f"DELETE FROM refreshes WHERE collection IN ({in_sites})", (account,))
            run(f"DELETE FROM collections WHERE site IN ({of_account})", (account,))
            run("DELETE FROM sites WHERE account = ?", (account,))
        return _STRUCTURE
