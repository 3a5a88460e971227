"""What the looks of a pasted element say: some are marks that Webflow has, the others go."""

from collections.abc import Mapping

from msgspec import Struct

from wfdesk.richtext.document import Tag

Style = Mapping[str, str]
"""Properties and values, both in small letters."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ORDER = ("strong", "em", "u", "s", "sub", "sup", "code")
MARKS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "tt": "code",
    "kbd": "code",
    "samp": "code",
}
_SAID_BY_MARKS = frozenset(
    {
        *("font-weight", "font-style", "text-decoration", "text-decoration-line"),
        *("vertical-align", "white-space"),
    }
)
_LOOKS = frozenset({"align", "bgcolor", "background", "color", "face", "size"})
_SILENT_KINDS = ("w-richtext-", "language-", "Apple-converted-space", "Apple-interchange-newline")
"""Classes that say nothing of looks."""
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_LIGHT = frozenset({"normal", "lighter", "100", "200", "300", "400", "500"})
_EXACT = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces"})


class Looks(Struct, frozen=True):
    """What an element hands down to what is in it."""

    marks: frozenset[str] = frozenset()
    link: str = ""
    is_exact: bool = False
    """Whether the end of a line in the source is one in the text."""

    def tags(self) -> tuple[Tag, ...]:
        # A link is underlined anyway, and says so in most programs.
        marks = self.marks - {"u"} if self.link else self.marks
        link = (Tag("a", (("href", self.link),)),) if self.link else ()
        return (*link, *(Tag(name) for name in _ORDER if name in marks))


def style_of(attributes: Mapping[str, str]) -> Style:
    pairs = (each.partition(":") for each in attributes.get("style", "").lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def looks_of(name: str, style: Style, above: Looks, *, is_block: bool) -> Looks:
    """Say how the text of an element looks that stands in one with the looks *above*."""
    marks = set(above.marks)
    if name in MARKS:
        marks.add(MARKS[name])
    if name in HEADINGS or name == "th":
        marks.discard("strong")  # It is bold as it is.
    else:
        _weigh(style.get("font-weight", ""), marks)
    _slant(style.get("font-style", ""), marks)
    _draw(style, name, marks)
    place = {"super": "sup", "sub": "sub"}.get(style.get("vertical-align", ""))
    if place and not is_block:
        marks.add(place)
    space = style.get("white-space")
    is_exact = above.is_exact if space is None else space in _EXACT
    return Looks(frozenset(marks), above.link, is_exact)


def _weigh(weight: str, marks: set[str]) -> None:
    if weight in _BOLD:
        marks.add("strong")
    elif weight in _LIGHT:
        marks.discard("strong")


def _slant(slant: str, marks: set[str]) -> None:
    if slant in {"italic", "oblique"}:
        marks.add("em")
    elif slant == "normal":
        marks.discard("em")


def _draw(style: Style, name: str, marks: set[str]) -> None:
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}".split()
    if "underline" in lines:
        marks.add("u")
    if "line-through" in lines:
        marks.add("s")
    # What an element above draws goes through; what this one would draw does not.
    if "none" in lines and MARKS.get(name) in {"u", "s"}:
        marks.discard(MARKS[name])


def is_hidden(attributes: Mapping[str, str], style: Style) -> bool:
    return (
        "hidden" in attributes
        or style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
        # What was said about the text in Word is no part of it.
        or style.get("mso-element") == "comment-list"
        or "msocomanchor" in attributes.get("class", "")
    )


def is_program(style: Style) -> bool:
    """Whether an element shows lines of a program, as its editor copies them."""
    family = style.get("font-family", "")
    is_fixed = any(name in family for name in ("monospace", "consolas", "courier", "menlo"))
    return is_fixed and style.get("white-space") == "pre"


def has_looks(attributes: Mapping[str, str], style: Style) -> bool:
    """Whether something is taken away from an element that was to be seen, or to be run."""
    kinds = attributes.get("class", "").split()
    return (
        any(not kind.startswith(_SILENT_KINDS) for kind in kinds)
        or not style.keys() <= _SAID_BY_MARKS
        or not attributes.keys().isdisjoint(_LOOKS)
        or any(name.startswith("on") for name in attributes)
    )
