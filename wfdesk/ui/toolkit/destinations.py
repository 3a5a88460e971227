"""Where a link leads, said before it is followed. A browser shows it only when one is there."""

from urllib.parse import urlsplit

from wfdesk.ui.toolkit.labels import tooltip, visible

_ELSEWHERE = {"mailto": "Write to", "tel": "Call"}


def destination(url: str) -> str:
    """Say in words where the address leads; empty when it leads nowhere.

    Of a web address only the host says so: what stands before it may be another one's name, and
    letters of other alphabets may look like Latin ones, so their plain spelling is added.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if verb := _ELSEWHERE.get(parts.scheme):
        return f"{verb} {visible(parts.path)}"
    return f"Open {_spelled(host)} in the browser" if host else ""


def destination_tip(url: str) -> str:
    return tooltip(destination(url) or "Open")


def _spelled(host: str) -> str:
    """The host, and beside it what a computer makes of it or what a person would."""
    try:
        plain = host.encode("idna").decode("ascii")
        meant = plain.encode("ascii").decode("idna")
    except UnicodeError:
        return visible(host)
    return plain if plain == meant else f"{visible(meant)} ({plain})"
