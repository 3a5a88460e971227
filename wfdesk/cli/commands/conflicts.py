"""``wfdesk conflicts``: what a colleague changed as well, field by field; and the choice.

Beside it what else waits for a choice: items that are gone, and new ones that may be there already.
"""

import argparse
from pathlib import Path

from wfdesk.cli.addresses import Addresses, field_of
from wfdesk.cli.arguments import add_collection, add_locale
from wfdesk.cli.exits import Exit, UnknownError, UsageError
from wfdesk.cli.output import one_line
from wfdesk.cli.selection import unsent
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import conflict_shape, item_shape
from wfdesk.cli.typed import Assignment, said
from wfdesk.cli.writing import values_of
from wfdesk.domain.edits import GONE, Seen, Side, Work
from wfdesk.domain.schema import Field
from wfdesk.services.reviewing import FieldReview, ItemReview
from wfdesk.services.settling import Choice
from wfdesk.services.unwritten import Edited
from wfdesk.words.reviews import name_of
from wfdesk.words.values import Surroundings, in_words
from wfdesk.words.writtenout import visible

_NONE = "No conflicts."
_ASK = "Say what to take: --take mine, --take theirs, or --value VALUE."
_GONE = "Make it anew with --recreate, or give it up with wfdesk discard."
_ASKED = "If it is that one, say --take-over. If it is not, have this one made with --another."
_LOOK = "What was found:"
_ANOTHER = "made with the next send."
_KEPT = "What gave way is kept for 30 days: see wfdesk restore."
_INDENT = "    "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", nargs="?", help="the item to settle")
    parser.add_argument("field", metavar="FIELD", nargs="?", help="its field")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--take",
        choices=["mine", "theirs"],
        metavar="SIDE",
        help="whose value of the field is kept: mine or theirs",
    )
    choice.add_argument("--value", help="a third value, written as for wfdesk set")
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument(
        "--recreate", action="store_true", help="make an item anew that was deleted in Webflow"
    )
    whole.add_argument(
        "--another", action="store_true", help="make a new item that Webflow may have already"
    )
    whole.add_argument(
        "--take-over", action="store_true", help="go on with what Webflow has in its place"
    )
    add_collection(parser)
    add_locale(parser)


def prepare(wanted: argparse.Namespace) -> None:
    if wanted.value is not None:
        wanted.value = said(wanted.field or "--value", wanted.value, Path())


async def run(session: Session) -> Exit:
    wanted, addresses = session.wanted, await session.addresses()
    has_choice = wanted.take is not None or wanted.value is not None
    if has_choice and not (wanted.item and wanted.field):
        raise UsageError("Say of which item and field: wfdesk conflicts ITEM FIELD --take mine.")
    if wanted.recreate:
        return await _recreate(session, addresses)
    if wanted.another or wanted.take_over:
        return await _answer(session, addresses)
    if wanted.field and not has_choice:
        raise UsageError(_ASK)
    return await (_settle(session, addresses) if has_choice else _list(session, addresses))


async def _list(session: Session, addresses: Addresses) -> Exit:
    wanted = session.wanted
    reviews = await unsent(session, addresses)
    if wanted.item:
        key = (await addresses.item(wanted.item, wanted.collection)).key
        reviews = [each for each in reviews if each.work.key == key]
    names = (await session.local.reviewing.review()).names
    asked = [each for each in reviews if each.work.is_asked_about]
    suspects = {each.work.key: await _suspect(session, addresses, each.work) for each in asked}
    for each in reviews:
        around = Surroundings(names, each.site.time_zone if each.site else "")
        _say(session, addresses, each, around)
        if each.work.is_asked_about:
            _say_asked(session, addresses, each, suspects[each.work.key])
    fields = [(each, field) for each in reviews for field in _clashing(each)]
    gone = [each for each in reviews if each.work.is_gone]
    if not fields and not gone and not asked:
        session.output.say(_NONE)
    session.output.document(
        {
            "conflicts": [
                conflict_shape(addresses, each.work, field.slug, field.label)
                for each, field in fields
            ],
            "gone": [item_shape(addresses, each.work) for each in gone],
            "asked": [
                {**item_shape(addresses, each.work), "suspect": suspects.get(each.work.key)}
                for each in asked
            ],
        }
    )
    return Exit.DONE


def _clashing(review: ItemReview) -> list[FieldReview]:
    return [each for each in review.fields if each.slug in review.work.conflicts]


