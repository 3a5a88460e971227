"""The rules of pasting, one by one."""

import subprocess
import sys

import pytest

from wfdesk.richtext.pasting import Pasted, clean_html, from_text
from wfdesk.richtext.pasting_clipboard import fragment_of

FIGURE = (
    '<figure class="w-richtext-figure-type-image w-richtext-align-fullwidth" data-rt-type="image"'
    ' data-rt-align="fullwidth"><div><img src="https://e.com/a.png" alt="{}" loading="lazy"></div>'
    "{}</figure>"
)


def table(rows: str) -> str:
    return f"<div data-rt-embed-type='true'><table><tbody>{rows}</tbody></table></div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("words", "<p>words</p>"),
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<strike>a</strike><del>b</del><ins>c</ins>", "<p><s>ab</s><u>c</u></p>"),
        ("<code><b>a</b></code>", "<p><strong><code>a</code></strong></p>"),
        ("<b>a</b><b>b</b>", "<p><strong>ab</strong></p>"),
        ("<p>a<b> </b>b</p>", "<p>a b</p>"),
        ("<p></p><p>&nbsp;</p><p><br></p><p>\u200d</p><p>a</p>", "<p>a</p>"),
        ("<p>a<br></p>", "<p>a</p>"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a &nbsp; b&nbsp;c&nbsp;</p>", "<p>a b&nbsp;c</p>"),
        ("<p>\n  a\n  b\n</p>\n", "<p>a b</p>"),
        ("<h2><p>a</p></h2>", "<h2>a</h2>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<b>a<p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li>a<p>b</p></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li>a</li></ul>"),
        ("<ul>a<b>b</b><li>c</li></ul>", "<ul><li>a<strong>b</strong></li><li>c</li></ul>"),
        ("<ul><li></li><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ol start=3><li>a</li></ol>", '<ol start="3"><li>a</li></ol>'),
        ("<ol start=1 type=i><li>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote>a</blockquote>"),
        (
            "<blockquote>a<p>b</p></blockquote>",
            "<blockquote><p>a</p><p>b</p></blockquote>",
        ),
        ("<blockquote style='border:none'>a</blockquote>", "<p>a</p>"),
        (
            "<blockquote style='border:none;border-left:solid 1pt'>a</blockquote>",
            "<blockquote>a</blockquote>",
        ),
        ("<ul><li><h2>a</h2><p class=MsoTitle>b</p></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        (
            "a<span style='mso-hide:all'>b</span><span style='visibility:hidden'>c</span>",
            "<p>a</p>",
        ),
        ("<pre>\na  b\n  c\n</pre>", "<pre>a  b\n  c</pre>"),
        ("<pre><code><b>a</b><br>b</code></pre>", "<pre>a\nb</pre>"),
        ("<pre><button>Copy</button><script>x</script>a<!-- b -->c</pre>", "<pre>ac</pre>"),
        (
            (
                "<div style='font-family: Consolas, monospace; white-space: pre;'>"
                "<div><span>if a:</span></div><br><div>    b()</div></div>"
            ),
            "<pre>if a:\n\n    b()</pre>",
        ),
        (
            (
                "<p>a<span><a class=msocomanchor href='#_msocom_1'>[M1]</a></span></p>"
                "<div style='mso-element:comment-list'><p>Is that so?</p></div>"
            ),
            "<p>a</p>",
        ),
        ("<a>a</a><a name=x>b</a><a href=#x>c</a>", "<p>abc</p>"),
        ("<a href=' HTTPS://e.com/a b '>a</a>", '<p><a href="HTTPS://e.com/a%20b">a</a></p>'),
        ("<a href='/a?b=1&amp;c=2'>a</a>", '<p><a href="/a?b=1&amp;c=2">a</a></p>'),
        ("<a href='tel:1'><u>a</u></a>", '<p><a href="tel:1">a</a></p>'),
        ("<a href='ftp://e.com'>a</a>", "<p>a</p>"),
        ("<p>a<img src='https://e.com/a.png'>b</p>", f"<p>a</p>{FIGURE.format('', '')}<p>b</p>"),
        (
            "<img src='https://e.com/a.png' alt=' &quot;q&quot;\n\nx'>",
            FIGURE.format("&quot;q&quot; x", ""),
        ),
        (
            "<figure><img src='https://e.com/a.png'><figcaption>a <b>b</b></figcaption></figure>",
            FIGURE.format("", "<figcaption>a <strong>b</strong></figcaption>"),
        ),
        ("<figure><figcaption>a</figcaption></figure>", "<p>a</p>"),
        (
            "<figure><img src='https://e.com/a.png'><figcaption><li>a<br><br>b<p>c</figcaption>",
            FIGURE.format("", "<figcaption>a<br>b<br>c</figcaption>"),
        ),
        ("a <img src=x alt='\U0001f525'>", "<p>a \U0001f525</p>"),
        ("<img src='https://e.com/a.png' alt='...'>", FIGURE.format("...", "")),
        ("<img src='https://e.com/a.png' width=1 height=1>", ""),
        ("<img src=data:image/png,a><img src=file:///a.png><img src=a.png><img>", ""),
        (
            "<table><tr><td>a<td><p>b</p><tr><td colspan=2 class=x><ul><li>c</ul></table>",
            table('<tr><td>a</td><td>b</td></tr><tr><td colspan="2"><ul><li>c</li></ul></td></tr>'),
        ),
        (
            "<table><tr><td>a<td><img src='https://e.com/a.png'></table>",
            table(
                '<tr><td>a</td><td><img src="https://e.com/a.png" alt="" loading="lazy"></td></tr>'
            ),
        ),
        ("<table><tr><td>a</td></tr></table>", "<p>a</p>"),
        ("<table><tr><td>a<svg><td>b</td></svg></table>", "<p>a</p>"),
        ("<table><tr><td></td><td> </td></tr></table>", ""),
        ("<table role=presentation><tr><td>a<td>b</table>", "<p>a</p><p>b</p>"),
        ("<table><tr><td>a<td><table><tr><td>b</table></table>", "<p>a</p><p>b</p>"),
        ("<col><tr><td>a<td>b</tr>", table("<tr><td>a</td><td>b</td></tr>")),
        (
            "<ul><li>a<table><tr><td>b<td>c</table></ul>",
            f"<ul><li>a{table('<tr><td>b</td><td>c</td></tr>')}</li></ul>",
        ),
        (
            "a<!-- b -->c<o:p>d</o:p><st1:place>e</st1:place><xml><w:View>f</w:View></xml>",
            "<p>acde</p>",
        ),
        ("a<hr>b", "<p>a</p><p>b</p>"),
        ("a\0b\u2028c\ufffcd\ufeffe", "<p>ab cde</p>"),
        ("a&lt;b&gt; &amp;amp;", "<p>a&lt;b&gt; &amp;amp;</p>"),
        ("<p class=MsoTitle>a</p><p class=MsoQuote>b</p>", "<h1>a</h1><blockquote>b</blockquote>"),
        ("<p role=heading aria-level=3>a</p>", "<h3>a</h3>"),
        ("", ""),
    ],
)
def test_it_becomes_what_webflow_keeps(html: str, expected: str) -> None:
    assert clean_html(html).html == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("font-weight:700", "<strong>a</strong>"),
        ("font-weight: Bold; color: red", "<strong>a</strong>"),
        ("font-weight:400", "a"),
        ("font-style:italic", "<em>a</em>"),
        ("text-decoration:underline", "<u>a</u>"),
        ("text-decoration-line:line-through underline", "<u><s>a</s></u>"),
        ("vertical-align:super", "<sup>a</sup>"),
        ("vertical-align:sub;font-size:0.6em", "<sub>a</sub>"),
        ("font-family:Courier New;background:yellow", "a"),
    ],
)
def test_what_a_style_says_becomes_a_mark(style: str, expected: str) -> None:
    assert clean_html(f"<span style='{style}'>a</span>").html == f"<p>{expected}</p>"


