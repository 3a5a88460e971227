"""``wfdesk discard``: gives up unsent changes. They are kept in the history for 30 days."""

import argparse

from wfdesk.cli.arguments import add_question
from wfdesk.cli.asking import agreed, needs_an_answer
from wfdesk.cli.cutshort import cut_short_shape, tell_cut_short
from wfdesk.cli.exits import Exit, UsageError
from wfdesk.cli.output import one_line
from wfdesk.cli.selection import add_items, selected
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import change_shape
from wfdesk.words.counts import counted
from wfdesk.words.reviews import name_of, what_of

_NONE = "Nothing to discard."
_DECLINED = "Nothing was discarded."
_KEPT = "The values are kept for 30 days."
_BACK = "wfdesk restore takes them up again."
_ALONE = "--cut-short is about a whole run: name no items and no place with it."
_FORGET = "Forget what it has left? Unsent changes stay."
_FORGOTTEN = "It is forgotten. Unsent changes are still there."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_items(parser)
    parser.add_argument(
        "--cut-short",
        action="store_true",
        help="what an earlier run has left: publish --all does not go on with it",
    )
    add_question(parser)


async def run(session: Session) -> Exit:
    if session.wanted.cut_short:
        return await _forget_cut_short(session)
    output, addresses = session.output, await session.addresses()
    keys = frozenset((await selected(session, addresses, with_held=True)).keys)
    review = await session.local.reviewing.review()
    going = [each for each in review.items if each.work.key in keys]
    if going:
        needs_an_answer(session)
    else:
        output.explain(_NONE)
    for each in going:
        output.explain(one_line(f"{addresses.of(each.work)}: {name_of(each)} ({what_of(each)})"))
    question = f"Discard the changes of {counted(len(going), 'item')}? {_KEPT}"
    is_agreed = not going or agreed(session, question)
    if going and is_agreed:
        gone = [each.work.key for each in going if each.work.is_gone]
        await session.local.editing.give_up_gone(gone)
        await session.local.editing.discard(
            [each.work.key for each in going if not each.work.is_gone]
        )
        output.tell(f"{counted(len(going), 'item')} discarded. {_KEPT} {_BACK}")
    elif not is_agreed:
        output.tell(_DECLINED)
    discarded = going if is_agreed else []
    output.document({"discarded": [change_shape(addresses, each) for each in discarded]})
    return Exit.DONE if is_agreed else Exit.NOT_ALL


async def _forget_cut_short(session: Session) -> Exit:
    output, wanted = session.output, session.wanted
    if any((wanted.items, wanted.all, wanted.collection, wanted.site, wanted.locale)):
        raise UsageError(_ALONE)
    earlier = await session.local.recounting.cut_short()
    if earlier is None:
        output.explain(_NONE)
    else:
        needs_an_answer(session)
        tell_cut_short(session, earlier)
    is_agreed = earlier is None or agreed(session, _FORGET)
    if not is_agreed:
        output.tell(_DECLINED)
    elif earlier is not None:
        await session.local.recounting.forget_cut_short()
        output.tell(_FORGOTTEN)
    output.document({"cut_short": cut_short_shape(earlier) if is_agreed else None})
    return Exit.DONE if is_agreed else Exit.NOT_ALL
