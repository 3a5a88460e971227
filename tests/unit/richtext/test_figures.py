"""A figure is changed in its source: what is not changed stays byte for byte."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.richtext.grammar import Author
from wfdesk.richtext.document import Kind
from wfdesk.richtext.figures import (
    DECORATIVE,
    INHERITED,
    Alignment,
    Figure,
    figure_of,
    new_figure,
    with_figure,
)
from wfdesk.richtext.links import Link
from wfdesk.richtext.parsing import parse

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "richtext").glob("*.html"))
LINK = Link((("href", "https://example.com/?a=1&b=2"), ("target", "_blank")))
CHANGES = (
    {"src": 'https://example.com/a.png?x=1&y="2"'},
    {"alt": 'A "loaf" <of> bread & butter'},
    {"alt": DECORATIVE},
    {"alt": ""},
    {"alignment": Alignment.FLOAT_LEFT},
    {"max_width": "42%"},
    {"width": "300"},
    {"link": LINK},
    {"caption": "One < two & three\u00a0four"},
)
PLAIN = (
    '<figure id="" class="w-richtext-figure-type-image w-richtext-align-center own" data-x=\'1\''
    ' data-rt-type="image" data-rt-align="center"><div id=""><img src=\'a.png?x=1&y=2\' id=""'
    ' alt="A loaf"></div></figure>'
)

WIDER = (
    'own" style="max-width:50%" data-x=\'1\' data-rt-type="image" data-rt-align="center"'
    ' data-rt-max-width="50%"'
)


def figures() -> list[str]:
    blocks = [block for path in SAMPLES for block in parse(path.read_bytes().decode()).blocks]
    cards = [block.raw for block in blocks if block.kind is Kind.CARD]
    return [raw for raw in cards if figure_of(raw) is not None]


def test_each_picture_of_the_samples_can_be_changed_in_each_of_its_parts_and_back() -> None:
    raws = figures()
    assert len(raws) == 25
    for raw in raws:
        before = figure_of(raw)
        assert before is not None
        for change in CHANGES:
            if "caption" in change and not before.is_caption_plain:
                continue
            changed = with_figure(raw, replace(before, **change))
            assert figure_of(changed) == replace(before, **change), (raw, change)
            assert with_figure(changed, before) == raw, (raw, change)


@pytest.mark.parametrize(
    ("change", "was", "became"),
    [
        ({"alt": "Bread"}, 'alt="A loaf"', 'alt="Bread"'),
        ({"alt": None}, ' alt="A loaf"', ""),
        ({"src": "b.png?x='1'&y"}, "'a.png?x=1&y=2'", "'b.png?x=&#39;1&#39;&amp;y'"),
        ({"width": "300"}, 'alt="A loaf"', 'alt="A loaf" width="300"'),
        ({"caption": "a < b"}, "</figure>", "<figcaption>a &lt; b</figcaption></figure>"),
        (
            {"max_width": "50%"},
            'own" data-x=\'1\' data-rt-type="image" data-rt-align="center"',
            WIDER,
        ),
        ({"link": Link((("href", "/x"),))}, '<img src=\'a.png?x=1&y=2\' id="" alt="A loaf">', None),
    ],
)
def test_a_change_changes_nothing_else(change: dict, was: str, became: str | None) -> None:
    before = figure_of(PLAIN)
    assert before is not None
    expected = PLAIN.replace(was, f'<a href="/x">{was}</a>' if became is None else became)
    assert PLAIN.count(was) == 1
    assert with_figure(PLAIN, replace(before, **change)) == expected


def test_another_alignment_is_said_wherever_the_old_one_was() -> None:
    before = figure_of(PLAIN)
    assert before is not None
    after = with_figure(PLAIN, replace(before, alignment=Alignment.FLOAT_RIGHT))
    assert after == PLAIN.replace("align-center", "align-floatright").replace(
        'data-rt-align="center"', 'data-rt-align="floatright"'
    )


def test_a_figure_that_says_no_alignment_gets_both_ways_of_saying_one() -> None:
    raw = '<figure><div><img src="a"></div></figure>'
    before = figure_of(raw)
    assert before is not None
    assert with_figure(raw, replace(before, alignment=Alignment.NORMAL)) == (
        '<figure class="w-richtext-align-normal" data-rt-align="normal">'
        '<div><img src="a"></div></figure>'
    )


def test_a_width_goes_into_the_style_that_is_there() -> None:
    raw = '<figure style="color:red; max-width: 9px; top:0"><div><img></div></figure>'
    before = figure_of(raw)
    assert before is not None
    assert before.max_width == "9px"
    assert 'style="color:red; max-width: 5%; top:0"' in with_figure(
        raw, replace(before, max_width="5%")
    )
    assert with_figure(raw, replace(before, max_width=None)) == raw.replace(" max-width: 9px;", "")


def test_a_width_goes_behind_the_style_that_is_there() -> None:
    raw = '<figure style="top:0;"><div><img></div></figure>'
    before = figure_of(raw)
    assert before is not None
    assert 'style="top:0;max-width:5%"' in with_figure(raw, replace(before, max_width="5%"))


def test_what_contradicts_itself_stays_so_where_it_is_not_changed() -> None:
    raw = (
        '<figure class="w-richtext-align-center" data-rt-align="fullwidth">'
        '<div><img src="a" src="b"></div></figure>'
    )
    before = figure_of(raw)
    assert before is not None
    assert with_figure(raw, replace(before, src="c")) == raw.replace('src="a"', 'src="c"')


def test_a_link_keeps_what_else_its_tag_says_and_can_be_taken_away() -> None:
    raw = (
        '<figure><a class="w-inline-block" rel="noopener" href=\'/x?a=1&b=2\'><div>'
        "<img src='a'></div></a><figcaption><b>B</b></figcaption></figure>"
    )
    before = figure_of(raw)
    assert before is not None
    assert before.link is not None
    assert (before.caption, before.is_caption_plain) == ("B", False)
    tabbed = replace(before, link=before.link.with_new_tab(opens_new_tab=True))
    assert with_figure(raw, tabbed) == raw.replace("b=2'>", 'b=2\' target="_blank">')
    bare = with_figure(raw, replace(before, link=None))
    assert bare == "<figure><div><img src='a'></div><figcaption><b>B</b></figcaption></figure>"


def test_a_caption_that_is_emptied_goes_with_its_element() -> None:
    raw = '<figure><div><img src="a"></div><figcaption id="">Words</figcaption></figure>'
    before = figure_of(raw)
    assert before is not None
    assert with_figure(raw, replace(before, caption=None)) == (
        '<figure><div><img src="a"></div></figure>'
    )
    assert '<figcaption id="">Other</figcaption>' in with_figure(
        raw, replace(before, caption="Other")
    )


def test_a_new_figure_is_written_as_webflow_writes_one() -> None:
    figure = Figure(
        "https://example.com/a.png",
        INHERITED,
        "A loaf",
        alignment=Alignment.CENTER,
        max_width="9px",
    )
    assert new_figure(figure) == (
        '<figure class="w-richtext-figure-type-image w-richtext-align-center"'
        ' style="max-width:9px" data-rt-type="image" data-rt-align="center"'
        ' data-rt-max-width="9px"><div><img src="https://example.com/a.png"'
        ' alt="__wf_reserved_inherit" loading="lazy"></div><figcaption>A loaf</figcaption></figure>'
    )
    assert new_figure(Figure("a", "")) == (
        '<figure class="w-richtext-figure-type-image w-richtext-align-fullwidth"'
        ' data-rt-type="image" data-rt-align="fullwidth"><div><img src="a" alt=""'
        ' loading="lazy"></div></figure>'
    )
    assert figure_of(new_figure(figure)) == figure


@pytest.mark.parametrize(
    "raw",
    [
        *("", "text", "<p>x</p>", "<figure></figure>", "<figure><img>", "<figure><img></figure>x"),
        *("<figure><img><img></figure>", "<figure><iframe></iframe><img></figure>", "<div></div>"),
        "<figure><figcaption><img></figcaption></figure>",
        "<figure><div><img src=a></div>" + " " * 20_000 + "</figure>",
    ],
)
def test_what_is_no_figure_with_one_picture_is_left_alone(raw: str) -> None:
    assert figure_of(raw) is None
    assert with_figure(raw, Figure("a")) == raw


def test_nothing_that_is_broken_breaks_this() -> None:
    for seed in range(300):
        raw = f"<figure>{Author(seed).junk()}<img src=x></figure>"
        before = figure_of(raw)
        after = with_figure(raw, Figure("b", "c", "d", link=LINK))
        assert (before is None) == (after == raw), raw
