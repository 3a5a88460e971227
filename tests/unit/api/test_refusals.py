import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfdesk.api.refusals import error_of, retry_after
from wfdesk.api.transport import Reply
from wfdesk.domain.errors import (
    ConflictError,
    MissingScopeError,
    NotAuthorizedError,
    NotFoundError,
    NotWebflowError,
    Outcome,
    RateLimitedError,
    Refusal,
    RefusedError,
    ServerTroubleError,
)

TOKEN = "canary-0123456789-canary"
CASES = [
    (400, RefusedError, Outcome.REFUSED, "Webflow refused this: no reason was given."),
    (401, NotAuthorizedError, Outcome.REFUSED, "Paste a new one: your edits are kept."),
    (403, MissingScopeError, Outcome.REFUSED, "The token does not allow this."),
    (404, NotFoundError, Outcome.REFUSED, "Refresh and look again."),
    (409, ConflictError, Outcome.REFUSED, "it does not fit what Webflow holds."),
    (408, ServerTroubleError, Outcome.UNKNOWN, "Webflow has trouble (error 408)."),
    (418, RefusedError, Outcome.REFUSED, "did not accept the request (error 418)"),
    (422, RefusedError, Outcome.REFUSED, "Webflow refused this"),
    (425, ServerTroubleError, Outcome.UNKNOWN, "Try again in a few minutes."),
    (429, RateLimitedError, Outcome.NOT_SENT, "asks for a pause."),
    (499, ServerTroubleError, Outcome.UNKNOWN, "Webflow has trouble (error 499)."),
    (500, ServerTroubleError, Outcome.UNKNOWN, "Webflow has trouble (error 500)."),
    (503, ServerTroubleError, Outcome.UNKNOWN, "Try again in a few minutes."),
    (302, NotWebflowError, Outcome.UNKNOWN, "not from Webflow"),
    (304, NotWebflowError, Outcome.UNKNOWN, "not from Webflow"),
]


def error(status: int, body: object = None):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_of("PATCH /collections/c/items", Reply(status, {}, content), TOKEN)


@pytest.mark.parametrize(("status", "kind", "outcome", "words"), CASES)
@pytest.mark.parametrize("body", [b"", b"<html>bad gateway</html>", b"[1]", b'"x"', b"null"])
def test_each_status_has_its_error_whatever_the_body(status, kind, outcome, words, body):
    made = error(status, body)
    assert type(made) is kind
    assert made.outcome is outcome
    assert words in made.summary or body == b'"x"'
    assert made.detail.startswith(f"PATCH /collections/c/items: {status}")


SLUG_TAKEN = "Unique value is already in database: 'x'"


@pytest.mark.parametrize(
    "body",
    [
        {
            "message": "Validation Error",
            "code": "validation_error",
            "externalReference": None,
            "details": [{"param": "slug", "description": SLUG_TAKEN}],
        },
        {"message": "Validation Error", "details": {"param": "slug", "description": SLUG_TAKEN}},
        {"errors": [{"field": "slug", "message": SLUG_TAKEN}]},
        {"msg": "x", "err": "y", "problems": [{"param": "slug", "description": SLUG_TAKEN}]},
    ],
)
def test_the_refused_field_and_its_reason_are_found(body):
    made = error(400, body)
    assert made.refusals == (Refusal("slug", SLUG_TAKEN),)
    assert made.summary == f"Webflow refused this: “slug”: {SLUG_TAKEN}."
    assert SLUG_TAKEN in made.detail


@pytest.mark.parametrize(
    "body",
    [
        {"message": "Bad", "details": ["Remote file failed to import"]},
        {"msg": "Bad", "problems": ["Remote file failed to import"]},
        {"errors": ["Remote file failed to import"]},
        {"message": "Bad", "details": "Remote file failed to import"},
    ],
)
def test_a_reason_without_a_field_is_found(body):
    made = error(400, body)
    assert made.refusals == (Refusal("", "Remote file failed to import"),)
    assert made.summary == "Webflow refused this: Remote file failed to import."


