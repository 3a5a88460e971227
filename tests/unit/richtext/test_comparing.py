"""Two rich texts compared: nothing is lost of either, and only what differs is said to."""

from random import Random

import pytest
from msgspec.structs import replace

from tests.unit.richtext.grammar import Author
from tests.unit.richtext.test_document import DRAWN, SAMPLES, text_of
from wfdesk.domain.diff import Part
from wfdesk.richtext.comparing import Change, Comparison, Joint, State, diff
from wfdesk.richtext.document import Block, Document, Kind, Run, Tag, merged, print_of
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.plain import plain_text_of

PARAGRAPH = "<p>The dough rests while the town wakes up, and the oven warms.</p>"
OTHER = "<p>Nobody has baked anything else here since the mill burned down.</p>"
PICTURE = '<figure data-rt-type="image" data-rt-align="center"><div><img src="{}" alt="{}"></div>{}'


def compare(before: str, after: str) -> Comparison:
    return diff(parse(before), parse(after))


def changed(before: str, after: str) -> list[Change]:
    return [each for each in compare(before, after).changes if each.state is not State.SAME]


def only(before: str, after: str) -> Change:
    [change] = changed(before, after)
    return change


def states(before: str, after: str) -> list[State]:
    return [change.state for change in compare(before, after).changes]


def picture(source: str, alt: str, caption: str = "") -> str:
    return PICTURE.format(source, alt, f"{caption}</figure>")


def side(comparison: Comparison, missing: State) -> list[Block]:
    """The blocks before or after, put together from what is said to be the same or to differ."""
    is_new = missing is State.REMOVED
    part = Part.REMOVED if is_new else Part.ADDED
    blocks: list[Block] = []
    for change in comparison.changes:
        block = change.after if is_new else change.before
        if block is None:
            continue
        if change.state is not State.SAME and block.kind is not Kind.CARD:
            kept = [span for span in change.spans if span.part is not part]
            runs = [span.run if is_new else span.was or span.run for span in kept]
            blocks.append(replace(block, runs=merged(runs)))
        else:
            blocks.append(block)
    return blocks


def shuffled(seed: int) -> tuple[Document, Document]:
    """A text, and what became of it when blocks of another came, and some went or moved."""
    rng = Random(seed)
    before, other = parse(Author(seed).document()), parse(Author(seed + 1).document())
    mixed = [*before.blocks, *(block for block in other.blocks if not block.path)]
    kept = [block for block in mixed if rng.random() < 0.8]
    if rng.random() < 0.5:
        rng.shuffle(kept)
    return before, Document(tuple(replace(each, origin=None) for each in kept))


