"""Where pictures may come from, and what counts as one."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from wfdesk.services.pictures import PictureService


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("authorization")))
        kind = "text/plain" if self.path.endswith(".txt") else "image/png"
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", "3")
        self.end_headers()
        self.wfile.write(b"abc")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked = []
    made.origin = f"http://127.0.0.1:{made.server_port}"
    serving = threading.Thread(target=made.serve_forever, args=(0.01,))
    serving.start()
    yield made
    made.shutdown()
    serving.join()
    made.server_close()


async def load(url: str, *own: str) -> bytes | None:
    service = PictureService(lambda: frozenset(own))
    try:
        return await service.load(url)
    finally:
        await service.close()


async def test_a_signed_in_server_shows_its_pictures_and_gets_no_token(server) -> None:
    assert await load(f"{server.origin}/a.png", server.origin) == b"abc"
    assert server.asked == [("/a.png", None)]


async def test_no_other_server_is_asked(server) -> None:
    assert await load(f"{server.origin}/delete?all=1") is None
    assert await load(f"{server.origin}/a.png", "http://127.0.0.1:1") is None
    assert server.asked == []


async def test_what_is_no_picture_is_not_shown(server) -> None:
    assert await load(f"{server.origin}/a.txt", server.origin) is None


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://[", "http://example.org/a.png"])
async def test_an_address_of_another_kind_gives_none(url) -> None:
    assert await load(url) is None
