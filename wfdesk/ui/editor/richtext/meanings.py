"""What the formats of a text document mean to us: numbers that stand for what our model says.

Qt undoes, redoes, splits and merges the numbers with the text; user data of blocks it loses.
"""

from collections.abc import Hashable
from enum import IntEnum
from typing import Generic, TypeVar

from msgspec.structs import replace
from PySide6.QtGui import QTextFormat

from wfdesk.richtext.document import Block, Kind, Tag

T = TypeVar("T", bound=Hashable)

_OURS = QTextFormat.Property.UserProperty.value


class Meaning(IntEnum):
    """Properties of our own. What has none of them means the first there is of each."""

    BLOCK = _OURS + 1
    """Of a block: the number of all it is but its runs."""
    MARKS = _OURS + 2
    """Of text: the number of its marks."""
    SOURCE = _OURS + 3
    """Of a character that stands for markup: the number of that."""


CARD = QTextFormat.ObjectTypes.UserObject.value + 1
"""The object type of the one character of a card."""
ATOM_OBJECT = CARD + 1
"""The object type of what is in a line of text and is no text."""


class Numbers(Generic[T]):
    """Gives each value a number, the same for the same.

    None is taken away alone: undo might bring back what has it.
    """

    def __init__(self, first: T) -> None:
        self._values = [first]
        self._numbers = {first: 0}

    def __len__(self) -> int:
        return len(self._values)

    def of(self, value: T) -> int:
        number = self._numbers.setdefault(value, len(self._values))
        if number == len(self._values):
            self._values.append(value)
        return number

    def __getitem__(self, number: int) -> T:
        """The value; the first for a number that is none of ours."""
        return self._values[number if 0 <= number < len(self._values) else 0]

    def forget(self) -> None:
        """Begin anew, when no format has any of the numbers."""
        del self._values[1:]
        self._numbers = {self._values[0]: 0}


class Meanings:
    """The numbers of the text that one editor shows."""

    def __init__(self) -> None:
        self.blocks = Numbers(Block(Kind.TEXT, Tag("p")))
        self.marks: Numbers[tuple[Tag, ...]] = Numbers(())
        self.sources = Numbers("")

    def number_of(self, block: Block) -> int:
        return self.blocks.of(replace(block, runs=()))

    def forget(self) -> None:
        """Begin anew with another text: Qt has dropped all formats, those of undo among them."""
        for numbers in (self.blocks, self.marks, self.sources):
            numbers.forget()
