"""The bytes of a file go when it is kept that the file is gone, and not before."""

from pathlib import Path

import pytest

from wfdesk.practice.assets.files import Files
from wfdesk.practice.assets.model import Asset, Library
from wfdesk.practice.magazine import media

DATA = b"some bytes"


@pytest.fixture
def asset() -> Asset:
    made = Asset("a" * 24, "rye.png", "rye.png", "image/png", "", "")
    made.digest, made.size = "d" * 32, len(DATA)
    return made


@pytest.fixture
def library(asset: Asset) -> Library:
    return Library({asset.id: asset})


def test_a_deleted_files_bytes_stay_until_its_end_is_kept(tmp_path: Path, library, asset) -> None:
    files = Files(library, media, tmp_path)
    files.keep(asset, DATA)
    del library.assets[asset.id]
    files.clear(asset)
    assert files.bytes_of(asset) == DATA
    files.settle()
    assert files.bytes_of(asset) is None
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_another_file_has_stay(tmp_path: Path, library, asset) -> None:
    files = Files(library, media, tmp_path)
    files.keep(asset, DATA)
    files.clear(asset)
    files.settle()
    assert files.bytes_of(asset) == DATA


def test_what_no_file_has_is_swept_at_the_start(tmp_path: Path, library, asset) -> None:
    Files(library, media, tmp_path).keep(asset, DATA)
    for name in ("e" * 32, f"{asset.digest}.part"):
        (tmp_path / name).write_bytes(b"left behind")
    assert Files(library, media, tmp_path).bytes_of(asset) == DATA
    assert [entry.name for entry in tmp_path.iterdir()] == [asset.digest]