@pytest.mark.parametrize(
    "body",
    [
        {"message": "It is too long. \n"},
        {"message": "Bad", "details": [{"message": "It is too long. "}]},
        {"message": "Bad", "details": ["It is too long. "]},
    ],
)
def test_a_reason_that_ends_in_a_space_ends_in_one_full_stop(body):
    assert error(400, body).summary == "Webflow refused this: It is too long."


def test_every_reason_is_kept():
    details = [{"param": "a", "description": "1"}, "2", {"param": "c", "description": "3"}]
    assert error(400, {"details": details}).refusals == (
        Refusal("a", "1"),
        Refusal("", "2"),
        Refusal("c", "3"),
    )


@pytest.mark.parametrize("body", [{"message": "Nope"}, {"msg": "Nope"}, {"err": "Nope"}])
def test_a_message_alone_is_the_reason(body):
    assert error(400, body).summary == "Webflow refused this: Nope."


@pytest.mark.parametrize(
    "body",
    [
        {
            "message": "OAuthForbidden: You are missing the following scopes - cms:write",
            "code": "missing_scopes",
            "details": [],
        },
        {"message": "Forbidden", "code": "missing_scopes", "details": ["cms:write"]},
        {"code": "missing_scopes", "details": [{"param": "scope", "description": "cms:write"}]},
        {"code": "missing_scopes", "details": [{"param": "cms:write", "description": ""}]},
    ],
)
def test_a_missing_scope_is_named(body):
    made = error(403, body)
    assert made.scope == "cms:write"
    assert "lacks the permission cms:write" in made.summary


def test_what_is_forbidden_without_a_scope_is_told_in_webflows_words():
    said = error(403, {"message": "Your plan allows 2,000 items", "code": "forbidden"}).summary
    assert said.startswith("Webflow does not allow this: Your plan allows 2,000 items. Check")
    assert error(403, {"message": "Forbidden"}).summary.startswith("The token does not allow this.")


def test_a_conflict_gives_webflows_reason():
    made = error(409, {"code": "conflict", "message": "This item is still being used by: Home"})
    assert made.summary.endswith("This item is still being used by: Home.")


def test_a_collection_that_was_restructured_is_said_with_the_way_out():
    text = "CollectionSchemaChangedError: The collection structure changed since the last publish"
    made = error(409, {"code": "conflict", "message": text})
    assert type(made) is ConflictError
    assert "Publish the site in Webflow, then publish this again." in made.summary


def test_a_long_text_of_webflow_is_cut():
    assert len(error(400, {"message": "x" * 5000}).detail) < 600


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500])
def test_a_token_that_webflow_repeats_is_not_kept(status):
    made = error(status, {"message": f"Bearer {TOKEN} is bad", "details": [TOKEN]})
    assert TOKEN not in f"{made} {made!r} {vars(made)}"


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["message", "details", "errors", "param", "description", "code"]), x
            )
        ),
    )
)
def test_no_error_body_is_a_crash(body):
    assert error(400, body).summary


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 30), ("2.5", 2.5), ("0", 1), ("0.2", 1), ("999999", 600)],
)
def test_retry_after_in_seconds_has_a_floor_and_a_cap(text, seconds):
    assert retry_after({"retry-after": text}) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-5", "nan", "1e3", "٣", "Fri, 99 Foo 2026", "1 2"])
def test_a_garbled_retry_after_is_none(text):
    assert retry_after({"retry-after": text}) is None


def test_retry_after_as_a_date_is_read_by_the_servers_clock():
    then = datetime(2020, 1, 1, tzinfo=UTC)
    headers = {
        "date": format_datetime(then, usegmt=True),
        "retry-after": format_datetime(then + timedelta(seconds=42), usegmt=True),
    }
    assert retry_after(headers) == 42


def test_retry_after_as_a_date_without_the_servers_clock_is_read_by_ours():
    soon = datetime.now(UTC) + timedelta(minutes=5)
    assert 200 < retry_after({"retry-after": format_datetime(soon)}) <= 300
    assert retry_after({"retry-after": "Wed, 01 Jan 2020 00:00:00"}) == 1


@given(st.text())
def test_retry_after_is_never_a_crash(text):
    seconds = retry_after({"retry-after": text, "date": text})
    assert seconds is None or 1 <= seconds <= 600
