"""Where a block stands in the HTML, of a text as it came and of one that was touched."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.richtext.test_document import SAMPLES, TYPED, is_text, text_of
from wfdesk.richtext.document import Document, Run
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.spots import block_at, starts
from wfdesk.richtext.writing import serialize

LISTS = " <p>one</p>\n<ul><li>two<ul><li>three</li></ul></li><li>three</li></ul><hr><h2>four</h2>"


def typed(document: Document, place: int) -> Document:
    blocks = list(document.blocks)
    blocks[place] = replace(blocks[place], runs=(*blocks[place].runs, Run(TYPED)))
    return replace(document, blocks=tuple(blocks))


def sources(document: Document) -> list[str]:
    html, every = serialize(document), starts(document)
    ends = [*every[1:], len(html)]
    return [html[start:end] for start, end in zip(every, ends, strict=True)]


def test_each_block_of_a_list_has_a_place() -> None:
    assert sources(parse(LISTS)) == [
        "<p>one</p>\n<ul><li>",
        "two<ul><li>",
        "three</li></ul></li><li>",
        "three</li></ul>",
        "<hr>",
        "<h2>four</h2>",
    ]


def test_what_was_touched_has_its_place_in_what_is_written() -> None:
    document = parse(LISTS)
    assert sources(typed(document, 2))[2:4] == [
        f"three{TYPED}</li></ul></li><li>",
        "three</li></ul>",
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_block_of_a_sample_is_found_where_it_begins(path: Path) -> None:
    document = parse(text_of(path))
    for place, origin in enumerate(document.origins):
        start = starts(document)[place]
        assert serialize(document).startswith(origin.html, start)
        if origin.html:
            assert block_at(document, start) == place
    texts = [place for place, block in enumerate(document.blocks) if is_text(block)]
    for place in texts[:3]:
        after = typed(document, place)
        assert TYPED in sources(after)[place]


def test_before_the_first_block_is_the_first_and_behind_the_last_the_last() -> None:
    document = parse(LISTS)
    assert block_at(document, 0) == 0
    assert block_at(document, len(LISTS) + 10) == 5
    assert block_at(Document(), 5) == 0
    assert starts(Document()) == []
