"""The tables, version by version. A version is never edited once released: a new one is added."""

import logging
import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wfdesk import __version__
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.transactions import transaction

log = logging.getLogger(__name__)

VERSION_1 = """
CREATE TABLE accounts (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, api_url TEXT NOT NULL,
    is_practice INTEGER NOT NULL, scopes TEXT, rate_limit INTEGER
) STRICT;
CREATE TABLE sites (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, position INTEGER NOT NULL, site TEXT NOT NULL
) STRICT;
CREATE TABLE collections (
    id TEXT PRIMARY KEY, site TEXT NOT NULL, position INTEGER NOT NULL,
    collection TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE TABLE items (
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, slug TEXT NOT NULL,
    is_draft INTEGER NOT NULL, is_archived INTEGER NOT NULL,
    created_on INTEGER, last_updated INTEGER, last_published INTEGER,
    fields TEXT NOT NULL, extra TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale)
) STRICT;
CREATE INDEX items_by_slug ON items (collection, locale, slug);
CREATE TABLE table_rows (
    collection TEXT NOT NULL, locale TEXT NOT NULL, item TEXT NOT NULL,
    title TEXT NOT NULL, name TEXT, slug TEXT, search_text TEXT NOT NULL,
    status INTEGER NOT NULL, updated INTEGER, is_unsent INTEGER NOT NULL,
    sorts TEXT NOT NULL, refers TEXT NOT NULL,
    PRIMARY KEY (collection, locale, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX table_rows_by_name ON table_rows (collection, locale, name);
CREATE INDEX table_rows_by_item ON table_rows (item);
CREATE TABLE refreshes (
    collection TEXT NOT NULL, locale TEXT NOT NULL, at INTEGER NOT NULL, newest INTEGER,
    PRIMARY KEY (collection, locale)
) STRICT;
CREATE TABLE works (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    is_new INTEGER NOT NULL DEFAULT 0, action TEXT, state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', refused TEXT NOT NULL DEFAULT '{}',
    conflicts TEXT NOT NULL DEFAULT '{}',
    UNIQUE (collection, item, locale)
) STRICT;
CREATE TABLE edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, base TEXT NOT NULL, is_held INTEGER NOT NULL DEFAULT 0,
    checksum TEXT NOT NULL,
    UNIQUE (collection, item, locale, field)
) STRICT;
CREATE TABLE quarantine (
    collection TEXT, item TEXT, locale TEXT, field TEXT, value TEXT, base TEXT,
    found_at INTEGER NOT NULL
);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch TEXT NOT NULL, verb TEXT NOT NULL,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    fields TEXT NOT NULL, pre_image TEXT NOT NULL, is_draft INTEGER, is_archived INTEGER,
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_by_state ON journal (state);
CREATE TABLE local_ids (local TEXT PRIMARY KEY, server TEXT NOT NULL) STRICT;
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

VERSION_2 = """
CREATE TABLE last_copies (
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    copy TEXT NOT NULL, checksum TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale)
) STRICT;
"""
"""What Webflow last had of items that were deleted there while there was unsent work on them."""

VERSION_3 = """
ALTER TABLE table_rows DROP COLUMN refers
"""
"""Who refers to an item was noted with every row, and nobody ever asked."""

VERSION_4 = """
CREATE TABLE pages (
    site TEXT NOT NULL, position INTEGER NOT NULL, page TEXT NOT NULL,
    PRIMARY KEY (site, position)
) STRICT;
ALTER TABLE edits ADD COLUMN is_as_shown INTEGER NOT NULL DEFAULT 1
"""
"""Static pages, for links to them; and texts that would be written otherwise than they were shown,
which are kept and not sent."""

QUESTIONS = """
UPDATE journal SET state = 'In question'
    WHERE verb = 'create' AND state = 'Held back' AND reason LIKE 'An earlier attempt may have%';
UPDATE works SET state = 'In question'
    WHERE is_new AND state = 'Held back' AND reason LIKE 'An earlier attempt may have%'
