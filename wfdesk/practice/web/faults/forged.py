"""Faults of the answer: another one than the API's, or the API's own made strange."""

import asyncio
import json
import re
import struct
import time
import zlib
from collections.abc import Callable, Mapping
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Final

from wfdesk.practice.cms.refused import RefusedError, bad_request
from wfdesk.practice.web.access import too_many
from wfdesk.practice.web.answer import WITHOUT_A_BODY, Answer, refused
from wfdesk.practice.web.bodies import read
from wfdesk.practice.web.faults.connection import hung_up
from wfdesk.practice.web.faults.struck import Ask, Disturb, Met, Stage
from wfdesk.practice.web.said import Said

MOST_UNFOLDED: Final = 2**30
_HTML: Final = (
    "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
)
_JSON: Final = {"content-type": "application/json"}
_PHRASES: Final = {item.value: item.phrase for item in HTTPStatus}
_BLOCK: Final = b" " * 2**20
_GZIP: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""Packed by deflate, at no time, on no system in particular."""
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_VALUE: Final = re.compile(r"(?:[!-~](?:[ -~]*[!-~])?)?")
_FRAMING: Final = frozenset({"content-length", "transfer-encoding", "connection"})
"""Headers that say where an answer ends; a fault of the connection breaks these promises."""
_Form = Callable[[bytes], bytes]
"""A body made of the API's own."""


def status(said: Said, _stage: Stage) -> Disturb:
    """Answers `status` (500) as Webflow words it; with `applied` true the request is done.

    `answer` is another body in its place, any JSON, and `headers` go with it: a 400 that names
    items, a 409, a 302 with its Location.
    """
    code, is_applied = _status(said, 500), said.flag("applied", otherwise=False)
    more = _headers(said, "headers")
    body = json.dumps(said.anything("answer")).encode() if said.has("answer") else None

    async def disturb(_met: Met, ask: Ask) -> Answer:
        if is_applied:
            await ask()
        answer = trouble(code)
        answer.body = answer.body if body is None else body
        _set(answer, more)
        return answer

    return disturb


def html(said: Said, _stage: Stage) -> Disturb:
    """Answers a page with `status` (502), 200 included; with `applied` true the request is done."""
    code, is_applied = _status(said, 502), said.flag("applied", otherwise=False)
    page = _HTML.format(f"{code} from the edge").encode()

    async def disturb(_met: Met, ask: Ask) -> Answer:
        if is_applied:
            await ask()
        return Answer(code, page, {"content-type": "text/html; charset=utf-8"})

    return disturb


def storm(said: Said, stage: Stage) -> Disturb:
    """Answers 429; the request is not done. Retry-After is `seconds` (1) as `retryAfter` says.

    That is "seconds", "date" (the moment, as an HTTP date), "none" (no such header), or any other
    text, which is sent as it is.
    """
    seconds, form = said.seconds(1), said.text("retryAfter", "seconds")
    if not _VALUE.fullmatch(form):
        raise bad_request("retryAfter must be printable ASCII")
    forms: Mapping[str, Callable[[], str]] = {
        "seconds": lambda: f"{seconds:.0f}",
        "date": lambda: formatdate(time.time() + seconds, usegmt=True),
    }

    async def disturb(_met: Met, _ask: Ask) -> Answer:
        headers = {"X-RateLimit-Limit": str(stage.limit), "X-RateLimit-Remaining": "0"}
        if form != "none":
            headers["Retry-After"] = forms[form]() if form in forms else form
        return refused(too_many(), headers)

    return disturb


def wrong_json(said: Said, _stage: Stage) -> Disturb:
    """Answers what is not expected, in `form`; unless `applied` is false the request is done.

    "other" (an object of another shape), "list", "null", "text" (no JSON at all), "empty" (no
    body), and of the API's own answer: "cut" (its first half, of the length that is promised),
    "no_ids" (no id in it anywhere), "extra" (fields nobody knows). `answer` is any JSON in place of
    a form.
    """
    is_applied = said.flag("applied", otherwise=True)
    form = _form(said, is_applied=is_applied)

    async def disturb(_met: Met, ask: Ask) -> Answer:
        own = await ask() if is_applied else Answer(200, headers=dict(_JSON))
        own.body = form(own.body)
        if own.status in WITHOUT_A_BODY:
            own.status, own.headers = 200, {**own.headers, **_JSON}
        return own

    return disturb


