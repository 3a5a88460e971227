"""Which files are taken, by the ending of their names, and how large each may be."""

from typing import Final

_MEGABYTE: Final = 1024 * 1024
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "json": "application/json",
    "lottie": "application/zip+dotlottie",
}


def content_type_of(file_name: str) -> str | None:
    """None for a file that the site does not take."""
    stem, _, ending = file_name.rpartition(".")
    return _TYPES.get(ending.lower()) if stem else None


def most_bytes(content_type: str) -> int:
    """How large a file of this type may be."""
    return (4 if content_type.startswith("image/") else 10) * _MEGABYTE