"""
VERSION_5 = f"""
ALTER TABLE journal ADD COLUMN suspect TEXT;
CREATE INDEX journal_by_item ON journal (item);
{QUESTIONS}
"""
"""What may be the new item that a request has made whose answer was lost. That it is asked about is
a state of its own, and ends with an answer only."""

VERSION_6 = """
ALTER TABLE journal ADD COLUMN since INTEGER;
ALTER TABLE journal ADD COLUMN known TEXT NOT NULL DEFAULT '[]';
CREATE INDEX items_by_creation ON items (collection, locale, created_on)
"""
"""What is made is newer than what was known when it was sent: so it is found whatever a colleague
has made of its name and slug."""

_NOTED = (
    "(SELECT iif(json_valid(value), value, 'null') AS noted FROM preferences WHERE name = '{}')"
)
_ROW = (
    "INSERT OR IGNORE INTO run_items"
    " SELECT CAST(iif(each.type = 'array', each.value, '[]') ->> 0 AS TEXT),"
    " CAST(iif(each.type = 'array', each.value, '[]') ->> 1 AS TEXT),"
    " CAST(iif(each.type = 'array', each.value, '[]') ->> 2 AS TEXT),"
)
_UNPUBLISHED, _PLAN, _DONE = map(_NOTED.format, ("run.unpublished", "run.plan", "run.done"))
RUNS = f"""
{_ROW} 'Publish', 1, 1, 0, 'unseen', 'over' FROM {_UNPUBLISHED}, json_each(noted, '$.left') AS each;
{_ROW} CAST(plan.noted ->> 'goal' AS TEXT), plan.noted ->> 'goal' = 'Publish', 0,
    batch.key < CAST(done.noted AS INTEGER), 'unseen', 'cut short'
    FROM {_PLAN} AS plan, {_DONE} AS done, json_each(plan.noted, '$.batches') AS batch,
    json_each(iif(batch.type = 'array', batch.value, '[]')) AS each ORDER BY batch.key DESC;
{_ROW} 'Publish', 1, 1, 1, NULL, 'over' FROM {_UNPUBLISHED}, json_each(noted, '$.every') AS each;
DELETE FROM preferences WHERE name LIKE 'run.%'
"""
VERSION_7 = f"""
CREATE TABLE run_items (
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, goal TEXT NOT NULL,
    is_to_go_live INTEGER NOT NULL, is_sent INTEGER NOT NULL, is_done INTEGER NOT NULL,
    seen TEXT, stage TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale, goal)
) STRICT;
{RUNS}
"""
"""What runs are about stood in preferences, as one text that was written anew with every batch.
What the user was shown of it was not noted item by item: it is to be looked at once more."""

MIGRATIONS = (VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6, VERSION_7)
LATEST = len(MIGRATIONS)

_COPY, _PART = ".before-v", ".part"
_MADE_BY = "tables.made_by"
"""The preference that says which wfdesk made the tables. An older one can read it too."""


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def made_by(connection: sqlite3.Connection) -> str:
    """The wfdesk that made the tables as they are; empty where that is not known."""
    with suppress(sqlite3.Error):
        noted = PreferencesRepository(connection).get(_MADE_BY)
        if isinstance(noted, str) and re.fullmatch(r"[\w.+-]{1,40}", noted, re.ASCII):
            return noted
    return ""


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[str] = MIGRATIONS
) -> None:
    """Bring the file to the latest version, each version in one transaction.

    A file that has tables already is copied first, beside itself.
    """
    version = version_of(connection)
    if 0 < version < len(migrations):
        _back_up(connection, path.with_name(f"{path.name}{_COPY}{len(migrations)}"))
    for number, script in enumerate(migrations[version:], version + 1):
        with transaction(connection):
            for statement in script.split(";"):
                connection.execute(statement)
            PreferencesRepository(connection).put(_MADE_BY, __version__)
            connection.execute(f"PRAGMA user_version = {number}")


def remove_strays(path: Path) -> None:
    """Remove what is left of copies that were cut short. Who calls holds the file's lock."""
    stray = re.compile(re.escape(path.name + _COPY) + r"\d+" + re.escape(_PART))
    try:
        for each in path.parent.iterdir():
            if stray.fullmatch(each.name):
                each.unlink()
                log.info("Removed what was left of a copy: %s", each.name)
    except OSError as error:  # it is no obstacle: the next start tries again
        log.info("What was left of a copy stays: %s", error)


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    part = target.with_name(target.name + _PART)
    part.unlink(missing_ok=True)
    # VACUUM INTO takes an empty file as it is, so nobody else can read the copy.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection.execute("VACUUM INTO ?", (str(part),))
    part.replace(target)
