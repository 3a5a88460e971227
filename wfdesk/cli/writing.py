"""What ``set``, ``new`` and ``conflicts`` share: reading what is typed as values of fields."""

from collections.abc import Sequence

from wfdesk.cli.addresses import Addresses, Place, field_of
from wfdesk.cli.exits import AmbiguousError, RefusedValueError, UnknownError, UsageError
from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.typed import Assignment, value_of
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import FieldSlug, ItemId, LocaleId
from wfdesk.domain.schema import Collection, Field
from wfdesk.domain.validation import Problem
from wfdesk.domain.values import Value
from wfdesk.services.problems import problems_of_work
from wfdesk.words.reviews import problem_of

_BOTH = "a colleague changed it as well. wfdesk conflicts settles it."
_NO_TARGET = "What it refers to is not in the local copy. Run wfdesk refresh."


async def values_of(
    addresses: Addresses,
    place: Place,
    locale: LocaleId,
    typed: Sequence[Assignment],
    before: Work | None = None,
) -> dict[FieldSlug, Value]:
    """The value of every field that is named: all of them can be read, or nothing is written."""

    async def resolve(field: Field, name: str) -> ItemId:
        return await _target(addresses, field, name, locale)

    values: dict[FieldSlug, Value] = {}
    for each in typed:
        field = field_of(place.collection, each.name)
        if field.slug in values:
            raise UsageError(f"{one_line(field.display_name)} is given twice.")
        values[field.slug] = await value_of(
            field,
            each.text,
            before=before.fields.get(field.slug) if before else None,
            time_zone=place.site.time_zone,
            resolve=resolve,
        )
    return values


def choice_about(addresses: Addresses, work: Work) -> str:
    """The command that says what is to be chosen about it; empty where nothing is."""
    if not (work.conflicts or work.is_gone or work.is_asked_about):
        return ""
    place = addresses.everything.get(work.key.collection)
    is_primary = place is None or place.site.primary_locale == work.key.locale
    tongue = "" if is_primary else f" --locale {addresses.tag_of(work.key)}"
    return one_line(f"See wfdesk conflicts {addresses.of(work)}{tongue}")


def tell_problems(session: Session, collection: Collection, work: Work) -> list[Problem]:
    """Tell what is wrong with the values all the same; return it."""
    found = problems_of_work(work, collection)
    for each in found:
        session.output.tell(one_line(problem_of(each, collection)))
    for slug in work.conflicts:
        session.output.tell(one_line(f"{slug}: {_BOTH}"))
    return found


async def _target(addresses: Addresses, field: Field, name: str, locale: LocaleId) -> ItemId:
    if field.target is None or field.target not in addresses.everything:
        raise RefusedValueError(field.slug, field.display_name, _NO_TARGET)
    try:
        found = await addresses.target(field.target, name, locale)
    except (UnknownError, AmbiguousError) as error:
        raise RefusedValueError(field.slug, field.display_name, error.summary) from error
    return found.key.item
