"""Where a transaction begins and ends. Repositories run inside one and never end it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    # Spelled out because ``with connection:`` does nothing without implicit transactions.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # some failures, such as a full disk, end it themselves
            connection.execute("ROLLBACK")
        raise
