"""Where a link leads, and what else its tag says. What is not changed stays as it was."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from urllib.parse import urlsplit

from msgspec import Struct

from wfdesk.domain.pages import is_path
from wfdesk.domain.validation import address_problem
from wfdesk.richtext.document import Attributes

_NEW_TAB = "_blank"
_NO_FOLLOW = "nofollow"
_HOST = re.compile(r"[^\W_]([\w-]*\.)+[^\W\d_]{2,}(?::\d+)?([/?#]\S*)?")
_SCHEMES = frozenset({"http", "https", "mailto"})


class LinkKind(Enum):
    WEB = "Web address"
    SITE = "Page of this site"
    EMAIL = "Email"
    PHONE = "Phone"
    ANCHOR = "Place on this page"


_PREFIXES = {LinkKind.EMAIL: "mailto:", LinkKind.PHONE: "tel:", LinkKind.ANCHOR: "#"}


class Link(Struct, frozen=True):
    """The attributes of an ``<a>``, all of them, in the order of the source."""

    attributes: Attributes = ()

    @property
    def href(self) -> str:
        return dict(self.attributes).get("href", "")

    @property
    def opens_new_tab(self) -> bool:
        return dict(self.attributes).get("target", "").lower() == _NEW_TAB

    def with_href(self, href: str) -> "Link":
        return Link(_with(self.attributes, "href", href))

    def with_new_tab(self, *, opens_new_tab: bool) -> "Link":
        if opens_new_tab == self.opens_new_tab:
            return self
        if opens_new_tab:
            return Link(_with(self.attributes, "target", _NEW_TAB))
        return self._without("target")

    @property
    def is_no_follow(self) -> bool:
        """Whether search engines are asked not to follow it."""
        return _NO_FOLLOW in self._relations.lower().split()

    def with_no_follow(self, *, is_no_follow: bool) -> "Link":
        if is_no_follow == self.is_no_follow:
            return self
        kept = [each for each in self._relations.split() if each.lower() != _NO_FOLLOW]
        said = " ".join([*kept, _NO_FOLLOW] if is_no_follow else kept)
        return Link(_with(self.attributes, "rel", said)) if said else self._without("rel")

    @property
    def _relations(self) -> str:
        return dict(self.attributes).get("rel", "")

    def _without(self, name: str) -> "Link":
        return Link(tuple(each for each in self.attributes if each[0] != name))


def _with(attributes: Attributes, name: str, value: str) -> Attributes:
    if name not in dict(attributes):
        return (*attributes, (name, value))
    return tuple((each, value if each == name else old) for each, old in attributes)


def kind_of(href: str) -> LinkKind:
    """What an address leads to; what is none of the others counts as a web address."""
    for kind, prefix in _PREFIXES.items():
        if href.lower().startswith(prefix):
            return kind
    is_here = href.startswith("/") and not href.startswith(("//", "/\\"))
    return LinkKind.SITE if is_here else LinkKind.WEB


def shown(href: str) -> str:
    """The address as one types it: without what its kind says already."""
    return href[len(_PREFIXES.get(kind_of(href), "")) :]


def written(kind: LinkKind, text: str) -> str:
    """The address that is meant by what is typed; ``example.com`` is https."""
    text = text.strip()
    if kind is LinkKind.WEB and address_problem(text) and _HOST.fullmatch(text):
        return f"https://{text}"
    if kind is LinkKind.PHONE:
        text = "".join(text.split())
    return _PREFIXES.get(kind, "") + text if text else ""


def link_problem(kind: LinkKind, text: str) -> str:
    """Say why what is typed leads nowhere; nothing when it does."""
    text = text.strip()
    if not text:
        return "A link needs an address."
    if kind is LinkKind.WEB:
        return address_problem(written(kind, text))
    if kind in {LinkKind.SITE, LinkKind.ANCHOR} and any(map(str.isspace, text)):
        return "There must not be any spaces in this."
    return "" if _CHECKS[kind](text) else _HINTS[kind]


def _is_email(text: str) -> bool:
    """Whether each of the addresses before a subject is likely to be one."""
    every = text.partition("?")[0].split(",")
    parts = [each.strip().rpartition("@") for each in every]
    return all(
        name and "." in host.strip(".") and not any(map(str.isspace, name + host))
        for name, _, host in parts
    )


_CHECKS: Mapping[LinkKind, Callable[[str], bool]] = {
    LinkKind.SITE: is_path,
    LinkKind.EMAIL: _is_email,
    LinkKind.PHONE: lambda text: any(letter.isdigit() for letter in text),
    LinkKind.ANCHOR: bool,
}
_HINTS = {
    LinkKind.SITE: "A page of this site begins with one slash, such as /posts/bread.",
    LinkKind.EMAIL: "This is not an email address, such as name@example.com.",
    LinkKind.PHONE: "This is not a phone number, such as +1 555 0100.",
}


def safe_link(href: str) -> str:
    """Give back an address that may be opened, or nothing."""
    address = "".join(letter for letter in href if letter.isprintable()).strip()
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in _SCHEMES else ""