def test_both_texts_can_be_read_out_of_the_comparison() -> None:
    for seed in range(DRAWN // 25):
        before, after = shuffled(seed)
        found = diff(before, after)
        old, new = side(found, State.ADDED), side(found, State.REMOVED)
        assert plain_text_of(Document(tuple(old))) == plain_text_of(before), seed
        assert plain_text_of(Document(tuple(new))) == plain_text_of(after), seed
        assert len(old) == len(before.blocks)
        assert len(new) == len(after.blocks)


def test_a_text_has_no_change_against_itself_and_one_against_any_that_says_something_else() -> None:
    for seed in range(DRAWN // 25):
        html = Author(seed).document()
        found = compare(html, html)
        assert found.is_same, seed
        assert not found.is_html_only, seed
        before, after = shuffled(seed)
        if print_of(before.blocks) == print_of(after.blocks):
            assert diff(before, after).is_same, seed
        elif plain_text_of(before) != plain_text_of(after):
            assert not diff(before, after).is_same, seed


def test_a_word_more_in_a_sample_is_one_change() -> None:
    for path in SAMPLES:
        before = parse(text_of(path))
        texts = [at for at, each in enumerate(before.blocks) if each.text[-1:].isalnum()]
        for place in texts[len(texts) // 2 :][:1]:
            block = before.blocks[place]
            typed = (replace(block, runs=(*block.runs, Run(" Typed"))),)
            blocks = (*before.blocks[:place], *typed, *before.blocks[place + 1 :])
            found = diff(before, replace(before, blocks=blocks))
            [change] = [each for each in found.changes if each.state is not State.SAME]
            new = [(span.part, span.run.text) for span in change.spans if span.part != Part.SAME]
            assert new == [(Part.ADDED, " Typed")], path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p id="">a</p>', "<p>a</p>"),
        ("<p>a&nbsp;b</p>", "<p>a\u00a0b</p>"),
        ("<p><b>a</b></p>", "<p><strong>a</strong></p>"),
        ("<p>a</p>\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a<br />b</p>", "<p>a<br>b</p>"),
        ("<p></p>", "<p>\u200d</p>"),
        ("<p> a </p>", "<p>a</p>"),
        ("<p><b><i>a</i></b></p>", "<p><i><b>a</b></i></p>"),
        ("<p><b>a</b><b>b</b></p>", "<p><b>ab</b></p>"),
        ("<p><span>a</span> b</p>", "<p>a b</p>"),
    ],
)
def test_what_nobody_sees_is_no_change_but_one_of_the_html(before: str, after: str) -> None:
    found = compare(before, after)
    assert found.is_same
    assert found.is_html_only


def test_words_are_compared_within_their_block() -> None:
    change = only(PARAGRAPH, PARAGRAPH.replace("dough", "bread"))
    assert change.state is State.CHANGED
    parts = [(span.part, span.run.text) for span in change.spans if span.part is not Part.SAME]
    assert parts == [(Part.REMOVED, "dough"), (Part.ADDED, "bread")]


def test_a_paragraph_that_became_a_heading_keeps_its_words() -> None:
    change = only(PARAGRAPH, PARAGRAPH.replace("p>", "h2>"))
    tags = [block.tag.name for block in (change.before, change.after) if block]
    assert tags == ["p", "h2"]
    assert {span.part for span in change.spans} == {Part.SAME}


def test_words_that_became_bold_stay_and_are_told() -> None:
    change = only(PARAGRAPH, PARAGRAPH.replace("the town", "<strong>the town</strong>"))
    [restyled] = [span for span in change.spans if span.was is not None]
    assert restyled.part is Part.SAME
    assert (restyled.run, restyled.was) == (Run("the town", (Tag("strong"),)), Run("the town"))


def test_another_address_of_a_link_is_a_change_of_its_look() -> None:
    change = only('<p>See <a href="/a">this</a>.</p>', '<p>See <a href="/b">this</a>.</p>')
    [restyled] = [span for span in change.spans if span.was is not None]
    assert restyled.was == Run("this", (Tag("a", (("href", "/a"),)),))


def test_another_picture_in_a_line_is_a_change() -> None:
    change = only('<p>a <img src="a.png"></p>', '<p>a <img src="b.png"></p>')
    [restyled] = [span for span in change.spans if span.was is not None]
    assert restyled.was is not None
    assert (restyled.was.raw, restyled.run.raw) == ('<img src="a.png">', '<img src="b.png">')


def test_a_block_that_came_or_went_leaves_its_neighbours_alone() -> None:
    assert states(PARAGRAPH, OTHER + PARAGRAPH) == [State.ADDED, State.SAME]
    assert states(PARAGRAPH + OTHER, PARAGRAPH) == [State.SAME, State.REMOVED]
    assert states(PARAGRAPH, OTHER) == [State.REMOVED, State.ADDED]


def test_a_block_that_moved_is_known_again() -> None:
    gone, came = changed(PARAGRAPH + OTHER + "<p>End</p>", OTHER + "<p>End</p>" + PARAGRAPH)
    assert (gone.state, came.state) == (State.REMOVED, State.ADDED)
    assert gone.is_moved
    assert came.is_moved


def test_a_word_replaced_in_every_paragraph_is_one_change_in_each() -> None:
    before = "".join(PARAGRAPH.replace("dough", f"dough {at} and {at * 7}") for at in range(40))
    found = states(before, before.replace("oven", "stove"))
    assert found == [State.CHANGED] * 40


def test_an_empty_line_that_moved_does_not_tear_a_paragraph_from_itself() -> None:
    before = f"{OTHER}<p></p>{PARAGRAPH}<p>End</p>"
    after = f"{OTHER}{PARAGRAPH.replace('oven', 'stove')}<p></p><p>End</p>"
    assert states(before, after) == [
        *(State.SAME, State.REMOVED, State.CHANGED, State.ADDED, State.SAME)
    ]


def test_the_alt_text_of_a_picture_is_told_by_name() -> None:
    change = only(picture("a.png", "A loaf"), picture("a.png", "A round loaf"))
    assert change.card is not None
    assert change.card.kind == "Picture"
    [detail] = [each for each in change.card.details if each.has_changed]
    assert detail.name == "Alt text"
    assert [piece.text for piece in detail.pieces if piece.part is Part.ADDED] == ["round "]


def test_a_new_picture_beside_another_is_not_taken_for_it() -> None:
    old, new = picture("a.png", "A loaf"), picture("b.png", "A mill")
    assert states(old, new + old) == [State.ADDED, State.SAME]
    assert states(PARAGRAPH + old, PARAGRAPH + new) == [State.SAME, State.CHANGED]


def test_a_list_that_was_split_is_a_change_though_its_items_stay() -> None:
    one, two = "<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>"
    assert only(one, two).joint is Joint.SPLIT
    assert only(two, one).joint is Joint.JOINED


def test_a_list_that_was_split_behind_an_item_that_went_deeper_is_told_as_well() -> None:
    before = "<ul><li>one</li><li>two</li><li>three</li></ul>"
    after = "<ul><li>one<ul><li>two</li></ul></li></ul><ul><li>three</li></ul>"
    deeper, split = changed(before, after)
    assert deeper.joint is None
    assert split.joint is Joint.SPLIT


def test_a_list_that_lost_its_first_item_is_no_other_list() -> None:
    before = f"{PARAGRAPH}<ul><li>first of all</li><li>second</li></ul>"
    assert states(before, f"{PARAGRAPH}<ul><li>second</li></ul>") == [
        *(State.SAME, State.REMOVED, State.SAME)
    ]


def test_a_text_of_thousands_of_equal_blocks_is_compared_soon() -> None:
    one, two = (Block(Kind.TEXT, Tag("p"), (Run(text),)) for text in "ab")
    before, after = Document((one, two) * 1500), Document((two, two, one) * 1000)
    found = diff(before, after)
    assert sum(change.before is not None for change in found.changes) == 3000
    assert sum(change.after is not None for change in found.changes) == 3000
