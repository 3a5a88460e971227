"""Forms are made row by row, between whatever else there is to do, and kept for who comes back."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import shiboken6
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from tests.gui.fields.samples import context
from wfdesk.domain.ids import AccountId, CollectionId, FieldSlug, SiteId
from wfdesk.domain.schema import Collection, Field, FieldType, Site
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.form import FormShelf
from wfdesk.ui.editor.row import FieldRow

SITE = Site(SiteId("site"), AccountId("account"), "Bakery")
SLUGS = [FieldSlug(f"field-{place}") for place in range(6)]


def collection(name: str, slugs: list[FieldSlug]) -> Collection:
    fields = tuple(
        Field(slug, slug, slug.title(), FieldType.PLAIN_TEXT, validations={"singleLine": True})
        for slug in slugs
    )
    return Collection(CollectionId(name), SITE.id, name.title(), name, name, fields)


class Bench:
    """A shelf that tells which rows it has made, in order."""

    def __init__(self, tasks) -> None:
        self.made: list[FieldSlug] = []
        self.pages = QStackedWidget()
        self.pages.addWidget(QWidget())
        self.cannot = False
        self._tasks = tasks
        self.shelf = FormShelf(self.pages, self._row)

    def _row(self, field: Field, site: Site) -> FieldRow:
        self.made.append(field.slug)
        if self.cannot:
            raise ZeroDivisionError
        around = replace(context(self._tasks), time_zone=site.time_zone)
        return FieldRow(field, make_editor(field, around))


@pytest.fixture
def bench(tasks) -> Iterator[Bench]:
    bench = Bench(tasks)
    yield bench
    shiboken6.delete(bench.pages)


async def test_one_turn_of_the_loop_makes_no_more_than_one_row(bench, until) -> None:
    turns: list[int] = []
    turn = QTimer(bench.pages, interval=0)
    turn.timeout.connect(lambda: turns.append(len(bench.made)))
    turn.start()

    form = bench.shelf.prepare(collection("posts", SLUGS), SITE)
    assert not bench.made

    await until(lambda: form.is_complete)
    await until(lambda: turns[-1] == len(SLUGS))
    turn.stop()
    assert all(after - before <= 1 for before, after in itertools.pairwise(turns))
    assert list(form.rows) == SLUGS


async def test_the_form_that_was_asked_for_last_is_made_first(bench, until) -> None:
    first = bench.shelf.prepare(collection("posts", SLUGS[:3]), SITE)
    second = bench.shelf.prepare(collection("places", SLUGS[3:]), SITE)
    done: list[object] = []
    bench.shelf.completed.connect(done.append)

    await until(lambda: first.is_complete and second.is_complete)

    assert bench.made == [*SLUGS[3:], *SLUGS[:3]]
    assert done == [second, first]


async def test_who_comes_back_to_a_collection_finds_its_form(bench, until) -> None:
    posts, places = collection("posts", SLUGS[:2]), collection("places", SLUGS[2:4])
    form = bench.shelf.prepare(posts, SITE)
    bench.shelf.prepare(places, SITE)
    await until(lambda: len(bench.made) == 4)

    assert bench.shelf.prepare(posts, SITE) is form
    assert form.is_complete
    assert len(bench.made) == 4


async def test_the_form_that_is_shown_is_never_put_away(bench, until) -> None:
    shown = bench.shelf.prepare(collection("posts", SLUGS[:1]), SITE)
    bench.pages.setCurrentWidget(shown)

    others = [bench.shelf.prepare(collection(f"other-{n}", SLUGS[:1]), SITE) for n in range(5)]

    await until(lambda: not shiboken6.isValid(others[0]))
    assert shiboken6.isValid(shown)
    assert bench.shelf.prepare(collection("posts", SLUGS[:1]), SITE) is shown


async def test_a_row_whose_field_is_as_it_was_keeps_its_typing(bench, until) -> None:
    form = bench.shelf.prepare(collection("posts", SLUGS[:2]), SITE)
    await until(lambda: form.is_complete)
    kept = form.rows[SLUGS[1]]
    [line] = kept.editor.findChildren(QLineEdit)
    line.setText("half a sent")

    again = bench.shelf.prepare(collection("posts", [SLUGS[5], SLUGS[1]]), SITE)

    assert again is form
    assert list(form.rows) == [SLUGS[5], SLUGS[1]]
    assert form.rows[SLUGS[1]] is kept
    assert line.text() == "half a sent"
    assert [form.widget().layout().itemAt(n).widget() for n in (0, 1)] == list(form.rows.values())


DATES = (
    Field("title", FieldSlug("title"), "Title", FieldType.PLAIN_TEXT),
    Field("day", FieldSlug("day"), "Day", FieldType.DATE_TIME),
    Field(
        "opens",
        FieldSlug("opens"),
        "Opens",
        FieldType.DATE_TIME,
        validations={"format": "date-time"},
    ),
)


async def test_a_kept_form_tells_the_time_of_the_clock_its_site_has_now(bench, until) -> None:
    events = replace(collection("events", []), fields=DATES)
    form = bench.shelf.prepare(events, replace(SITE, time_zone="Europe/Lisbon"))
    await until(lambda: form.is_complete)
    before = list(form.rows.values())

    again = bench.shelf.prepare(events, replace(SITE, time_zone="Asia/Tokyo"))

    assert again is form
    title, day, opens = form.rows.values()
    assert [title, day] == before[:2]
    opens.editor.set_value("2026-03-05T00:30:00.000Z")
    assert opens.editor.findChild(QLineEdit).text() == "2026-03-05 09:30"
    bench.shelf.prepare(events, replace(form.site, last_published=datetime.now(UTC)))
    assert list(form.rows.values()) == [title, day, opens]


async def test_a_row_that_cannot_be_made_fails_once_and_not_in_every_turn(
    bench, until, qtbot
) -> None:
    turns: list[int] = []
    turn = QTimer(bench.pages, interval=0)
    turn.timeout.connect(lambda: turns.append(len(bench.made)))
    bench.cannot = True

    with qtbot.capture_exceptions() as failures:
        bench.shelf.prepare(collection("posts", SLUGS), SITE)
        await until(lambda: bench.made)
        turn.start()
        await until(lambda: len(turns) > 5)
        turn.stop()

    assert [kind for kind, _, _ in failures] == [ZeroDivisionError]
