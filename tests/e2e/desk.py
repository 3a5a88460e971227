"""wfdesk in a process of its own, seen and handled as a person would, from outside."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds after which something that should have appeared is missed."""


@dataclass(frozen=True)
class Seen:
    """Something on the screen, as assistive technology is told of it. Places in pixels."""

    role: str
    name: str
    text: str
    rect: tuple[int, int, int, int]
    shown: tuple[int, int, int, int]
    is_enabled: bool
    has_focus: bool
    within: str

    @property
    def is_shown(self) -> bool:
        return self.shown[2] > 4 and self.shown[3] > 4

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.shown
        return x + width // 2, y + height // 2


class Desk:
    """One run of the program. Nothing is waited for by time: only until it is seen."""

    def __init__(self, home: Path, *arguments: str, **environment: str) -> None:
        # Beside the profile, where the last of all tests looks for tokens.
        descriptor, name = mkstemp(".stderr", f"{home.name}-", home.parent)
        self._stderr = Path(name)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.hands", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=descriptor,
            text=True,
            env={
                **os.environ,
                "WFDESK_HOME": str(home),
                "QT_QPA_PLATFORM": "offscreen",
                **environment,
            },
        )
        os.close(descriptor)

    @property
    def complaints(self) -> list[str]:
        """What the program said on its standard error, but for Qt's words on this very platform."""
        lines = self._stderr.read_text(encoding="utf-8").splitlines()
        return [each for each in lines if not each.startswith("This plugin does not support ")]

    @property
    def said(self) -> list[str]:
        """Every text that can be read on the screen."""
        return [text for each in self.look() if each.is_shown for text in (each.name, each.text)]

    def look(self) -> list[Seen]:
        return [Seen(**each) for each in self._do("see")]

    def find_all(self, role: str, name: str, within: str = "") -> list[Seen]:
        """Find by role and name; a name that ends in an ellipsis is a beginning."""
        return [
            each
            for each in self.look()
            if each.role == role and _fits(each.name, name) and within in each.within
        ]

    def find(self, role: str, name: str, within: str = "") -> Seen:
        """Wait until it is there, be it scrolled away."""
        return self.until(lambda: self.find_all(role, name, within), f"{role} {name!r}")[-1]

    def until(self, condition: Callable[[], T], wanted: str) -> T:
        """Wait until the condition gives something that is true, and return it."""
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"Not seen: {wanted}. Seen:\n{self._said()}")
        return found

    def gone(self, role: str, name: str) -> None:
        self.until(lambda: not self.find_all(role, name), f"{role} {name!r} gone")

    def click(self, role: str, name: str, within: str = "", **how: bool) -> None:
        """Click in its middle, scrolled to if need be, once it is enabled and stands still."""
        before: Seen | None = None

        def is_clicked() -> bool:
            nonlocal before
            seen = self.find(role, name, within)
            if not seen.is_shown:
                self._scroll_to(seen)
            has_moved = before is None or seen.middle != before.middle
            before = seen
            if not seen.is_shown or not seen.is_enabled or has_moved:
                return False
            x, y = seen.middle
            return self._do("click", x=x, y=y, name=seen.name, **how)

        self.until(is_clicked, f"{role} {name!r} enabled")

    def press(self, *keys: str) -> None:
        for each in keys:
            self._do("press", keys=each)

    def type(self, text: str) -> None:
        self._do("type", text=text)

    def write(self, line: str, text: str) -> None:
        """Click into a line, replace what it has, finish with Tab."""
        self.click("EditableText", line)
        self.until(lambda: self.find("EditableText", line).has_focus, f"the focus in {line}")
        self.press("Ctrl+A")
        self.type(text)
        self.press("Tab")

    def photograph(self, path: Path) -> None:
        self._do("photograph", path=str(path))

    def fill_disk(self) -> None:
        self._do("fill_disk")

    def empty_disk(self) -> None:
        self._do("empty_disk")

    def crash(self) -> int:
        """Let it end as from a bug in C++; return the exit code."""
        self._process.stdin.write(json.dumps({"do": "crash"}) + "\n")
        self._process.stdin.flush()
        return self.end()

    def terminate(self) -> int:
        """SIGTERM, as at the end of a session; return the exit code."""
        self._process.terminate()
        return self.end()

    def kill(self) -> None:
        """SIGKILL: no word of warning, no last wish."""
        self._process.kill()
        self.end()

    def close(self) -> int:
        """Close the window and wait for the end; return the exit code."""
        self.press("Ctrl+Q")
        return self.end()

    def end(self) -> int:
        """Wait for its end; return the exit code."""
        code = self._process.wait(PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()
        return code

    def _do(self, what: str, **more: Any) -> Any:
        self._process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"wfdesk ended with {self._process.wait(PATIENCE)}"
        answer = json.loads(line)
        if isinstance(answer, dict) and "error" in answer:
            raise AssertionError(answer["error"])
        return answer

    def _scroll_to(self, seen: Seen) -> None:
        """Turn the wheel beside the form's labels, where nothing else takes it."""
        labels = [each for each in self.look() if each.role == "StaticText" and each.is_shown]
        left, _ = Counter(each.rect[0] for each in labels).most_common(1)[0]
        y = next(each.middle[1] for each in reversed(labels) if each.rect[0] == left)
        self._do("wheel", x=left - 6, y=y, steps=1 if seen.rect[1] > y else -1)

    def _said(self) -> str:
        """What stands on the screen, for a test that failed."""
        return "\n".join(
            f"{each.role} {each.name!r} {each.text!r}"
            for each in self.look()
            if each.is_shown and (each.name or each.text)
        )


@contextmanager
def running(home: Path, *arguments: str, **environment: str) -> Iterator[Desk]:
    """A desk that does not outlive the test."""
    desk = Desk(home, *arguments, **environment)
    try:
        yield desk
    finally:
        if desk._process.poll() is None:
            desk.kill()


def _fits(name: str, wanted: str) -> bool:
    ellipsis = "\N{HORIZONTAL ELLIPSIS}"
    return name.startswith(wanted[:-1]) if wanted.endswith(ellipsis) else name == wanted
