"""The static pages of a site, which are no items: what a link needs to know of them."""

from msgspec import Struct

from wfdesk.domain.ids import PageId


class StaticPage(Struct, frozen=True):
    id: PageId
    title: str
    path: str
    """From the root of the site, such as ``/about``, in the primary locale."""
    is_draft: bool = False


def is_path(text: str) -> bool:
    """Whether it leads to a page of the site itself, and cannot lead off it.

    Two slashes begin the name of another site. To a browser a backslash is a slash, and tabs and
    the like are not there at all.
    """
    is_clear = text.isprintable() and not any(map(str.isspace, text))
    return is_clear and text.startswith("/") and text[1:2] not in {"/", "\\"}