def test_a_style_takes_away_what_an_element_says() -> None:
    html = "<b style='font-weight:normal'>a<i style='font-style:normal'>b</i></b>"
    assert clean_html(html).html == "<p>ab</p>"
    assert clean_html("<b>a<span style='font-weight:400'>b</span></b>").html == (
        "<p><strong>a</strong>b</p>"
    )


def test_a_heading_is_not_bold_for_being_a_heading() -> None:
    html = "<div style='font-weight:bold'><h2 style='font-weight:700'>a <b>b</b></h2></div>"
    assert clean_html(html).html == "<h2>a <strong>b</strong></h2>"


def test_lines_count_where_the_source_says_that_they_do() -> None:
    assert clean_html("<p style='white-space:pre-wrap'>a\nb</p>").html == "<p>a<br>b</p>"


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<p style='color:red'>a</p>",
            "<font face=x>a</font>",
            "<p class=x>a</p>",
            "<mark>a</mark>",
        ),
        *("<p onclick=x>a</p>", "a<script>b</script>", "<a href=javascript:x>a</a>", "a<hr>"),
        *("<p>a<img src=data:x>", "<p hidden>a</p>", "<table><tr><td align=right>a<td>b</table>"),
        "<figure><img class=x src=https://e.com/a.png></figure>",
        "<my-thing>a</my-thing>",
    ],
)
def test_it_is_told_when_something_is_taken_away(html: str) -> None:
    assert clean_html(html).is_cleaned


