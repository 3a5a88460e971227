"""Which addresses in a pasted text are kept: those of pages, pictures, mail and telephones."""

import re

from wfdesk.richtext.document import Tag
from wfdesk.richtext.figures import around
from wfdesk.richtext.writing import start_tag

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)
"""A browser passes over some of these, so that a scheme may hide behind them."""
_LINK = re.compile(
    r"https?://[^/\\?#]|mailto:.|tel:."
    # A path on the site itself; with two slashes it would be another site.
    r"|/(?![/\\])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"https?://[^/\\?#]", re.IGNORECASE)
_BLANK = re.compile(r"\s")
_ODD = str.maketrans({'"': "%22", "<": "%3C", ">": "%3E", "`": "%60"})
_ALT = re.compile(r"[\s\x00-\x1f\x7f\ufffc]+")


def link_of(href: str) -> str:
    """Give back an address that a link may lead to, or nothing."""
    address = _seen(href)
    return address if _LINK.match(address) else ""


def picture_of(src: str) -> str:
    """Give back the address of a picture that anyone can fetch, or nothing."""
    address = _seen(src)
    return address if _PICTURE.match(address) else ""


def _seen(address: str) -> str:
    return _BLANK.sub("%20", _UNSEEN.sub("", address).strip()).translate(_ODD)


def picture(src: str, alt: str) -> str:
    text = _ALT.sub(" ", alt).strip()
    return start_tag(Tag("img", (("src", src), ("alt", text), ("loading", "lazy"))))


def figure(src: str, alt: str, caption: str) -> str:
    """Write the smallest picture that Webflow takes for one; *caption* is HTML."""
    return around(picture(src, alt), caption)
