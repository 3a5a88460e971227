"""An earlier run that did not do all that was asked for: how that is said, and its JSON."""

from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, word
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.words.counts import counted

_VERBS = {Goal.SEND: "send", Goal.PUBLISH: "publish"}


def tell_cut_short(session: Session, run: InterruptedRun, goal: Goal | None = None) -> None:
    """Say how far it was, and what goes on with it, unless that is the goal of this command.

    Nothing of it goes on by itself.
    """
    done = run.total - len(run.left)
    said = f"The last {_VERBS[run.goal]} was cut short after {done:,} of"
    more = " wfdesk publish --all goes on with it." if goal is not run.goal is Goal.PUBLISH else ""
    session.output.tell(f"{said} {counted(run.total, 'item')}.{more}")


def cut_short_shape(run: InterruptedRun | None) -> Shape | None:
    if run is None:
        return None
    return {"goal": word(run.goal), "total": run.total, "left": len(run.left)}
