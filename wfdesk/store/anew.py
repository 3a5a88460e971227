"""Makes the file anew where it was deleted, from what the open connection still holds of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from wfdesk.store.failures import lost, refused_by_disk
from wfdesk.store.opening import connect, create


def moved(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Copy all there is to the path and go on there. The old connection is closed.

    Raises LostProfileError where another file has come there: that one is somebody's.
    """
    if path.exists():
        raise lost(str(path))
    copy = path.with_name(f"{path.name}.anew")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy.unlink(missing_ok=True)
        create(copy)
    except OSError as error:
        raise refused_by_disk(path, error) from error
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)
    try:
        copy.rename(path)
    except OSError as error:  # The folder may be gone again: all there is is in the connection.
        raise refused_by_disk(path, error) from error
    # Before there is a new log of writes: closing deletes the old one by its name, which is the
    # same.
    connection.close()
    return connect(path)
