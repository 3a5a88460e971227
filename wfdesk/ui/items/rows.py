"""What a cell says: an item's work and a field's value in a few words. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from wfdesk.domain.edits import Action, SendState, Work
from wfdesk.domain.ids import ItemId, LocaleId
from wfdesk.domain.references import referred
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value, format_number, parse_date, video_url
from wfdesk.ui.toolkit.colours import SEND_SIGNS, STATUS_SIGNS, Sign, Tone

_LONGEST = 160

_ACTIONS = {
    Action.ARCHIVE: "To archive",
    Action.UNARCHIVE: "To restore",
    Action.UNPUBLISH: "To unpublish",
    Action.DELETE: "To delete",
}
_ACTION_SIGNS = {
    Action.ARCHIVE: Sign("archive", Tone.ACCENT),
    Action.UNARCHIVE: Sign("restore", Tone.ACCENT),
    Action.UNPUBLISH: Sign("unpublish", Tone.ACCENT),
    Action.DELETE: Sign("trash", Tone.DANGER),  # red before it happens
}
_STATES = {
    SendState.QUEUED: "Waiting",
    SendState.SENDING: "Sending",
    SendState.ACKNOWLEDGED: "Sent",
    SendState.UNKNOWN: "Unknown",
    SendState.REFUSED: "Refused",
    SendState.CONFLICT: "Conflict",
    SendState.HELD: "Held back",
    SendState.IN_QUESTION: "In question",
}
_TROUBLE = frozenset(
    {SendState.REFUSED, SendState.CONFLICT, SendState.UNKNOWN, SendState.IN_QUESTION}
)
_MOST_LOCALES = 2
"""Named one by one; of more only the number is said."""


def status_sign(work: Work) -> Sign:
    """The look of ``status_word``."""
    if work.is_gone:
        return Sign("trash", Tone.DANGER)
    return STATUS_SIGNS[work.item.status] if work.item else Sign("plus", Tone.MUTED)


def unsent_sign(work: Work) -> Sign:
    """The look of ``unsent_word``, which the icon stands for where there is no room for words."""
    leading = _leading(work)
    if leading.state is SendState.SAVED and leading.action is not None:
        return _ACTION_SIGNS[leading.action]
    return SEND_SIGNS[leading.state]


def unsent_word(work: Work, locales: Mapping[LocaleId, str] | None = None) -> str:
    """Where the user's own work on the item stands; empty when there is none.

    Work in another locale says in which, unless there is as much to say of this one.
    """
    leading = _leading(work)
    if leading.is_empty:
        return ""
    if leading is work:
        return _unsent(work)
    alike = [each.key.locale for each in work.elsewhere if _unsent(each) == _unsent(leading)]
    if len(alike) > _MOST_LOCALES:
        return f"{_unsent(leading)} in {len(alike)} locales"
    names = [(locales or {}).get(each, "another locale") for each in alike]
    return f"{_unsent(leading)} in {', '.join(names)}"


def unsent_words(work: Work, locales: Mapping[LocaleId, str]) -> str:
    """The same in full: what is unsent in each locale, one after the other."""
    here = [] if work.is_empty else [_unsent(work)]
    others = [
        f"{_unsent(each)} in {locales.get(each.key.locale, 'another locale')}"
        for each in work.elsewhere
    ]
    return ", ".join([*here, *others])


def _leading(work: Work) -> Work:
    """The work that a badge is about: where there is trouble, else that of this locale."""
    here = () if work.is_empty and work.elsewhere else (work,)
    works: tuple[Work, ...] = (*here, *work.elsewhere)
    return next((each for each in works if each.state in _TROUBLE), works[0])


def _unsent(work: Work) -> str:
    if work.state is not SendState.SAVED:
        return _STATES[work.state]
    return _ACTIONS[work.action] if work.action else "Unsent"


def updated_at(work: Work) -> datetime | None:
    return work.item.last_updated if work.item else None


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long ago, in a few letters: ``5 min``, ``3 h``, ``12 Mar``, ``12 Mar 2024``."""
    if moment is None:
        return ""
    now = now or datetime.now(UTC)
    seconds = (now - moment).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min ago"
    if seconds < 24 * 3600:
        return f"{int(seconds // 3600)} h ago"
    local = moment.astimezone()
    day = f"{local.day} {local:%b}"
    return day if local.year == now.astimezone().year else f"{day} {local.year}"


def cell_text(field: Field, value: Value, names: Mapping[ItemId, str]) -> str:
    """A field's value on one short line. An unset field is empty."""
    if value is None:
        return ""
    match field.type:
        case FieldType.NUMBER:
            return format_number(value)
        case FieldType.SWITCH:
            return "Yes" if value else "No"
        case FieldType.OPTION:
            return next((each.name for each in field.choices if each.id == value), str(value))
        case FieldType.REFERENCE | FieldType.MULTI_REFERENCE:
            return ", ".join(names.get(item, "…") for item in referred(value))
        case _:
            return _plain_text(field, value)


def _plain_text(field: Field, value: Value) -> str:
    match field.type:
        case FieldType.DATE_TIME:
            moment = parse_date(value)
            return f"{moment.day} {moment:%b %Y}" if moment else str(value)
        case FieldType.VIDEO_LINK:
            return video_url(value)
        case FieldType.IMAGE | FieldType.FILE:
            return _asset(value)
        case FieldType.MULTI_IMAGE:
            return f"{len(value)} images" if isinstance(value, list) else ""
        case FieldType.RICH_TEXT:
            return " ".join(re.sub(r"<[^>]*>", " ", str(value)[: 4 * _LONGEST]).split())[:_LONGEST]
        case _:
            return " ".join(str(value)[: 2 * _LONGEST].split())[:_LONGEST]


def _asset(value: Value) -> str:
    if not isinstance(value, Mapping):
        return ""
    return str(value.get("alt") or str(value.get("url") or "").rsplit("/", 1)[-1])
