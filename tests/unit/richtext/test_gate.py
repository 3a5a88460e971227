"""A text that would be read as another one is told before it leaves."""

from msgspec.structs import replace

from tests.unit.richtext.test_document import SAMPLES, text_of
from wfdesk.richtext.document import Block, Document, Kind, Run, Tag
from wfdesk.richtext.gate import is_sound
from wfdesk.richtext.parsing import parse


def test_what_was_not_touched_is_sound_whatever_it_is() -> None:
    for path in SAMPLES:
        assert is_sound(parse(text_of(path)))
    assert is_sound(parse("<p><b>x</p><table><p>"))


def test_what_is_written_is_sound() -> None:
    document = parse('<p id="a">one <em>two</em></p><ul><li>three</li></ul>')
    first, last = document.blocks
    typed = replace(first, runs=(*first.runs, Run(" <more> & ")))
    assert is_sound(replace(document, blocks=(typed, last)))


def test_what_would_be_read_as_another_text_is_told() -> None:
    inside = Block(Kind.TEXT, Tag("p"), (Run("a", (Tag("p"),)),))
    assert not is_sound(Document((inside,)))
