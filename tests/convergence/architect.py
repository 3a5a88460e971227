"""Who changes the structure of the site in the Designer, while others work on its content.

Values come and go with fields and choices, and no item counts as updated by that.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.convergence.content import ADDED, COLLEAGUE, Change, Content, Item
from tests.convergence.locales import FRENCH

_LASTING = frozenset({"marker", "name", "slug"})
"""What every collection has, and by what the verdict knows new items."""


class Architect:
    def __init__(self, rng: Random, content: Content, say: Callable[[str], None]) -> None:
        self._rng, self._content, self._say = rng, content, say

    def lead(self, rng: Random) -> None:
        """Let somebody else decide what comes next."""
        self._rng = rng

    def does_something(self) -> None:
        self._rng.choice(_ACTS)(self)

    def removes_a_field(self) -> None:
        collection = self._rng.choice(list(self._content.schema))
        slugs = [each["slug"] for each in self._content.schema[collection]]
        free = [slug for slug in slugs if slug not in _LASTING]
        if free:
            self._remove(collection, self._rng.choice(free))

    def changes_a_field(self) -> None:
        """Call it something else, and let it be required or no longer so."""
        fields = list(self._content.schema["posts"])
        number = self._rng.randrange(len(fields))
        field = dict(fields[number])
        if field["slug"] not in _LASTING:
            field["isRequired"] = not field["isRequired"] and field["type"] != "Switch"
        field["displayName"] = f"{field['displayName']} again"
        fields[number] = field
        self._say(f"changes posts.{field['slug']}, required: {field['isRequired']}")
        self._take("posts", fields)

    def adds_a_field(self) -> None:
        """It is required, and no item has it yet."""
        fields = self._content.schema["posts"]
        if all(each["slug"] != ADDED for each in fields):
            self._say(f"adds posts.{ADDED}")
            model = {**fields[-1], "id": f"field-{ADDED}", "slug": ADDED, "displayName": "Extra"}
            self._take("posts", [{**model, "isRequired": True}, *fields])

    def removes_a_choice(self) -> None:
        fields = list(self._content.schema["posts"])
        number = next((n for n, each in enumerate(fields) if each["slug"] == "category"), None)
        if number is None:
            return
        choices = list(fields[number]["validations"]["options"])
        if len(choices) > 1:
            gone = choices.pop(self._rng.randrange(len(choices)))["id"]
            self._say(f"removes the choice {gone}")
            fields[number] = {**fields[number], "validations": {"options": choices}}
            self._take("posts", fields)
            self._clear("posts", "category", lambda value: value == gone)

    def removes_a_collection(self) -> None:
        """People go, and before them the field that refers to them."""
        if "people" not in self._content.schema:
            return
        self._remove("posts", "author")
        self._say("removes people")
        for item in list(self._content.items.values()):
            if item.collection == "people":
                self._content.delete(COLLEAGUE, "people", item.id)
        del self._content.schema["people"]

    def switches_the_locale(self) -> None:
        """Switch the second language off, or on again."""
        if self._content.locales:
            is_on = self._content.locales[FRENCH] = not self._content.locales[FRENCH]
            self._say(f"switches {FRENCH} {'on' if is_on else 'off'}")
            self._content.touched.update(self._content.schema)

    def _remove(self, collection: str, slug: str) -> None:
        self._say(f"removes {collection}.{slug}")
        fields = self._content.schema[collection]
        self._take(collection, [each for each in fields if each["slug"] != slug])
        self._clear(collection, slug, lambda _value: True)

    def _take(self, collection: str, fields: Sequence[dict[str, Any]]) -> None:
        self._content.schema[collection] = tuple(fields)
        self._content.touched.add(collection)

    def _clear(self, collection: str, slug: str, is_meant: Callable[[Any], bool]) -> None:
        for item in self._content.items.values():
            if item.collection != collection:
                continue
            if slug in item.fields and is_meant(item.fields[slug]):
                self._drop(item, slug)

    def _drop(self, item: Item, slug: str) -> None:
        was = item.fields.pop(slug)
        item.last.pop(slug, None)
        (item.live or {}).pop(slug, None)
        self._content.log.append(Change(self._content.clock(), COLLEAGUE, item.id, slug, was, None))


_ACTS: Sequence[Callable[[Architect], None]] = (
    *(Architect.removes_a_field,) * 2,
    Architect.changes_a_field,
    Architect.adds_a_field,
    Architect.removes_a_choice,
    Architect.removes_a_collection,
    *(Architect.switches_the_locale,) * 3,
)