@pytest.mark.parametrize(
    "html",
    [
        "<meta charset='utf-8'><p>a <b>b</b><br>c <a href='https://e.com' target=_blank>d</a></p>",
        "<div><ul><li><p>a</p></li><ul><li>b</li></ul></ul></div><p></p>",
        "<span style='font-weight:700'>a</span><!-- b -->",
        "<pre><code class=language-python>a</code></pre>",
        "<a name=x>a</a>",
        "a<span class=Apple-converted-space>&nbsp;</span>b<br class=Apple-interchange-newline>",
    ],
)
def test_nothing_is_told_when_only_markup_changes(html: str) -> None:
    assert not clean_html(html).is_cleaned


def word(level: int, marker: str, text: str, number: int = 0) -> str:
    style = f"mso-list:l{number} level{level} lfo1"
    return f"<p style='{style}'><span style='mso-list:Ignore'>{marker}&nbsp;</span>{text}</p>"


@pytest.mark.parametrize("bullet", ["·", "o", "§", "Ø", "\uf0b7", "-", "•", "*", "", "v"])
def test_a_bullet_of_any_font_makes_a_list(bullet: str) -> None:
    assert clean_html(word(1, bullet, "a")).html == "<ul><li>a</li></ul>"


@pytest.mark.parametrize("number", ["1.", "1)", "(a)", "i.", "A.", "IV)", "1", "1.1.", "1.2"])
def test_a_number_of_any_kind_makes_a_numbered_list(number: str) -> None:
    assert clean_html(word(1, number, "a")).html == "<ol><li>a</li></ol>"


def test_items_of_word_are_nested_as_their_levels_say() -> None:
    items = (word(1, "·", "a"), word(3, "1.", "b"), word(3, "2.", "c"), word(2, "o", "d"))
    assert clean_html("".join((*items, word(1, "·", "e")))).html == (
        "<ul><li>a<ol><li>b</li><li>c</li></ol><ul><li>d</li></ul></li><li>e</li></ul>"
    )


def test_two_lists_of_word_are_two_and_what_is_between_ends_one() -> None:
    html = word(1, "1.", "a") + word(1, "1.", "b", 1) + "<p>c</p>" + word(1, "2.", "d", 1)
    assert clean_html(html).html == (
        '<ol><li>a</li></ol><ol><li>b</li></ol><p>c</p><ol start="2"><li>d</li></ol>'
    )


def test_the_style_sheet_knows_better_than_the_marker() -> None:
    style = "<style>@list l0:level1\n\t{mso-level-number-format:bullet;}</style>"
    fragment = f"<!--StartFragment-->{word(1, 'a.', 'b')}<!--EndFragment-->"
    assert clean_html(style + fragment).html == "<ul><li>b</li></ul>"


def test_a_list_is_no_deeper_than_can_be_read() -> None:
    html = "<ul><li>a" * 40
    assert clean_html(html).html.count("<ul>") == 9
    assert clean_html(html).html.count("a") == 40


WINDOWS = (
    "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000160\r\n"
    "StartFragment:0000000125\r\nEndFragment:0000000140\r\n"
)


