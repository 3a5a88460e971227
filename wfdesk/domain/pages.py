"""The static pages of a site, which are no items: what a link needs to know of them."""

from msgspec import Struct

from wfdesk.domain.ids import PageId


class StaticPage(Struct, frozen=True):
    id: PageId
    title: str
    path: str
    """From the root of the site, such as ``/about``, in the primary locale."""
    is_draft: bool = False
