"""The operations on the token and the site."""

import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.publishing import publish_site
from wfdesk.practice.cms.refused import RefusedError, bad_request, invalid, not_found
from wfdesk.practice.magazine.schema import CREATED
from wfdesk.practice.web.reading import body_of, site_of


class SiteRoutes:
    """The token's owner and the site."""

    def __init__(self, world: World, rate_limit: int) -> None:
        self._world = world
        self._rate_limit = rate_limit
        self._last_publish: float | None = None

    def routes(self) -> list[Route]:
        site = "/v2/sites/{site}"
        return [
            Route("/v2/token/authorized_by", self._authorized_by),
            Route("/v2/token/introspect", self._introspect),
            Route("/v2/sites", self._sites),
            Route(site, self._get_site),
            Route(f"{site}/custom_domains", self._domains),
            Route(f"{site}/publish", self._publish, methods=["POST"]),
        ]

    async def _authorized_by(self, _request: Request) -> Response:
        person = {"firstName": "Inês", "lastName": "Almeida"}
        owner = {"id": named_id("person"), "email": "ines@crumb-and-compass.example", **person}
        return JSONResponse(owner)

    async def _introspect(self, request: Request) -> Response:
        name = request.scope["practice.token"]
        authorized = {
            "siteIds": [self._world.site["id"]],
            "workspaceIds": [self._world.site["workspaceId"]],
            "userIds": [named_id("person")],
        }
        authorization = {
            "id": named_id("authorization", name),
            "createdOn": CREATED,
            "lastUsed": CREATED,
            "grantType": "authorization_code",
            "rateLimit": self._rate_limit,
            "scope": " ".join(request.scope["practice.scopes"]),
            "authorizedTo": authorized,
        }
        application = {
            "id": named_id("application"),
            "description": "A site to practise on",
            "homepage": "https://crumb-and-compass.example",
            "displayName": "Practice",
        }
        return JSONResponse({"authorization": authorization, "application": application})

    async def _sites(self, _request: Request) -> Response:
        return JSONResponse({"sites": [self._world.site]})

    async def _get_site(self, request: Request) -> Response:
        return JSONResponse(site_of(self._world, request))

    async def _domains(self, request: Request) -> Response:
        return JSONResponse({"customDomains": site_of(self._world, request)["customDomains"]})

    async def _publish(self, request: Request) -> Response:
        site = site_of(self._world, request)
        body = await body_of(request)
        domains = body.get("customDomains", [])
        subdomain = body.get("publishToWebflowSubdomain", False)
        if not isinstance(domains, list) or not all(isinstance(each, str) for each in domains):
            raise invalid([("customDomains", "Value (customDomains)'s type should be array")])
        if not isinstance(subdomain, bool):
            text = "Value (publishToWebflowSubdomain)'s type should be boolean"
            raise invalid([("publishToWebflowSubdomain", text)])
        known = {entry["id"]: entry for entry in site["customDomains"]}
        if not domains and not subdomain:
            raise bad_request("No domains to publish to")
        if any(domain not in known for domain in domains):
            raise RefusedError(400, "no_domains", "Bad Request: Unknown domain")
        page = body.get("pageId")
        if page is not None and not isinstance(page, str):
            raise invalid([("pageId", "Value (pageId)'s type should be string")])
        if page is not None and page not in self._world.pages:
            raise not_found("page")
        if self._last_publish is not None and time.monotonic() - self._last_publish < 60:
            raise RefusedError(429, "too_many_requests", "Only one publish a minute is allowed")
        self._last_publish = time.monotonic()
        if page is None:
            publish_site(self._world, domains, subdomain=subdomain)
        answer = {
            "customDomains": [known[domain] for domain in domains],
            "publishToWebflowSubdomain": subdomain,
            "publishScope": "site" if page is None else "page",
        }
        return JSONResponse(answer, 202)
