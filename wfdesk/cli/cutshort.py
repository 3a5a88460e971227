"""An earlier run that did not do all that was asked for: how that is said, and its JSON."""

from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, word
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.words.counts import counted
from wfdesk.words.cutshort import changed_sentence

_VERBS = {Goal.SEND: "send", Goal.PUBLISH: "publish"}


def tell_cut_short(session: Session, run: InterruptedRun, goal: Goal | None = None) -> None:
    """Say how far it was, and what goes on with it, unless that is the goal of this command.

    Nothing of it goes on by itself.
    """
    said = f"The last {_VERBS[run.goal]} was cut short after {run.done:,} of"
    more = " wfdesk publish --all goes on with it." if goal is not run.goal is Goal.PUBLISH else ""
    session.output.tell(f"{said} {counted(run.total, 'item')}.{more if run.left else ''}")
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
