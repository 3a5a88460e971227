"""What the items show, as it is drawn: known before it is drawn, and openable."""

import re

import pytest

from wfdesk.practice.magazine import media
from wfdesk.practice.magazine.photographs import PHOTOGRAPHS
from wfdesk.practice.pictures.drawing import moods_of

LARGEST = ("photo-11", "photo-32", "photo-33", "method-0", "windowsill-3")


@pytest.mark.parametrize("name", LARGEST)
def test_the_size_of_a_picture_is_known_before_it_is_drawn(name: str) -> None:
    picture = media.drawn(name)
    assert len(picture) == media.size_of(name)
    assert int.from_bytes(picture[16:20]) == media.width_of(name)


def test_a_picture_can_be_had_smaller() -> None:
    assert int.from_bytes(media.drawn("photo-42", 120)[16:20]) == 120


def test_every_photograph_has_a_mood_that_there_is() -> None:
    assert all(each.mood in moods_of(each.motif) for each in PHOTOGRAPHS)


def test_files_have_names_of_their_own() -> None:
    names = [media.file_name(name) for name in media.names()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["recipe-card-0", "recording-19", "anything"])
def test_a_document_is_a_pdf_whose_table_finds_every_object(name: str) -> None:
    document = media.leaflet(name)
    assert document.startswith(b"%PDF-1.4\n")
    assert document.endswith(b"%%EOF\n")
    table = int(re.search(rb"startxref\n(\d+)\n", document)[1])
    assert document[table:].startswith(b"xref\n0 7\n")
    starts = [int(start) for start in re.findall(rb"(\d{10}) 00000 n \n", document)]
    for number, start in enumerate(starts, 1):
        assert document[start:].startswith(b"%d 0 obj\n" % number)
    [length] = re.findall(rb"/Length (\d+)", document)
    stream = document.partition(b"stream\n")[2]
    assert stream[int(length) :].startswith(b"\nendstream")
