"""What may happen between a user, the network, Webflow and a colleague: made of one number.

A scene is data. ``stage.py`` plays it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from wfdesk.domain.edits import Action, Work
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.domain.values import Value

Json = dict[str, Any]
Place = tuple[str, str]
"""An item's id and a field of it."""
Text = str
"""A value as the logs show it, so that values of any kind can be compared."""

FIELDS: Mapping[str, Sequence[str]] = {
    "places": ("description", "website", "open-all-year"),
    "stories": ("teaser", "body", "name"),
    "categories": ("explanation", "position", "name"),
}

WRITE = r"/items(/bulk|/publish|/live)?$"
READ = r"/collections/"

_APPLIED = [{"applied": applied} for applied in (False, True)]
STRIKES: Sequence[Json] = (
    {"do": "reset_before"},
    {"do": "reset_after"},
    *({"do": "truncated", "framing": framing} for framing in ("length", "chunked", "close")),
    {"do": "not_http"},
    {"do": "close"},
    {"do": "close", "announced": True},
    *({"do": "status", "status": status, **done} for status in (500, 503) for done in _APPLIED),
    {"do": "status", "status": 302, "headers": {"Location": "https://example.com/"}},
    *({"do": "html", "status": status, **done} for status in (200, 502) for done in _APPLIED),
    *({"do": "429", "seconds": 7, "retryAfter": form} for form in ("seconds", "date", "none", "-")),
    *(
        {"do": "wrong_json", "form": form}
        for form in ("other", "list", "null", "text", "empty", "cut", "no_ids", "extra")
    ),
    {"do": "wrong_json", "form": "other", "applied": False},
    {"do": "gzip_bomb", "size": 9_000_000},
    {"do": "headers", "set": {"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "Content-Type": None}},
    {"do": "headers", "set": {"X-RateLimit-Limit": "0", "Content-Type": "text/plain"}},
    {"do": "doubled"},
    {"do": "reversed"},
    {"do": "lacking"},
)
"""What may strike any request."""
TO_WRITES: Sequence[Json] = (
    {"do": "partly"},
    {"do": "partly", "reset": True},
    *[{"do": "zombie", "seconds": None}] * 3,
    *[{"do": "zombie", "seconds": None, "reset": True}] * 3,
    {"do": "status", "status": 409},
    {"do": "status", "status": 400},
)
LONG: Sequence[Json] = (
    {"do": "delay", "seconds": None, "when": "before"},
    {"do": "delay", "seconds": None, "when": "after"},
    {"do": "slow", "seconds": 60, "pieces": 2},
)
"""What only a deadline ends, so that the client has a short one in such a scene."""


@dataclass
class Scene:
    """The keys of new items are filled in when they are made."""

    seed: int
    goal: Goal
    edits: list[tuple[ItemKey, FieldSlug, Value]] = field(default_factory=list)
    new: list[tuple[CollectionId, dict[FieldSlug, Value]]] = field(default_factory=list)
    actions: list[tuple[ItemKey, Action]] = field(default_factory=list)
    meanwhile: list[tuple[ItemKey, FieldSlug, Value]] = field(default_factory=list)
    """What the user types while the first request travels."""
    colleague: list[Json] = field(default_factory=list)
    """What a colleague has done before it is sent."""
    orders: list[Json] = field(default_factory=list)
    behaviour: Json = field(default_factory=dict)
    is_slow: bool = False
    sends: int = 1
    """How often the user tries before the faults stop."""


@dataclass
class Played:
    """A scene and what came of it, for the judges."""

    scene: Scene
    keys: list[ItemKey] = field(default_factory=list)
    """Of all items the user did something to; of new ones the first key they had."""
    bases: dict[Place, Value] = field(default_factory=dict)
    """What each edit started from."""
    marked: dict[ItemKey, Action] = field(default_factory=dict)
    """Actions that made sense."""
    kept_mine: set[tuple[Place, Text]] = field(default_factory=set)
    """Values of a colleague that the user has seen and decided against."""
    has_typed: bool = False
    """What was to be typed meanwhile could be: its item was there."""
    took_theirs: set[Place] = field(default_factory=set)
    given_up: dict[ItemKey, str] = field(default_factory=dict)
    """Why all work on an item was given up."""
    began: int = 0
    """The number of the last request before the first send."""
    log: list[Json] = field(default_factory=list)
    changes: list[Json] = field(default_factory=list)
    batches: list[list[str]] = field(default_factory=list)
    history: dict[ItemKey, list[Value]] = field(default_factory=dict)
    left: list[Work] = field(default_factory=list)
    in_doubt: int = 0


def scene_of(
    seed: int, slugs: Mapping[CollectionId, str], items: Mapping[CollectionId, Sequence[ItemKey]]
) -> Scene:
    """Make the scene of a seed: who does what to which of these items."""
    random = Random(seed)
    scene = Scene(seed, random.choice([Goal.SEND, Goal.SEND, Goal.PUBLISH]))
    collection = random.choice(sorted(items))
    chosen = random.sample(items[collection], random.choice([1, 1, 2, 3, 4]))
    for number, key in enumerate(chosen):
        _act(scene, random, key, slugs[collection], number)
    for number in range(random.choice([0, 0, 1, 1, 2, 3])):
        name = FieldSlug("name")
        scene.new.append((collection, {name: f"New {seed}.{number}"}))
    if scene.edits and random.random() < 0.2:
        key, slug, _ = random.choice(scene.edits)
        slug = random.choice([slug, FieldSlug(random.choice(FIELDS[slugs[collection]]))])
        value = value_of(slug, f"Later {seed}", random)
        scene.meanwhile.append((key, slug, value))
    scene.sends = random.choice([1, 1, 2])
    if random.random() < 0.1:
        scene.behaviour = random.choice(
            [
                {"late_queries": "refused"},
                {"late_queries": "ignored"},
                {"duplicate_slugs": "suffixed"},
                {"own_slug": "refused"},
            ]
        )
    _disturb(scene, random, chosen, slugs[collection])
    if any(order["do"] == "zombie" for order in scene.orders):
        # Whoever sends again before it is done has made it twice.
        scene.sends, scene.behaviour = 2, {"duplicate_slugs": "suffixed"}
    return scene


def value_of(field_: str, text: str, random: Random) -> Value:
    """A value for a field that nobody else gives it."""
    match field_:
        case "website":
            return f"https://example.com/{text.replace(' ', '-')}"
        case "open-all-year":
            return random.choice([True, False])
        case "position":
            return random.randrange(1_000_000)
        case "body":
            return f"<p>{text}</p>"
        case _:
            return text


def _act(scene: Scene, random: Random, key: ItemKey, slug: str, number: int) -> None:
    what = random.random()
    if what < 0.75:
        for each in random.sample(FIELDS[slug], random.choice([1, 1, 2])):
            text = f"Mine {scene.seed}.{number}"
            scene.edits.append((key, FieldSlug(each), value_of(each, text, random)))
    else:
        action = random.choice([Action.DELETE, Action.ARCHIVE, Action.UNARCHIVE, Action.UNPUBLISH])
        scene.actions.append((key, action))


def _disturb(scene: Scene, random: Random, chosen: Sequence[ItemKey], slug: str) -> None:
    if random.random() < 0.35:
        scene.colleague.append(_of_a_colleague(scene, random, random.choice(chosen), slug))
    for _ in range(random.choice([0, 1, 1, 2, 3])):
        is_write = random.random() < 0.7
        which = {"path": WRITE if is_write else READ, "after": random.choice([0, 0, 0, 1, 2])}
        which |= {
            "method": random.choice(["POST", "POST", "PATCH", "PATCH", "DELETE"])
            if is_write
            else "GET"
        }
        what = random.random()
        if what < 0.35:  # passing, so that whatever comes next may strike the same request
            act = _of_a_colleague(scene, random, random.choice(chosen), slug)
            when = random.choice(["before", "after"])
            scene.orders.append({"do": "colleague", "acts": [act], "when": when, **which})
        if what < 0.2:
            continue
        if what > 0.96:
            scene.is_slow = True
            scene.orders.append({**random.choice(LONG), **which})
        else:
            kinds = [*STRIKES, *TO_WRITES] if is_write else STRIKES
            times = random.choice([1, 1, 1, 2])
            scene.orders.append({**random.choice(kinds), **which, "times": times})


def _of_a_colleague(scene: Scene, random: Random, key: ItemKey, slug: str) -> Json:
    where = {"collection": key.collection, "item": key.item, "cmsLocaleId": key.locale}
    what = random.random()
    if what < 0.08:
        return {"act": "delete", "collection": key.collection, "item": key.item}
    if what < 0.14:
        return {"act": "edit", **where, "isArchived": random.choice([True, False])}
    mine = [(field_, value) for edited, field_, value in scene.edits if edited == key]
    if what < 0.24 and mine:  # the very same value
        field_, value = random.choice(mine)
        return {"act": "edit", **where, "fieldData": {field_: value}}
    field_ = random.choice(mine)[0] if mine and what < 0.7 else random.choice(FIELDS[slug])
    text = f"Theirs {scene.seed}.{random.randrange(1000)}"
    return {"act": "edit", **where, "fieldData": {field_: value_of(field_, text, random)}}
