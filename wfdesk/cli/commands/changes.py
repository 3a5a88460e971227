"""``wfdesk changes``: lists what is not sent yet, where it stands, and what stands in its way."""

import argparse

from wfdesk.cli.arguments import add_collection, add_locale
from wfdesk.cli.cells import table
from wfdesk.cli.cutshort import cut_short_shape, tell_cut_short
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import Output, one_line
from wfdesk.cli.richdiff import marked, only_html, rich_lines
from wfdesk.cli.selection import unsent
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import change_shape
from wfdesk.cli.writing import choice_about
from wfdesk.domain.diff import Part, Piece, word_diff
from wfdesk.domain.edits import Edit
from wfdesk.domain.schema import FieldType
from wfdesk.services.reviewing import FieldReview, ItemReview
from wfdesk.words.differences import Line, difference_lines, has_lines
from wfdesk.words.reviews import PARKED, name_of, problem_of, reason_of, what_happens, what_of
from wfdesk.words.values import TEXT_TYPES, Surroundings, comparable, in_words
from wfdesk.words.writtenout import visible

_NONE = "Nothing to send."
_INDENT = "    "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--diff",
        action="store_true",
        help="what differs, word by word; of rich text, block by block; of lists, line by line",
    )
    add_collection(parser)
    add_locale(parser)


async def run(session: Session) -> Exit:
    addresses = await session.addresses()
    reviews = await unsent(session, addresses)
    left_out = await session.local.reviewing.left_out()
    names = (await session.local.reviewing.review()).names if session.wanted.diff else {}
    rows = [
        (
            "Left out" if each.work.key in left_out else each.work.state.value,
            one_line(addresses.of(each.work)),
            one_line(name_of(each)),
            what_of(each),
        )
        for each in reviews
    ]
    for line, each in zip(table(rows, session.output.width, yielding=(2, 1)), reviews, strict=True):
        session.output.say(line)
        _say_more(session, each)
        if choice := choice_about(addresses, each.work):
            session.output.say(f"{_INDENT}{choice}")
        if session.wanted.diff:
            zone = each.site.time_zone if each.site else "UTC"
            _say_difference(session.output, each, Surroundings(names, zone))
    if not reviews:
        session.output.say(_NONE)
    cut_short = await session.local.recounting.cut_short()
    if cut_short is not None:
        tell_cut_short(session, cut_short)
    session.output.document(
        {
            "cut_short": cut_short_shape(cut_short),
            "changes": [
                {**change_shape(addresses, each), "is_left_out": each.work.key in left_out}
                for each in reviews
            ],
        }
    )
    return Exit.DONE


def _say_more(session: Session, review: ItemReview) -> None:
    output = session.output
    if reason := reason_of(review):
        output.say(f"{_INDENT}{one_line(reason)}")
    for field in review.fields:
        for sentence in _troubles(field, review):
            said = one_line(f"! {field.label}: {sentence}")
            output.say(f"{_INDENT}{output.styled(said, 'warning')}")
    edited = {field.slug for field in review.fields}
    for problem in (each for each in review.problems if each.field not in edited):
        said = one_line(f"! {problem_of(problem, review.collection)}")
        output.say(f"{_INDENT}{output.styled(said, 'warning')}")


def _troubles(field: FieldReview, review: ItemReview) -> list[str]:
    refused = review.work.refused_fields.get(field.slug)
    said = [refused] if refused and refused not in reason_of(review) else []
    if field.slug in review.work.conflicts:
        said.append("a colleague changed it as well")
    if field.is_parked:
        said.append(PARKED)
    return [*said, *(problem.sentence for problem in field.problems)]


def _say_difference(output: Output, review: ItemReview, around: Surroundings) -> None:
    if happens := what_happens(review):
        output.say(f"{_INDENT}{happens}")
    for field in review.fields:
        held = " (held back)" if field.edit.is_held else ""
        output.say(f"{_INDENT}{one_line(field.label)}{held}:")
        for line in _difference(output, field, around):
            output.say(f"{_INDENT}{_INDENT}{line}")


def _difference(output: Output, review: FieldReview, around: Surroundings) -> list[str]:
    field, edit = review.field, review.edit
    if field is not None and field.type is FieldType.RICH_TEXT:
        return _rich_difference(output, edit)
    if field is not None and field.type in TEXT_TYPES:
        before, after, _ = comparable(field, edit.base, edit.value)
        return _word_by_word(output, before, after)
    if field is not None and has_lines(field, edit.base, edit.value):
        lines = difference_lines(field, edit.base, edit.value, around)
        return [_told(output, line) for line in lines]
    before, after = (in_words(field, value, around) for value in (edit.base, edit.value))
    both = (Piece(Part.REMOVED, before), Piece(Part.ADDED, after))
    return " ".join(_marked(output, piece) for piece in both).split("\n")


def _told(output: Output, line: Line) -> str:
    said = "".join(_marked(output, piece) for piece in line.pieces).replace("\n", " ")
    return f"{said} ({line.note})" if said and line.note else said or line.note


def _rich_difference(output: Output, edit: Edit) -> list[str]:
    before, after = (each if isinstance(each, str) else "" for each in (edit.base, edit.value))
    lines = rich_lines(output, before, after)
    if lines is not None:
        return lines
    return [only_html(before, after), *_word_by_word(output, before, after)]


def _word_by_word(output: Output, before: str, after: str) -> list[str]:
    said = (_marked(output, piece) for piece in word_diff(before, after))
    return "".join(said).split("\n")


def _marked(output: Output, piece: Piece) -> str:
    # Line by line: colours that go on over the end of a line spill into what stands there.
    lines = visible(piece.text).split("\n")
    return "\n".join(marked(output, piece.part, line) for line in lines)
