"""A video as Webflow writes it: a frame with the player of the service that has it.

Another video takes its place in the source; all that is not about which video it is stays.
"""

import re
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from wfdesk.richtext.document import Tag
from wfdesk.richtext.figures import Alignment, alignment_of, caption_in, figure_spans
from wfdesk.richtext.spans import Span
from wfdesk.richtext.tags import attributes_in, with_attribute
from wfdesk.richtext.writing import start_tag

_ID = re.compile(r"[A-Za-z0-9_-]{3,64}")
_HEIGHT = "56.206088992974244%"
"""Of 854 to 480, as Webflow's editor reckons it."""
_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com"})
_VIMEO = frozenset({"vimeo.com", "player.vimeo.com"})


def player_of(url: str) -> str:
    """The address of the player for a video of YouTube or Vimeo; nothing for any other."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    steps = [step for step in parts.path.split("/") if step]
    if host == "youtu.be":
        return _youtube(steps[0] if steps else "")
    if host in _YOUTUBE:
        is_short = len(steps) > 1 and steps[0] in {"embed", "shorts", "live"}
        return _youtube(steps[1] if is_short else parse_qs(parts.query).get("v", [""])[0])
    if host in _VIMEO:
        number = next((step for step in reversed(steps) if step.isascii() and step.isdigit()), "")
        return f"https://player.vimeo.com/video/{number}" if number else ""
    return ""


def new_video(url: str) -> str:
    """Write a video; nothing where there is no player for it."""
    player = player_of(url)
    if not player:
        return ""
    figure = Tag(
        "figure",
        (
            ("class", "w-richtext-figure-type-video w-richtext-align-fullwidth"),
            ("style", f"padding-bottom:{_HEIGHT}"),
            ("data-rt-type", "video"),
            ("data-rt-align", "fullwidth"),
            ("data-rt-max-width", ""),
            ("data-rt-max-height", _HEIGHT),
            ("data-rt-dimensions", "854:480"),
            ("data-page-url", url.strip()),
        ),
    )
    frame = Tag(
        "iframe",
        (("src", player), ("scrolling", "no"), ("frameborder", "0"), ("allowfullscreen", "true")),
    )
    return f"{start_tag(figure)}<div>{start_tag(frame)}</iframe></div></figure>"


class Video(Struct, frozen=True):
    address: str
    """Of its page, or of its player."""
    title: str = ""
    caption: str | None = None
    alignment: Alignment | None = None


def video_of(html: str) -> Video | None:
    """Read a figure with one frame. None for anything else."""
    layout = _layout_of(html)
    return None if layout is None else _read(html, layout)


def with_video(html: str, url: str) -> str:
    """Show another video in the same place. Without a player for it all stays as it is."""
    layout, player = _layout_of(html), player_of(url)
    if layout is None or not player or url == _read(html, layout).address:
        return html
    figure, frame = layout.figure, layout.frame
    shown = with_attribute(html[frame.start : frame.inner], "src", player)
    # The title is that of the video that was there.
    shown = with_attribute(shown, "title", None)
    around = with_attribute(
        html[figure.start : figure.inner], "data-page-url", url, after=("data-rt-dimensions",)
    )
    between = html[figure.inner : frame.start]
    return html[: figure.start] + around + between + shown + html[frame.inner :]


class _Layout(Struct, frozen=True):
    figure: Span
    frame: Span
    caption: Span | None


def _layout_of(html: str) -> _Layout | None:
    spans = figure_spans(html)
    frames = [span for span in spans if span.name == "iframe"]
    if len(frames) != 1:
        return None
    caption = next((span for span in spans if span.name == "figcaption"), None)
    return _Layout(spans[0], frames[0], caption)


def _read(html: str, layout: _Layout) -> Video:
    figure, frame = (
        dict(attributes_in(html[span.start : span.inner])) for span in (layout.figure, layout.frame)
    )
    return Video(
        address=figure.get("data-page-url", "") or frame.get("src", ""),
        title=frame.get("title", ""),
        caption=caption_in(html, layout.caption)[0],
        alignment=alignment_of(figure),
    )


def _youtube(video: str) -> str:
    return f"https://www.youtube.com/embed/{video}" if _ID.fullmatch(video) else ""
