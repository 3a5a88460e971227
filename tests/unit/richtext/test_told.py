"""What changed in a rich text, in words that need no look at it."""

import pytest

from wfdesk.richtext.comparing import diff
from wfdesk.richtext.parsing import parse
from wfdesk.words.richtext import ONLY_HTML, summary, told

ARROW = "\N{RIGHTWARDS ARROW}"
LONG = "<p>The dough rests while the town wakes up, and the oven warms.</p>"
PICTURE = '<figure data-rt-type="image" data-rt-align="{}"><div><img src="{}" alt="{}"></div>{}'


def told_of(before: str, after: str) -> list[str]:
    comparison = diff(parse(before), parse(after))
    return [told(each) for each in comparison.changes if each.state.value != "same"]


def summary_of(before: str, after: str) -> str:
    return summary(diff(parse(before), parse(after)))


def picture(
    alt: str = "A loaf", source: str = "a.png", align: str = "center", end: str = ""
) -> str:
    return PICTURE.format(align, source, alt, f"{end}</figure>")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("<p>A hot day</p>", "<p>A cold day</p>", "Paragraph, without “hot”; with “cold”"),
        ("<p>A day</p>", "<h2>A day</h2>", f"Heading 2, Paragraph {ARROW} Heading 2"),
        (
            "<p>A day</p>",
            "<ul><li>A day</li></ul>",
            f"Bulleted list, Paragraph {ARROW} Bulleted list",
        ),
        (
            "<ul><li>A day</li></ul>",
            "<ol><li>A day</li></ol>",
            f"Numbered list, Bulleted list {ARROW} Numbered list",
        ),
        (
            "<ul><li>One</li><li>Two</li></ul>",
            "<ul><li>One<ul><li>Two</li></ul></li></ul>",
            f"Bulleted list, Level 1 {ARROW} level 2",
        ),
        (
            "<ol><li>One</li></ol>",
            '<ol start="3"><li>One</li></ol>',
            f"Numbered list, start: none {ARROW} 3",
        ),
        ("<p>A day</p>", "<p>A <strong>day</strong></p>", "Paragraph, Bold: “day”"),
        ("<p>A <em>day</em></p>", "<p>A day</p>", "Paragraph, No longer italic: “day”"),
        ("<p>A day</p>", '<p>A <a href="/d">day</a></p>', "Paragraph, Link to /d: “day”"),
        ('<p>A <a href="/d">day</a></p>', "<p>A day</p>", "Paragraph, No link to /d: “day”"),
        (
            '<p>A <a href="/d">day</a></p>',
            '<p>A <a href="/e">day</a></p>',
            f"Paragraph, Link /d {ARROW} /e: “day”",
        ),
        (
            "<p>A day</p>",
            '<p>A day <a href="/n">now</a></p>',
            "Paragraph, with “now”; Link to /n: “now”",
        ),
        (picture(), picture("A mill"), f"Picture, Alt text A loaf {ARROW} A mill"),
        (
            picture(),
            picture("__wf_reserved_decorative"),
            f"Picture, Alt text A loaf {ARROW} decorative",
        ),
        (
            picture(),
            picture(end="<figcaption>Warm</figcaption>"),
            f"Picture, Caption none {ARROW} Warm",
        ),
        (
            picture(),
            picture(align="fullwidth"),
            f"Picture, Alignment centred {ARROW} full width",
        ),
        (
            picture(),
            picture().replace("<img", "<img width=5"),
            f"Picture, Width none {ARROW} 5",
        ),
        (picture(), picture().replace("<img", "<img loading=lazy"), "Picture, Its HTML differs"),
        ("<p>a<br>b</p>", "<p>a b</p>", "Paragraph, white space"),
    ],
)
def test_a_change_is_told_in_a_line(before: str, after: str, words: str) -> None:
    assert told_of(before, after) == [f"Changed: {words}"]


def test_what_came_went_or_moved_is_told_by_how_it_begins() -> None:
    heading = "<h2>A heading that nothing else is like</h2>"
    assert told_of(LONG, LONG + heading) == [
        "Added: Heading 2 \u201cA heading that nothing else is like\u201d"
    ]
    gone, came = told_of(heading + LONG + "<p>End</p>", LONG + "<p>End</p>" + heading)
    assert gone.startswith("Moved from here: Heading 2")
    assert came.startswith("Moved here: Heading 2")


def test_how_much_differs_is_told_in_a_sentence() -> None:
    assert summary_of(LONG, LONG) == "No difference."
    assert summary_of(LONG, LONG.replace("<p>", '<p id="">')) == ONLY_HTML
    assert summary_of(LONG, LONG + "<h2>New</h2>") == "1 block added"
    after = "<h2>New</h2>" + LONG.replace("oven", "stove")
    assert summary_of(LONG + "<p>End</p>", after) == "1 block changed, 1 added and 1 removed"
    assert summary_of(LONG + "<p>End</p>", "<p>End</p>" + LONG) == "1 block moved"
