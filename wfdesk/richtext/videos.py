"""A video as Webflow writes it: a frame with the player of the service that has it.

Another video takes its place in the source; all that is not about which video it is stays.
"""

import re
from urllib.parse import parse_qs, urlsplit

from wfdesk.richtext.document import Tag
from wfdesk.richtext.markup import OddError
from wfdesk.richtext.spans import Span, spans_of
from wfdesk.richtext.tags import attributes_in, with_attribute
from wfdesk.richtext.writing import start_tag

_LONGEST = 20_000

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


def video_of(html: str) -> str | None:
    """The address of a video's page, or of its player; None for what is no video."""
    layout = _layout_of(html)
    if layout is None:
        return None
    figure, frame = layout
    page = dict(attributes_in(html[figure.start : figure.inner])).get("data-page-url", "")
    return page or dict(attributes_in(html[frame.start : frame.inner])).get("src", "")


def with_video(html: str, url: str) -> str:
    """Show another video in the same place. Without a player for it all stays as it is."""
    layout, player = _layout_of(html), player_of(url)
    if layout is None or not player or url == video_of(html):
        return html
    figure, frame = layout
    shown = with_attribute(html[frame.start : frame.inner], "src", player)
    # The title is that of the video that was there.
    shown = with_attribute(shown, "title", None)
    around = with_attribute(
        html[figure.start : figure.inner], "data-page-url", url, after=("data-rt-dimensions",)
    )
    between = html[figure.inner : frame.start]
    return html[: figure.start] + around + between + shown + html[frame.inner :]


def _layout_of(html: str) -> tuple[Span, Span] | None:
    """The figure and the one frame in it."""
    try:
        spans = spans_of(html) if len(html) <= _LONGEST else []
    except OddError:
        return None
    frames = [span for span in spans if span.name == "iframe"]
    is_alone = spans and not (html[: spans[0].start] + html[spans[0].end :]).strip()
    if not is_alone or spans[0].name != "figure" or len(frames) != 1:
        return None
    return spans[0], frames[0]


def _youtube(video: str) -> str:
    return f"https://www.youtube.com/embed/{video}" if _ID.fullmatch(video) else ""
