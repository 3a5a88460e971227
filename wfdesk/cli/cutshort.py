"""An earlier run that did not do all that was asked for: how that is said, and its JSON.

The JSON calls it ``cut_short``, also where it came to its end and has left something.
"""

from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, word
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.words.counts import counted
from wfdesk.words.cutshort import changed_sentence, left_sentence

_VERBS = {Goal.SEND: "send", Goal.PUBLISH: "publish"}


def tell_cut_short(session: Session, run: InterruptedRun, goal: Goal | None = None) -> None:
    """Say how far it was, or what it has left, and what goes on with it, unless that is the goal of
    this command.

    Nothing of it goes on by itself.
    """
    more = " wfdesk publish --all goes on with it." if goal is not run.goal is Goal.PUBLISH else ""
    if not run.is_over:
        said = f"The last {_VERBS[run.goal]} was cut short after {run.done:,} of"
        session.output.tell(f"{said} {counted(run.total, 'item')}.{more if run.left else ''}")
    elif run.left:
        session.output.tell(f"{left_sentence(len(run.left))}{more}")
    if run.changed:
        session.output.tell(one_line(changed_sentence(run.changed.values())))


def cut_short_shape(run: InterruptedRun | None) -> Shape | None:
    if run is None:
        return None
    return {
        "goal": word(run.goal),
        "total": run.total,
        "left": len(run.left),
        "changed": len(run.changed),
    }
