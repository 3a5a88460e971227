"""The shapes of ``--json``. Names are only ever added; what a name means does not change.

An item is ``id``, ``collection`` and ``site`` (each ``id`` and its name), ``locale`` (its tag, null
on a site with one), ``slug``, ``name``, ``address`` (how the command line names it), ``status``,
``is_new``, ``updated``, ``published`` and ``unsent``: null, or ``state``, ``reason``, ``action``
and the edited ``fields``. Moments are UTC. Values are as Webflow takes and gives them.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime

from wfdesk.cli.addresses import Addresses, slug_of
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.schema import Collection, Field
from wfdesk.domain.validation import Problem
from wfdesk.domain.values import Value, format_date
from wfdesk.services.reviewing import FieldReview, ItemReview

Shape = dict[str, object]


def word(member: object) -> str:
    """A member of an enumeration as JSON names it."""
    return str(getattr(member, "name", "")).lower()


def moment(at: datetime | None) -> str | None:
    return format_date(at.replace(tzinfo=at.tzinfo or UTC)) if at else None


def place_shape(addresses: Addresses, key: ItemKey) -> Shape:
    place = addresses.everything.get(key.collection)
    return {
        "id": key.item,
        "collection": {"id": key.collection, "slug": place.collection.slug if place else None},
        "site": {"id": place.site.id, "name": place.site.display_name} if place else None,
        "locale": addresses.tag_of(key),
    }


def item_shape(addresses: Addresses, work: Work) -> Shape:
    item = work.item
    return {
        **place_shape(addresses, work.key),
        "slug": slug_of(work) or None,
        "name": work.name,
        "address": addresses.of(work),
        "status": word(item.status) if item else "draft",
        "is_new": work.is_new,
        "is_gone": work.is_gone,
        "updated": moment(item.last_updated if item else None),
        "published": moment(item.last_published if item else None),
        "unsent": None if work.is_empty else unsent_shape(work),
    }


def unsent_shape(work: Work) -> Shape:
    return {
        "state": word(work.state),
        "reason": work.reason,
        "action": word(work.action) if work.action else None,
        "fields": list(work.edits),
        "conflicts": list(work.conflicts),
    }


def field_shape(field: Field, work: Work, problems: Sequence[Problem]) -> Shape:
    edit = work.edits.get(field.slug)
    return {
        "field": field.slug,
        "label": field.display_name,
        "type": field.type_name or field.type.value,
        "value": work.fields.get(field.slug),
        "is_unsent": edit is not None,
        "before": edit.base if edit else None,
        **_troubles(field.slug, work, problems),
    }


def changed_shape(
    addresses: Addresses,
    work: Work,
    collection: Collection,
    slugs: Container[FieldSlug],
    problems: Sequence[Problem],
) -> Shape:
    """What an item is after some of its fields were changed: those fields, and what is wrong."""
    return {
        **item_shape(addresses, work),
        "fields": [
            field_shape(field, work, problems) for field in collection.fields if field.slug in slugs
        ],
        "problems": [problem_shape(each) for each in problems],
    }


def change_shape(addresses: Addresses, review: ItemReview) -> Shape:
    return {
        **item_shape(addresses, review.work),
        "changes": [_edit_shape(each, review) for each in review.fields],
        "problems": [problem_shape(each) for each in review.problems],
    }


def _edit_shape(each: FieldReview, review: ItemReview) -> Shape:
    return {
        "field": each.slug,
        "label": each.label,
        "before": each.edit.base,
        "after": each.edit.value,
        "is_held": each.edit.is_held,
        **_troubles(each.slug, review.work, each.problems),
    }


def conflict_shape(addresses: Addresses, work: Work, slug: FieldSlug, label: str) -> Shape:
    edit = work.edits[slug]
    return {
        "item": item_shape(addresses, work),
        "field": slug,
        "label": label,
        "base": edit.base,
        "mine": edit.value,
        "theirs": work.conflicts[slug],
    }


def problem_shape(problem: Problem) -> Shape:
    return {
        "field": problem.field,
        "sentence": problem.sentence,
        "severity": word(problem.severity),
    }


def _troubles(slug: FieldSlug, work: Work, problems: Sequence[Problem]) -> Mapping[str, Value]:
    return {
        "problems": [problem_shape(each) for each in problems if each.field == slug],
        "refused": work.refused_fields.get(slug),
        "is_in_conflict": slug in work.conflicts,
    }
