"""A colour is accepted if it can be painted, and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.validation import problems_with
from wfdesk.ui.toolkit.csscolour import parse_colour

ACCENT = Field("1", FieldSlug("accent"), "Accent", FieldType.COLOR)

PAINTED = {
    "#abc": "#ffaabbcc",
    "#ABC8": "#88aabbcc",
    "#aabbcc": "#ffaabbcc",
    "#aabbcc80": "#80aabbcc",
    "rgb(1, 2, 3)": "#ff010203",
    "rgba(1,2,3,.5)": "#80010203",
    "rgb(1 2 3 / 50%)": "#80010203",
    "rgb(300 -1 0)": "#ffff0000",
    "hsl(120, 50%, 50%)": "#ff40bf40",
    "HSLA(0.5turn 100% 50% / 0)": "#0000ffff",
    " Orchid ": "#ffda70d6",
    "transparent": "#00000000",
}

REFUSED = [
    "",
    " ",
    "#12",
    "#12345",
    "#1234567",
    "#ggg",
    "nothing",
    "currentColor",
    "inherit",
    "hwb(1 2% 3%)",
    "lab(1% 1 1)",
    "lch(1% 1 1)",
    "oklab(1 0 0)",
    "oklch(1 0 0)",
    "color(srgb 1 0 0)",
    "color-mix(in srgb, red, blue)",
    "device-cmyk(0 1 0 0)",
    "rgb(1 2 3",
    "rgb(none 0 0)",
    "rgb(from red r g b)",
    "red /* not blue */",
    "red; blue",
    "rgb(" * 9999,
]


def is_accepted(text: str) -> bool:
    return not problems_with(ACCENT, text)


@pytest.mark.parametrize(("text", "painted"), PAINTED.items())
def test_what_webflow_knows_is_accepted_and_painted(text: str, painted: str) -> None:
    assert is_accepted(text)
    assert parse_colour(text).name(parse_colour(text).NameFormat.HexArgb) == painted


@pytest.mark.parametrize("text", REFUSED)
def test_whatever_else_css_may_say_is_neither(text: str) -> None:
    assert not is_accepted(text)
    assert parse_colour(text) is None


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"#[0-9a-fA-F]{0,9}", fullmatch=True),
        st.from_regex(
            r"(rgb|hsl|hwb|lab|oklch|color)a?\(([0-9.e+-]{1,6}(%|deg|turn|)[ ,/]){1,5}\)?",
            fullmatch=True,
        ),
        st.sampled_from(["red", "Red", "currentcolor", "transparent", "canvas", "grey", "gray"]),
    )
)
def test_a_colour_is_accepted_if_it_can_be_painted_and_only_then(text: str) -> None:
    colour = parse_colour(text)
    assert is_accepted(text) == (colour is not None)
    assert colour is None or colour.isValid()
