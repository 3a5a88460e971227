from datetime import UTC, datetime

import pytest

from tests.unit.api import wireserver as on
from wfdesk.api.tokens import Person, TokenInfo
from wfdesk.domain.errors import MissingScopeError, NotAuthorizedError
from wfdesk.domain.ids import NO_LOCALE, AccountId, LocaleId, SiteId
from wfdesk.domain.schema import Domain, Locale, Site

ACCOUNT, SITE = AccountId("a"), SiteId("s1")

LOCALES = {
    "primary": {
        "id": "l1",
        "cmsLocaleId": "c1",
        "enabled": True,
        "displayName": "English",
        "tag": "en",
    },
    "secondary": [
        {"id": "l2", "cmsLocaleId": "c2", "enabled": False, "displayName": "Deutsch", "tag": "de"},
        {"id": "l3", "tag": "fr"},
    ],
}


async def test_a_site_is_read_in_full(wire, webflow):
    wire.script = [
        on.reply(
            {
                "sites": [
                    {
                        "id": "s1",
                        "displayName": "Café",
                        "shortName": "cafe",
                        "timeZone": "Europe/Paris",
                        "previewUrl": "https://p.example/x.png",
                        "lastPublished": "2026-01-02T03:04:05.678Z",
                        "customDomains": [{"id": "d1", "url": "cafe.example"}],
                        "locales": LOCALES,
                        "somethingNew": {"x": 1},
                    }
                ]
            }
        )
    ]
    (site,) = await webflow.sites.all(ACCOUNT)
    assert site == Site(
        id=SITE,
        account=ACCOUNT,
        display_name="Café",
        short_name="cafe",
        time_zone="Europe/Paris",
        preview_url="https://p.example/x.png",
        last_published=datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
        locales=(
            Locale(LocaleId("c1"), "en", "English", is_primary=True),
            Locale(LocaleId("c2"), "de", "Deutsch", is_primary=False, is_enabled=False),
        ),
        domains=(Domain("d1", "cafe.example"),),
    )


@pytest.mark.parametrize(
    "locales",
    [None, {}, {"primary": None, "secondary": None}, {"primary": {"id": "x"}, "secondary": []}],
)
async def test_a_site_without_localization_has_no_locale(wire, webflow, locales):
    wire.script = [on.reply({"sites": [{"id": "s1", "locales": locales, "customDomains": None}]})]
    (site,) = await webflow.sites.all(ACCOUNT)
    assert site.locales == ()
    assert site.primary_locale == NO_LOCALE
    assert site.display_name == "s1"


async def test_the_domains_of_a_site(wire, webflow):
    wire.script = [on.reply({"customDomains": [{"id": "d1", "url": "a.example"}, {"id": "d2"}]})]
    assert await webflow.sites.domains(SITE) == [Domain("d1", "a.example"), Domain("d2", "")]
    assert wire.asked[0].path == "/v2/sites/s1/custom_domains"


async def test_a_site_is_published_where_it_was_said(wire, webflow):
    wire.script = [on.reply({"customDomains": []}, 202)]
    await webflow.sites.publish(SITE, ["d1"], True)
    assert (wire.asked[0].method, wire.asked[0].path) == ("POST", "/v2/sites/s1/publish")
    assert wire.asked[0].json == {"customDomains": ["d1"], "publishToWebflowSubdomain": True}


async def test_a_token_says_what_it_may(wire, webflow):
    wire.script = [
        on.reply(
            {
                "authorization": {"scope": "cms:read,cms:write sites:read", "rateLimit": 120},
                "application": {"displayName": "My token"},
            }
        )
    ]
    scopes = frozenset({"cms:read", "cms:write", "sites:read"})
    assert await webflow.tokens.introspect() == TokenInfo(scopes, 120, "My token")


@pytest.mark.parametrize("authorization", [{}, {"scope": None, "rateLimit": None}])
async def test_a_token_that_says_little(wire, webflow, authorization):
    wire.script = [on.reply({"authorization": authorization, "application": None})]
    assert await webflow.tokens.introspect() == TokenInfo(None, None, "")


async def test_scopes_may_come_as_a_list(wire, webflow):
    wire.script = [on.reply({"authorization": {"scope": ["cms:read"]}})]
    assert (await webflow.tokens.introspect()).scopes == {"cms:read"}


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_token_that_may_not_ask_but_lists_sites_is_good(wire, webflow, status):
    wire.script = [on.reply({"message": "no"}, status), on.reply({"sites": []})]
    assert await webflow.tokens.introspect() == TokenInfo(None, None, "")


async def test_a_bad_token_is_not_authorized(wire, webflow):
    wire.script = [on.reply({"message": "Request not authorized"}, 401)]
    with pytest.raises(NotAuthorizedError) as caught:
        await webflow.tokens.introspect()
    assert caught.value.summary.startswith("Webflow does not accept the token any more.")


async def test_who_made_the_token(wire, webflow):
    wire.script = [
        on.reply({"id": "p", "email": "a@b.example", "firstName": "Ana", "lastName": None})
    ]
    assert await webflow.tokens.authorized_by() == Person("p", "a@b.example", "Ana")


async def test_who_made_the_token_may_be_a_secret(wire, webflow):
    wire.script = [on.reply({"message": "missing scopes - authorized_user:read"}, 403)]
    with pytest.raises(MissingScopeError) as caught:
        await webflow.tokens.authorized_by()
    assert caught.value.scope == "authorized_user:read"
