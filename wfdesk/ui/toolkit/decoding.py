"""Decodes pictures from outside, in a process that has nothing to lose.

Only PNG, JPEG, GIF and WebP are decoded, told by their first bytes and never by their name:
Qt's other readers (SVG above all) have no place near a stranger's file. What the window gets back
are dots of a size it asked for. ``serve`` is the child's side of ``system.decoder``.
"""

import struct
import sys
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

SIDE = 512
"""The longest side that is kept of a picture, in pixels."""

_MOST_BYTES = 10_000_000
_MOST_PIXELS = 64_000_000
_MEGABYTES = 128
_ROOM = 512 << 20
"""Bytes that decoding may take beside what the process has when it begins."""
_HEAD = struct.Struct(">II")
_DOT = 4
_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


def decode(data: bytes, size: QSize) -> QImage | None:
    """Decode a picture to fit into *size*. None for what is damaged, too large or not allowed."""
    kind = _format_of(data)
    if kind is None or len(data) > _MOST_BYTES:
        return None
    QImageReader.setAllocationLimit(_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    full = reader.size()
    if not full.isValid() or full.width() * full.height() > _MOST_PIXELS:
        return None
    if full.width() > size.width() or full.height() > size.height():
        reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def dots_of(image: QImage | None) -> bytes:
    """The picture as it travels: width, height, dots. Nothing for none."""
    if image is None:
        return b""
    plain = image.convertToFormat(_FORMAT)
    return _HEAD.pack(plain.width(), plain.height()) + bytes(plain.constBits())


def image_of(dots: bytes | None) -> QImage | None:
    """The picture that travelled. Whoever sent it may be beside himself, so all is checked."""
    if not dots or len(dots) < _HEAD.size:
        return None
    width, height = _HEAD.unpack_from(dots)
    is_sound = 0 < width <= SIDE and 0 < height <= SIDE
    if not is_sound or len(dots) != _HEAD.size + width * height * _DOT:
        return None
    return QImage(dots[_HEAD.size :], width, height, width * _DOT, _FORMAT).copy()


def serve() -> None:
    """Decode what comes by standard input until it closes: a length, a picture, and so on."""
    _application = QCoreApplication([])  # else Qt does not look for its plugins
    _limit_memory()
    while (head := sys.stdin.buffer.read(4)) and len(head) == 4:
        data = sys.stdin.buffer.read(int.from_bytes(head, "big"))
        _answer(sys.stdout.buffer, dots_of(decode(data, QSize(SIDE, SIDE))))


def _answer(out: BinaryIO, dots: bytes) -> None:
    out.write(len(dots).to_bytes(4, "big") + dots)
    out.flush()


def _limit_memory() -> None:
    """Where the system lets one: a picture that wants more ends the process, not the computer."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - exists on some systems only

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no such file, no Path
            pages = int(file.read().split()[0])
        most = pages * resource.getpagesize() + _ROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _format_of(data: bytes) -> bytes | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"png"
    if data.startswith(b"\xff\xd8\xff"):
        return b"jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return b"gif"
    return b"webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None
