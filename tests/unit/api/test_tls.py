"""Certificates. ``certificates/`` holds a test authority and a key that nobody else trusts."""

import asyncio
import ssl
import sys
from pathlib import Path

import pytest

from tests.unit.api.wireserver import WireServer
from wfdesk.api.transport import Transport
from wfdesk.domain.errors import OfflineError

CERTIFICATES = Path(__file__).parent / "certificates"

on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only here the authority can be named without installing it"
)


@pytest.fixture
def present():
    """Start servers with a certificate of the name."""
    return WireServer()


async def ask(server: WireServer, certificate: str) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    await server.start(context)
    transport = Transport(server.url)
    try:
        return (await transport.send("GET", f"{server.url}/sites", deadline=10)).status
    finally:
        await transport.aclose()
        await server.stop()


@on_linux
async def test_a_certificate_of_a_trusted_authority_is_accepted(present, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    assert await ask(present, "good") == 200


@on_linux
@pytest.mark.parametrize(
    ("certificate", "reason", "advice"),
    [
        ("expired", "expired", "Check the clock of this computer."),
        ("other-host", "not valid for", "company proxy or a guest network"),
    ],
)
async def test_a_wrong_certificate_is_rejected(present, monkeypatch, certificate, reason, advice):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))
    with pytest.raises(OfflineError) as caught:
        await ask(present, certificate)
    assert reason in caught.value.summary
    assert advice in caught.value.summary
    assert present.asked == []


@on_linux
async def test_a_certificate_of_the_future_is_said_to_be_the_clock(present, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "not-yet.pem"))
    with pytest.raises(OfflineError) as caught:
        await ask(present, "not-yet")
    assert "not yet valid" in caught.value.summary
    assert "Check the clock of this computer." in caught.value.summary
    assert present.asked == []


async def test_a_certificate_of_an_unknown_authority_is_rejected(present):
    with pytest.raises(OfflineError) as caught:
        await ask(present, "good")
    assert "The certificate of 127.0.0.1 cannot be trusted" in caught.value.summary
    assert present.asked == []


async def test_a_server_without_tls_is_offline():
    async def answer(_reader, writer):
        writer.write(b"HTTP/1.1 400 -\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = Transport(f"https://127.0.0.1:{port}/v2")
    with pytest.raises(OfflineError) as caught:
        await transport.send("GET", f"{transport.base_url}/sites", deadline=10)
    await transport.aclose()
    server.close()
    await server.wait_closed()
    assert "No secure connection to 127.0.0.1 could be made." in caught.value.summary
