"""A few kilobytes that a browser would make millions of elements of are read at once, as text."""

import pytest

from tests.doubles.pace import work_of
from wfdesk.richtext.blocks import split_blocks
from wfdesk.richtext.cards import describe
from wfdesk.richtext.facts import facts_of
from wfdesk.richtext.gate import is_sound
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.plain import counts, plain_text
from wfdesk.richtext.tree import descend
from wfdesk.richtext.tree import parse as tree_of
from wfdesk.richtext.writing import serialize

OPENED = "".join(f"<b id={number}>" for number in range(600))
"""Each of these is opened again in every paragraph that comes after."""
AGAIN = "<p>text</p>" * 800
CLOSED = "</b>" * 600
HURTFUL = [
    f"<p>{OPENED}</p>{AGAIN}",
    f"<p>{OPENED}{AGAIN}{CLOSED}</p>",
    f"<figure><p>{OPENED}</p>{AGAIN}</figure>",
    f"<div data-rt-embed-type='true'><p>{OPENED}</p>{AGAIN}</div>",
    # What looks like the end of them is none.
    f"<p>{OPENED}<!-- {CLOSED} --></p>{AGAIN}",
    f'<p>{OPENED}<i title="{CLOSED}"></i></p>{AGAIN}',
    f"<p>{OPENED}<script>{CLOSED}</script></p>{AGAIN}",
]


def look_at(html: str) -> None:
    document = parse(html)
    assert serialize(document) == html
    assert is_sound(document)
    assert counts(document).words >= 800
    assert "text" in plain_text(html)
    assert "".join(split_blocks(html)) == html
    describe(html)
    facts_of(html)


@pytest.mark.parametrize("html", HURTFUL, ids=range(len(HURTFUL)))
def test_what_was_made_to_hurt_is_read_at_once(html: str) -> None:
    assert work_of(lambda: look_at(html)) < 30


def test_a_long_text_in_order_is_read_with_all_its_elements() -> None:
    paragraph = "<p>a <strong>b <em>c <a href=d>e</a></em></strong> <b>f</b></p>"
    found = sum(node.name == "em" for node in descend(tree_of(paragraph * 1000)))
    assert found == 1000


def test_a_text_with_a_few_tags_that_are_not_closed_is_read_as_a_browser_does() -> None:
    html = "<p><b>a</p><p>b</p>" * 40
    assert sum(node.name == "b" for node in descend(tree_of(html))) > 80
