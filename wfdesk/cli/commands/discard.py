"""``wfdesk discard``: gives up unsent changes. They are kept in the history for 30 days."""

import argparse

from wfdesk.cli.arguments import add_question
from wfdesk.cli.asking import agreed, needs_an_answer
from wfdesk.cli.exits import Exit
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_items(parser)
    add_question(parser)


async def run(session: Session) -> Exit:
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
