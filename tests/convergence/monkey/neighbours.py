"""The colleague in the Designer, and what goes wrong on the way there.

Both are asked for on a thread: the window's loop waits for neither.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from tests.doubles.practice import Practice
from wfdesk.domain.ids import ItemKey

_FIELDS = {
    "recipes": ("name", "subtitle", "summary"),
    "stories": ("name",),
    "places": ("name",),
    "authors": ("name",),
    "categories": ("name",),
}
_ACTS = {
    "edit": 20,
    "create": 2,
    "delete": 2,
    "publish": 2,
    "unpublish": 1,
    "locale": 1,
    "token": 1,
    "site": 1,
}
"""What the colleague does, and how often."""
_KNOWN_BY = frozenset({"name", "slug"})
"""By one of the two a new item is known whose making was not answered."""
_METHODS = ("*", "GET", "PATCH", "POST", "DELETE")
_FAULTS: tuple[dict[str, Any], ...] = (
    {"do": "delay", "seconds": 0.5},
    {"do": "delay", "seconds": 3, "when": "after"},
    {"do": "zombie", "seconds": 2},
    {"do": "zombie", "seconds": 2, "reset": True},
    {"do": "reset_before"},
    {"do": "reset_after"},
    {"do": "truncated"},
    {"do": "truncated", "framing": "close"},
    {"do": "slow", "seconds": 2},
    {"do": "close"},
    {"do": "not_http"},
    {"do": "down", "seconds": 2},
    {"do": "status", "status": 500},
    {"do": "status", "status": 502, "applied": True},
    {"do": "status", "status": 409},
    {"do": "html", "status": 200},
    {"do": "html", "applied": True, "status": 200},
    {"do": "429", "seconds": 1},
    {"do": "429", "seconds": 2, "retryAfter": "date"},
    {"do": "wrong_json"},
    {"do": "wrong_json", "form": "list"},
    {"do": "wrong_json", "form": "cut"},
    {"do": "gzip_bomb", "size": 20_000_000},
    {"do": "headers", "set": {"Date": "Thu, 01 Jan 2015 00:00:00 GMT"}},
    {"do": "partly"},
    {"do": "lacking"},
    {"do": "doubled"},
    {"do": "reversed"},
)


class Neighbours:
    """Acts now and then, until it is told to leave off."""

    def __init__(self, seed: int, practice: Practice, hear: Callable[[Any], None]) -> None:
        self._hear = hear
        self._rng = Random(f"neighbours {seed}")
        self._practice = practice
        self._tags = [each["tag"] for each in practice.locales["secondary"]]
        self._is_revoked = False
        self._met: list[tuple[ItemKey, str]] = []
        self.acts: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.made: set[str] = set()
        """The items that the user's token has made and nobody has deleted."""
        self._renamed: dict[str, str] = {}
        """Which of the two the colleague has changed in a new item."""
        self._heard = 0

    def meet(self, key: ItemKey, slug: str) -> None:
        """The user is at work there: the colleague will be, too, more often than elsewhere."""
        self._met = [*self._met[-20:], (key, slug)]

    async def go_on(self) -> None:
        """One act or fault after the other, for as long as it is let."""
        while True:
            await asyncio.sleep(self._rng.uniform(0.3, 1.5))
            await asyncio.to_thread(self._one)

    async def leave_off(self) -> None:
        await asyncio.to_thread(self._leave_off)

    async def listen(self) -> None:
        """Pass on what was changed since the last time."""
        await asyncio.to_thread(self._listen)

    def _one(self) -> None:
        if self._rng.random() < 0.5:
            order = {**self._rng.choice(_FAULTS), "method": self._rng.choice(_METHODS)}
            if self._ask("POST", "faults", order):
                self.faults[order["do"]] += 1
            return
        act, body = self._act()
        if self._ask("POST", act, body):
            self.acts[act] += 1

    def _act(self) -> tuple[str, dict[str, Any]]:
        rng = self._rng
        collection = rng.choice(list(_FIELDS))
        act = "token" if self._is_revoked else rng.choices(list(_ACTS), list(_ACTS.values()))[0]
        if act == "token":
            self._is_revoked = not self._is_revoked
            return act, {"token": "full", "revoked": self._is_revoked}
        if act == "locale":
            return act, {"tag": rng.choice(self._tags), "enabled": rng.random() < 0.8}
        if act == "site":
            return act, {}
        if act == "create":
            return act, {"collection": collection, "fieldData": {"name": f"Theirs {rng.random()}"}}
        if self._met and rng.random() < 0.5:
            key, field = rng.choice(self._met)
            body = {"collection": key.collection, "item": key.item}
            body |= {"cmsLocaleId": key.locale} if key.locale else {}
        else:
            field = rng.choice(_FIELDS[collection])
            body = {"collection": collection, "item": self._item(collection)}
        if act == "edit" and not self._would_hide(body["item"], field):
            body["fieldData"] = {field: f"A colleague was here, {rng.random()}"}
        return act, body

    def _would_hide(self, item: str, field: str) -> bool:
        """Whether a new item would have neither its name nor its slug any more.

        Of one that has another name, or another slug, the user is asked whether it is theirs.
        Nobody can tell one that has neither.
        """
        self._listen()
        if field not in _KNOWN_BY or item not in self.made:
            return False
        return self._renamed.setdefault(item, field) != field

    def _item(self, collection: str) -> str:
        state = self._practice.control("GET", "state").json()["collections"].values()
        items = next((each["items"] for each in state if each["slug"] == collection), [])
        return self._rng.choice([each["id"] for each in items] or [""])

    def _leave_off(self) -> None:
        for method, path in (("DELETE", "faults"), ("POST", "release")):
            self._practice.control(method, path)
        self._practice.control("POST", "token", {"token": "full"})
        for tag in self._tags:
            self._practice.control("POST", "locale", {"tag": tag})

    def _listen(self) -> None:
        path = f"{self._practice.host}/control/changes?since={self._heard}"
        new = self._practice.client.get(path).json()
        self._heard = new[-1]["number"] if new else self._heard
        self._hear(new)
        for change in new:
            if change["what"] == "item" and change["did"] == "created" and change["by"] == "full":
                self.made.add(change["item"])
            elif change["what"] == "item" and change["did"] == "deleted":
                self.made.discard(change["item"])

    def _ask(self, method: str, path: str, body: Any) -> bool:
        return self._practice.control(method, path, body).is_success
