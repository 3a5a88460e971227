"""Where everything that is said goes: results to standard output, the rest to standard error.

Who reads may go away (``| head``) or know few letters: that never ends what is under way.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from typing import TextIO

import msgspec

from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.values import storable
from wfdesk.words.writtenout import visible

_encoder = msgspec.json.Encoder(decimal_format="number")
_STYLES = {
    "bold": "1",
    "dim": "2",
    "bad": "31",
    "removed": "31",
    "good": "32",
    "added": "32",
    "warning": "33",
}
_NEW_LINE = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"
_CONTROLLED = re.compile(r"[^\n\x20-\x7e]")


class Output:
    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json
        self._out = _prepared(sys.stdout)
        self._err = _prepared(sys.stderr)
        self._gone: set[TextIO] = set()
        self.on_tell: Callable[[], None] | None = None
        """Called before anything is told, so that a line that is redrawn makes room."""

    @property
    def has_terminal(self) -> bool:
        """Whether what is told is read by a person, who can see a line change."""
        return self._err.isatty()

    @property
    def width(self) -> int | None:
        """Cells of a line of results; None where they do not end up on a screen."""
        return shutil.get_terminal_size().columns if self._out.isatty() else None

    def say(self, text: str = "") -> None:
        """Say a line of the result. With ``--json`` the document is the result."""
        if not self.is_json:
            self._make_room()
            self._write(self._out, text + "\n")

    def tell(self, text: str) -> None:
        """Tell what goes on, or went wrong."""
        self._make_room()
        self._write(self._err, text + "\n")

    def draw(self, text: str) -> None:
        """Write to the terminal as it is, without an end of line."""
        self._write(self._err, text)

    def explain(self, text: str) -> None:
        """Tell what a person reads with the result: beside it, with ``--json``."""
        if self.is_json:
            self.tell(text)
        else:
            self.say(text)

    def document(self, value: object) -> None:
        """Write the one JSON document, if one was asked for."""
        if self.is_json:
            self._write(self._out, as_json(value) + "\n")

    def styled(self, text: str, style: str) -> str:
        """Colour text of the result where there is a screen and nobody minds."""
        is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        if is_plain or self.is_json or not self._out.isatty():
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    def _make_room(self) -> None:
        if self.on_tell is not None:
            self.on_tell()

    def _write(self, stream: TextIO, text: str) -> None:
        if stream in self._gone:
            return
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError:
            self._drop(stream)
        except OSError as error:
            self._drop(stream)
            if stream is self._out:
                raise WfdeskError("The result could not be written.", str(error)) from error

    def _drop(self, stream: TextIO) -> None:
        """Nobody reads any more. What Python still has of it is not to be complained about."""
        self._gone.add(stream)
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path of a file system
            os.dup2(nowhere.fileno(), stream.fileno())


def one_line(text: str) -> str:
    """Text from outside on one line, with what hides in it written out."""
    return visible(text).replace("\n", _NEW_LINE).replace("\t", " ")


def as_json(value: object) -> str:
    """JSON in ASCII alone: no terminal and no encoding makes anything else of it."""
    text = msgspec.json.format(_encoder.encode(storable(value)), indent=2).decode()
    return _CONTROLLED.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _prepared(stream: TextIO | None) -> TextIO:
    """A stream that takes every letter. A program without a console has none."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - as above
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
    return stream
