"""What a fault is given to work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.types import Scope

from wfdesk.practice.cms.json import Json
from wfdesk.practice.web.answer import Answer
from wfdesk.practice.web.colleague import Colleague
from wfdesk.practice.web.said import Said
from wfdesk.practice.web.waits import Waits


@dataclass(frozen=True, slots=True)
class Met:
    """A request that came whole, and its entry in the log."""

    scope: Scope
    body: bytes
    entry: Json


class Ask(Protocol):
    """Has the request done, by the API or by the next fault; with another body if one is given."""

    def __call__(self, body: bytes | None = None) -> Awaitable[Answer]: ...


Disturb = Callable[[Met, Ask], Awaitable[Answer]]
"""Answers in the API's place; whether it asks the API, and when, is its own affair."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is behind the scenes."""

    colleague: Colleague
    waits: Waits
    shut: Callable[[float | None], None]
    limit: int
    tokens: frozenset[str]


Make = Callable[[Said, Stage], Disturb]
"""Reads the fields of one kind of fault; its docstring is the manual's entry."""
