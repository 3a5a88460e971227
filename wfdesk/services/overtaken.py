"""A value typed into a field that was given another value meanwhile, which the user has not seen.

A field that is being typed into keeps what it shows. What came while the user typed, a colleague's
value or one merged with it, must not be overwritten because of that.
"""

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Edit, Stance, Work
from wfdesk.domain.merge import Verdict, judge
from wfdesk.domain.schema import Field
from wfdesk.richtext.blocks import split_blocks
from wfdesk.store.works import WorksRepository


def stage(works: WorksRepository, work: Work, field: Field, typed: Edit) -> ChangeSet:
    """Record what was typed. Its base is what the field showed when the user began."""
    earlier = work.edits.get(field.slug)
    if earlier is None:
        # So it starts from what was seen, and what came since is compared with that.
        start = typed.base
        return works.stage(work.key, field.slug, typed.value, start, is_as_shown=typed.is_as_shown)
    found = judge(field, typed, earlier.value, split_blocks)
    if found.verdict is not Verdict.CONFLICT:
        start = earlier.base
        return works.stage(work.key, field.slug, found.value, start, is_as_shown=typed.is_as_shown)
    edit = replace(typed, base=earlier.base, is_held=earlier.is_held)
    return works.set_stance(work.key, field.slug, Stance(edit, (earlier.base,)))
