"""What is read from JSON and written to it."""

import json
import math
from typing import Any, Final, NoReturn

Json = dict[str, Any]

_DEEPEST: Final = 100


def read(text: bytes) -> Any:
    """What a text in UTF-8 says. ValueError where it is none, or could not be sent back.

    Python would take more: what is no number, half a pair of surrogates, and any depth that does
    not end the program.
    """
    try:
        said = json.loads(text.decode(), parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("It is nested too deep") from None
    _check(said)
    return said


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is too large")
    return number


def _check(said: Any) -> None:
    """Look at every text, level by level."""
    level = [said]
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, str):
                value.encode()
            elif isinstance(value, dict):
                inner += value
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        if not inner:
            return
        level = inner
    raise ValueError("It is nested too deep")
