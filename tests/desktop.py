"""A desktop session with a real keychain, for programs that tests start: nothing of the user's."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
PATIENCE = 20.0
"""Seconds within which the Secret Service must have come up."""

needs_keychain = pytest.mark.skipif(
    any(shutil.which(program) is None for program in PROGRAMS),
    reason="needs the packages dbus and gnome-keyring",
)


@contextmanager
def desktop_session(home: Path, *, is_unlocked: bool = True) -> Iterator[dict[str, str]]:
    """Run a D-Bus session with gnome-keyring on it; yield the environment of its programs."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700, parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        with _keychain(environment, is_unlocked=is_unlocked):
            yield environment
    finally:
        _end(bus)


@contextmanager
def _keychain(environment: dict[str, str], *, is_unlocked: bool) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    if is_unlocked:
        command.append("--unlock")
    daemon = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if is_unlocked:
            daemon.stdin.write(b"a password")
        daemon.stdin.close()
        _wait_for_service(environment["DBUS_SESSION_BUS_ADDRESS"])
        yield
    finally:
        _end(daemon)


def _wait_for_service(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    with open_dbus_connection(address) as bus:
        while not bus.send_and_get_reply(message_bus.NameHasOwner("org.freedesktop.secrets")).body[
            0
        ]:
            assert time.monotonic() < deadline, "The Secret Service did not start."
            time.sleep(0.02)


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
