"""What our own client asks is asked as the official SDKs ask it, word by word.

Each operation is called with the same arguments by each client, and the server's log says what was
sent: no difference is left that would need a reason. An answer may be a refusal: what counts is the
request. The operations are named after our own methods.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import pytest
import webflow as official
from webflow.core import ApiError as OfficialError

from tests.contract.node import told
from tests.contract.sdk import opened
from tests.doubles.practice import Practice, start
from wfdesk.api.items import ItemPatch
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import ApiError
from wfdesk.domain.ids import (
    NAME,
    SLUG,
    AccountId,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    LocaleId,
    SiteId,
)

ONCE = {"max_retries": 0}
MOMENT = datetime(2025, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)
WEBSITE = FieldSlug("website")
NEW = {NAME: "Grüße & more", SLUG: "greetings", WEBSITE: "https://example.com/?a=1&b=2"}
STEADY = {"limit": 100, "sort_by": "slug", "sort_order": "asc"}
"""Said by us always: over an order of its own accord a list's pages would skip and repeat."""
HEARD = {"skip_invalid_files": False}
"""Said by us always: otherwise nobody would hear of a picture that was not taken."""


@dataclass(frozen=True)
class Here:
    """What there is on the server."""

    site: SiteId
    domain: str
    places: CollectionId
    locale: LocaleId
    one: ItemId
    two: ItemId

    @property
    def keys(self) -> list[ItemKey]:
        return [ItemKey(self.places, item, self.locale) for item in (self.one, self.two)]

    @property
    def refs(self) -> list[dict[str, Any]]:
        return [{"id": item, "cms_locale_ids": [self.locale]} for item in (self.one, self.two)]

    @property
    def patches(self) -> list[ItemPatch]:
        one, two = self.keys
        return [
            ItemPatch(one, {NAME: "New", WEBSITE: None}),
            ItemPatch(two, is_draft=False, is_archived=True),
        ]

    @property
    def patched(self) -> list[dict[str, Any]]:
        one = {"id": self.one, "field_data": {NAME: "New", WEBSITE: None}}
        two = {"id": self.two, "is_draft": False, "is_archived": True}
        return [{**each, "cms_locale_id": self.locale} for each in (one, two)]


@dataclass(frozen=True)
class Call:
    """A call of an official SDK, in the Python one's words."""

    method: str
    places: tuple[str, ...]
    said: dict[str, Any]
    beside: dict[str, Any]
    """Parameters that the SDKs do not know: they write them as they do their own."""

    def by_python(self, sdk: official.Webflow) -> None:
        method = reduce(getattr, self.method.split("."), sdk)
        options = {**ONCE, "additional_query_parameters": self.beside}
        with suppress(OfficialError):
            method(*self.places, **self.said, request_options=options)

    def for_javascript(self) -> list[Any]:
        said = {**self.said.get("request", {}), **self.said}
        said.pop("request", None)
        given = [camel(said)] if said else []
        options = [{"queryParams": self.beside}] if self.beside else []
        return [camel_name(self.method), [*self.places, *given, *options]]


def call(method: str, *places: str, beside: dict[str, Any] | None = None, **said: Any) -> Call:
    return Call(method, places, said, beside or {})


