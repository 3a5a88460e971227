"""The token is found nowhere in profile, log, crash dump or output after all tests have run."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.canary import CANARY_TOKEN, Sayings

ANY_TOKEN = re.compile(
    re.escape(CANARY_TOKEN.encode()) + rb"|Bearer (?!\[token\])[\x21-\x7e]{20}", re.IGNORECASE
)
PIECE = 1 << 20


def betraying(home: Path) -> Iterator[Path]:
    """Find the files below a directory that hold a token, in their name or in their content."""
    for path in sorted(home.rglob("*")):
        is_ours = path.is_file() and not path.is_symlink()
        if is_ours and (CANARY_TOKEN in path.name or _holds_token(path)):
            yield path


def _holds_token(path: Path) -> bool:
    end = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if ANY_TOKEN.search(end + piece):
                return True
            end = piece[-100:]
    return False


def test_the_search_finds_a_token_wherever_it_lies(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    torn, header = deep / "torn.sqlite3", deep / "header.log"
    torn.write_bytes(b"x" * (PIECE - 30) + CANARY_TOKEN.encode())
    header.write_text("b'Bearer another-token-of-twenty'")
    (deep / "clean.log").write_text("Bearer [token]")
    found = list(betraying(tmp_path))
    for path in (torn, header):
        path.unlink()
    assert found == [header, torn]


def test_output_is_searched_as_well() -> None:
    sayings = Sayings()
    report = pytest.TestReport("test_x", ("", 0, ""), {}, "passed", None, "call")
    report.sections = [("Captured log call", f"Bearer {CANARY_TOKEN}"), ("Captured stdout", "fine")]
    sayings.pytest_runtest_logreport(report)
    assert sayings.betrayed == ["test_x: Captured log call"]


def test_the_token_is_found_nowhere(
    tmp_path_factory: pytest.TempPathFactory, sayings: Sayings
) -> None:
    """Runs last: see conftest."""
    assert list(betraying(tmp_path_factory.getbasetemp())) == []
    assert sayings.betrayed == []
