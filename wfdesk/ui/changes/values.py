"""A field's value as the window shows it: in words, and pictures as pictures."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.words import values
from wfdesk.words.values import (
    NOT_SET,
    TEXT_TYPES,
    asset_in_words,
    asset_url,
    comparable,
    in_words,
    visible_text,
)

__all__ = [
    "NOT_SET",
    "TEXT_TYPES",
    "MakeThumbnail",
    "Surroundings",
    "asset_in_words",
    "asset_url",
    "comparable",
    "in_words",
    "visible_text",
]

MakeThumbnail = Callable[[str], QWidget]
"""Makes a small picture of an address."""


class Surroundings(values.Surroundings, frozen=True):
    """What a value needs to be shown, besides itself."""

    thumbnail: MakeThumbnail | None = None
    """Where pictures come from; without it their address is all that is shown."""
    tasks: TaskScope | None = None
    """Who reads long texts meanwhile; without it they are read at once."""
    is_new: bool = False
    """The item is: none of its fields had a value before."""
