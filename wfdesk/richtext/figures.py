"""A picture with its alt text, caption and place: read from its source, and changed within it.

Only what is changed is written. What Webflow, or somebody's tool, wrote beside it stays byte for
byte.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct

from wfdesk.richtext.document import Attributes, Tag
from wfdesk.richtext.links import Link
from wfdesk.richtext.markup import OddError
from wfdesk.richtext.spans import Span, spans_of
from wfdesk.richtext.tags import attributes_in, with_attribute
from wfdesk.richtext.tree import children_of, descend, parse, text_of
from wfdesk.richtext.writing import escaped, start_tag

INHERITED = "__wf_reserved_inherit"
"""An alt text: the one that the asset library has."""
DECORATIVE = "__wf_reserved_decorative"
"""An alt text: screen readers pass the picture over."""

_LONGEST = 20_000
"""Characters beyond which a figure is none that anybody fills in a form for."""
_OTHERS = frozenset({"iframe", "video", "audio", "object", "embed", "script"})
_ALIGNED = re.compile(r"(?<!\S)w-richtext-align-(\S*)")
_WIDEST = re.compile(r"(?P<before>(?:^|;)\s*max-width\s*:\s*)(?P<width>[^;]*)")
_SPACE = re.compile(r"[\t\n\f\r ]+")


class Alignment(Enum):
    NORMAL = "normal"
    CENTER = "center"
    FULL_WIDTH = "fullwidth"
    FLOAT_LEFT = "floatleft"
    FLOAT_RIGHT = "floatright"


class Figure(Struct, frozen=True):
    """What None says is that there is no such attribute or element."""

    src: str
    alt: str | None = None
    caption: str | None = None
    is_caption_plain: bool = True
    """Without links and the like, which would be lost to another text."""
    alignment: Alignment | None = None
    max_width: str | None = None
    """Of the figure, such as ``960px`` or ``60%``."""
    width: str | None = None
    """Of the picture in it, such as ``auto`` or ``400``."""
    link: Link | None = None
    """Around the picture."""


def figure_of(html: str) -> Figure | None:
    """Read a figure with one picture. None for anything else."""
    layout = _layout_of(html)
    return None if layout is None else _read(html, layout)


def with_figure(html: str, figure: Figure) -> str:
    """Change what is different. What is no figure stays as it is."""
    layout = _layout_of(html)
    if layout is None:
        return html
    before = _read(html, layout)
    for start, end, text in sorted(_edits(html, layout, before, figure), reverse=True):
        html = html[:start] + text + html[end:]
    return html


def new_figure(figure: Figure) -> str:
    """Write a figure as Webflow's editor does. Without an alignment it takes the full width."""
    return with_figure(around('<img src="" loading="lazy">', ""), figure)


def around(image: str, caption: str) -> str:
    """Write what Webflow's editor has around a picture, and below it; both are HTML."""
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        '<figure class="w-richtext-figure-type-image w-richtext-align-fullwidth"'
        ' data-rt-type="image" data-rt-align="fullwidth">'
        f"<div>{image}</div>{below}</figure>"
    )


class _Layout(Struct, frozen=True):
    figure: Span
    image: Span
    link: Span | None
    caption: Span | None


def _layout_of(html: str) -> _Layout | None:
    spans = figure_spans(html)
    if not spans or _OTHERS & {span.name for span in spans}:
        return None
    figure = spans[0]
    images = [span for span in spans if span.name == "img"]
    captions = [span for span in spans if span.name == "figcaption"]
    if len(images) != 1 or len(captions) > 1:
        return None
    image, caption = images[0], captions[0] if captions else None
    if caption is not None and (caption.depth != 1 or _is_within(image, caption)):
        return None
    around = [span for span in spans if span.name == "a" and _is_within(image, span)]
    return _Layout(figure, image, around[0] if around else None, caption)


def figure_spans(html: str) -> Sequence[Span]:
    """All elements of a figure that stands alone, itself first; none for anything else."""
    try:
        spans = spans_of(html) if len(html) <= _LONGEST else []
    except OddError:
        return []
    if not spans or spans[0].name != "figure":
        return []
    figure = spans[0]
    return [] if (html[: figure.start] + html[figure.end :]).strip() else spans


def _is_within(one: Span, other: Span) -> bool:
    return other.start < one.start and one.end <= other.end


def _read(html: str, layout: _Layout) -> Figure:
    figure = dict(_attributes(html, layout.figure))
    image = dict(_attributes(html, layout.image))
    caption, is_plain = caption_in(html, layout.caption)
    widest = _WIDEST.search(figure.get("style", ""))
    return Figure(
        src=image.get("src", ""),
        alt=image.get("alt"),
        caption=caption,
        is_caption_plain=is_plain,
        alignment=alignment_of(figure),
        max_width=figure.get("data-rt-max-width", widest["width"].strip() if widest else None),
        width=image.get("width"),
        link=Link(_attributes(html, layout.link)) if layout.link else None,
    )


