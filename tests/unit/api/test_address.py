import pytest

from wfdesk.api.address import checked_address, checked_token, path_of
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import BadAddressError, BadTokenError

TOKEN = "x" * 40


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://api.webflow.com/v2", "https://api.webflow.com/v2"),
        ("https://api.webflow.com/v2/", "https://api.webflow.com/v2"),
        (" http://127.0.0.1:8080/v2 ", "http://127.0.0.1:8080/v2"),
        ("http://localhost:1/v2", "http://localhost:1/v2"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_webflow_and_this_computer_get_the_token(given, used):
    assert checked_address(given) == used


@pytest.mark.parametrize(
    "address",
    [
        "http://api.webflow.com/v2",
        "https://api.webflow.com.evil.example/v2",
        "https://evil.example/v2",
        "http://127.0.0.1@evil.example/v2",
        "http://user:secret@127.0.0.1/v2",
        "http://192.168.1.4:8080/v2",
        "http://2130706433/v2",
        "http://localhost.evil.example",
        "https://api.webflow.com/v2?x=1",
        "https://api.webflow.com/v2#x",
        "file:///etc/passwd",
        "ftp://localhost/v2",
        "http://[::1",
        "http://127.0.0.1:99999999/v2",
        "",
    ],
)
def test_no_other_address_gets_the_token(address):
    with pytest.raises(BadAddressError) as caught:
        Webflow(address, TOKEN)
    assert "Check" in caught.value.summary
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "short", "x" * 513, "x" * 20 + "\n" + "x" * 20, "x" * 19 + " y", "é" * 30]
)
def test_a_text_that_cannot_be_a_token_is_refused_and_not_repeated(text):
    with pytest.raises(BadTokenError) as caught:
        Webflow("https://api.webflow.com/v2", text)
    assert "Copy the whole token" in caught.value.summary
    assert not text or text not in str(caught.value)


def test_blanks_around_a_pasted_token_do_no_harm():
    assert checked_token(f"  {TOKEN}\n") == TOKEN


def test_an_id_cannot_climb_out_of_its_place():
    assert path_of("items", "../a?b#c") == "/items/..%2Fa%3Fb%23c"


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_an_id_that_is_no_id_is_a_bug(segment):
    with pytest.raises(ValueError, match="empty"):
        path_of("items", segment)