def gzip_bomb(said: Said, _stage: Stage) -> Disturb:
    """Answers the API's own JSON and blanks after it, which unfold to `size` bytes.

    That is 300,000,000, and at most 2^30. The request is done.
    """
    size = said.whole("size", 300_000_000, 1, MOST_UNFOLDED)

    async def disturb(_met: Met, ask: Ask) -> Answer:
        answer = await ask()
        answer.body = await asyncio.to_thread(_folded, answer.body, size)
        answer.status = 200 if answer.status in WITHOUT_A_BODY else answer.status
        answer.headers = {**_JSON, **answer.headers, "content-encoding": "gzip"}
        return answer

    return disturb


def headers(said: Said, _stage: Stage) -> Disturb:
    """Gives the API's own answer other headers: those of `set`; null takes one away.

    A clock that is wrong (Date), another limit (X-RateLimit-Limit), no or another Content-Type.
    """
    given = _headers(said, "set")

    async def disturb(_met: Met, ask: Ask) -> Answer:
        answer = await ask()
        _set(answer, given)
        return answer

    return disturb


def ending(said: Said, otherwise: int) -> Callable[[], Answer]:
    """What a request ends with that is not, or not yet, done as the client thinks."""
    if said.flag("reset", otherwise=False):
        return hung_up
    code = _status(said, otherwise)
    return lambda: trouble(code)


def trouble(code: int) -> Answer:
    name = "internal_error" if code >= 500 else "bad_request"
    return refused(RefusedError(code, name, _PHRASES.get(code, "Trouble")))


def _status(said: Said, otherwise: int) -> int:
    return said.whole("status", otherwise, 200, 599)


def _headers(said: Said, name: str) -> dict[str, str | None]:
    given = said.object(name)
    for key, value in given.items():
        if not _NAME.fullmatch(key) or key.lower() in _FRAMING:
            raise bad_request(f"{name} cannot have {key}")
        if value is not None and not (isinstance(value, str) and _VALUE.fullmatch(value)):
            raise bad_request(f"the header {key} must be a text of printable ASCII, or null")
    return given


def _set(answer: Answer, headers: Mapping[str, str | None]) -> None:
    held: dict[str, str | None] = {name.lower(): value for name, value in answer.headers.items()}
    held.update({name.lower(): value for name, value in headers.items()})
    answer.headers = {name: value for name, value in held.items() if value is not None}


def _form(said: Said, *, is_applied: bool) -> _Form:
    name = said.one_of("form", _FORMS, "other")
    if name in _OWN and not is_applied:
        raise bad_request(f"{name} is made of the API's own answer: applied cannot be false")
    if not said.has("answer"):
        return _FORMS[name]
    given = json.dumps(said.anything("answer")).encode()
    return lambda _own: given


def _reread(change: Callable[[Any], Any]) -> _Form:
    """Change what JSON says; what is none, as the answer to a DELETE, stays."""

    def changed(own: bytes) -> bytes:
        said = read(own)
        return own if said is None else json.dumps(change(said)).encode()

    return changed


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(held) for key, held in value.items() if key != "id"}
    return [_without_ids(held) for held in value] if isinstance(value, list) else value


def _with_more(value: Any) -> Any:
    if isinstance(value, dict):
        known = {key: _with_more(held) for key, held in value.items()}
        return {**known, "wasNotThereBefore": {"by": ["a", "later", "version"]}}
    return [_with_more(held) for held in value] if isinstance(value, list) else value


def _folded(text: bytes, size: int) -> bytes:
    """Pack the text, and as many blanks as are missing.

    A block is packed once and stands there many times: each begins anew, as after a full flush.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)

    def packed(part: bytes) -> bytes:
        return packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)

    blocks, rest = divmod(max(0, size - len(text)), len(_BLOCK))
    parts = [_GZIP, packed(text), packed(_BLOCK) * blocks if blocks else b""]
    parts += [packer.compress(_BLOCK[:rest]), packer.flush()]
    sum_of_all = zlib.crc32(text)
    for _ in range(blocks):
        sum_of_all = zlib.crc32(_BLOCK, sum_of_all)
    sum_of_all = zlib.crc32(_BLOCK[:rest], sum_of_all)
    return b"".join([*parts, struct.pack("<II", sum_of_all, max(size, len(text)))])


_FORMS: Final[Mapping[str, _Form]] = {
    "other": lambda _own: b'{"result": {"ok": true}}',
    "list": lambda _own: b"[]",
    "null": lambda _own: b"null",
    "text": lambda _own: b"OK",
    "empty": lambda _own: b"",
    "cut": lambda own: own[: len(own) // 2],
    "no_ids": _reread(_without_ids),
    "extra": _reread(_with_more),
}
_OWN: Final = frozenset({"cut", "no_ids", "extra"})
"""The forms that need an answer of the API to be made of."""
