"""What the side door is told, read field by field. What is wrong is answered in a sentence."""

from collections.abc import Collection
from typing import Any, Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request

A_DAY: Final = 86_400.0


class Said:
    """An object of JSON; each field that is read is ticked off."""

    def __init__(self, raw: object, what: str) -> None:
        if not isinstance(raw, dict):
            raise bad_request(f"{what} must be an object")
        self.given: Json = raw
        self._left = dict(raw)
        self._what = what

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A text; it must be there if there is nothing otherwise."""
        value = self._left.pop(name, otherwise)
        if not isinstance(value, str):
            raise bad_request(f"{name} must be a text")
        return value

    def one_of(self, name: str, choices: Collection[str], otherwise: str | None = None) -> str:
        value = self._left.pop(name, otherwise)
        if not isinstance(value, str) or value not in choices:
            raise bad_request(f"{name} must be one of {', '.join(choices)}")
        return value

    def whole(self, name: str, otherwise: int, least: int, most: int) -> int:
        value = self._left.pop(name, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise bad_request(f"{name} must be a whole number from {least} to {most}")
        return value

    def seconds_or_never(self, otherwise: float) -> float | None:
        """So long; null is: not by itself."""
        if self._left.get("seconds", otherwise) is None:
            del self._left["seconds"]
            return None
        return self.seconds(otherwise)

    def seconds(self, otherwise: float) -> float:
        value = self._left.pop("seconds", otherwise)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise bad_request("seconds must be a number")
        if not 0 <= value <= A_DAY:
            raise bad_request(f"seconds must be from 0 to {A_DAY:.0f}")
        return float(value)

    def flag(self, name: str, *, otherwise: bool) -> bool:
        value = self._left.pop(name, otherwise)
        if not isinstance(value, bool):
            raise bad_request(f"{name} must be true or false")
        return value

    def object(self, name: str) -> Json:
        """An object, an empty one if it is not there."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict):
            raise bad_request(f"{name} must be an object")
        return value

    def list(self, name: str, otherwise: list[Any]) -> list[Any]:
        value = self._left.pop(name, otherwise)
        if not isinstance(value, list):
            raise bad_request(f"{name} must be a list")
        return value

    def anything(self, name: str, otherwise: Any = None) -> Any:
        return self._left.pop(name, otherwise)

    def has(self, name: str) -> bool:
        return name in self._left

    def end(self) -> None:
        """Refuse what nobody has asked for: a field with a slip in its name is not overlooked."""
        if self._left:
            raise bad_request(f"{self._what} has no {', '.join(sorted(self._left))}")
