"""Broken input, made of sound input: what is nearly right finds more than noise does."""

import os
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

ROUNDS = int(os.environ.get("WFDESK_FUZZ", "10000"))

FRAGMENTS = (
    *(b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"true", b"0", b"-", b".", b"\\", b"\0"),
    *(b"1e9999999", b"-0.0e-9999999", b"9" * 400, b"9" * 5_000, b"NaN", b"Infinity", b"1e99999999"),
    *(
        b"\\ud800",
        b"\\uDFFF\\ud83d",
        b"\\ud83d\\ude00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
    ),
    *(b"[" * 200, b'{"a":' * 100, b"\r\n", b"\t", b"<html>", b'"id"', b'"items"', b'"total"'),
    *(b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"', b"/*", b"'"),
)


def broken(chance: Random, sound: bytes) -> bytes:
    """Cut, double, swap and spoil parts of what is sound."""
    data = bytearray(sound)
    for _ in range(chance.randrange(1, 5)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 0, 1, 1, 4, 40)))
        match chance.randrange(6):
            case 0:
                data[start:end] = chance.choice(FRAGMENTS)
            case 1:
                del data[start:end]
            case 2:
                del data[start:]
            case 3:
                data[start:start] = data[start:end] * chance.randrange(3)
            case 4 if start < len(data):
                data[start] ^= 1 << chance.randrange(8)
            case _:
                data[start:start] = chance.randbytes(chance.randrange(4))
    return bytes(data)


def spoiled(chance: Random, value: Any, strange: Sequence[Any]) -> Any:
    """Put something strange in the place of some parts of a JSON value."""
    if chance.random() < 0.08:
        return chance.choice(strange)
    if isinstance(value, dict):
        return {
            key: spoiled(chance, each, strange)
            for key, each in value.items()
            if chance.random() < 0.97
        }
    if isinstance(value, list):
        return [
            spoiled(chance, each, strange)
            for each in value
            for _ in range(chance.choice((1, 1, 2)))
        ]
    return value


def rounds(seed: int, share: int = 1) -> Iterator[Random]:
    """As many as there are rounds, or a share of them, each with its own chance to go on from."""
    chance = Random(seed)
    for _ in range(ROUNDS // share):
        yield chance
