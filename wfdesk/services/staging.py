"""A value that the user gave a field gets to disk, whatever became of the field meanwhile."""

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import IN_FLIGHT, Edit, Work
from wfdesk.domain.markup import is_untouched
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value, is_identical
from wfdesk.services import overtaken, settling
from wfdesk.services.undo import FieldStep, SettleStep
from wfdesk.services.unwritten import UNTOLD, Unwritten
from wfdesk.store.answers import is_answer
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.works import WorksRepository


def staged(
    connection: Connection, edit: Unwritten
) -> tuple[FieldStep | SettleStep | None, ChangeSet]:
    """Record the value; return the step that it is, if it changes what the field says.

    The same value changes nothing but what is known of it: whether it is written as it was shown.
    """
    works, slug, is_as_shown = WorksRepository(connection), edit.field, edit.is_as_shown
    work = works.get(edit.key)
    # What comes back, or was typed just now, may refer to an item that was sent meanwhile.
    ids = LocalIdsRepository(connection)
    value, before = ids.current_value(edit.value), ids.current_value(edit.before)
    field = CollectionsRepository(connection).get(edit.key.collection).find_field(slug)
    shown, was_as_shown = work.fields.get(slug), slug not in work.doubtful
    if shown == value and type(shown) is type(value):
        if slug not in work.edits or is_as_shown is was_as_shown:
            return None, ChangeSet()
        return None, works.stage(edit.key, slug, value, value, is_as_shown=is_as_shown)
    if settling.is_seen(work, slug, edit.seen):
        third = Edit(slug, value, None, is_as_shown=is_as_shown)
        settled, change = settling.write_third(connection, work, third)
        settled.stretch = edit.stretch
        return settled, change
    server = work.item.fields.get(slug) if work.item else None
    is_told = before is not UNTOLD
    if field is not None and is_told and not _is_seen(connection, work, field, before):
        typed = Edit(slug, value, before, is_as_shown=is_as_shown)
        change = overtaken.stage(works, work, field, typed)
    elif work.state not in IN_FLIGHT and field and work.item and is_identical(field, value, server):
        change = works.drop_field(edit.key, slug)
    else:
        change = works.stage(edit.key, slug, value, server, is_as_shown=is_as_shown)
    stance = settling.stance_at(works, (edit.key, slug))
    step = FieldStep(edit.key, slug, shown, value, edit.stretch, stance, was_as_shown, is_as_shown)
    return step, change


def _is_seen(connection: Connection, work: Work, field: Field, before: Value) -> bool:
    """Whether the field says what it said before, or what Webflow has made of that."""
    shown = work.fields.get(field.slug)
    if is_untouched(field, before, shown):
        return True
    return is_answer(connection, work.key, field.slug, before, shown)


def judged(connection: Connection, edit: Unwritten) -> None:
    """Free a value that is on disk, if the field still has it: it is written as it was shown."""
    works = WorksRepository(connection)
    work = works.find(edit.key)
    value = LocalIdsRepository(connection).current_value(edit.value)
    if work is not None and edit.field in work.doubtful and work.edits[edit.field].value == value:
        works.stage(edit.key, edit.field, value, value)


def led_back(step: FieldStep, *, is_last: bool) -> Unwritten:
    """The value before a step. It is meant to replace the one after it, and no colleague's.

    Where it is not the last step of its field, what came after it is the user's own.
    """
    left = step.after if is_last else UNTOLD
    return Unwritten(step.key, step.field, step.before, before=left, is_as_shown=step.was_as_shown)


def led_on(step: FieldStep) -> Unwritten:
    """The value after a step once more, which is meant to replace the one before it."""
    return Unwritten(
        step.key, step.field, step.after, before=step.before, is_as_shown=step.is_as_shown
    )
