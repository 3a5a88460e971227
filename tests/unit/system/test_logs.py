"""No token reaches the log, whoever logs and however it fails."""

import asyncio
import gc
import io
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.canary import CANARY_TOKEN
from wfdesk.system import logs
from wfdesk.system.logs import Log, install_hooks, loop_exception_handler, redact, start_logging

log = logging.getLogger("wfdesk.somewhere")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Log]:
    logs.register_secret(CANARY_TOKEN)
    root = logging.getLogger()
    level = root.level
    opened = start_logging(tmp_path / "logs")
    yield opened
    opened.stop()
    root.setLevel(level)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch, opened: Log) -> list[BaseException]:
    """Hooks that report to a list, taken away again after the test."""
    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    reported: list[BaseException] = []
    install_hooks(reported.append)
    return reported


def written(opened: Log) -> str:
    opened.stop()
    return opened.path.read_text(encoding="utf-8")


def test_a_registered_secret_is_struck_out_of_message_and_arguments(opened: Log) -> None:
    log.info(f"with {CANARY_TOKEN} and %s", CANARY_TOKEN)  # noqa: G004 - as a careless line does
    text = written(opened)
    assert "with [token] and [token]" in text
    assert CANARY_TOKEN not in text


def test_whatever_follows_bearer_is_struck_out() -> None:
    assert redact("b'Bearer not-registered-99' x") == "b'Bearer [token]' x"
    assert redact("bearer  abc\nnext") == "bearer  [token]\nnext"


def test_a_secret_within_a_longer_one_leaves_nothing_over() -> None:
    logs.register_secret("a-short-secret")
    logs.register_secret("a-short-secret-made-longer")
    assert redact("a-short-secret-made-longer") == "[token]"


def test_tracebacks_and_stacks_are_struck_out(opened: Log) -> None:
    try:
        raise ValueError(f"Illegal header value b'Bearer {CANARY_TOKEN}'")
    except ValueError:
        log.exception("It failed")
    error = {"levelno": logging.ERROR, "levelname": "ERROR", "stack_info": CANARY_TOKEN}
    log.handle(logging.makeLogRecord(error))
    text = written(opened)
    assert "Illegal header value b'Bearer [token]'" in text
    assert "Traceback" in text
    assert CANARY_TOKEN not in text


def test_other_handlers_of_the_root_logger_get_clean_records(tmp_path: Path) -> None:
    logs.register_secret(CANARY_TOKEN)
    stream = io.StringIO()
    console = logging.StreamHandler(stream)
    logging.getLogger().addHandler(console)
    opened = start_logging(tmp_path)
    log.warning("to %s", CANARY_TOKEN)
    opened.stop()
    logging.getLogger().removeHandler(console)
    assert stream.getvalue() == "to [token]\n"


def test_a_message_that_does_not_fit_its_arguments_is_written_all_the_same(opened: Log) -> None:
    log.info("%d items", CANARY_TOKEN)
    text = written(opened)
    assert "%d items ('[token]',)" in text


@pytest.mark.parametrize("name", ["httpx", "httpcore", "keyring"])
def test_libraries_that_tell_too_much_are_quiet(opened: Log, name: str) -> None:
    logging.getLogger(f"{name}.inner").info("GET /?query")
    assert "query" not in written(opened)


def test_what_nobody_caught_is_logged_and_reported(
    opened: Log, reported: list[BaseException]
) -> None:
    error = ValueError(CANARY_TOKEN)
    sys.excepthook(ValueError, error, None)
    text = written(opened)
    assert reported == [error]
    assert "ValueError: [token]" in text


