"""A failure of the server's own is answered in Webflow's form, and is not hushed up."""

from starlette.types import Receive, Scope, Send

from tests.doubles.errors import faults_of_error
from wfdesk.practice.web.api import asked


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise LookupError("something was overlooked")


async def test_a_bug_is_a_500_that_clients_can_read_and_is_printed(capsys) -> None:
    answer = await asked(broken, {"type": "http"}, b"")
    assert answer.status == 500
    assert list(faults_of_error(answer.body)) == []
    assert b"overlooked" not in answer.body
    assert "LookupError: something was overlooked" in capsys.readouterr().err
