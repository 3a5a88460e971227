"""The pages and components of the practice site, with nodes of every kind."""

from dataclasses import replace
from typing import Final

from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import World
from wfdesk.practice.magazine.prose import Prose
from wfdesk.practice.magazine.schema import CHANGED, CREATED
from wfdesk.practice.pages import nodes
from wfdesk.practice.pages.model import Component, Nodes, Page

_PAGES: Final = (
    ("", "Crumb & Compass", "Bread, cake and the roads between"),
    ("about", "About us", "Two bakers, one van and a map that is mostly flour by now"),
    ("recipes", "Recipes", "What we baked, and what we would do differently"),
    ("stories", "Stories", "Mornings with people who get up at three"),
    ("travel", "On the road", "Where to eat, where to sleep and when the ovens are opened"),
    ("travel/spring-route", "The spring route", "Nine bakeries between Porto and Girona"),
    ("newsletter", "A letter on Sundays", "One recipe, one road, no hurry"),
    ("contact", "Write to us", "About a loaf that failed, or one that did not"),
    ("press", "Press", "Pictures to print, and whom to call"),
    ("search", "Search", "Everything we wrote down"),
    ("imprint", "Imprint", "Who is answerable for all this"),
    ("404", "Nothing in the oven", "The page you wanted is not here any more"),
)
_TEMPLATES: Final = (("recipes", "Recipe"), ("stories", "Story"), ("places", "Place"))
_TOPICS: Final = ["A recipe", "A story", "A place to visit", "An invoice", "Something else"]


def add_pages(world: World, seed: int, prose: Prose) -> None:
    """Fill the world with its pages and components. The same seed gives the same."""
    for component in _components(seed, prose):
        world.components[component.id] = component
    for place, (slug, title, line) in enumerate(_PAGES):
        page = _page(world, seed, slug, title, line)
        page.nodes.primary += _content(seed, slug, place, prose)
        world.pages[page.id] = page
    for slug, title in _TEMPLATES:
        page = _page(world, seed, f"detail_{slug}", f"{title} template", "")
        page.collection = next(
            entry.id for entry in world.collections.values() if entry.slug == slug
        )
        page.nodes.primary.append(nodes.text(_id(seed, slug, "more"), "<p>Read on</p>"))
        world.pages[page.id] = page
    branch = _branch_of(world.pages[named_id(seed, "page", "press")], seed)
    world.pages[branch.id] = branch


def _branch_of(page: Page, seed: int) -> Page:
    """Its duplicate, on which somebody rewrites the first paragraph."""
    heading, first, *rest = page.nodes.primary
    written = nodes.text(first["id"], "<p>Write to us for pictures in a larger size.</p>")
    return replace(
        page,
        id=named_id(seed, "page", "branch", page.id),
        branch=named_id(seed, "branch", page.id),
        settings=dict(page.settings),
        nodes=Nodes([heading, written, *rest]),
    )


def _page(world: World, seed: int, path: str, title: str, line: str) -> Page:
    parent, _, slug = path.rpartition("/")
    seo = {"title": f"{title} | Crumb & Compass" if path else title, "description": line}
    graph = {
        "title": seo["title"],
        "titleCopied": True,
        "description": line,
        "descriptionCopied": True,
    }
    settings: Json = {"title": title, "slug": slug, "seo": seo, "openGraph": graph}
    return Page(
        named_id(seed, "page", path),
        CREATED,
        CHANGED,
        {world.page_locales[0]: settings},
        Nodes([nodes.text(named_id(seed, "node", path, "title"), f"<h1>{_escaped(title)}</h1>")]),
        parent=named_id(seed, "page", parent) if parent else None,
    )


def _content(seed: int, slug: str, place: int, prose: Prose) -> list[Json]:
    paragraphs = [prose.paragraphs[(place * 7 + step) % len(prose.paragraphs)] for step in range(3)]
    held = [
        nodes.text(_id(seed, slug, step), f"<p>{_escaped(paragraph)}</p>")
        for step, paragraph in enumerate(paragraphs)
    ]
    held.insert(1, nodes.image(_id(seed, slug, "image"), named_id("asset", slug), _alt(place)))
    held += _forms(seed, slug)
    held.append(_letter(seed, slug, place))
    return held


def _forms(seed: int, slug: str) -> list[Json]:
    if slug == "contact":
        return [
            nodes.text_input(_id(seed, slug, "name"), "Your name"),
            nodes.text_input(_id(seed, slug, "mail"), "Where we can answer"),
            nodes.select(_id(seed, slug, "topic"), _TOPICS),
            nodes.submit_button(_id(seed, slug, "send"), "Send it", "On its way…"),
        ]
    if slug in {"search", "404"}:
        return [
            nodes.text_input(_id(seed, slug, "words"), "Rye, Lisbon, plums…"),
            nodes.search_button(_id(seed, slug, "go"), "Look for it"),
        ]
    return []


def _letter(seed: int, slug: str, place: int) -> Json:
    """The box of the newsletter, which some pages word in their own way."""
    overrides = _properties(seed, "letter", _LETTER) if place % 3 == 0 else []
    component = named_id(seed, "component", "letter")
    return nodes.instance(_id(seed, slug, "letter"), component, overrides)


_LETTER: Final = (
    ("heading", "Plain Text", "Heading", "A letter on Sundays"),
    ("text", "Rich Text", "Text", "<p>One recipe, one road, <em>no hurry</em>.</p>"),
    ("picture", "Alt Text", "Alt text of the picture", "An envelope dusted with flour"),
)
_CARD: Final = (
    ("name", "Plain Text", "Name", "Inês Almeida"),
    ("words", "Rich Text", "In her words", "<p>I measure in handfuls and write in grams.</p>"),
)
_BAR: Final = (("notice", "Plain Text", "Notice", "The shop is closed on Mondays"),)


def _components(seed: int, prose: Prose) -> list[Component]:
    described = (
        ("letter", "Newsletter box", "Marketing", "Asks for an address", _LETTER, False),
        ("card", "Author card", "People", "A face, a name and two lines", _CARD, False),
        ("bar", "Notice bar", "Navigation", "One line above everything", _BAR, False),
        ("footer", "Footer", "Navigation", "From the library, read only", (), True),
    )
    made = []
    for place, (key, name, group, about, properties, is_readonly) in enumerate(described):
        own = [
            nodes.text(_id(seed, key, step), f"<p>{_escaped(line)}</p>")
            for step, line in enumerate(prose.lines[place * 2 : place * 2 + 2])
        ]
        if key == "letter":
            own.append(nodes.text_input(_id(seed, key, "mail"), "you@example.com"))
            own.append(nodes.submit_button(_id(seed, key, "join"), "Join", "One moment…"))
        if key == "footer":
            own.append(
                nodes.instance(_id(seed, key, "bar"), named_id(seed, "component", "bar"), [])
            )
        made.append(
            Component(
                named_id(seed, "component", key),
                name,
                group,
                about,
                Nodes(own),
                Nodes(_properties(seed, key, properties), "propertyId"),
                is_readonly,
            )
        )
    return made


def _properties(seed: int, component: str, described: tuple[tuple[str, ...], ...]) -> list[Json]:
    return [
        nodes.property_of(_id(seed, component, key), kind, label, html)
        for key, kind, label, html in described
    ]


def _alt(place: int) -> str | None:
    """Some pictures have no words yet: an editor has something to find."""
    return None if place % 4 == 3 else "Loaves on a windowsill, still too hot to touch"


def _id(seed: int, *parts: object) -> str:
    return named_id(seed, "node", *parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