def _say(session: Session, addresses: Addresses, review: ItemReview, around: Surroundings) -> None:
    output, work = session.output, review.work
    fields = _clashing(review)
    if fields or work.is_gone:
        output.say(one_line(f"{addresses.of(work)}: {name_of(review)}"))
    if work.is_gone:
        output.say(f"{_INDENT}{one_line(work.reason or GONE)}")
        output.say(f"{_INDENT}{_GONE}")
    for each in fields:
        output.say(f"{_INDENT}{one_line(each.label)} ({each.slug})")
        sides = {
            "base": each.edit.base,
            "mine": each.edit.value,
            "theirs": work.conflicts[each.slug],
        }
        for side, value in sides.items():
            first, *more = visible(in_words(each.field, value, around)).split("\n")
            output.say(f"{_INDENT}{_INDENT}{side + ':':8}{first}")
            for line in more:
                output.say(f"{_INDENT}{_INDENT}{'':8}{line}")


def _say_asked(
    session: Session, addresses: Addresses, review: ItemReview, suspect: str | None
) -> None:
    output, work = session.output, review.work
    output.say(one_line(f"{addresses.of(work)}: {name_of(review)}"))
    output.say(f"{_INDENT}{one_line(work.reason)}")
    if suspect:
        output.say(f"{_INDENT}{_LOOK} wfdesk show {one_line(suspect)}")
    output.say(f"{_INDENT}{_ASKED}")


async def _suspect(session: Session, addresses: Addresses, work: Work) -> str | None:
    """The address of what may be the new item, as long as it is there."""
    key = await session.local.editing.questions.suspect(work.key)
    return addresses.of(await session.local.browsing.work(key)) if key else None


async def _settle(session: Session, addresses: Addresses) -> Exit:
    wanted, editing = session.wanted, session.local.editing
    work = await addresses.item(wanted.item, wanted.collection)
    field = _field(addresses, work, wanted.field)
    seen = Seen(work.conflicts[field.slug])
    if wanted.take:
        await editing.settle([Choice(work.key, field.slug, Side(wanted.take), seen)])
    else:
        place = addresses.everything[work.key.collection]
        typed = [Assignment(field.slug, wanted.value)]
        values = await values_of(addresses, place, work.key.locale, typed, work)
        third = Edited(field.slug, values[field.slug], seen)
        await editing.write(editing.keep(work.key, third))
        if values[field.slug] == work.edits[field.slug].value:
            # It is no third value. To write what is there already would settle nothing.
            await editing.settle([Choice(work.key, field.slug, Side.MINE, seen)])
    settled = await session.local.browsing.work(work.key)
    session.output.tell(_KEPT)
    left = len(settled.conflicts)
    session.output.say(one_line(f"{addresses.of(settled)}: {field.display_name} is settled."))
    if left:
        session.output.tell(f"Still in conflict: {', '.join(settled.conflicts)}")
    session.output.document(item_shape(addresses, settled))
    return Exit.DONE


async def _recreate(session: Session, addresses: Addresses) -> Exit:
    """Make a new draft of an item that is gone; print its local id. wfdesk discard gives it up."""
    wanted = session.wanted
    if not wanted.item or wanted.field:
        raise UsageError("Say of which item: wfdesk conflicts ITEM --recreate.")
    work = await addresses.item(wanted.item, wanted.collection)
    if not work.is_gone:
        raise UnknownError(one_line(f"{addresses.of(work)} was not deleted in Webflow."))
    step = await session.local.editing.recreate([work.key])
    made = next(iter(step.made.values()))
    if made is None:
        raise UnknownError(one_line(f"{addresses.of(work)} is no longer in the local copy."))
    session.output.say(made.key.item)
    found = await session.local.browsing.work(made.key)
    session.output.document(item_shape(addresses, found))
    return Exit.DONE


async def _answer(session: Session, addresses: Addresses) -> Exit:
    """Have a new item made that Webflow may have already; or go on with what was found there."""
    wanted, editing = session.wanted, session.local.editing
    if not wanted.item or wanted.field:
        option = "--another" if wanted.another else "--take-over"
        raise UsageError(f"Say of which item: wfdesk conflicts ITEM {option}.")
    work = await addresses.item(wanted.item, wanted.collection)
    if not work.is_asked_about:
        raise UnknownError(one_line(f"Nothing is asked about {addresses.of(work)}."))
    if wanted.another:
        key = (await editing.make_another(work.key)).key
        session.output.say(one_line(f"{addresses.of(work)}: {_ANOTHER}"))
    else:
        key = await editing.questions.take_over(work.key)
        session.output.say(key.item)
    session.output.document(item_shape(addresses, await session.local.browsing.work(key)))
    return Exit.DONE


def _field(addresses: Addresses, work: Work, text: str) -> Field:
    field = field_of(addresses.everything[work.key.collection].collection, text)
    if field.slug not in work.conflicts:
        there = ", ".join(work.conflicts)
        rest = f" In conflict: {there}." if there else " Nor is any other field of this item."
        raise UnknownError(f"{one_line(field.display_name)} is not in conflict.{rest}")
    return field
