"""The manual of /control, which is also what it answers when asked for nothing in particular."""

import inspect
from collections.abc import Mapping
from textwrap import indent
from typing import Final

from wfdesk.practice.web.colleague import ACTS
from wfdesk.practice.web.faults.kinds import KINDS, PASSING

_TEXT: Final = """\
The side door of the practice server: what tests see and do without going through the API.

It needs no token, counts against no limit, and stands in no log. Bodies and answers are JSON. What
is asked wrongly is answered 400, with a sentence in `message`.

GET    /control            this page
GET    /control/state      every item of every collection, in every locale
GET    /control/log        the requests to the API, and the files that were sent
GET    /control/changes    what was changed, and by whom
DELETE /control/log, /control/changes
GET    /control/faults     the orders still to come
POST   /control/faults     one order, or a list of them: all are taken, or none
DELETE /control/faults     forget the orders; what waits already goes on
GET    /control/behaviour  which way this server takes where reports of Webflow differ
PATCH  /control/behaviour  take another one: {"duplicate_slugs": "suffixed"}
POST   /control/release    let go whatever waits: delays, and zombies, which are done at once
POST   /control/<act>      have a colleague do one of the acts below, now


THE LOGS

Both are lists, the oldest entry first. Each entry has a `number`, greater than the one before, and
`when`. `?since=NUMBER` gives the entries after that one. Both hold the newest 20,000, fewer where
they are large; the header X-Fallen-Out says how many older ones are gone. Numbers go on when a log
is cleared.

A request has method, path, query, token (its name), items (how many it is about), body, and
  status     the answer's, also if it was lost on its way; null while there is none
  faults     the kinds that struck it, in order
  applied    whether the API did what was asked; a zombie's becomes true when it is done

A change has
  by         the name of the token, "colleague", or "upload" where a file was sent
  request    the number of the request it happened in, a colleague's too; null for one done at once
  what       item, collection, field, page, component, site, asset, folder, locale, token
  did        created, updated, deleted, published, unpublished, archived, unarchived, translated,
             uploaded; of an item also localized and unlocalized, for a variant more or less:
             created and deleted are said once of an item
  ...        which one: collection, item, locale (of an item its cmsLocaleId), field (its slug),
             page, component, site, asset, folder, token
  fields     what differs, by its key: {"before": ..., "after": ...}; null is not there. Of an item
             these are its values: the live ones where it was published or unpublished
  state      of an item: isDraft and isArchived where they differ

A batch that is refused leaves nothing. What goes with a field (the values of items) is one change,
the field's: the items are not updated by it.


ORDERING A FAULT

  do         what is to happen: a kind of those below, with the fields it takes
  method     of the requests that are meant; "*" (any) if it is not said
  path       a regular expression to be found in the path, which begins with /v2
  at         "api" (if it is not said), or "files": pictures that are fetched, and uploads
  token      the name of the token
  query      a text in the query, as the log shows it
  body       a text in the body, as it was sent
  after      let so many such requests pass first (0)
  times      how many to strike (1); 0, null or "always" is until the orders are cleared

A request meets the first order that is meant for it and due. The kinds {passing} let
it pass: it meets the next one too, so that an answer can be late and cut short. `after` counts
every request that is meant, struck by another order or not.

A client is stopped at a given moment by a `delay` whose `seconds` are null: wait until the log has
the request, stop the client, and release what waits. `when` says on which side of the deed.

"Done" below means that the API was asked: it may still refuse. Whatever it answers is held to the
contract first, where the server is; what a fault makes of it is not.
"""

_NAMED: Final = """\
A collection and an item are named by id or by slug. What cannot be done is answered 400 or 404; at
the moment of another request, that request is answered 599, with the reason: before it is done it
is left undone, after it was done it stays so. Acts before the one that failed are done as well."""


def manual() -> str:
    text = _TEXT.replace("{passing}", " and ".join(sorted(PASSING)))
    return f"{text}\n\nKINDS\n\n{_entries(KINDS)}\n\n\nACTS\n\n{_NAMED}\n\n{_entries(ACTS)}\n"


def _entries(named: Mapping[str, object]) -> str:
    said = {name: inspect.getdoc(each) or "" for name, each in named.items()}
    return "\n\n".join(f"{name}\n{indent(text, '  ')}" for name, text in said.items())
