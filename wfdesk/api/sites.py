"""Sites: /sites."""

from collections.abc import Sequence

import msgspec

from wfdesk.api.address import path_of
from wfdesk.api.client import Client
from wfdesk.api.wire import shaped
from wfdesk.domain.ids import AccountId, LocaleId, SiteId
from wfdesk.domain.schema import Domain, Locale, Site
from wfdesk.domain.values import parse_date


class Sites:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def all(self, account: AccountId) -> list[Site]:
        """Every site the token opens."""
        wire = shaped(await self._client.get("/sites"), _Sites)
        return [_site(site, account) for site in wire.sites]

    async def domains(self, site: SiteId) -> list[Domain]:
        wire = shaped(await self._client.get(path_of("sites", site, "custom_domains")), _Domains)
        return _domains(wire.custom_domains)

    async def publish(self, site: SiteId, domain_ids: Sequence[str], to_subdomain: bool) -> None:
        """Publish the whole site. Webflow takes one a minute, else it is a RateLimitedError."""
        body = {"customDomains": list(domain_ids), "publishToWebflowSubdomain": to_subdomain}
        await self._client.send("POST", path_of("sites", site, "publish"), body)


class _Domain(msgspec.Struct, rename="camel"):
    id: str
    url: str | None = None


class _Domains(msgspec.Struct, rename="camel"):
    custom_domains: list[_Domain] | None = None


class _Locale(msgspec.Struct, rename="camel"):
    cms_locale_id: str | None = None
    tag: str | None = None
    display_name: str | None = None
    enabled: bool | None = None


class _Locales(msgspec.Struct, rename="camel"):
    primary: _Locale | None = None
    secondary: list[_Locale] | None = None


class _Site(msgspec.Struct, rename="camel"):
    id: str
    display_name: str | None = None
    short_name: str | None = None
    time_zone: str | None = None
    preview_url: str | None = None
    last_published: str | None = None
    custom_domains: list[_Domain] | None = None
    locales: _Locales | None = None


class _Sites(msgspec.Struct, rename="camel"):
    sites: list[_Site]


def _site(wire: _Site, account: AccountId) -> Site:
    return Site(
        id=SiteId(wire.id),
        account=account,
        display_name=wire.display_name or wire.short_name or wire.id,
        short_name=wire.short_name or "",
        time_zone=wire.time_zone or "UTC",
        preview_url=wire.preview_url or "",
        last_published=parse_date(wire.last_published),
        locales=_locales(wire.locales or _Locales()),
        domains=tuple(_domains(wire.custom_domains)),
    )


def _locales(wire: _Locales) -> tuple[Locale, ...]:
    """The locales that hold content: without a cmsLocaleId there is none."""
    primary = [wire.primary] if wire.primary else []
    return tuple(
        Locale(
            id=LocaleId(locale.cms_locale_id),
            tag=locale.tag or "",
            display_name=locale.display_name or locale.tag or locale.cms_locale_id,
            is_primary=locale is wire.primary,
            is_enabled=locale.enabled is not False,
        )
        for locale in [*primary, *(wire.secondary or [])]
        if locale.cms_locale_id
    )


def _domains(wire: list[_Domain] | None) -> list[Domain]:
    return [Domain(domain.id, domain.url or "") for domain in wire or []]
