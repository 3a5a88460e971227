"""Pictures are decoded with care, kept in bounds, and shown without holding the window."""

import struct
import zlib
from asyncio import Event, sleep

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage

from wfdesk.ui.toolkit.decoding import decode, dots_of, image_of
from wfdesk.ui.toolkit.images import CachedPictures, Thumbnail, _State

SIZE = QSize(64, 64)


def encoded(width: int, height: int, kind: bytes = b"PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return saved(image, kind.decode())


def saved(image: QImage, kind: str) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(held.data())


async def decoded(data: bytes) -> bytes | None:
    """As the process that decodes pictures does it."""
    return dots_of(decode(data, SIZE))


def huge_png(side: int) -> bytes:
    """A few hundred bytes that claim to be a very large picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def grey(width: int, height: int) -> bytes:
    """A JPEG, of which Qt decodes no more than is shown: its own limit does not hold there."""
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(128)
    return saved(image, "JPEG")


def test_sixty_four_million_dots_are_decoded_and_no_more(qapp) -> None:
    assert decode(grey(8_000, 8_000), SIZE) is not None
    assert decode(grey(8_001, 8_000), SIZE) is None


@pytest.mark.parametrize("kind", [b"PNG", b"JPEG", b"WEBP"])
def test_a_picture_is_decoded_to_fit(qapp, kind) -> None:
    image = decode(encoded(200, 100, kind), SIZE)
    assert image is not None
    assert (image.width(), image.height()) == (64, 32)


def test_a_small_picture_is_not_blown_up(qapp) -> None:
    image = decode(encoded(8, 8), SIZE)
    assert image is not None
    assert image.width() == 8


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"%PDF-1.7",
        b"II*\x00" + b"\0" * 64,
        b"BM" + b"\0" * 64,
        b"RIFF\0\0\0\0WAVE",
        b"GIF89a",
        huge_png(40_000),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 10_000_001,
    ],
    ids=["empty", "text", "svg", "pdf", "tiff", "bmp", "wave", "gif", "huge", "long"],
)
def test_anything_else_is_nothing(qapp, data) -> None:
    assert decode(data, SIZE) is None


def test_a_picture_arrives_as_it_was(qapp) -> None:
    image = decode(encoded(8, 4), SIZE)
    arrived = image_of(dots_of(image))
    assert arrived.size() == image.size()
    assert arrived.pixelColor(7, 3) == image.pixelColor(7, 3) == QColor("teal")


@pytest.mark.parametrize(
    "dots",
    [
        None,
        b"",
        b"short",
        struct.pack(">II", 2, 2) + b"\0" * 15,
        struct.pack(">II", 2, 2) + b"\0" * 17,
        struct.pack(">II", 0, 0),
        struct.pack(">II", 513, 1) + b"\0" * 4 * 513,
    ],
)
def test_dots_that_are_no_picture_are_nothing(dots) -> None:
    assert image_of(dots) is None


async def test_pictures_are_fetched_once_and_few_are_kept(qapp) -> None:
    fetched: list[str] = []

    async def fetch(url: str) -> bytes | None:
        fetched.append(url)
        return None if url == "none" else encoded(8, 8)

    pictures = CachedPictures(fetch, decoded, capacity=2)
    for url in ("a", "a", "b", "c", "a", "none", "none"):
        assert (await pictures.load(url) is None) == (url == "none")
    assert fetched == ["a", "b", "c", "a", "none", "none"]


async def test_a_thumbnail_tells_its_state(qtbot, tasks, until) -> None:
    async def fetch(url: str) -> bytes | None:
        return encoded(8, 8) if url == "good" else None

    thumbnail = Thumbnail(CachedPictures(fetch, decoded), tasks)
    qtbot.addWidget(thumbnail)
    thumbnail.show()
    assert thumbnail.accessibleName() == _State.EMPTY.value
    for url, state in (("good", _State.SHOWN), ("bad", _State.MISSING), ("", _State.EMPTY)):
        thumbnail.show_url(url)
        thumbnail.grab()
        await until(lambda wanted=state: thumbnail.accessibleName() == wanted.value)
        thumbnail.grab()


async def test_a_picture_that_could_not_be_had_is_tried_again_when_asked(
    qtbot, tasks, until
) -> None:
    asked: list[str] = []

    async def fetch(url: str) -> bytes | None:
        asked.append(url)
        return encoded(8, 8) if len(asked) > 1 else None

    thumbnail = Thumbnail(CachedPictures(fetch, decoded), tasks)
    qtbot.addWidget(thumbnail)
    thumbnail.try_again()
    thumbnail.show_url("late")
    await until(lambda: thumbnail.accessibleName() == _State.MISSING.value)

    for _ in range(2):
        thumbnail.try_again()
        await until(lambda: thumbnail.accessibleName() == _State.SHOWN.value)

    assert asked == ["late", "late"]


async def test_a_thumbnail_may_go_before_its_picture_comes(tasks, until) -> None:
    gate = Event()

    async def fetch(_url: str) -> bytes | None:
        await gate.wait()
        return encoded(8, 8)

    thumbnail = Thumbnail(CachedPictures(fetch, decoded), tasks)
    thumbnail.show_url("x")
    await sleep(0)
    thumbnail.deleteLater()
    await sleep(0.01)
    gate.set()
    await until(lambda: not tasks._running)
