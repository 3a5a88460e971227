"""A text that would be read as another one is told before it leaves."""

import pytest
from msgspec.structs import replace

from tests.unit.richtext.test_document import SAMPLES, text_of
from wfdesk.richtext.document import Block, Document, Kind, Run, Tag
from wfdesk.richtext.gate import Gate, is_sound
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


def test_what_was_found_sound_is_not_read_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[str]()
    monkeypatch.setattr("wfdesk.richtext.gate.parse", lambda html: read.append(html) or parse(html))
    document = parse("<p>one <em>two</em> three</p>" * 60)
    typed = [replace(each, runs=(*each.runs, Run(" more"))) for each in document.blocks]
    gate = Gate()
    assert gate.lets_through(replace(document, blocks=tuple(typed)))
    assert len(read) == 60
    typed[30] = replace(typed[30], runs=(*typed[30].runs, Run(" words")))
    assert gate.lets_through(replace(document, blocks=tuple(typed)))
    assert read[60:] == ["<p>one <em>two</em> three more words</p>"]


def test_what_was_unsound_is_so_until_it_is_written_otherwise() -> None:
    gate, odd = Gate(), Block(Kind.TEXT, Tag("p"), (Run("a", (Tag("p"),)),))
    plain = replace(odd, runs=(Run("a"),))
    asked = ((odd,), (plain, odd), (plain,), (odd, plain))
    assert [gate.lets_through(Document(each)) for each in asked] == [False, False, True, False]