def _attributes(html: str, span: Span) -> Attributes:
    return attributes_in(html[span.start : span.inner])


def alignment_of(figure: Mapping[str, str]) -> Alignment | None:
    """How the attributes of a figure align it; None where they do not, or as nobody knows."""
    aligned = _ALIGNED.search(figure.get("class", ""))
    name = figure.get("data-rt-align") or (aligned[1] if aligned else "")
    return next((each for each in Alignment if each.value == name), None)


def caption_in(html: str, span: Span | None) -> tuple[str | None, bool]:
    """The text of a caption, and whether it is nothing but text."""
    if span is None:
        return None, True
    root = parse(html[span.inner : span.inner_end])
    text = "".join(text_of(node) for node in descend(root))
    is_plain = all(node.name == "#text" for node in children_of(root))
    return _SPACE.sub(" ", text).strip(" "), is_plain


_Edit = tuple[int, int, str]
"""What stands from here to there in the source, and what is to stand there."""


def _edits(html: str, layout: _Layout, before: Figure, after: Figure) -> Iterator[_Edit]:
    figure, image = layout.figure, layout.image
    tag = html[figure.start : figure.inner]
    yield figure.start, figure.inner, _with_width(_aligned(tag, before, after), before, after)
    tag = _image_tag(html[image.start : image.end], before, after)
    if before.link is None and after.link is not None:
        tag = f"{start_tag(Tag('a', after.link.attributes))}{tag}</a>"
    yield image.start, image.end, tag
    if layout.link is not None and before.link != after.link:
        yield from _link(html, layout.link, after.link)
    if before.caption != after.caption:
        yield _captioned(layout, after.caption)


def _aligned(tag: str, before: Figure, after: Figure) -> str:
    """Say the alignment where the tag says one, or as Webflow does where it says none."""
    if after.alignment in (before.alignment, None):
        return tag
    name, has = after.alignment.value, dict(attributes_in(tag))
    classes = has.get("class", "")
    aligned, count = _ALIGNED.subn(f"w-richtext-align-{name}", classes, count=1)
    if not count and "data-rt-align" not in has:
        aligned = f"{classes} w-richtext-align-{name}".strip()
    if aligned != classes:
        tag = with_attribute(tag, "class", aligned)
    if "data-rt-align" in has or not count:
        tag = with_attribute(tag, "data-rt-align", name, after=("data-rt-type", "style", "class"))
    return tag


def _with_width(tag: str, before: Figure, after: Figure) -> str:
    """Say the width in the style, which decides it, and where Webflow's editor looks for it."""
    width = after.max_width
    if width == before.max_width:
        return tag
    has = dict(attributes_in(tag))
    style = has.get("style", "")
    styled = _WIDEST.sub("", style, count=1).removeprefix(";")
    if width and _WIDEST.search(style):
        styled = _WIDEST.sub(lambda found: found["before"] + width, style, count=1)
    elif width:
        styled = f"{style.removesuffix(';')};max-width:{width}".removeprefix(";")
    if styled != style:
        tag = with_attribute(tag, "style", styled or None, after=("class",))
    if "data-rt-max-width" in has or not _WIDEST.search(style):
        tag = with_attribute(tag, "data-rt-max-width", width, after=("data-rt-align",))
    return tag


def _image_tag(tag: str, before: Figure, after: Figure) -> str:
    for name, was, value in (
        ("src", before.src, after.src),
        ("alt", before.alt, after.alt),
        ("width", before.width, after.width),
    ):
        if was != value:
            tag = with_attribute(tag, name, value, after=("src",) if name == "alt" else ())
    return tag


def _link(html: str, span: Span, link: Link | None) -> Iterator[_Edit]:
    if link is None:
        yield span.start, span.inner, ""
        yield span.inner_end, span.end, ""
        return
    tag = html[span.start : span.inner]
    was, attributes = dict(attributes_in(tag)), dict(link.attributes)
    for name in {**was, **attributes}:
        if was.get(name) != attributes.get(name):
            tag = with_attribute(tag, name, attributes.get(name))
    yield span.start, span.inner, tag


def _captioned(layout: _Layout, caption: str | None) -> _Edit:
    text = "" if caption is None else escaped(caption)
    span, end = layout.caption, layout.figure.inner_end
    if span is None:
        return end, end, f"<figcaption>{text}</figcaption>"
    return (span.start, span.end, "") if caption is None else (span.inner, span.inner_end, text)
