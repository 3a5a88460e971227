"""A token's public side: what it opens and what it may do. The token itself is in the keychain."""

from msgspec import Struct

from wfdesk.domain.ids import AccountId

READ_CMS = "cms:read"
WRITE_CMS = "cms:write"
WEBFLOW_URL = "https://api.webflow.com/v2"

PRACTICE = AccountId("practice")
"""The account of the practice site, whatever its sites are."""

READ_PAGES = "pages:read"
READ_SITES = "sites:read"
WRITE_SITES = "sites:write"


class Account(Struct, frozen=True):
    id: AccountId
    label: str
    api_url: str
    is_practice: bool = False
    scopes: frozenset[str] | None = None
    """None when Webflow did not say; then every write is tried and a refusal is believed."""
    rate_limit: int | None = None
    """Requests a minute."""

    def may(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes
