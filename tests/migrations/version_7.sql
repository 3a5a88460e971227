PRAGMA user_version = 7;
BEGIN TRANSACTION;
CREATE TABLE accounts (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, api_url TEXT NOT NULL,
    is_practice INTEGER NOT NULL, scopes TEXT, rate_limit INTEGER
) STRICT;
INSERT INTO "accounts" VALUES('me','Bakery','https://api.example.com/v2',0,'["a","cms:read"]',NULL);
CREATE TABLE collections (
    id TEXT PRIMARY KEY, site TEXT NOT NULL, position INTEGER NOT NULL,
    collection TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
INSERT INTO "collections" VALUES('authors','bakery',1,'{"id":"authors","site":"bakery","display_name":"Authors","singular_name":"Authors","slug":"","fields":[],"last_updated":null}','[]');
INSERT INTO "collections" VALUES('posts','bakery',0,'{"id":"posts","site":"bakery","display_name":"Posts","singular_name":"Posts","slug":"","fields":[],"last_updated":null}','[{"id":"id-name","slug":"name","display_name":"Name","type":"PlainText","type_name":"","is_required":false,"is_editable":true,"help_text":"","validations":{}},{"id":"id-price","slug":"price","display_name":"Price","type":"Number","type_name":"","is_required":false,"is_editable":true,"help_text":"","validations":{"minValue":0.10}}]');
CREATE TABLE edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, base TEXT NOT NULL, is_held INTEGER NOT NULL DEFAULT 0,
    checksum TEXT NOT NULL, is_as_shown INTEGER NOT NULL DEFAULT 1,
    UNIQUE (collection, item, locale, field)
) STRICT;
INSERT INTO "edits" VALUES(1,'posts','a','','name','"Rye"','"Bread"',0,'b1baefe90ce69a42d8e9cbc793ce516ef520841af1c16c0a32b50a6000a148bc',1);
INSERT INTO "edits" VALUES(2,'posts','a','','price','2.50','1.10',0,'b08cf96621d64f87a17e99f1bd46a1d39d89ac2fd8a24dccf076a5a4d76064ea',1);
INSERT INTO "edits" VALUES(3,'authors','local-00000000000000000000000000000001','','name','"Ann"','null',0,'86a38ec63dc6be3caf615416df35c2a971e80de8d1b19fdc722d3a00c263f53a',1);
INSERT INTO "edits" VALUES(4,'posts','b','','author','"local-00000000000000000000000000000001"','null',0,'9e2689836bdca9b10e0d4d62e7f514fa6a9b1c727ce9b981deee351bd1382ad3',1);
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, field TEXT NOT NULL,
    value TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
INSERT INTO "history" VALUES(1,'posts','a','','name','"Rolls"','discarded',1795503996996);
CREATE TABLE items (
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, slug TEXT NOT NULL,
    is_draft INTEGER NOT NULL, is_archived INTEGER NOT NULL,
    created_on INTEGER, last_updated INTEGER, last_published INTEGER,
    fields TEXT NOT NULL, extra TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale)
) STRICT;
INSERT INTO "items" VALUES('posts','a','','bread',0,0,1772280000000,1772366400000,1772366400000,'{"name":"Bread","price":1.10,"slug":"bread"}','{}');
INSERT INTO "items" VALUES('posts','b','','cake',0,0,1772280000000,1772366400000,1772366400000,'{"name":"Cake","slug":"cake"}','{}');
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch TEXT NOT NULL, verb TEXT NOT NULL,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    fields TEXT NOT NULL, pre_image TEXT NOT NULL, is_draft INTEGER, is_archived INTEGER,
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', updated_at INTEGER NOT NULL
, suspect TEXT, since INTEGER, known TEXT NOT NULL DEFAULT '[]') STRICT;
INSERT INTO "journal" VALUES(1,'batch','update','posts','b','','{"author":"x"}','{}',NULL,NULL,'Sending','',1795503996996,NULL,NULL,'[]');
CREATE TABLE last_copies (
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    copy TEXT NOT NULL, checksum TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale)
) STRICT;
CREATE TABLE local_ids (local TEXT PRIMARY KEY, server TEXT NOT NULL) STRICT;
CREATE TABLE pages (
    site TEXT NOT NULL, position INTEGER NOT NULL, page TEXT NOT NULL,
    PRIMARY KEY (site, position)
) STRICT
;
INSERT INTO "pages" VALUES('bakery',0,'{"id":"p","title":"About us","path":"/about","is_draft":false}');
CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "preferences" VALUES('theme','"dark"');
CREATE TABLE quarantine (
    collection TEXT, item TEXT, locale TEXT, field TEXT, value TEXT, base TEXT,
    found_at INTEGER NOT NULL
);
CREATE TABLE refreshes (
    collection TEXT NOT NULL, locale TEXT NOT NULL, at INTEGER NOT NULL, newest INTEGER,
    PRIMARY KEY (collection, locale)
) STRICT;
INSERT INTO "refreshes" VALUES('posts','',1772366400000,1772366400000);
CREATE TABLE run_items (
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL, goal TEXT NOT NULL,
    is_to_go_live INTEGER NOT NULL, is_sent INTEGER NOT NULL, is_done INTEGER NOT NULL,
    seen TEXT, stage TEXT NOT NULL,
    PRIMARY KEY (collection, item, locale, goal)
) STRICT;
INSERT INTO "run_items" VALUES('posts','a','','Publish',1,1,0,'unseen','over');
INSERT INTO "run_items" VALUES('posts','b','','Publish',1,0,0,NULL,'under way');
CREATE TABLE sites (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, position INTEGER NOT NULL, site TEXT NOT NULL
) STRICT;
INSERT INTO "sites" VALUES('bakery','me',0,'{"id":"bakery","account":"me","display_name":"Bakery","short_name":"bakery","time_zone":"Europe/Berlin","preview_url":"","last_published":"2026-03-01T12:00:00Z","locales":[{"id":"de","tag":"de-DE","display_name":"German","is_primary":true,"is_enabled":true}],"domains":[{"id":"d","url":"bakery.example.com"}]}');
CREATE TABLE table_rows (
    collection TEXT NOT NULL, locale TEXT NOT NULL, item TEXT NOT NULL,
    title TEXT NOT NULL, name TEXT, slug TEXT, search_text TEXT NOT NULL,
    status INTEGER NOT NULL, updated INTEGER, is_unsent INTEGER NOT NULL,
    sorts TEXT NOT NULL,
    PRIMARY KEY (collection, locale, item)
) STRICT, WITHOUT ROWID;
INSERT INTO "table_rows" VALUES('authors','','local-00000000000000000000000000000001','Ann','ann',NULL,'ann',0,NULL,1,'{}');
INSERT INTO "table_rows" VALUES('posts','','a','Rye','rye','bread','rye
bread',2,1772366400000,1,'{"price":2.50}');
INSERT INTO "table_rows" VALUES('posts','','b','Cake','cake','cake','cake
cake',2,1772366400000,1,'{"author":"local-00000000000000000000000000000001"}');
CREATE TABLE works (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, item TEXT NOT NULL, locale TEXT NOT NULL,
    is_new INTEGER NOT NULL DEFAULT 0, action TEXT, state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', refused TEXT NOT NULL DEFAULT '{}',
    conflicts TEXT NOT NULL DEFAULT '{}',
    UNIQUE (collection, item, locale)
) STRICT;
INSERT INTO "works" VALUES(1,'posts','a','',0,NULL,'Saved on this computer','','{}','{}');
INSERT INTO "works" VALUES(3,'authors','local-00000000000000000000000000000001','',1,NULL,'Saved on this computer','','{}','{}');
INSERT INTO "works" VALUES(4,'posts','b','',0,NULL,'Sending','','{}','{}');
CREATE INDEX items_by_slug ON items (collection, locale, slug);
CREATE INDEX items_by_creation ON items (collection, locale, created_on);
CREATE INDEX table_rows_by_name ON table_rows (collection, locale, name);
CREATE INDEX table_rows_by_item ON table_rows (item);
CREATE INDEX journal_by_state ON journal (state);
CREATE INDEX journal_by_item ON journal (item);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('works',5);
INSERT INTO "sqlite_sequence" VALUES('edits',4);
INSERT INTO "sqlite_sequence" VALUES('journal',1);
INSERT INTO "sqlite_sequence" VALUES('history',1);
COMMIT;
