"""The practice server as a process of its own, asked over real HTTP and held to the contract."""

import json
import os
import socket
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import httpx

from tests.doubles.forked import Forked

ROOT = Path(__file__).parents[2]
HELD = (sys.executable, "-m", "tests.doubles.held_practice", "--port", "0")
UNHELD = (sys.executable, "-m", "wfdesk.practice", "--port", "0")
"""For content that breaks the contract on purpose."""
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The server speaks none, and to read all the authorities of the world takes 33 ms each time."""
KEPT = httpx.Limits(keepalive_expiry=4)
"""The server closes what was idle for five seconds: nothing is to be asked through it just then."""


@dataclass
class Practice:
    process: subprocess.Popen | Forked
    url: str
    tokens: dict

    def __post_init__(self):
        self.host = self.url.removesuffix("/v2")
        self.client = httpx.Client(verify=NO_TLS, trust_env=False, timeout=20, limits=KEPT)
        self._collections = {}

    def ask(self, method, path, token="full", **more):  # noqa: S107 - its name
        headers = {"Authorization": f"Bearer {self.tokens.get(token, token)}"}
        return self.client.request(method, self.url + path, headers=headers, **more)

    def call(self, method, path, body=None, *, keep_alive=False, missing=0):
        """Ask over a socket of its own, with nothing between the test and the bytes.

        So many bytes of the body are missing: it never comes whole.
        """
        address = urlsplit(self.host)
        given = b"" if body is None else json.dumps(body).encode()
        head = [
            f"{method} /v2{path} HTTP/1.1",
            f"Host: {address.netloc}",
            f"Authorization: Bearer {self.tokens['full']}",
            f"Content-Length: {len(given)}",
            f"Connection: {'keep-alive' if keep_alive else 'close'}",
        ]
        wire = socket.create_connection((address.hostname, address.port), timeout=20)
        wire.sendall("\r\n".join([*head, "", ""]).encode() + given[: len(given) - missing])
        return wire

    def get(self, path, **params):
        return self.ask("GET", path, params=params).json()

    def control(self, method, path, body=None):
        return self.client.request(method, f"{self.host}/control/{path}", json=body)

    def log(self):
        """The requests that it saw, in their order."""
        return self.control("GET", "log").json()

    @property
    def locales(self):
        return self.get("/sites")["sites"][0]["locales"]

    def collection(self, slug):
        """Its id, which is asked for once."""
        if slug not in self._collections:
            self._collections[slug] = self._collection(slug)
        return self._collections[slug]

    def _collection(self, slug):
        site = self.get("/sites")["sites"][0]["id"]
        found = self.get(f"/sites/{site}/collections")["collections"]
        return next(entry["id"] for entry in found if entry["slug"] == slug)

    def items(self, slug):
        return f"/collections/{self.collection(slug)}/items"

    def make(self, slug, /, **fields):
        answer = self.ask("POST", f"{self.items(slug)}/bulk", json={"fieldData": fields})
        assert answer.status_code == 202, answer.text
        return answer.json()

    def close(self):
        self.client.close()
        self.process.terminate()
        code = self.process.wait(10)
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()
        return code


def heard(wire):
    """All that comes until the server closes the connection."""
    with wire:
        return b"".join(iter(lambda: wire.recv(65536), b""))


def start(
    *arguments: str,
    server: tuple[str, ...] = (),
    stderr: IO[str] | None = None,
    **environ: str,
) -> Practice:
    """Start one, in an interpreter of its own where one of the last three asks for that."""
    if server or stderr or environ:
        process = _anew([*(server or HELD), *arguments], stderr, environ)
    else:
        process = Forked(arguments)
    said = json.loads(process.stdout.readline())
    return Practice(process, said["url"], said["tokens"])


def _anew(command: list[str], stderr: IO[str] | None, environ: dict[str, str]) -> subprocess.Popen:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=stderr,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environ},
    )
