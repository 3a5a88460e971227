"""Who holds the server to the contract sees what the API said, whatever a fault makes of it."""

from collections.abc import Callable

import httpx
import pytest
from starlette.types import Scope

from wfdesk.practice.magazine.content import world_of
from wfdesk.practice.web.access import Access
from wfdesk.practice.web.answer import Answer
from wfdesk.practice.web.server import Port, app_of

Ask = Callable[..., httpx.Response]


class Seen:
    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes]] = []

    def __call__(self, _scope: Scope, _body: bytes, answer: Answer) -> None:
        self.answers.append((answer.status, answer.body))


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
async def client(seen: Seen):
    """Ask the application itself: nothing here needs a wire."""
    access = Access(1, 0)
    app = app_of(world_of(1, 20), access, Port(), None, seen)
    headers = {"Authorization": f"Bearer {access.secrets['full']}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:80", headers=headers
    ) as client:
        yield client


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "status", "applied": True},
        {"do": "html", "applied": True},
        {"do": "wrong_json"},
        {"do": "lacking"},
        {"do": "headers", "set": {"X": "y"}},
        {"do": "gzip_bomb", "size": 10_000},
    ],
)
async def test_what_the_api_said_is_seen_before_a_fault_changes_it(
    client: httpx.AsyncClient, seen: Seen, fault: dict
) -> None:
    await client.post("/control/faults", json=fault)
    await client.get("/v2/sites")
    [(status, body)] = seen.answers
    assert status == 200
    assert body.startswith(b'{"sites":[{"id"')


@pytest.mark.parametrize("do", ["status", "html", "429"])
async def test_what_the_api_never_said_is_not_seen(
    client: httpx.AsyncClient, seen: Seen, do: str
) -> None:
    await client.post("/control/faults", json={"do": do})
    assert (await client.get("/v2/sites")).status_code in {429, 500, 502}
    assert seen.answers == []
