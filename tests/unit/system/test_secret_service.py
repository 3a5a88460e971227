"""The keychain against a real Secret Service: gnome-keyring on a D-Bus session of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")

pytestmark = [
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in PROGRAMS),
        reason="needs the packages dbus and gnome-keyring",
    ),
    pytest.mark.timeout(60),
]


def run_with_keychain(home: Path, state: str, **environment: str) -> dict[str, Any]:
    """Run the helper where neither the user's bus nor the user's keychain can be reached."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.unit.system.secret_service", state],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            **environment,
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_token_is_stored_replaced_read_and_forgotten(tmp_path: Path) -> None:
    assert run_with_keychain(tmp_path, "unlocked") == {
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
    answer = run_with_keychain(
        tmp_path,
        "unlocked",
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
    answer = run_with_keychain(tmp_path, "locked")
    assert answer["trouble"] in {
        "The system's keychain did not answer.",
        "The system's keychain is locked or refused.",
    }
    assert answer["remembered"]
    assert time.monotonic() - started < 20
