"""The form that a file comes in, read as Amazon S3 reads it, and S3's way of saying no.

S3 looks at the fields up to the one named ``file``; what stands behind it is not seen.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from typing import Final
from xml.sax.saxutils import escape

MOST_BEFORE_FILE: Final = 20_480


class StoreError(Exception):
    """Ends an upload with a status and an XML body."""

    def __init__(
        self, status: int, code: str, message: str, more: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        said = {"Code": code, "Message": message, **(more or {})}
        proof = {"RequestId": secrets.token_hex(8).upper(), "HostId": secrets.token_urlsafe(56)}
        self.body = as_xml("Error", {**said, **proof})


@dataclass(frozen=True, slots=True)
class Form:
    fields: dict[str, str]
    """By name in small letters: S3 does not tell ``Policy`` from ``policy``."""
    data: bytes


def form_of(content_type: str, body: bytes) -> Form:
    boundary = _boundary(content_type)
    fields: dict[str, str] = {}
    before = 0
    for name, data in _parts(body, boundary):
        if name.lower() == "file":
            return Form(fields, data)
        before += len(name) + len(data)
        if before > MOST_BEFORE_FILE:
            text = "Your POST request fields preceeding the upload file was too large."
            more = {"MaxPostPreDataLengthBytes": str(MOST_BEFORE_FILE)}
            raise StoreError(400, "MaxPostPreDataLengthExceeded", text, more)
        fields[name.lower()] = data.decode(errors="replace")
    text = "POST requires exactly one file upload per request."
    raise StoreError(400, "InvalidArgument", text, {"ArgumentName": "file", "ArgumentValue": "0"})


def as_xml(root: str, values: Mapping[str, str]) -> bytes:
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>{inner}</{root}>'.encode()


def _boundary(content_type: str) -> bytes:
    message = EmailMessage()
    message["Content-Type"] = content_type or "text/plain"
    if message.get_content_type() != "multipart/form-data":
        text = "At least one of the pre-conditions you specified did not hold"
        condition = "Bucket POST must be of the enclosure-type multipart/form-data"
        raise StoreError(412, "PreconditionFailed", text, {"Condition": condition})
    boundary = message.get_boundary()
    if not boundary:
        raise _malformed()
    return boundary.encode(errors="replace")


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each part in turn; bytes are taken as they are."""
    delimiter = b"\r\n--" + boundary
    start = (b"\r\n" + body).find(delimiter)
    if start < 0:
        raise _malformed()
    at = start + len(delimiter) - 2
    while body[at : at + 2] != b"--":
        end = body.find(delimiter, at)
        head, separator, data = body[at:end].partition(b"\r\n\r\n")
        if end < 0 or not separator:
            raise _malformed()
        yield _name(BytesHeaderParser().parsebytes(head.lstrip(b"\r\n"))), data
        at = end + len(delimiter)


def _name(headers: Message) -> str:
    if headers.get_content_disposition() != "form-data":
        return ""
    name = headers.get_param("name", header="content-disposition")
    return name if isinstance(name, str) else ""


def _malformed() -> StoreError:
    text = "The body of your POST request is not well-formed multipart/form-data."
    return StoreError(400, "MalformedPOSTRequest", text)
