"""The one module that knows httpx: a client, a bounded answer, and its errors in our words.

Imported in a thread by the first request (see ``transport``).
"""

import logging
import os
import socket
import ssl
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import certifi
import httpx
import truststore

from wfdesk import __version__
from wfdesk.api.address import is_loopback
from wfdesk.api.reach import unreachable
from wfdesk.api.transport import Call, PoolExhaustedError, Reply
from wfdesk.api.wire import not_webflow
from wfdesk.domain.errors import (
    ApiError,
    BadAddressError,
    OfflineError,
    ServerTroubleError,
    TimedOutError,
)

MAX_BODY = 8 * 1024 * 1024

_TIMEOUT = httpx.Timeout(connect=10.0, read=60.0, write=60.0, pool=10.0)
_LIMITS = httpx.Limits(max_connections=10, max_keepalive_connections=10, keepalive_expiry=15.0)
_HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip",
    "user-agent": f"wfdesk/{__version__}",
}
_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Linger: yes, for no time."""
_PROXIES = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
_BROKE_OFF = "The connection to Webflow broke off. Try again in a moment."

for _name in ("httpx", "httpcore"):
    # INFO holds whole addresses and DEBUG the headers of answers.
    logging.getLogger(_name).setLevel(logging.WARNING)


def connect(base_url: str) -> "HttpxConnection":
    """Build a client. Broken proxy or certificate settings are an OfflineError, not a crash."""
    parts = urlsplit(base_url)
    is_plain = parts.scheme == "http"
    try:
        client = httpx.AsyncClient(
            # Without TLS a context that trusts nobody: it is never used, and costs nothing.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_plain else _tls_context(),
            # A proxy between this computer and itself would only be a surprise.
            trust_env=not is_loopback(parts.hostname or ""),
            headers=_HEADERS,
            timeout=_TIMEOUT,
            limits=_LIMITS,
            follow_redirects=False,
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise OfflineError(_unusable(), f"{type(error).__name__}: {error}") from error
    return HttpxConnection(client)


def _unusable() -> str:
    """Say which settings are to be changed. What a proxy's has in it may be a password."""
    blamed = [name for name, value in os.environ.items() if _is_broken(name.upper(), value)]
    if not blamed:
        advice = "Check the proxy that the system names, and restart wfdesk."
    elif "SSL_CERT_FILE" in blamed:
        advice = "SSL_CERT_FILE names no file. Change it or take it away, and restart wfdesk."
    else:
        names = " and ".join(sorted(blamed))
        advice = (
            f"Set {names} to an HTTP proxy, such as http://proxy:8080, or take it away, and restart"
            " wfdesk: it knows no other proxies."
        )
    return f"The network settings of this computer cannot be used. {advice}"


def _is_broken(name: str, value: str) -> bool:
    if name == "SSL_CERT_FILE":
        return _is_no_file(value)
    if name not in _PROXIES or not value:
        return False
    try:
        proxy = httpx.Proxy(value if "://" in value else f"http://{value}")
    except (ValueError, httpx.InvalidURL):
        return True
    return proxy.url.scheme not in {"http", "https"}


def _is_no_file(named: str | None) -> bool:
    return bool(named) and not Path(named or "").is_file()


def _tls_context() -> ssl.SSLContext:
    named = os.environ.get("SSL_CERT_FILE")
    if _is_no_file(named):
        raise FileNotFoundError(f"SSL_CERT_FILE names no file: {named}")
    try:
        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    except (ImportError, NotImplementedError):
        return ssl.create_default_context(cafile=certifi.where())
    if sys.platform == "linux" and not named and ssl.get_default_verify_paths().cafile is None:
        # Where the system names no certificates, truststore guesses; certifi is the fallback.
        context.load_verify_locations(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class HttpxConnection:
    """A client of httpx. Raises nothing but ``ApiError``s."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def exchange(self, call: Call) -> Reply:
        with _translated(call):
            request = self._client.build_request(
                call.method,
                call.url,
                headers=dict(call.headers),
                content=call.body,
                extensions={"trace": _end_at_once},
            )
            response = await self._client.send(request, stream=True)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, body)

    async def aclose(self) -> None:
        await self._client.aclose()


async def _end_at_once(event: str, info: Mapping[str, Any]) -> None:
    """Have the system drop what it has not delivered when a connection ends, whyever it does.

    Else it sends on behind our back, for a minute and more, a write that we have given up, or one
    that was under way when we were killed. Told by httpx of every socket, one to a proxy as well.
    """
    if event.endswith(".connect_tcp.complete"):
        with suppress(OSError):  # It is dead already.
            opened = info["return_value"].get_extra_info("socket")
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)


@contextmanager
def _translated(call: Call) -> Iterator[None]:
    """Say it in our words. No text of the library is kept: it may quote a header."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, zlib.error) as error:
        raise _translation(call, error) from error


def _translation(call: Call, error: Exception) -> ApiError:
    detail = f"{call.label}: {type(error).__name__}"
    match error:
        case httpx.PoolTimeout():
            return PoolExhaustedError("No connection came free. Try again in a moment.", detail)
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            return unreachable(urlsplit(call.url).hostname or "", detail, error)
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return BadAddressError("This is not a web address. Check it.", detail)
        case httpx.ReadTimeout() | httpx.WriteTimeout():
            return TimedOutError(
                "Webflow did not answer in time. Check the connection and try again.", detail
            )
        case _:
            return ServerTroubleError(_BROKE_OFF, detail)


async def _read(response: httpx.Response) -> bytes:
    """Read the body, inflating no more than we accept: 0.3 MB can hold 300 MB."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip", ""}:
        raise not_webflow(f"content-encoding {coding[:40]}")
    inflate = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    body = bytearray()
    async for chunk in response.aiter_raw(64 * 1024):
        if inflate is None:
            body += chunk
        elif not inflate.eof:
            body += inflate.decompress(chunk, MAX_BODY + 1 - len(body))
        if max(len(body), response.num_bytes_downloaded) > MAX_BODY:
            raise not_webflow(f"an answer of more than {MAX_BODY} bytes")
    if inflate is not None and body and not inflate.eof:
        raise ServerTroubleError(_BROKE_OFF, "the compressed answer ends too early")
    return bytes(body)
