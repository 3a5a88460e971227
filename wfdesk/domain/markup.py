"""What a rich text says, whoever has written its tags down: Webflow does that in its own way.

Pure, and without a parser: it is asked of every answer, and at every start.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

from wfdesk.domain.values import Value

_TAG = re.compile(r"<[^>]*>")
_PART = re.compile(r"<(/?[^\s/>]*)([^>]*)>|([^<]+)")
_TOLD = re.compile(r"""\s(href|alt|src)=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_FILE = re.compile(r"[/_](?=[^/_?#]*(?:[?#]|$))")
_WORDLESS = re.compile(
    r"<(a|audio|embed|figure|form|hr|iframe|img|input|object|script|style|svg|table|video"
    r"|wf-component|div(?=[^<>]*\sdata-rt-embed-type))(?=[\s/>])",
    re.IGNORECASE,
)


def words_of(rich_text: Value) -> Sequence[str]:
    """The words of a rich text: Webflow writes its tags in its own way."""
    return unescape(_TAG.sub(" ", str(rich_text or ""))).split()


def wordless_of(rich_text: Value) -> Counter[str]:
    """What a rich text holds beside its words, as pictures, links and embeds: how many of each.

    Where they lead to does not count: Webflow writes addresses in its own way as well.
    """
    return Counter(name.lower() for name in _WORDLESS.findall(str(rich_text or "")))


def outline_of(rich_text: Value) -> Sequence[str]:
    """Its words and tags in their order, with where links lead to and which pictures there are.

    A picture is known by the end of its file's name: Webflow keeps it under a longer one.
    """
    outline: list[str] = []
    for tag, attributes, text in _PART.findall(str(rich_text or "")):
        if tag:
            outline.append(f"<{tag.lower()}>")
        for name, one, other in _TOLD.findall(attributes):
            value = unescape(one or other)
            outline.append(_FILE.split(value)[-1] if name.lower() == "src" else value)
        outline += unescape(text).split()
    return outline
