"""The operations on pages and components."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wfdesk.practice.cms.ids import slug_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.paging import page_of
from wfdesk.practice.cms.refused import bad_request, invalid, not_found
from wfdesk.practice.pages.model import Component, Nodes, Page
from wfdesk.practice.pages.nodes import translate, translate_properties
from wfdesk.practice.web.reading import body_of, page_locale_of, site_of

_NOT_SECONDARY = "The provided locale must be a secondary locale."


class PageRoutes:
    """The static pages of the site, and the components that they share."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        page, component = "/v2/pages/{page}", "/v2/sites/{site}/components/{component}"
        return [
            Route("/v2/sites/{site}/pages", self._list, methods=["GET"]),
            Route(page, self._get, methods=["GET"]),
            Route(page, self._update, methods=["PUT"]),
            Route(f"{page}/dom", self._get_nodes, methods=["GET"]),
            Route(f"{page}/dom", self._translate, methods=["POST"]),
            Route("/v2/sites/{site}/components", self._list_components, methods=["GET"]),
            Route(f"{component}/dom", self._get_component, methods=["GET"]),
            Route(f"{component}/dom", self._translate_component, methods=["POST"]),
            Route(f"{component}/properties", self._get_properties, methods=["GET"]),
            Route(f"{component}/properties", self._translate_properties, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        site_of(self._world, request)
        locale = self._locale(request)
        return _paged(
            request, "pages", [self._shown(e, locale) for e in self._world.pages.values()]
        )

    async def _get(self, request: Request) -> Response:
        return JSONResponse(self._shown(self._page(request), self._locale(request)))

    async def _update(self, request: Request) -> Response:
        page, locale = self._page(request), self._locale(request)
        before = page.settings_in(locale)
        page.settings[locale] = _settings(before, await body_of(request))
        page.updated = self._world.clock.tick()
        where = {"page": page.id, "locale": locale}
        self._world.changes.note("page", "updated", where, before, page.settings[locale])
        return JSONResponse(self._shown(page, locale))

    async def _get_nodes(self, request: Request) -> Response:
        page = self._page(request)
        held = page.nodes.in_locale(self._locale(request))
        more = {"pageId": page.id, "branchId": page.branch, "lastUpdated": page.updated}
        return _paged(request, "nodes", held, more)

    async def _translate(self, request: Request) -> Response:
        page, locale = self._page(request), self._secondary(request)
        asked = (await body_of(request)).get("nodes")
        with self._translating(("page", page.id), page.nodes, locale):
            errors = translate(page.nodes, locale, asked)
        page.updated = self._world.clock.tick()
        return JSONResponse({"errors": errors})

    async def _list_components(self, request: Request) -> Response:
        site_of(self._world, request)
        held = [entry.as_json() for entry in self._world.components.values()]
        return _paged(request, "components", held)

    async def _get_component(self, request: Request) -> Response:
        component = self._component(request)
        held = component.nodes.in_locale(self._locale(request))
        return _paged(request, "nodes", held, {"componentId": component.id})

    async def _translate_component(self, request: Request) -> Response:
        component, locale = self._component(request), self._secondary(request)
        asked = (await body_of(request)).get("nodes")
        with self._translating(("component", component.id), component.nodes, locale):
            errors = translate(component.nodes, locale, asked)
        return JSONResponse({"errors": errors})

    async def _get_properties(self, request: Request) -> Response:
        component = self._component(request)
        held = component.properties.in_locale(self._locale(request))
        return _paged(request, "properties", held, {"componentId": component.id})

    async def _translate_properties(self, request: Request) -> Response:
        component, locale = self._component(request), self._secondary(request)
        asked = (await body_of(request)).get("properties")
        with self._translating(("component", component.id), component.properties, locale):
            errors = translate_properties(component.properties, locale, asked)
        return JSONResponse({"errors": errors})

    @contextmanager
    def _translating(self, what: tuple[str, str], nodes: Nodes, locale: str) -> Iterator[None]:
        """Note what becomes of the texts within."""
        kind, key = what
        before = {node[nodes.key]: node for node in nodes.in_locale(locale)}
        yield
        after = {node[nodes.key]: node for node in nodes.in_locale(locale)}
        where = {kind: key, "locale": locale}
        self._world.changes.note(kind, "translated", where, before, after)

    def _shown(self, page: Page, locale: str) -> Json:
        slugs, above = list[str](), page
        while True:
            slugs.insert(0, above.settings_in(locale)["slug"])
            if above.parent is None:
                break
            above = self._world.pages[above.parent]
        return page.as_json(self._world.site["id"], locale, "/" + "/".join(slugs))

    def _page(self, request: Request) -> Page:
        found = self._world.pages.get(request.path_params["page"])
        if found is None:
            raise not_found("page")
        return found

    def _component(self, request: Request) -> Component:
        site_of(self._world, request)
        found = self._world.components.get(request.path_params["component"])
        if found is None:
            raise not_found("component")
        return found

    def _locale(self, request: Request) -> str:
        return page_locale_of(self._world, request.query_params.get("localeId"))

    def _secondary(self, request: Request) -> str:
        locale = self._locale(request)
        if locale == self._world.page_locales[0]:
            raise bad_request(_NOT_SECONDARY)
        return locale


def _paged(request: Request, name: str, held: Sequence[Json], more: Json | None = None) -> Response:
    page, pagination = page_of(held, request.query_params)
    return JSONResponse({**(more or {}), name: page, "pagination": pagination})


def _settings(held: Json, body: Json) -> Json:
    changed = dict(held)
    for name in ("title", "slug"):
        if name in body:
            if not isinstance(body[name], str) or not body[name]:
                raise invalid([(name, f"Value ({name})'s type should be string")])
            changed[name] = body[name] if name == "title" else slug_of(body[name])
    for name in ("seo", "openGraph"):
        if name in body:
            if not isinstance(body[name], dict):
                raise invalid([(name, f"Value ({name})'s type should be object")])
            known = {key: value for key, value in body[name].items() if key in held[name]}
            changed[name] = {**held[name], **_checked(name, held[name], known)}
    return changed


def _checked(name: str, held: Json, given: Json) -> Json:
    for key, value in given.items():
        if type(value) is not type(held[key]):
            raise invalid([(f"{name}.{key}", f"Value ({key}) has the wrong type")])
    return given
