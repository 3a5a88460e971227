"""The store that bytes are sent to. It knows no token: a signed form says what may be put there.

What it answers is what Amazon S3 answers to a POST of a form: its documents on POST policies, and
what the tests of LocalStack recorded of S3 (``TestS3PresignedPost``).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from wfdesk.practice.assets.form import Form, StoreError
from wfdesk.practice.cms.ids import iso, parsed

CACHING: Final = "max-age=31536000, must-revalidate"
_VALID: Final = timedelta(hours=1)
_UNSIGNED: Final = ("policy", "x-amz-signature")
_NEEDED: Final = ("Policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature")


class Bucket:
    """Signs forms, and takes what comes with a form that it signed."""

    def __init__(
        self, name: str, secret: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.name = name
        self._secret = secret
        self._now = now

    def form_for(self, key: str, content_type: str, most: int) -> dict[str, str]:
        """All fields of the form but the file. As they stand here they must come back."""
        now = self._now()
        fields = {
            "acl": "public-read",
            "bucket": self.name,
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"AKIAPRACTICE/{now:%Y%m%d}/us-east-1/s3/aws4_request",
            "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
            "key": key,
        }
        rest = {
            "success_action_status": "201",
            "content-type": content_type,
            "Cache-Control": CACHING,
        }
        conditions: list[Any] = [{name: value} for name, value in {**fields, **rest}.items()]
        conditions.append(["content-length-range", 1, most])
        policy = {"expiration": iso(now + _VALID), "conditions": conditions}
        encoded = base64.b64encode(json.dumps(policy).encode()).decode()
        signature = self._signature(encoded, fields["X-Amz-Credential"])
        return {**fields, "Policy": encoded, "X-Amz-Signature": signature, **rest}

    def check(self, form: Form) -> str:
        """The key that the file is for. StoreError when the form is not one that we signed."""
        fields = form.fields
        _check_complete(fields)
        signed = self._signature(fields["policy"], fields["x-amz-credential"])
        if not hmac.compare_digest(signed.encode(), fields["x-amz-signature"].encode()):
            text = (
                "The request signature we calculated does not match the signature you provided."
                " Check your key and signing method."
            )
            raise StoreError(403, "SignatureDoesNotMatch", text)
        # A policy with our signature is one that we wrote.
        policy = json.loads(base64.b64decode(fields["policy"]))
        if parsed(policy["expiration"]) < self._now():
            raise _denied("Policy expired.")
        _check_conditions(policy["conditions"], form)
        return fields["key"]

    def _signature(self, policy: str, credential: str) -> str:
        """Signature Version 4; what is signed is the encoded policy."""
        key = f"AWS4{self._secret}".encode()
        for part in credential.split("/")[1:]:
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, policy.encode(), "sha256").hex()


def check_digest(expected: str, data: bytes) -> None:
    """Refuse bytes that are not those that were announced."""
    found = hashlib.md5(data, usedforsecurity=False).hexdigest()
    if found != expected:
        text = "The Content-MD5 you specified did not match what we received."
        more = {"ExpectedDigest": _in_base64(expected), "CalculatedDigest": _in_base64(found)}
        raise StoreError(400, "BadDigest", text, more)


def _check_complete(fields: Mapping[str, str]) -> None:
    lacking = [name for name in ("key", *_NEEDED) if name.lower() not in fields]
    if lacking == list(_NEEDED):
        raise StoreError(403, "AccessDenied", "Access Denied")
    if lacking:
        text = (
            f"Bucket POST must contain a field named '{lacking[0]}'."
            "  If it is specified, please check the order of the fields."
        )
        more = {"ArgumentName": lacking[0], "ArgumentValue": ""}
        raise StoreError(400, "InvalidArgument", text, more)


def _check_conditions(conditions: list[Any], form: Form) -> None:
    covered = set(_UNSIGNED)
    for condition in conditions:
        if isinstance(condition, list):
            _check_size(condition, len(form.data))
            continue
        [(name, value)] = condition.items()
        covered.add(name.lower())
        if form.fields.get(name.lower()) != value:
            wanted = json.dumps(["eq", f"${name}", value])
            raise _denied(f"Policy Condition failed: {wanted}")
    extra = [name for name in form.fields if name not in covered and not _is_ignored(name)]
    if extra:
        raise _denied(f"Extra input fields: {', '.join(extra)}")


def _check_size(condition: list[Any], size: int) -> None:
    _, least, most = condition
    if size > most:
        more = {"ProposedSize": str(size), "MaxSizeAllowed": str(most)}
        text = "Your proposed upload exceeds the maximum allowed size"
        raise StoreError(400, "EntityTooLarge", text, more)
    if size < least:
        more = {"ProposedSize": str(size), "MinSizeAllowed": str(least)}
        text = "Your proposed upload is smaller than the minimum allowed size"
        raise StoreError(400, "EntityTooSmall", text, more)


def _is_ignored(name: str) -> bool:
    return name.startswith("x-ignore-")


def _denied(why: str) -> StoreError:
    return StoreError(403, "AccessDenied", f"Invalid according to Policy: {why}")


def _in_base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode()
