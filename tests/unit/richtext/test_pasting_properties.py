"""Whatever is pasted is safe, is read as text and cards, and keeps its words in their order.

``WFDESK_RICHTEXTS`` says how many texts are drawn.
"""

import os
import re

import pytest
from msgspec.structs import replace

from tests.unit.richtext.clipboard import ATTACKS, NOISE, Clipboard, faults_of
from tests.unit.richtext.grammar import Author
from wfdesk.richtext.document import Document, Kind, units
from wfdesk.richtext.limits import MOST_CHARACTERS
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.pasting import Pasted, clean_html, from_markdown, from_text
from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.writing import serialize, write

DRAWN = int(os.environ.get("WFDESK_RICHTEXTS", "1500")) // 20
CARDS = ('<figure class="w-richtext-figure-type-image', "<div data-rt-embed-type='true'><table>")


def faults_in(pasted: Pasted) -> list[object]:
    """What is wrong with something that was pasted, whatever it was made of."""
    document = parse(pasted.html)
    blocks = document.blocks
    fresh = [[replace(block, origin=None) for block in unit] for unit in units(blocks)]
    again = clean_html(pasted.html)
    return [
        *faults_of(pasted.html),
        *(b.raw for b in blocks if b.kind is Kind.CARD and not b.raw.startswith(CARDS)),
        *([] if serialize(document) == pasted.html else ["is not written as it is read"]),
        *(
            []
            if "".join(write(Document(), unit) for unit in fresh) == pasted.html
            else ["not ours"]
        ),
        *([] if again.html == pasted.html else [f"becomes {again.html}"]),
        *(["is cleaned again"] if again.is_cleaned else []),
    ]


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_what_webflow_could_write_is_sound_when_it_is_pasted_and_keeps_its_words() -> None:
    for seed in range(DRAWN):
        html = Author(seed).document()
        pasted = clean_html(html)
        assert faults_in(pasted) == [], seed
        assert words_of(plain_text(pasted.html)) == words_of(plain_text(html)), seed


def test_what_nobody_would_write_is_sound_when_it_is_pasted() -> None:
    for seed in range(DRAWN):
        assert faults_in(clean_html(Author(seed).junk())) == [], seed


def test_what_programs_write_is_sound_when_it_is_pasted() -> None:
    for seed in range(DRAWN):
        assert faults_in(clean_html(Clipboard(seed).noise())) == [], seed


def test_what_is_meant_to_hurt_is_harmless_when_it_is_pasted() -> None:
    for seed in range(DRAWN):
        assert faults_in(clean_html(Clipboard(seed).attack())) == [], seed


@pytest.mark.parametrize("html", [*ATTACKS, *NOISE])
def test_each_attack_and_each_noise_is_harmless_alone(html: str) -> None:
    assert faults_in(clean_html(html)) == []
    assert faults_in(from_markdown(html)) == []
    assert faults_in(from_text(html)) == []


def test_text_is_taken_as_it_is() -> None:
    for seed in range(DRAWN // 3):
        text = Clipboard(seed).attack()
        pasted = from_text(text)
        assert faults_in(pasted) == [], seed
        assert words_of(plain_text(pasted.html)) == words_of(text.replace("\ud800", "")), seed


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<b>" * 100_000 + "x",
        "<ul><li>" * 50_000 + "x",
        "<blockquote>" * 100_000 + "x",
        "<table><tr><td>" * 30_000 + "x",
        "<div>" * 300 + "x" + "</b>" * 4_000,
        f"<p>{''.join(f'<font a={number}>' for number in range(390))}</p>" + "<p>x</p>" * 3_000,
        "x<span>" * 20_000 + "</h1>" * 20_000,
        "x<svg>" * 20_000,
        "<p>" + "word " * 250_000,
    ],
    ids=lambda html: html[:20],
)
def test_what_would_take_long_is_told_before(html: str) -> None:
    pasted = clean_html(html)
    assert pasted.is_cut
    assert faults_in(pasted) == []
    assert words_of(plain_text(pasted.html))
    assert len(pasted.html) <= MOST_CHARACTERS


ALL_MARKS = "<a href=/><b><i><u><s><sub><sup><code>x"


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 40 + ALL_MARKS,
        "<ul><li>" * 40 + ALL_MARKS,
        "<blockquote><ul><li>" * 12 + ALL_MARKS,
        "<ul><li>" * 9 + f"<table><tr><td><ul><li><ul><li>{ALL_MARKS}<td>y</table>",
        "<ul><li>" * 7 + "<table><tr><td>" + "<ul><li>" * 20 + ALL_MARKS + "</ul>" * 20 + "<td>y",
        "<blockquote>" * 15
        + f"<p style='mso-list:l0 level1 lfo1'>y<p style='mso-list:l0 level2 lfo1'>{ALL_MARKS}",
        "<ul><li>" * 6 + f"<li data-aria-level=9>{ALL_MARKS}",
    ],
    ids=lambda html: html[:20],
)
def test_what_is_nested_too_deep_becomes_flat_and_keeps_its_words(html: str) -> None:
    pasted = clean_html(f"<p>y</p>{html}")
    assert faults_in(pasted) == []
    assert not pasted.is_cut
    assert "x" in plain_text(pasted.html)
