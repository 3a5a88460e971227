"""Rich text as Webflow keeps it: its noise and its embeds come back byte for byte."""

import itertools
from pathlib import Path

import pytest

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "richtext").glob("*.html"))
EMBED = "<div data-rt-embed-type='true'>{}</div>"
numbers = itertools.count()


@pytest.fixture(scope="module")
def keep(shared):
    """Write a value in an item of its own, and say what was answered."""
    author = shared.make("authors", name="Ana", email="ana@example.com")["id"]
    path = f"{shared.items('authors')}/{author}"

    def keep(html, **body):
        answer = shared.ask("PATCH", path, json={"fieldData": {"biography": html}, **body})
        if answer.status_code != 200:
            return answer
        assert shared.get(path)["fieldData"] == answer.json()["fieldData"]
        return answer.json()["fieldData"]["biography"]

    return keep


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_real_value_comes_back_byte_for_byte(keep, sample):
    html = sample.read_bytes().decode()
    assert html
    assert keep(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<p id="">a</p><p>\u200d</p><p></p><p><br></p><p><strong><br></strong></p>',
        '<figure><div><img src="a.png" alt="__wf_reserved_decorative"></div></figure>',
        '<ol start=""><li>a&nbsp;b\u00a0c</li></ol>',
        EMBED.format("<style>p { color: red }</style>\n<pre class='x'>&lt;NAME></pre>"),
        EMBED.format("<div class='a'><div>in<!-- kept --></div></div><p class='b'>x</p>"),
        '<figure class="w-richtext-align-fullwidth" style="max-width:12px"><div></div></figure>',
    ],
)
def test_noise_and_embeds_are_left_alone(keep, html):
    assert keep(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
        '<img src="a.png">',
        '<figure><img src="a.png"></figure>',
        "<style>p { color: red }</style>",
        "<p>a</p>\n<p>b</p>\n",
        "<ul><li>a</li></ul>",
    ],
)
def test_what_the_designer_makes_of_a_value_does_not_happen_here(keep, html):
    assert keep(html) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a<!-- note -->b</p>", "<p>ab</p>"),
        ('<img src="a.png" style="width:1px" width="7">', '<img src="a.png" width="7">'),
        ('<p class="lead" id="">a</p>', '<p id="">a</p>'),
        ("<p id='' CLASS = 'lead'>a</p>", "<p id=''>a</p>"),
        ("<p class=lead id=x>a</p><h2 class>b</h2>", "<p id=x>a</p><h2>b</h2>"),
        ("<p title=\"a class='q' b\" class='r'>a</p>", "<p title=\"a class='q' b\">a</p>"),
        ("<img alt='a style=\"b\" c' style=d>", "<img alt='a style=\"b\" c'>"),
        (f'<p class="x">a</p>{EMBED.format("<!-- b -->")}<!-- c -->',
         f'<p>a</p>{EMBED.format("<!-- b -->")}'),
    ],
)  # fmt: skip
def test_comments_styles_of_pictures_and_classes_of_blocks_do_not_survive(keep, html, kept):
    assert keep(html) == kept


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a</p><pre><code>b</code></pre><p>c</p>", "<p>a</p><p>c</p>"),
        ("<PRE class='x'>a\nb</PRE>", ""),
        ("<pre>never closed", ""),
        ("<p>a <code>b</code></p>", "<p>a <code>b</code></p>"),
        ("<pretty>a</pretty>", "<pretty>a</pretty>"),
        (EMBED.format("<pre>a</pre>"), EMBED.format("<pre>a</pre>")),
    ],
)
def test_a_code_block_comes_back_empty_and_one_in_an_embed_is_left_alone(keep, html, kept):
    assert keep(html) == kept


def test_a_tag_full_of_attributes_is_read_once(keep):
    """What is read again and again takes minutes here."""
    spaces, quotes = " " * 60_000, " a='" * 20_000
    html = f"<p{spaces}x>a</p><p{quotes}>b</p><pre{spaces}"
    assert keep(html) == html


@pytest.fixture(scope="module")
def letter(shared):
    """A component of the site and one of its properties."""
    site = shared.get("/sites")["sites"][0]["id"]
    found = shared.get(f"/sites/{site}/components")["components"]
    component = next(each["id"] for each in found if each["name"] == "Newsletter box")
    path = f"/sites/{site}/components/{component}/properties"
    return component, shared.get(path)["properties"][0]["propertyId"]


def instance(component, attributes="", inside=""):
    return f'<wf-component component-id="{component}"{attributes}>{inside}</wf-component>'


def test_a_new_component_instance_gets_an_id_and_keeps_it(keep, letter):
    component, prop = letter
    inside = f'<wf-prop name="{prop}" type="text">Hello</wf-prop>'
    kept = keep("<p>a</p>" + instance(component, f' prop-{prop}="x"', inside))
    assert 'data-w-id="' in kept
    assert kept.replace("data-w-id", "").count(inside) == 1
    assert keep(kept) == kept


def test_an_unknown_component_or_property_is_refused(keep, letter):
    component, _ = letter
    for html in (
        instance("0" * 24),
        "<wf-component></wf-component>",
        instance(component, ' prop-nothing="x"'),
        instance(component, inside='<wf-prop name="nothing">x</wf-prop>'),
    ):
        answer = keep(html)
        assert answer.status_code == 400
        assert answer.json()["details"][0]["param"] == "biography"


def test_no_component_instance_begins_in_a_secondary_locale(shared, letter):
    french = shared.locales["secondary"][0]["cmsLocaleId"]
    path = shared.items("stories")
    story = shared.get(path, cmsLocaleId=french)["items"][0]["id"]

    def write(html):
        body = {"cmsLocaleId": french, "fieldData": {"body": html}}
        return shared.ask("PATCH", f"{path}/{story}", json=body).status_code

    assert write(instance(letter[0])) == 400
    assert write(instance(letter[0], ' data-w-id="1"')) == 200
