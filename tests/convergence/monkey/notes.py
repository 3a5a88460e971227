"""What the user typed and saw standing there, noted beside the program."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.ui.editor.view import EditorView

Place = tuple[str, str, str]
"""An item, its locale, and the field."""

MARK = re.compile(r"m\d+x")
"""Every text of the user's has one of these, and no other text has."""
KEPT = ("edits", "works", "history", "quarantine", "last_copies")
"""The tables in which a value of the user's is not lost."""


class Notes:
    """For each field that was typed into: the marks that stood there at last."""

    def __init__(self) -> None:
        self._count = 0
        self.last: dict[Place, frozenset[str]] = {}
        self.on_server: set[str] = set()
        self.taken_back = 0

    def mark(self) -> str:
        self._count += 1
        return f"m{self._count}x"

    def note(self, key: ItemKey, slug: str, shown: str, typed: str) -> bool:
        """The user has typed there, and sees this. Tell whether it was taken."""
        marks = frozenset(MARK.findall(shown))
        if typed in marks:
            self.last[key.item, key.locale, slug] = marks
        return typed in marks

    def take_back(self, key: ItemKey, before: dict[str, str], after: dict[str, str]) -> None:
        """What the user saw go by an act of their own they no longer want."""
        for slug in before.keys() & after.keys():
            gone = set(MARK.findall(before[slug])) - set(MARK.findall(after[slug]))
            place = (key.item, key.locale, slug)
            if gone and place in self.last:
                self.taken_back += 1
                self.last[place] -= gone

    def give_up(self, key: ItemKey | None) -> None:
        """The user undoes something of the item, or of any: what it was is not asked for."""
        for place in list(self.last):
            if key is None or place[:2] == (key.item, key.locale):
                self.taken_back += len(self.last.pop(place))

    def hear(self, said: Any) -> None:
        """Note what has ever been in Webflow."""
        self.on_server |= set(MARK.findall(json.dumps(said)))

    def lost(self, store: Path) -> list[str]:
        """The marks that are nowhere any more."""
        with closing(sqlite3.connect(store)) as rows:
            kept = {
                mark
                for table in KEPT
                for row in rows.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
                for mark in MARK.findall(str(row))
            }
        return [
            f"lost: {mark}, typed into {place}"
            for place, marks in self.last.items()
            for mark in sorted(marks - kept - self.on_server)
        ]


def seen_in(form: EditorView) -> dict[str, str]:
    """What stands in each field of the form, be it typed a moment ago."""
    return {str(slug): seen_of(form, slug) for slug in form.rows}


def seen_of(form: EditorView, slug: FieldSlug) -> str:
    editor = form.rows[slug].editor
    shown = getattr(editor.focus_target, "toPlainText", None) or getattr(
        editor.focus_target, "text", None
    )
    # As long as something is typed, the value is what it was before: what was typed over is in it.
    value = "" if editor.has_pending_input() else editor.value()
    return f"{value} {shown() if shown else ''}"
