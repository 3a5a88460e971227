"""Convergence: whatever happens, both sides agree in the end or a conflict is on record.

``FAULTS`` is the fault model: what may go wrong, what must happen then, and which tests show it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    number: int
    fault: str
    must: str
    tests: tuple[str, ...]
    left: str = ""
    """What of it the program does not do."""


_TABLE = Path(__file__).with_name("faults.toml").read_text(encoding="utf-8")
FAULTS = tuple(
    Fault(**{**each, "tests": tuple(each["tests"])}) for each in tomllib.loads(_TABLE)["fault"]
)
