import asyncio
import socket

from wfdesk.practice.web.connections import Connections


async def test_nothing_of_an_answer_waits_for_what_was_sent_before_to_be_heard() -> None:
    """Over a listening socket that we make ourselves asyncio does not see to it."""
    connections, options = Connections(), []

    class Protocol(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connections.opened(transport)
            sock = transport.get_extra_info("socket")
            options.append(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            transport.close()

    listener = socket.create_server(("127.0.0.1", 0))
    async with await asyncio.get_running_loop().create_server(Protocol, sock=listener):
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
    assert options
    assert all(options)
