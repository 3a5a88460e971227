"""The keychain's promises, against backends that misbehave as told."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.canary import CANARY_TOKEN
from tests.doubles.keychain import (
    FakeBackend,
    HangingBackend,
    NullBackend,
    RaisingBackend,
    StubbornBackend,
)
from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import AccountId
from wfdesk.system.keychain import Keychain, find_backend
from wfdesk.system.logs import redact

ANNA = AccountId("anna")
Open = Callable[[Any], Keychain]


@pytest.fixture
def open_keychain() -> Iterator[Open]:
    opened: list[Keychain] = []

    def open_one(backend: Any) -> Keychain:
        opened.append(Keychain(lambda: backend, seconds=0.2))
        return opened[-1]

    yield open_one
    for keychain in opened:
        keychain.close()


async def test_a_token_is_kept_and_given_back(open_keychain: Open) -> None:
    backend = FakeBackend()
    await open_keychain(backend).store(ANNA, CANARY_TOKEN)
    later = open_keychain(backend)
    assert await later.load(ANNA) == CANARY_TOKEN
    assert later.is_permanent


async def test_an_account_without_a_token_has_none(open_keychain: Open) -> None:
    assert await open_keychain(FakeBackend()).load(ANNA) is None


async def test_a_forgotten_token_is_gone(open_keychain: Open) -> None:
    backend = FakeBackend()
    keychain = open_keychain(backend)
    await keychain.store(ANNA, CANARY_TOKEN)
    await keychain.forget(ANNA)
    assert backend.kept == {}
    await keychain.forget(ANNA)


async def test_a_token_that_is_not_read_back_counts_as_not_stored(open_keychain: Open) -> None:
    keychain = open_keychain(NullBackend())
    with pytest.raises(KeychainError, match="did not keep"):
        await keychain.store(ANNA, CANARY_TOKEN)
    assert not keychain.is_permanent
    assert keychain.reason == "The system's keychain did not keep the token."


async def test_a_token_that_cannot_be_kept_is_remembered_for_the_session(
    open_keychain: Open,
) -> None:
    keychain = open_keychain(RaisingBackend())
    with pytest.raises(KeychainError):
        await keychain.store(ANNA, CANARY_TOKEN)
    assert await keychain.load(ANNA) == CANARY_TOKEN
    with pytest.raises(KeychainError):
        await keychain.forget(ANNA)
    with pytest.raises(KeychainError):
        await keychain.load(ANNA)


async def test_a_token_the_keychain_will_not_let_go_of_is_said(open_keychain: Open) -> None:
    keychain = open_keychain(StubbornBackend())
    await keychain.store(ANNA, CANARY_TOKEN)
    with pytest.raises(KeychainError, match="did not let go"):
        await keychain.forget(ANNA)


async def test_a_backends_exception_does_not_pass_the_token_on(open_keychain: Open) -> None:
    with pytest.raises(KeychainError) as caught:
        await open_keychain(RaisingBackend()).store(ANNA, CANARY_TOKEN)
    assert CANARY_TOKEN not in f"{caught.value!r} {caught.value.detail}"
    assert caught.value.detail == "ValueError"


async def test_a_token_longer_than_windows_keeps_is_refused_before_it_is_tried(
    open_keychain: Open,
) -> None:
    backend = FakeBackend()
    with pytest.raises(KeychainError, match="too long"):
        await open_keychain(backend).store(ANNA, "x" * 1281)
    assert backend.kept == {}


async def test_a_hung_call_neither_freezes_nor_is_tried_again(open_keychain: Open) -> None:
    backend = HangingBackend()
    keychain = open_keychain(backend)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    with pytest.raises(KeychainError, match="did not answer"):
        await keychain.load(ANNA)
    keychain._seconds = 60
    async with asyncio.timeout(5):
        with pytest.raises(KeychainError, match="did not answer"):
            await keychain.load(ANNA)
    ticking.cancel()
    backend.release.set()
    assert backend.calls == 1
    assert ticks > 2
    assert keychain.reason == "The system's keychain did not answer."


def test_a_keychain_is_waited_for_a_quarter_of_a_minute() -> None:
    """As the program makes its own: to unlock it takes a person some seconds, or for ever."""
    keychain = Keychain()
    keychain.close()
    assert keychain._seconds == 15


def test_a_hung_call_does_not_hold_up_the_end_of_the_program() -> None:
    program = """
import asyncio, threading
from wfdesk.system.keychain import Keychain

async def main():
    try:
        await Keychain(threading.Event().wait, seconds=0.1).load("anna")
    except Exception as error:
        print(error)

asyncio.run(main())
"""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert done.stdout.strip() == "The system's keychain did not answer."
    assert time.monotonic() - started < 10


async def test_calls_run_one_at_a_time_on_the_keychains_own_thread(open_keychain: Open) -> None:
    threads: list[str] = []

    class Spy(FakeBackend):
        def get_password(self, _service: str, account: str) -> str | None:
            threads.append(threading.current_thread().name)
            return super().get_password(_service, account)

    keychain = open_keychain(Spy())
    await asyncio.gather(keychain.load(ANNA), keychain.load(ANNA))
    assert threads == ["keychain", "keychain"]


async def test_every_token_that_passes_is_kept_out_of_the_log(open_keychain: Open) -> None:
    backend = FakeBackend()
    backend.kept["anna"] = "stored-by-an-earlier-run-0123456789"
    await open_keychain(backend).load(ANNA)
    assert redact("a stored-by-an-earlier-run-0123456789 b") == "a [token] b"


async def test_without_a_bus_it_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    keychain = Keychain()
    started = time.monotonic()
    with pytest.raises(KeychainError, match="no D-Bus"):
        await keychain.store(ANNA, CANARY_TOKEN)
    assert await keychain.describe() == keychain.reason
    keychain.close()
    assert time.monotonic() - started < 5


def test_a_bus_that_is_not_there_is_told_from_a_keychain(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    with pytest.raises(KeychainError, match="no Secret Service"):
        find_backend()


def test_keyring_is_not_loaded_with_the_program() -> None:
    program = "import sys, wfdesk.system.keychain; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_no_configuration_chooses_the_keychain(tmp_path: Path) -> None:
    """Measured: keyring-path in that file makes keyring import whatever lies there."""
    config = tmp_path / "python_keyring"
    config.mkdir()
    (config / "keyringrc.cfg").write_text(
        f"[backend]\nkeyring-path={tmp_path}\ndefault-keyring=evil.Keyring\n"
    )
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    program = """
import asyncio
from wfdesk.system.keychain import Keychain
print(asyncio.run(Keychain().describe()))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **{name: value for name, value in os.environ.items() if "DBUS" not in name},
            "XDG_CONFIG_HOME": str(tmp_path),
            "PYTHON_KEYRING_BACKEND": "evil.Keyring",
            "PYTHONPATH": os.pathsep.join([str(Path.cwd()), str(tmp_path)]),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert "no D-Bus" in done.stdout, done.stderr
    assert not (tmp_path / "ran").exists()
