"""What people write. Every text carries a mark of its own, so that it can be found again."""

import re
from random import Random
from typing import Any

from tests.convergence.content import KINDS

_MARK = re.compile(r"\b[uc]\d+\b")
_CHOICES = ("news", "essay", "recipe")


def marks(value: Any) -> frozenset[str]:
    """The marks in a value, wherever they stand."""
    return frozenset(_MARK.findall(str(value)))


def is_text(collection: str, field: str) -> bool:
    """Whether two people's changes of the field can both be kept."""
    return KINDS.get((collection, field)) in {"PlainText", "RichText"} and field != "slug"


def is_mergeable(collection: str, field: str) -> bool:
    return KINDS.get((collection, field)) == "MultiReference" or is_text(collection, field)


def parts(value: Any) -> frozenset[str]:
    """The lines, paragraphs or references that a value consists of."""
    if isinstance(value, list):
        return frozenset(map(str, value))
    return frozenset(part for part in re.split(r"\n|</?p>", str(value or "")) if part)


class Writer:
    """Thinks up values. ``sign`` is u for the user and c for the colleague."""

    def __init__(self, rng: Random, sign: str) -> None:
        self.rng, self._sign = rng, sign
        self._count = 0

    def mark(self) -> str:
        self._count += 1
        return f"{self._sign}{self._count}"

    def value(self, place: tuple[str, str], now: Any, people: list[str], posts: list[str]) -> Any:
        """Another value for a field, given what it holds now and what can be referred to."""
        _, field = place
        kind = KINDS[place]
        chance = self.rng.random()
        if chance < 0.12 and field not in {"name", "slug"}:
            return None
        if chance < 0.2 and kind == "PlainText" and field != "slug":
            return f"same {self.rng.randrange(3)}"
        if kind in {"Reference", "MultiReference"}:
            return self._one(people) if kind == "Reference" else self._references(now, posts)
        return self._simple(kind, now) if kind != "PlainText" else self._plain(field, now)

    def _simple(self, kind: str, now: Any) -> Any:
        match kind:
            case "Option":
                return self.rng.choice(_CHOICES)
            case "Switch":
                return not now
            case "Image":
                return {"url": f"https://img.example/{self.mark()}.png", "alt": self.mark()}
            case "Link":
                slash = self.rng.choice(("", "/"))
                return f"https://example.org/{self.mark()}{slash}"
            case _:
                return self._text(now, "<p>", "</p>")

    def _plain(self, field: str, now: Any) -> str:
        if field == "slug":
            is_own = self.rng.random() < 0.8
            return f"slug-{self.mark()}" if is_own else f"slug-{self.rng.randrange(6)}"
        if field in {"notes", "bio"}:
            return self._text(now, "", "\n")
        return f"words {self.mark()}"

    def _one(self, items: list[str]) -> str | None:
        return self.rng.choice(items) if items else None

    def refusable(self) -> str:
        """What Webflow does not take."""
        return f"refuse-me {self.mark()}"

    def _text(self, now: Any, before: str, after: str) -> str:
        """Change one part of a text, add one, or leave one out."""
        plain = str(now or "").replace(before, "") if before else str(now or "")
        parts = [part for part in plain.split(after) if part]
        fresh = f"line {self.mark()}"
        where = self.rng.randrange(len(parts) + 1)
        if where == len(parts):
            parts.append(fresh)
        elif self.rng.random() < 0.15 and len(parts) > 1:
            parts[where : where + 2] = [fresh]
        else:
            parts[where] = fresh
        if before:
            return "".join(f"{before}{part}{after}" for part in parts)
        return after.join(parts)

    def _references(self, now: Any, posts: list[str]) -> list[str] | None:
        held = list(now or [])
        if held and self.rng.random() < 0.4:
            held.remove(self.rng.choice(held))
        else:
            free = [post for post in posts if post not in held]
            held += [self.rng.choice(free)] if free else []
        return held or None
