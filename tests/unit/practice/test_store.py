"""What of the store of files cannot be asked over HTTP: its signature, its clock, its bounds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wfdesk.practice.assets import files
from wfdesk.practice.assets.files import Files, Full
from wfdesk.practice.assets.form import Form, StoreError
from wfdesk.practice.assets.model import Asset, Library
from wfdesk.practice.assets.store import Bucket
from wfdesk.practice.magazine import media

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
# Amazon's own example of a POST policy, from "Example: Browser-Based Upload using HTTP POST":
# the policy as it is signed, the secret of all its examples, and the signature that comes out.
POLICY = (
    "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7"
    "ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91"
    "c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3Qi"
    "OiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwi"
    "fSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRh"
    "LXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVT"
    "MjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNy"
    "ZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9"
    "LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAi"
    "MjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9"
)
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SIGNATURE = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"


def test_a_form_is_signed_as_amazon_signs_its_own_example() -> None:
    credential = "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"
    assert Bucket("sigv4examplebucket", SECRET)._signature(POLICY, credential) == SIGNATURE


@pytest.mark.parametrize(("minutes", "is_taken"), [(59, True), (61, False)])
def test_a_form_is_good_for_an_hour(minutes: int, is_taken: bool) -> None:
    signed = Bucket("bucket", "secret", lambda: NOW).form_for("a/b.png", "image/png", 9)
    form = Form({name.lower(): value for name, value in signed.items()}, b"bytes")
    later = Bucket("bucket", "secret", lambda: NOW + timedelta(minutes=minutes))
    if is_taken:
        assert later.check(form) == "a/b.png"
        return
    with pytest.raises(StoreError, match=r"Policy expired\.$"):
        later.check(form)


def test_no_more_is_kept_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", 10)
    library = Library({name: asset(name) for name in "abc"})
    shelf = Files(library, media, tmp_path / "shelf")
    shelf.keep(library.assets["a"], b"12345678")
    with pytest.raises(Full):
        shelf.keep(library.assets["b"], b"123")
    library.assets["c"].digest = "a"
    shelf.keep(library.assets["c"], b"12345678")
    assert shelf.bytes_of(library.assets["c"]) == b"12345678"
    assert [each.name for each in (tmp_path / "shelf").iterdir()] == ["a"]


def asset(name: str) -> Asset:
    return Asset(name, "a.txt", "a.txt", "text/plain", "", "", digest=name)