def camel_name(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {camel_name(key): camel(each) for key, each in value.items()}
    return [camel(each) for each in value] if isinstance(value, list) else value


Ours = Callable[[Webflow, Here], Awaitable[object]]
ITEMS = "collections.items"
COMPOSED = {
    "items.pages",
    "items.by_slug",
    "items.in_bulk",
    "items.in_a_run",
    "collections.in_bulk",
    "collections.in_a_run",
}
"""They ask by way of the others."""
OPERATIONS: dict[str, tuple[Ours, Callable[[Here], Call]]] = {
    "tokens.introspect": (
        lambda webflow, _: webflow.tokens.introspect(),
        lambda _: call("token.introspect"),
    ),
    "tokens.authorized_by": (
        lambda webflow, _: webflow.tokens.authorized_by(),
        lambda _: call("token.authorized_by"),
    ),
    "sites.all": (
        lambda webflow, _: webflow.sites.all(AccountId("a")),
        lambda _: call("sites.list"),
    ),
    "sites.domains": (
        lambda webflow, here: webflow.sites.domains(here.site),
        lambda here: call("sites.get_custom_domain", here.site),
    ),
    "sites.publish": (
        lambda webflow, here: webflow.sites.publish(here.site, [here.domain], to_subdomain=False),
        lambda here: call(
            "sites.publish",
            here.site,
            custom_domains=[here.domain],
            publish_to_webflow_subdomain=False,
        ),
    ),
    "collections.all": (
        lambda webflow, here: webflow.collections.all(here.site),
        lambda here: call("collections.list", here.site),
    ),
    "collections.get": (
        lambda webflow, here: webflow.collections.get(here.places, here.site),
        lambda here: call("collections.get", here.places),
    ),
    "items.page": (
        lambda webflow, here: webflow.items.page(here.places, locale=here.locale, offset=200),
        lambda here: call(
            f"{ITEMS}.list_items", here.places, cms_locale_id=here.locale, offset=200, **STEADY
        ),
    ),
    "items.page of a slug": (
        lambda webflow, here: webflow.items.page(
            here.places, locale=here.locale, offset=0, slug="tea & scones"
        ),
        lambda here: call(
            f"{ITEMS}.list_items",
            here.places,
            cms_locale_id=here.locale,
            offset=0,
            slug="tea & scones",
            **STEADY,
        ),
    ),
    "items.page changed since": (
        lambda webflow, here: webflow.items.page(
            here.places, locale=here.locale, offset=0, updated_since=MOMENT
        ),
        lambda here: call(
            f"{ITEMS}.list_items",
            here.places,
            cms_locale_id=here.locale,
            offset=0,
            limit=100,
            sort_order="desc",
            beside={
                "lastUpdated": {"gte": "2025-03-04T05:06:07.890Z"},
                "sortBy": "lastUpdated",
            },
        ),
    ),
    "items.page of what is live": (
        lambda webflow, here: webflow.items.page(
            here.places, locale=here.locale, offset=0, live=True
        ),
        lambda here: call(
            f"{ITEMS}.list_items_live", here.places, cms_locale_id=here.locale, offset=0, **STEADY
        ),
    ),
    "items.get": (
        lambda webflow, here: webflow.items.get(here.keys[0]),
        lambda here: call(f"{ITEMS}.get_item", here.places, here.one, cms_locale_id=here.locale),
    ),
    "items.get of what is live": (
        lambda webflow, here: webflow.items.get(here.keys[0], live=True),
        lambda here: call(
            f"{ITEMS}.get_item_live", here.places, here.one, cms_locale_id=here.locale
        ),
    ),
    "items.create": (
        lambda webflow, here: webflow.items.create(here.places, here.locale, [NEW]),
        lambda here: call(
            f"{ITEMS}.create_items",
            here.places,
            field_data=[NEW],
            cms_locale_ids=[here.locale],
            is_draft=True,
            is_archived=False,
            **HEARD,
        ),
    ),
    "items.update": (
        lambda webflow, here: webflow.items.update(here.places, here.patches),
        lambda here: call(f"{ITEMS}.update_items", here.places, items=here.patched, **HEARD),
    ),
    "items.publish": (
        lambda webflow, here: webflow.items.publish(here.places, here.keys),
        lambda here: call(f"{ITEMS}.publish_item", here.places, request={"items": here.refs}),
    ),
    "items.unpublish": (
        lambda webflow, here: webflow.items.unpublish(here.places, here.keys),
        lambda here: call(f"{ITEMS}.delete_items_live", here.places, items=here.refs),
    ),
    "items.delete": (
        lambda webflow, here: webflow.items.delete(here.places, here.keys),
        lambda here: call(f"{ITEMS}.delete_items", here.places, items=here.refs),
    ),
}


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    practice = start("--items", "60", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture(scope="module")
def here(practice: Practice) -> Here:
    [site] = practice.get("/sites")["sites"]
    one, two = (practice.make("places", name=name)["id"] for name in ("One", "Two"))
    return Here(
        site=site["id"],
        domain=site["customDomains"][0]["id"],
        places=CollectionId(practice.collection("places")),
        locale=site["locales"]["primary"]["cmsLocaleId"],
        one=one,
        two=two,
    )


@pytest.fixture(scope="module")
def by_javascript(practice: Practice, here: Here) -> dict[str, dict[str, Any]]:
    """The requests of all operations: node is started once."""
    calls = [official(here).for_javascript() for _, official in OPERATIONS.values()]
    practice.control("DELETE", "log")
    outcomes, log = told("calls.mjs", practice, calls), practice.log()
    assert len(log) == len(calls), outcomes
    return dict(zip(OPERATIONS, map(said, log), strict=True))


def said(entry: dict[str, Any]) -> dict[str, Any]:
    """What of a request is compared: the order of its parameters says nothing."""
    query = sorted(entry["query"].split("&"))
    return {**{name: entry[name] for name in ("method", "path", "body")}, "query": query}


async def ours(practice: Practice, here: Here, operation: str) -> dict[str, Any]:
    webflow = Webflow(practice.url, practice.tokens["full"])
    practice.control("DELETE", "log")
    with suppress(ApiError):
        await OPERATIONS[operation][0](webflow, here)
    await webflow.aclose()
    [entry] = practice.log()
    return said(entry)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_we_ask_as_the_python_sdk_does(
    practice: Practice, here: Here, operation: str
) -> None:
    mine = await ours(practice, here, operation)
    practice.control("DELETE", "log")
    with opened(practice) as sdk:
        OPERATIONS[operation][1](here).by_python(sdk)
    [entry] = practice.log()
    assert mine == said(entry)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_we_ask_as_the_javascript_sdk_does(
    practice: Practice, here: Here, by_javascript: dict[str, Any], operation: str
) -> None:
    assert await ours(practice, here, operation) == by_javascript[operation]


async def test_whatever_we_can_ask_is_compared() -> None:
    webflow = Webflow("http://127.0.0.1:1/v2", "x" * 40)
    able = {
        f"{place}.{name}"
        for place in ("tokens", "sites", "collections", "items")
        for name, held in vars(type(getattr(webflow, place))).items()
        if callable(held) and not name.startswith("_")
    }
    await webflow.aclose()
    assert {operation.partition(" ")[0] for operation in OPERATIONS} == able - COMPOSED
