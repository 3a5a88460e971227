"""The tables, version by version. A version is never edited once released: a new one is added."""

import sqlite3

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
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    name TEXT NOT NULL, slug TEXT NOT NULL, search_text TEXT NOT NULL,
    is_draft INTEGER NOT NULL, is_archived INTEGER NOT NULL,
    created_on INTEGER, last_updated INTEGER, last_published INTEGER,
    fields TEXT NOT NULL, extra TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale)
) STRICT;
CREATE INDEX items_by_name ON items (collection, locale, name);
CREATE INDEX items_by_slug ON items (collection, locale, slug);
CREATE INDEX items_by_id ON items (item);
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
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, base TEXT NOT NULL, is_held INTEGER NOT NULL DEFAULT 0,
    checksum TEXT NOT NULL, edited_at INTEGER NOT NULL,
    PRIMARY KEY (collection, item, locale, field)
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

MIGRATIONS = (VERSION_1,)
LATEST = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the latest version, each version in one transaction."""
    for version in range(version_of(connection), LATEST):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in MIGRATIONS[version].split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
