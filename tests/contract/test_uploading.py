"""The second step of an upload: a form that is sent to the store, which asks for no token."""

import json
import re
from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.doubles.practice import Practice
from tests.doubles.uploads import PNG, announce, digest_of, send, site_of, upload

FORM = (
    "acl", "bucket", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "key", "Policy",
    "X-Amz-Signature", "success_action_status", "content-type", "Cache-Control",
)  # fmt: skip
MEGABYTE = 1024 * 1024


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message of a refusal in XML."""
    assert answer.headers["content-type"] == "application/xml"
    error = ET.fromstring(answer.content)  # noqa: S314 - our own server's
    assert error.tag == "Error"
    assert error.findtext("RequestId")
    return answer.status_code, error.findtext("Code"), error.findtext("Message")


@pytest.fixture
def told(practice: Practice) -> dict:
    """What the API said of a file whose bytes are still to come."""
    return announce(practice).json()


def test_a_form_has_eleven_fields_and_the_key_names_site_and_file(practice, told):
    details = told["uploadDetails"]
    assert tuple(details) == FORM
    assert details["success_action_status"] == "201"
    assert details["content-type"] == told["contentType"] == "image/png"
    assert details["Cache-Control"] == "max-age=31536000, must-revalidate"
    assert details["key"] == f"{site_of(practice)}/{told['id']}_rye.png"


def test_what_is_sent_as_told_is_stored_and_answered_with_xml(practice, told):
    answer = send(practice, told)
    assert answer.status_code == 201
    stored = ET.fromstring(answer.content)  # noqa: S314 - our own server's
    assert stored.tag == "PostResponse"
    assert stored.findtext("Key") == told["uploadDetails"]["key"]
    assert stored.findtext("Bucket") == told["uploadDetails"]["bucket"]
    digest = digest_of(PNG)
    assert stored.findtext("ETag") == answer.headers["etag"] == f'"{digest}"'
    assert practice.client.get(stored.findtext("Location")).content == PNG


def test_what_was_stored_is_served_byte_for_byte_without_a_token(practice, told):
    send(practice, told)
    for address in (told["hostedUrl"], told["assetUrl"]):
        answer = practice.client.get(address)
        assert answer.content == PNG
        assert answer.headers["content-type"] == "image/png"
    assert practice.get(f"/assets/{told['id']}")["size"] == len(PNG)


def test_an_asset_whose_bytes_never_came_exists_and_its_address_is_dead(practice, told):
    assert practice.get(f"/assets/{told['id']}")["id"] == told["id"]
    assert refusal(practice.client.get(told["hostedUrl"]))[:2] == (403, "AccessDenied")


def test_bytes_can_come_after_a_failed_attempt(practice, told):
    assert send(practice, told, PNG[:-1]).status_code == 400
    assert practice.client.get(told["hostedUrl"]).status_code == 403
    assert send(practice, told).status_code == 201
    assert practice.client.get(told["hostedUrl"]).content == PNG


def test_an_altered_cache_control_is_refused(practice, told):
    answer = send(practice, told, **{"Cache-Control": "max-age=31536000, immutable"})
    status, code, message = refusal(answer)
    assert (status, code) == (403, "AccessDenied")
    assert message.startswith("Invalid according to Policy: Policy Condition failed")
    assert "Cache-Control" in message
    assert practice.client.get(told["hostedUrl"]).status_code == 403


@pytest.mark.parametrize("name", FORM)
def test_every_field_of_the_form_must_come_back_as_it_was(practice, told, name):
    other = told["uploadDetails"][name] + "0"
    assert refusal(send(practice, told, **{name: other}))[0] == 403


@pytest.mark.parametrize("name", FORM)
def test_no_field_of_the_form_may_be_missing(practice, told, name):
    """S3 names those that it cannot do without in a 400 of its own; of the others it says 403."""
    status, code, message = refusal(send(practice, told, **{name: None}))
    assert (status, code) in {(403, "AccessDenied"), (400, "InvalidArgument")}
    assert name in message


def test_a_field_that_was_not_told_is_refused(practice, told):
    status, code, message = refusal(send(practice, told, filename="rye.png"))
    assert (status, code) == (403, "AccessDenied")
    assert message == "Invalid according to Policy: Extra input fields: filename"


def test_a_form_of_another_file_is_refused(practice, told):
    other = announce(practice, fileName="barley.png").json()
    key = other["uploadDetails"]["key"]
    assert refusal(send(practice, told, key=key))[:2] == (403, "AccessDenied")


def test_a_policy_of_ones_own_is_refused(practice, told):
    answer = send(practice, told, Policy="e30=")
    assert refusal(answer)[:2] == (403, "SignatureDoesNotMatch")


def test_names_of_fields_may_be_written_large_or_small(practice, told):
    form = {name.upper(): value for name, value in told["uploadDetails"].items()}
    answer = practice.client.post(told["uploadUrl"], data=form, files={"file": PNG})
    assert answer.status_code == 201


def test_the_file_comes_last_or_what_is_behind_it_is_not_seen(practice, told):
    fields = [(name, (None, value)) for name, value in told["uploadDetails"].items()]
    first = [("file", ("rye.png", PNG)), *fields]
    status, code, message = refusal(practice.client.post(told["uploadUrl"], files=first))
    assert (status, code) == (400, "InvalidArgument")
    assert message.startswith("Bucket POST must contain a field named 'key'")
    between = [*fields[:-1], ("file", ("rye.png", PNG)), fields[-1]]
    answer = practice.client.post(told["uploadUrl"], files=between)
    assert refusal(answer)[:2] == (403, "AccessDenied")


def test_bytes_other_than_those_announced_are_refused(practice, told):
    answer = send(practice, told, PNG + b"\n")
    assert refusal(answer)[:2] == (400, "BadDigest")
    assert practice.get(f"/assets/{told['id']}")["size"] == 0


@pytest.mark.parametrize(("name", "most"), [("a.jpg", 4 * MEGABYTE), ("a.pdf", 10 * MEGABYTE)])
def test_images_have_four_megabytes_at_most_and_documents_ten(practice, name, most):
    largest, larger = bytes(most), bytes(most + 1)
    told = announce(practice, largest, fileName=name).json()
    assert send(practice, told, largest).status_code == 201
    assert refusal(send(practice, told, larger))[:2] == (400, "EntityTooLarge")
    practice.ask("DELETE", f"/assets/{told['id']}")


def test_more_than_any_file_may_have_is_heard_to_the_end_and_refused(practice, told):
    answer = send(practice, told, bytes(17 * MEGABYTE))
    assert refusal(answer)[:2] == (400, "EntityTooLarge")


def test_an_empty_file_is_refused(practice):
    told = announce(practice, b"").json()
    assert refusal(send(practice, told, b""))[:2] == (400, "EntityTooSmall")


def test_a_form_without_a_file_is_refused(practice, told):
    fields = {name: (None, value) for name, value in told["uploadDetails"].items()}
    answer = practice.client.post(told["uploadUrl"], files=fields)
    assert refusal(answer)[:2] == (400, "InvalidArgument")


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "application/json"}, b"{}", 412),
        ({}, b"", 412),
        ({"content-type": "multipart/form-data"}, b"--x--", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\nnonsense\r\n--x--", 400),
        ({"content-type": "multipart/form-data; boundary=\xff".encode("latin-1")}, b"--x--", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x--\r\n", 400),
    ],
)
def test_a_body_that_is_no_form_is_refused_in_words(practice, told, headers, body, status):
    answer = practice.client.post(told["uploadUrl"], content=body, headers=headers)
    assert refusal(answer)[0] == status


def test_fields_before_the_file_are_small(practice, told):
    answer = send(practice, told, **{"x-ignore-me": "a" * 20_480})
    assert refusal(answer)[:2] == (400, "MaxPostPreDataLengthExceeded")


def test_another_bucket_is_not_there(practice, told):
    other = {**told, "uploadUrl": told["uploadUrl"] + "-too"}
    assert refusal(send(practice, other))[:2] == (404, "NoSuchBucket")


def test_a_file_whose_asset_was_deleted_meanwhile_is_refused(practice, told):
    practice.ask("DELETE", f"/assets/{told['id']}")
    assert refusal(send(practice, told))[:2] == (403, "AccessDenied")


@pytest.mark.parametrize("name", ["Schräg & schön.png", "a b+c%20.png", 'quo"te.png', "面包.png"])
def test_a_name_comes_back_as_it_was_and_its_address_works(practice, name):
    told = upload(practice, fileName=name)
    assert told["hostedUrl"].isascii()
    assert practice.client.get(told["hostedUrl"]).content == PNG
    assert practice.get(f"/assets/{told['id']}")["originalFileName"] == name


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("photo-03.png", "image/png"),
        ("thumbnail.png", "image/png"),
        ("windowsill-many.png", "image/png"),
        ("recipe-card-7.pdf", "application/pdf"),
        ("recipe-card-7.png", None),
        ("photo-03.pdf", None),
        (".png", None),
        ("%00", None),
        ("0" * 24 + "_photo.png", None),
        ("_", None),
    ],
)
def test_an_address_is_a_file_or_dead(practice, address, kind):
    """Sites that an older server kept have addresses without an id."""
    answer = practice.client.get(f"{practice.host}/assets/{address}")
    if kind is None:
        assert refusal(answer)[:2] == (403, "AccessDenied")
    else:
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


# Recorded and disturbed as any request


def test_an_upload_can_be_disturbed_and_tried_again(practice, told):
    fault = {"do": "reset_before", "method": "POST", "at": "files", "path": "^/s3/"}
    assert practice.control("POST", "faults", fault).status_code == 200
    with pytest.raises(httpx.TransportError):
        send(practice, told)
    assert practice.client.get(told["hostedUrl"]).status_code == 403
    assert send(practice, told).status_code == 201


# Kept over a restart


def test_files_and_what_is_told_of_them_are_there_after_a_restart(run, tmp_path):
    one = run("--items", "20", "--rate-limit", "0", "--state", str(tmp_path / "state.json"))
    site = site_of(one)
    folder = one.ask("POST", f"/sites/{site}/asset_folders", json={"displayName": "Kept"}).json()
    told = upload(one, parentFolder=folder["id"])
    dead = announce(one, fileName="dead.png").json()
    one.ask("PATCH", f"/assets/{told['id']}", json={"altText": "Kept"})
    before = one.get(f"/sites/{site}/assets")
    one.process.kill()
    one.process.wait()
    two = run("--items", "20", "--rate-limit", "0", "--state", str(tmp_path / "state.json"))
    assert two.get(f"/sites/{site}/assets") == before
    assert two.get(f"/asset_folders/{folder['id']}")["assets"] == [told["id"]]
    assert two.client.get(told["hostedUrl"]).content == PNG
    assert send(two, dead).status_code == 201
    assert two.client.get(dead["hostedUrl"]).content == PNG


def test_bytes_are_kept_beside_the_state_and_not_in_it(run, tmp_path):
    state = tmp_path / "state.json"
    practice = run("--items", "20", "--rate-limit", "0", "--state", str(state))
    told = upload(practice)
    digest = digest_of(PNG)
    assert (tmp_path / "state.json.files" / digest).read_bytes() == PNG
    practice.ask("DELETE", f"/assets/{told['id']}")
    assert list((tmp_path / "state.json.files").iterdir()) == []


def test_a_state_from_before_there_were_assets_keeps_what_was_changed(run, tmp_path):
    state = tmp_path / "state.json"
    one = run("--items", "20", "--rate-limit", "0", "--state", str(state))
    made = one.make("categories", name="Kept")
    one.process.kill()
    one.process.wait()
    lines = [json.loads(line) for line in state.read_text("utf-8").splitlines()]
    for line in lines:
        line.get("head", {}).pop("library", None)
    old = "".join(json.dumps(line) + "\n" for line in lines)
    picture = r"/assets/[0-9a-f]{24}_[^\"]+?\.png"
    state.write_text(re.sub(picture, "/assets/photo-03.png", old), "utf-8")
    two = run("--items", "20", "--rate-limit", "0", "--state", str(state))
    assert two.get(f"{two.items('categories')}/{made['id']}")["fieldData"]["name"] == "Kept"
    assert len(two.get(f"/sites/{site_of(two)}/assets")["assets"]) == 100
    photo = two.get(two.items("recipes"))["items"][0]["fieldData"]["photo"]["url"]
    assert photo.endswith("/assets/photo-03.png")
    assert two.client.get(photo).content.startswith(b"\x89PNG")
    assert not (tmp_path / "state.json.unreadable").exists()