def test_only_what_is_between_the_marks_is_pasted() -> None:
    html = "<html><body>x<!--StartFragment--><p>a</p><!--EndFragment-->y</body></html>"
    assert clean_html(WINDOWS + html) == Pasted("<p>a</p>")
    assert clean_html(html) == Pasted("<p>a</p>")


def test_the_places_in_the_header_count_bytes_where_there_are_no_marks() -> None:
    names = ("StartHTML", "EndHTML", "StartFragment", "EndFragment")
    head = "Version:0.9\r\n" + "".join(f"{name}:{{:010}}\r\n" for name in names)
    size = len(head.format(0, 0, 0, 0))
    start = size + len("<p>ä</p>".encode())
    end = start + len("<p>ö</p>".encode())
    assert clean_html(
        head.format(size, end + 8, start, end) + "<p>ä</p><p>ö</p><p>z</p>"
    ) == Pasted("<p>ö</p>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\r\nc\rd", "<p>a<br>b<br>c<br>d</p>"),
        ("a\n\nb\n \t\n\n\nc\n", "<p>a</p><p>b</p><p>c</p>"),
        ("<b>*a*</b> & [b](c)", "<p>&lt;b&gt;*a*&lt;/b&gt; &amp; [b](c)</p>"),
        ("a\x0bb\u2028c\u2029d\x0ce", "<p>a<br>b<br>c</p><p>d</p><p>e</p>"),
        ("  a\t b  ", "<p>a b</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_plain_text_is_never_interpreted(text: str, expected: str) -> None:
    assert from_text(text) == Pasted(expected)


def test_text_that_is_too_much_is_cut_between_paragraphs_and_that_is_told() -> None:
    pasted = from_text("a\n\n" * 10_000)
    assert pasted.is_cut
    assert pasted.html.replace("<p>a</p>", "") == ""
    assert pasted.html.count("<p>") == 20_000 // 3


def test_a_paragraph_that_is_too_much_by_itself_is_cut_between_words() -> None:
    pasted = from_text("word " * 300_000)
    assert pasted.is_cut
    assert pasted.html.endswith("word</p>")


def test_what_has_too_many_tags_keeps_its_words_as_plain_paragraphs() -> None:
    html = "<p>a <b>b</b></p>" * 3_400
    assert clean_html(html) == Pasted("<p>a b</p>" * 3_400, is_cleaned=True, is_cut=True)


def test_a_table_that_is_too_long_for_an_embed_is_taken_apart() -> None:
    rows = f"<tr><td>{'a' * 500}<td>b</tr>" * 100
    pasted = clean_html(f"<table><caption>c</caption>{rows}</table>")
    assert pasted == Pasted("<p>c</p>" + f"<p>{'a' * 500}</p><p>b</p>" * 100)


def test_a_long_text_that_is_well_made_is_not_too_much() -> None:
    html = f"<div><font><p>{'<b>a</b> <i>b</i> ' * 1_500}</p></font></div>"
    pasted = clean_html(html)
    assert pasted.html.count("<strong>a</strong> <em>b</em>") == 1_500
    assert not pasted.is_cut


def test_elements_that_need_no_end_tag_are_not_nested_for_having_none() -> None:
    pasted = clean_html("<ul><li>a<li>b</ul><table><tr><td>c<tr><td>d</table>" * 450)
    assert pasted.html.count("<li>b</li></ul>") == 450
    assert clean_html("<p>a" * 450) == Pasted("<p>a</p>" * 450)
    assert not pasted.is_cut


def test_comments_are_gone_before_the_parser_looks_for_their_ends() -> None:
    assert fragment_of("a<!-- b --><!-->c<!--->d<!-- e --!>f<!-- g") == "acdf"


def test_a_picture_in_the_text_itself_does_not_count_for_its_length() -> None:
    html = f"<p>a</p><img src='data:image/png;base64,{'A' * 3_000_000}'><p>b</p>"
    assert clean_html(html) == Pasted("<p>a</p><p>b</p>", is_cleaned=True)


def test_neither_the_parser_nor_markdown_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, wfdesk.richtext.pasting; print({'justhtml', 'markdown_it'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
