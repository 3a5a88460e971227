"""The two steps in which a file comes to a site, each by itself."""

import hashlib
from typing import Any

import httpx

from tests.doubles.practice import Practice

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
"""Bytes that every way of handling text would spoil."""


def site_of(practice: Practice) -> str:
    return practice.get("/sites")["sites"][0]["id"]


def digest_of(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def announce(practice: Practice, data: bytes = PNG, **body: Any) -> httpx.Response:
    """The first step: tell the API of a file."""
    told = {"fileName": "rye.png", "fileHash": digest_of(data), **body}
    return practice.ask("POST", f"/sites/{site_of(practice)}/assets", json=told)


def send(practice: Practice, told: dict, data: bytes = PNG, **fields: str | None) -> httpx.Response:
    """The second step: send the bytes with the form that was given, or with another one."""
    form = {**told["uploadDetails"], **fields}
    given = {name: value for name, value in form.items() if value is not None}
    return practice.client.post(told["uploadUrl"], data=given, files={"file": data})


def upload(practice: Practice, data: bytes = PNG, **body: Any) -> dict:
    """Both steps; what the API said in the first."""
    told = announce(practice, data, **body).json()
    answer = send(practice, told, data)
    assert answer.status_code == 201, answer.text
    return told
