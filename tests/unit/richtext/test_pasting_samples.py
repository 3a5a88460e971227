"""What each program puts on the clipboard, and what is made of it."""

from pathlib import Path

import pytest

from tests.unit.richtext.test_pasting_properties import faults_in
from wfdesk.richtext.blocks import split_blocks
from wfdesk.richtext.pasting import Pasted, clean_html, from_markdown, looks_like_markdown

SAMPLES = Path(__file__).parents[2] / "samples" / "clipboard"
COPIED = sorted(path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.html"))
COPIED = [path for path in COPIED if path.name != "README.md"]


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def pasted_from(path: Path) -> Pasted:
    return from_markdown(text_of(path)) if path.suffix == ".md" else clean_html(text_of(path))


@pytest.mark.parametrize("path", COPIED, ids=lambda path: path.stem)
def test_structure_is_kept_and_looks_are_gone(path: Path) -> None:
    pasted = pasted_from(path)
    expected = text_of(path.with_name(f"{path.stem}.expected.html"))
    assert "\n".join(split_blocks(pasted.html)) + "\n" == expected
    assert faults_in(pasted) == []
    assert pasted.is_cleaned
    assert not pasted.is_cut


def test_each_program_is_there_with_what_is_expected() -> None:
    names = {path.stem for path in COPIED}
    assert names == {
        *("word-windows", "word-mac", "word-online", "outlook", "excel", "libreoffice", "notion"),
        *("google-docs", "google-sheets", "gmail", "chrome-windows", "safari", "apple-notes"),
        "plain",
    }


def test_no_html_is_taken_for_markdown_and_the_markdown_is() -> None:
    assert [path.stem for path in COPIED if looks_like_markdown(text_of(path))] == ["plain"]


def test_a_list_of_word_is_the_same_without_its_style_sheet() -> None:
    html = text_of(SAMPLES / "word-windows.html")
    start, end = html.index("<!--StartFragment-->"), html.index("<!--EndFragment-->")
    assert clean_html(html[start:end]) == clean_html(html)
