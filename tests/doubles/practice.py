"""The practice server as a process of its own, asked over real HTTP and held to the contract."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
SERVER = (sys.executable, "-m", "tests.doubles.held_practice", "--port", "0")
UNHELD = (sys.executable, "-m", "wfdesk.practice", "--port", "0")
"""For content that breaks the contract on purpose."""


@dataclass
class Practice:
    process: subprocess.Popen
    url: str
    tokens: dict

    def __post_init__(self):
        self.host = self.url.removesuffix("/v2")
        self.client = httpx.Client(trust_env=False, timeout=20)

    def ask(self, method, path, token="full", **more):  # noqa: S107 - its name
        headers = {"Authorization": f"Bearer {self.tokens.get(token, token)}"}
        return self.client.request(method, self.url + path, headers=headers, **more)

    def get(self, path, **params):
        return self.ask("GET", path, params=params).json()

    def control(self, method, path, body=None):
        return self.client.request(method, f"{self.host}/control/{path}", json=body)

    @property
    def locales(self):
        return self.get("/sites")["sites"][0]["locales"]

    def collection(self, slug):
        site = self.get("/sites")["sites"][0]["id"]
        found = self.get(f"/sites/{site}/collections")["collections"]
        return next(entry["id"] for entry in found if entry["slug"] == slug)

    def items(self, slug):
        return f"/collections/{self.collection(slug)}/items"

    def make(self, slug, **fields):
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


def start(*arguments: str, server: tuple[str, ...] = SERVER, **environ: str) -> Practice:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*server, *arguments],
        stdin=pipe,
        stdout=pipe,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environ},
    )
    said = json.loads(process.stdout.readline())
    return Practice(process, said["url"], said["tokens"])
