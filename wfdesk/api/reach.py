"""Why no connection was made, in words that lead to the next step."""

import socket
import ssl
from collections.abc import Iterator

from wfdesk.domain.errors import OfflineError

_KEPT = "Your edits are safe on this computer."


def unreachable(host: str, detail: str, error: BaseException) -> OfflineError:
    """Find the cause at the bottom of the library's error. Nothing was sent."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                reason = cause.verify_message or cause.reason or ""
                return OfflineError(_certificate(host, reason), f"{detail}: {reason}")
            case ssl.SSLError():
                summary = f"No secure connection to {host} could be made. {_KEPT}"
                return OfflineError(summary, f"{detail}: {cause.reason}")
            case socket.gaierror():
                summary = f"{host} was not found. Check the internet connection. {_KEPT}"
                return OfflineError(summary, f"{detail}: {cause.strerror}")
            case ConnectionRefusedError():
                summary = f"{host} refused the connection. Try again in a moment. {_KEPT}"
                return OfflineError(summary, f"{detail}: refused")
    summary = f"{host} could not be reached. Check the internet connection. {_KEPT}"
    return OfflineError(summary, detail)


def _certificate(host: str, reason: str) -> str:
    if "expired" in reason or "not yet valid" in reason:
        hint = "Check the clock of this computer."
    else:
        hint = (
            "A company proxy or a guest network may stand in between: ask who runs it to install"
            " its certificate on this computer."
        )
    return f"The certificate of {host} cannot be trusted ({reason}). {hint} Nothing was sent."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything below it, groups included (one try per address of a host)."""
    pending: list[BaseException] = [error]
    seen: set[int] = set()
    while pending:
        current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending += [cause for cause in (current.__cause__, current.__context__) if cause]
        if isinstance(current, BaseExceptionGroup):
            pending += current.exceptions