def test_what_a_thread_raises_is_logged_and_reported(
    opened: Log, reported: list[BaseException]
) -> None:
    def fail() -> None:
        raise ValueError(CANARY_TOKEN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert [type(error) for error in reported] == [ValueError]
    assert "ValueError: [token]" in written(opened)


def test_what_a_finalizer_raises_is_logged_and_reported(
    opened: Log, reported: list[BaseException]
) -> None:
    class Failing:
        def __del__(self) -> None:
            raise ValueError(CANARY_TOKEN)

    Failing()
    gc.collect()
    assert [type(error) for error in reported] == [ValueError]
    assert CANARY_TOKEN not in written(opened)


def test_an_interruption_is_no_bug(opened: Log, reported: list[BaseException]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert reported == []
    assert written(opened) == ""


def test_what_a_report_leads_to_is_not_reported_again(opened: Log) -> None:
    reported: list[BaseException] = []

    def fail_again(error: BaseException) -> None:
        reported.append(error)
        sys.excepthook(KeyError, KeyError("second"), None)  # as Qt does with a slot's exception

    undo = install_hooks(fail_again)
    first = ValueError("first")
    try:
        sys.excepthook(ValueError, first, None)
    finally:
        undo()
    assert reported == [first]
    assert "KeyError: 'second'" in written(opened)


def test_what_hooks_were_there_before_come_back() -> None:
    def hooks() -> tuple[object, ...]:
        return sys.excepthook, threading.excepthook, sys.unraisablehook

    before = hooks()
    undo = install_hooks(print)
    changed = hooks()
    undo()
    assert hooks() == before
    assert not set(changed) & set(before)


async def test_what_the_loop_meets_is_logged_and_reported(opened: Log) -> None:
    reported: list[BaseException] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(loop_exception_handler(reported.append))
    error = ValueError(CANARY_TOKEN)

    def fail() -> None:
        raise error

    loop.call_soon(fail)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert reported == [error]
    assert "ValueError: [token]" in written(opened)


def test_the_log_is_the_users_alone_and_turns_over(opened: Log) -> None:
    line = "x" * 10_000
    for _ in range(410):
        log.info(line)
    opened.stop()
    files = sorted(opened.path.parent.glob("wfdesk.log*"))
    assert [file.name for file in files] == [f"wfdesk.log{end}" for end in ("", ".1", ".2", ".3")]
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_what_an_earlier_crash_left_is_struck_out(tmp_path: Path) -> None:
    logs.register_secret(CANARY_TOKEN)
    (tmp_path / logs.CRASH_FILE_NAME).write_text(f"at {CANARY_TOKEN}")
    opened = start_logging(tmp_path)
    opened.stop()
    assert opened.earlier_crash == "at [token]"


def test_a_crash_in_c_leaves_a_stack_that_the_next_start_tells(tmp_path: Path) -> None:
    program = """
import ctypes, sys
from pathlib import Path
from wfdesk.system.logs import start_logging
token = sys.argv[2]
start_logging(Path(sys.argv[1]))
ctypes.string_at(0)
"""
    arguments = [sys.executable, "-c", program, str(tmp_path), CANARY_TOKEN]
    assert subprocess.run(arguments, check=False).returncode < 0
    opened = start_logging(tmp_path)
    text = written(opened)
    assert "Segmentation fault" in opened.earlier_crash
    assert CANARY_TOKEN not in opened.earlier_crash
    assert "The last run crashed." in text
    again = start_logging(tmp_path)
    again.stop()
    assert again.earlier_crash == ""


def test_what_no_file_takes_goes_to_stderr_without_secrets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.register_secret(CANARY_TOKEN)
    (tmp_path / "logs").write_text("a file")
    opened = start_logging(tmp_path / "logs")
    log.warning("with %s", CANARY_TOKEN)
    opened.stop()
    opened.stop()
    assert isinstance(opened.trouble, OSError)
    said = capsys.readouterr().err
    assert "with [token]" in said
    assert "The log cannot be written" in said


FULL_DISK = """
import logging, resource, sys
from pathlib import Path
from wfdesk.system.logs import start_logging
log = start_logging(Path(sys.argv[1]))
logging.getLogger("wfdesk").error("before")
log._listener.stop()
log._listener.start()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
logging.getLogger("wfdesk").error("while the disk is full")
log._listener.stop()
log._listener.start()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
logging.getLogger("wfdesk").error("after")
log.stop()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_line_that_a_full_disk_refuses_is_gone_without_a_word(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], check=True, capture_output=True, text=True
    )
    written = (tmp_path / "wfdesk.log").read_text()
    assert done.stderr == ""
    assert "before" in written
    assert "after" in written


ENDS_ON_A_FULL_DISK = """
import logging, resource, sys
from pathlib import Path
from wfdesk.system.logs import start_logging
log = start_logging(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
logging.getLogger("wfdesk").error("while the disk is full")
log.stop()
print("ended")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_disk_that_is_still_full_at_the_end_is_no_bug(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENDS_ON_A_FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("ended\n", "")


NO_DUMP = """
import resource, sys
from pathlib import Path
from wfdesk.system.logs import start_logging
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
start_logging(Path(sys.argv[1])).stop()
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no core dumps")
def test_a_crash_leaves_no_memory_on_the_disk(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_DUMP, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert done.stdout == "0\n"
