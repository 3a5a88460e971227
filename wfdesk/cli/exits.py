"""How a command ends: a code for scripts, and a kind and a sentence where something is wrong."""

from collections.abc import Sequence
from enum import IntEnum

from wfdesk.domain.errors import (
    AlreadyOpenError,
    ApiError,
    BadAddressError,
    BadTokenError,
    ConflictError,
    KeychainError,
    MissingItemError,
    MissingScopeError,
    NotAuthorizedError,
    NotFoundError,
    RefusedError,
    StoreError,
    WfdeskError,
)


class Exit(IntEnum):
    """What each means stands in ``wfdesk.cli.EXIT_CODES``."""

    DONE = 0
    NOT_ALL = 1
    USAGE = 2
    NOT_FOUND = 3
    NO_TOKEN = 4
    UNREACHABLE = 5
    UNUSABLE = 6
    IN_USE = 7
    BUG = 70
    INTERRUPTED = 130


class UsageError(WfdeskError):
    """The command line asks for what cannot be done."""


class UnknownError(WfdeskError):
    """Nothing has this name. The sentence tells the names there are."""


class AmbiguousError(WfdeskError):
    """More than one has this name. The sentence tells how each is named alone."""

    def __init__(self, summary: str, candidates: Sequence[str]) -> None:
        super().__init__(summary)
        self.candidates = tuple(candidates)


class RefusedValueError(WfdeskError):
    """The text is no value of the field."""

    def __init__(self, field: str, label: str, reason: str) -> None:
        super().__init__(f"{label}: {reason}")
        self.field = field
        self.reason = reason


_ENDS: tuple[tuple[type[WfdeskError], Exit, str], ...] = (
    (UsageError, Exit.USAGE, "usage"),
    (RefusedValueError, Exit.USAGE, "value"),
    (BadAddressError, Exit.USAGE, "address"),
    (UnknownError, Exit.NOT_FOUND, "not_found"),
    (AmbiguousError, Exit.NOT_FOUND, "ambiguous"),
    (MissingItemError, Exit.NOT_FOUND, "not_found"),
    (AlreadyOpenError, Exit.IN_USE, "in_use"),
    (StoreError, Exit.UNUSABLE, "local_copy"),
    (BadTokenError, Exit.NO_TOKEN, "token"),
    (NotAuthorizedError, Exit.NO_TOKEN, "token"),
    (MissingScopeError, Exit.NO_TOKEN, "scope"),
    (KeychainError, Exit.NO_TOKEN, "keychain"),
    (NotFoundError, Exit.NOT_ALL, "refused"),
    (RefusedError, Exit.NOT_ALL, "refused"),
    (ConflictError, Exit.NOT_ALL, "refused"),
    (ApiError, Exit.UNREACHABLE, "unreachable"),
    (WfdeskError, Exit.NOT_ALL, "failed"),
)
"""The first that fits counts."""


def end_of(error: WfdeskError) -> tuple[Exit, str]:
    """The code for an error, and its kind as JSON names it."""
    return next((code, kind) for type_, code, kind in _ENDS if isinstance(error, type_))
