"""What can go wrong, each with a sentence for the user.

``WfdeskError`` -> ``ApiError`` (Webflow or the way to it), ``StoreError`` (this computer's copy),
``KeychainError``, ``SpellingError``. Whoever catches one of a write asks ``outcome``: may the write
have happened?
"""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from wfdesk.domain.ids import ItemKey


class Outcome(Enum):
    """What a failed write left behind on the server."""

    NOT_SENT = "not sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class WfdeskError(Exception):
    """An expected failure. ``summary`` is for the user, ``detail`` for the log.

    Neither ever holds a token.
    """

    def __init__(self, summary: str, detail: str = "") -> None:
        super().__init__(f"{summary} ({detail})" if detail else summary)
        self.summary = summary
        self.detail = detail


class ApiError(WfdeskError):
    """Webflow, or the way to it. Unless a subclass knows better, a write may have happened."""

    outcome = Outcome.UNKNOWN


class NotAuthorizedError(ApiError):
    """401: the token is wrong, expired or revoked."""

    outcome = Outcome.REFUSED


class MissingScopeError(ApiError):
    """403. ``scope`` names what the token lacks, or is empty when Webflow did not say."""

    outcome = Outcome.REFUSED

    def __init__(self, summary: str, detail: str = "", *, scope: str = "") -> None:
        super().__init__(summary, detail)
        self.scope = scope


class NotFoundError(ApiError):
    """404."""

    outcome = Outcome.REFUSED


class Refusal(Struct, frozen=True):
    """One reason of a refused write; ``field`` is a field's slug or empty."""

    field: str
    reason: str


class RefusedError(ApiError):
    """400: Webflow understood the request and said no."""

    outcome = Outcome.REFUSED

    def __init__(self, summary: str, detail: str = "", refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(summary, detail)
        self.refusals = tuple(refusals)


class ConflictError(ApiError):
    """409: the request does not fit what Webflow holds."""

    outcome = Outcome.REFUSED


class RateLimitedError(ApiError):
    """429. ``retry_after`` is in seconds."""

    outcome = Outcome.NOT_SENT

    def __init__(self, summary: str, detail: str = "", *, retry_after: float = 60.0) -> None:
        super().__init__(summary, detail)
        self.retry_after = retry_after


class ServerTroubleError(ApiError):
    """5xx, or an answer that broke off: a write may or may not have happened."""


class OfflineError(ApiError):
    """No connection was made, so nothing was sent."""

    outcome = Outcome.NOT_SENT


class TimedOutError(ApiError):
    """The answer did not come in time: a write may or may not have happened."""


class NotWebflowError(ApiError):
    """Something answered, but not Webflow: a login page, a proxy, a wrong address."""


OUT_OF_REACH = (OfflineError, TimedOutError, NotWebflowError)
"""Whoever answers, if anybody does, it is not Webflow: who is asked next answers no better."""


class BadAddressError(ApiError):
    """The address is not one we send a token to."""

    outcome = Outcome.NOT_SENT


class BadTokenError(WfdeskError):
    """The text cannot be a token. It is not repeated in the message."""


class StoreError(WfdeskError):
    """The local copy on this computer."""


class DiskFullError(StoreError):
    pass


class LostProfileError(StoreError):
    """The file of the local copy has no name any more, or another one has it."""


class ReadOnlyProfileError(StoreError):
    pass


class AlreadyOpenError(StoreError):
    """Another wfdesk holds the local copy."""


class NewerProfileError(StoreError):
    """The local copy was written by a newer wfdesk."""


class DamagedProfileError(StoreError):
    pass


class MissingItemError(StoreError):
    """The item is not, or no longer, in the local copy."""


class LateEditError(MissingItemError):
    """What was typed came after the item ``key`` had gone. It is kept in the history.

    ``name`` is what the item was called, or empty where nobody knows.
    """

    def __init__(self, summary: str, detail: str = "", *, key: ItemKey, name: str = "") -> None:
        super().__init__(summary, detail)
        self.key = key
        self.name = name


class KeychainError(WfdeskError):
    """The system's keychain is missing, locked, silent or did not keep what it was given."""


class SpellingError(WfdeskError):
    """There is no dictionary: none for ``language``, or none at all where that is empty."""

    def __init__(self, summary: str, detail: str = "", *, language: str = "") -> None:
        super().__init__(summary, detail)
        self.language = language
