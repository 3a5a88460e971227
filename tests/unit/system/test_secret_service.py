"""The keychain against a real Secret Service: gnome-keyring on a D-Bus session of its own."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.desktop import desktop_session, needs_keychain

ROOT = Path(__file__).parents[3]

pytestmark = [needs_keychain, pytest.mark.timeout(60)]


def use_keychain(home: Path, *, is_unlocked: bool = True, **more: str) -> dict[str, Any]:
    """Run the helper where neither the user's bus nor the user's keychain can be reached."""
    seconds = "20" if is_unlocked else "3"
    with desktop_session(home, is_unlocked=is_unlocked) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.unit.system.secret_service", seconds],
            cwd=ROOT,
            env={**environment, **more},
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_token_is_stored_replaced_read_and_forgotten(tmp_path: Path) -> None:
    assert use_keychain(tmp_path) == {
        "name": "keyring.backends.SecretService.Keyring",
        "permanent": True,
        "replaced": True,
        "others": None,
        "forgotten": True,
        "evil": False,
    }


def test_neither_file_nor_variable_chooses_another_keychain(tmp_path: Path) -> None:
    """Measured: keyring-path in that file makes keyring import whatever lies there."""
    config = tmp_path / "config" / "python_keyring"
    config.mkdir(parents=True)
    (config / "keyringrc.cfg").write_text(
        f"[backend]\nkeyring-path={tmp_path}\ndefault-keyring=evil.Keyring\n"
    )
    (tmp_path / "evil.py").write_text("raise SystemExit('imported')\n")
    answer = use_keychain(
        tmp_path,
        PYTHON_KEYRING_BACKEND="evil.Keyring",
        KEYRING_PROPERTY_APPID="evil",
        KEYRING_PROPERTY_PREFERRED_COLLECTION="/org/freedesktop/secrets/collection/evil",
        PYTHONPATH=str(tmp_path),
    )
    assert answer["name"] == "keyring.backends.SecretService.Keyring"
    assert answer["replaced"]
    assert not answer["evil"]


def test_a_locked_keychain_is_said_within_its_time(tmp_path: Path) -> None:
    started = time.monotonic()
    answer = use_keychain(tmp_path, is_unlocked=False)
    assert answer["trouble"] in {
        "The system's keychain did not answer.",
        "The system's keychain is locked or refused.",
    }
    assert answer["remembered"]
    assert time.monotonic() - started < 20
