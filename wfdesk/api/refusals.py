"""Webflow's error answers in our words. Their bodies come in four shapes, or as a web page."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec import Struct

from wfdesk.api.clock import told_time
from wfdesk.api.transport import Reply
from wfdesk.api.wire import decoded, not_webflow
from wfdesk.domain.errors import (
    ApiError,
    ConflictError,
    MissingScopeError,
    NotAuthorizedError,
    NotFoundError,
    RateLimitedError,
    Refusal,
    RefusedError,
    ServerTroubleError,
)
from wfdesk.domain.values import Value

_LONGEST_TEXT = 500
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 600.0
_SCOPE = re.compile(r"\b[a-z_]+:(?:read|write)\b")


class Complaint(Struct, frozen=True):
    """What Webflow said."""

    message: str = ""
    code: str = ""
    reasons: tuple[Refusal, ...] = ()

    @property
    def text(self) -> str:
        said = [self.message, self.code, *(f"{r.field}: {r.reason}" for r in self.reasons)]
        return "; ".join(part for part in said if part)[:_LONGEST_TEXT]

    @property
    def reason(self) -> str:
        """The most telling sentence of it."""
        return (self.reasons[0].reason if self.reasons else self.message)[:_LONGEST_TEXT]


def error_of(label: str, reply: Reply, token: str, *, wait: float = 60.0) -> ApiError:
    """Translate an answer that is no success.

    ``label`` is the method and path, ``wait`` the seconds until a 429 is over.
    """
    said = _complaint(reply.body.replace(token.encode(), b"[token]"))
    detail = f"{label}: {reply.status} {said.text}".rstrip()
    if reply.status == 429:
        # How long it still lasts is counted where it is shown: this may stand for minutes.
        return RateLimitedError("Webflow asks for a pause.", detail, retry_after=wait)
    known = _BY_STATUS.get(reply.status)
    return known(said, detail) if known else _unexpected(reply.status, detail)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from a number or a date, between 1 s and 10 min; None when nothing sensible."""
    text = headers.get("retry-after", "").strip()
    try:
        if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text, re.ASCII):
            seconds = float(text)
        else:
            when = parsedate_to_datetime(text)
            when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
            seconds = (when - _now(headers)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, _SHORTEST_WAIT), _LONGEST_WAIT)


def _now(headers: Mapping[str, str]) -> datetime:
    """The server's own time when it says so: our clock may be wrong by days."""
    return told_time(headers) or datetime.now(UTC)


_RESTRUCTURED = "CollectionSchemaChangedError"


def _refused(said: Complaint, detail: str) -> RefusedError:
    reason = said.reason or "no reason was given"
    field = f"“{said.reasons[0].field}”: " if said.reasons and said.reasons[0].field else ""
    return RefusedError(f"Webflow refused this: {field}{_sentence(reason)}", detail, said.reasons)


def _forbidden(said: Complaint, detail: str) -> MissingScopeError:
    found = _SCOPE.search(said.text)
    if found:
        scope = found[0]
        summary = f"The token lacks the permission {scope}. Make one that has it, and paste it."
    else:
        scope = ""
        # The plan of the site may be what does not allow it: only Webflow's own words tell.
        because = said.reason.strip()
        summary = (
            f"Webflow does not allow this: {_sentence(because)} Check the token's permissions and"
            " the site's plan in the site's settings."
            if because and because.casefold().rstrip(".") != "forbidden"
            else "The token does not allow this. Check its permissions in the site's settings."
        )
    return MissingScopeError(summary, detail, scope=scope)


def _not_authorized(_said: Complaint, detail: str) -> NotAuthorizedError:
    return NotAuthorizedError(
        "Webflow does not accept the token any more. Paste a new one: your edits are kept.", detail
    )


def _not_found(_said: Complaint, detail: str) -> NotFoundError:
    return NotFoundError(
        "Webflow does not have this any more, or the token may not see it. Refresh and look again.",
        detail,
    )


def _conflict(said: Complaint, detail: str) -> ConflictError:
    if _RESTRUCTURED in said.reason:
        return ConflictError(
            "The fields of this collection were changed in Webflow since the site was last"
            " published. Publish the site in Webflow, then publish this again.",
            detail,
        )
    reason = _sentence(said.reason or "it does not fit what Webflow holds")
    return ConflictError(f"Webflow did not accept this: {reason}", detail)


_BY_STATUS: Mapping[int, Callable[[Complaint, str], ApiError]] = {
    400: _refused,
    401: _not_authorized,
    403: _forbidden,
    404: _not_found,
    409: _conflict,
    422: _refused,
}


_GIVEN_UP = frozenset({408, 425, 499})
"""What is said of the waiting and not of the request: who waited may not be Webflow."""


def _unexpected(status: int, detail: str) -> ApiError:
    if status >= 500 or status in _GIVEN_UP:
        return ServerTroubleError(
            f"Webflow has trouble (error {status}). Try again in a few minutes.", detail
        )
    if status < 400:
        return not_webflow(f"{detail} (a redirect is not followed)")
    return RefusedError(f"Webflow did not accept the request (error {status}).", detail)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _complaint(body: bytes) -> Complaint:
    try:
        value = decoded(body)
    except ApiError:
        return Complaint()  # A web page: its text helps nobody.
    if not isinstance(value, dict):
        return Complaint(message=value if isinstance(value, str) else "")
    message = _text(value, "message") or _text(value, "msg") or _text(value, "err")
    listed = [value.get(name) for name in ("details", "problems", "errors")]
    reasons = [reason for part in listed for reason in _reasons(part)]
    return Complaint(message, _text(value, "code"), tuple(reasons))


def _text(value: Mapping[str, Value], name: str) -> str:
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""


def _reasons(part: Value) -> Iterable[Refusal]:
    for entry in part if isinstance(part, list) else [part]:
        match entry:
            case str():
                yield Refusal("", entry.strip())
            case dict():
                reason = _text(entry, "description") or _text(entry, "message")
                yield Refusal(_text(entry, "param") or _text(entry, "field"), reason)
