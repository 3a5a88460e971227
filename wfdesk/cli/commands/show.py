"""``wfdesk show``: all fields of an item, the unsent ones marked."""

import argparse
from collections.abc import Sequence

from wfdesk.cli.addresses import Addresses, Place
from wfdesk.cli.arguments import add_collection, add_locale
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import field_shape, item_shape
from wfdesk.cli.writing import choice_about
from wfdesk.domain.edits import Edit, Work
from wfdesk.domain.ids import FieldSlug, ItemId, ItemKey
from wfdesk.domain.references import called, referred, told_apart
from wfdesk.domain.schema import REFERENCE_TYPES, Collection, Field
from wfdesk.domain.validation import Problem
from wfdesk.domain.values import Value
from wfdesk.services.problems import problems_of_work
from wfdesk.words.reviews import PARKED
from wfdesk.words.status import status_word
from wfdesk.words.values import Surroundings, in_words
from wfdesk.words.writtenout import visible

_UNSENT, _SAME = "* ", "  "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", help="COLLECTION/SLUG, slug or id")
    add_collection(parser)
    add_locale(parser)


async def run(session: Session) -> Exit:
    addresses = await session.addresses()
    work = await addresses.item(session.wanted.item, session.wanted.collection)
    place = addresses.everything[work.key.collection]
    problems = problems_of_work(work, place.collection)
    await _say(session, addresses, work, problems)
    session.output.document(
        {
            **item_shape(addresses, work),
            "fields": [field_shape(each, work, problems) for each in place.collection.fields],
            "parked": [
                {"field": edit.field, "value": edit.value, "before": edit.base}
                for edit in _parked(work, place.collection)
            ],
        }
    )
    return Exit.DONE


async def _say(
    session: Session, addresses: Addresses, work: Work, problems: Sequence[Problem]
) -> None:
    output = session.output
    if output.is_json:
        return
    place = addresses.everything[work.key.collection]
    around = Surroundings(await _names(session, place, work), place.site.time_zone)
    output.say(output.styled(one_line(work.name) or "Untitled", "bold"))
    told = [addresses.of(work), addresses.tag_of(work.key) or "", status_word(work)]
    output.say(" \N{MIDDLE DOT} ".join(one_line(each) for each in told if each))
    if not work.is_empty:
        output.say(one_line(f"{work.state.value}. {work.reason}".strip()))
    if choice := choice_about(addresses, work):
        output.say(choice)
    if work.action is not None:
        output.say(f"With the next send: {work.action.value}")
    output.say()
    widest = max((len(field.display_name) for field in place.collection.fields), default=0)
    for field in place.collection.fields:
        for line in _lines(field, work, around, widest):
            output.say(line)
        for problem in (each for each in problems if each.field == field.slug):
            output.say(f"{_SAME}{'':{widest}}  ! {one_line(problem.sentence)}")
    for edit in _parked(work, place.collection):
        label = one_line(place.collection.name_of(edit.field))
        first, *more = _told(None, edit.value, around)
        output.say(f"{_UNSENT}{label:{widest}}  {first}")
        for line in (*more, f"! {PARKED}"):
            output.say(f"{_SAME}{'':{widest}}  {line}")


def _parked(work: Work, collection: Collection) -> list[Edit]:
    """What was typed for fields that are gone."""
    return [edit for edit in work.edits.values() if collection.find_field(edit.field) is None]


def _lines(field: Field, work: Work, around: Surroundings, widest: int) -> list[str]:
    edit = work.edits.get(field.slug)
    label = one_line(field.display_name)
    shown = _told(field, work.fields.get(field.slug), around)
    mark = _UNSENT if edit else _SAME
    lines = [f"{mark}{label:{widest}}  {shown[0]}"]
    lines += [f"{_SAME}{'':{widest}}  {line}" for line in shown[1:]]
    if edit and work.item is not None:
        was = _told(field, edit.base, around)
        lines.append(f"{_SAME}{'':{widest}}  was: {was[0]}{' ...' if len(was) > 1 else ''}")
    if field.slug in work.conflicts:
        theirs = _told(field, work.conflicts[field.slug], around)
        lines.append(f"{_SAME}{'':{widest}}  theirs: {theirs[0]}")
    if refused := work.refused_fields.get(field.slug):
        lines.append(f"{_SAME}{'':{widest}}  ! {one_line(refused)}")
    return lines


def _told(field: Field | None, value: Value, around: Surroundings) -> list[str]:
    return visible(in_words(field, value, around)).split("\n") or [""]


async def _names(session: Session, place: Place, work: Work) -> dict[ItemId, str]:
    """What the item's references point to, by name."""
    keys = [
        ItemKey(field.target, item, work.key.locale)
        for field in place.collection.fields
        if field.type in REFERENCE_TYPES and field.target
        for item in _targets(field.slug, work)
    ]
    return told_apart(called(await session.local.browsing.works(keys)))


def _targets(slug: FieldSlug, work: Work) -> list[ItemId]:
    edit = work.edits.get(slug)
    values = [work.fields.get(slug), edit.base if edit else None, work.conflicts.get(slug)]
    return [item for value in values for item in referred(value)]
