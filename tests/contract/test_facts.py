"""Every fact that is known of the API is shown by a test, or says why none can show it.

``python -m tests.contract.test_facts`` prints the table.
"""

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FACTS: list[dict[str, Any]] = tomllib.loads((HERE / "facts.toml").read_text(encoding="utf-8"))[
    "fact"
]


@cache
def defined_in(file: str) -> set[str]:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions)}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["says"])
def test_a_fact_is_shown_by_a_test_that_exists(fact: dict[str, Any]) -> None:
    assert fact["sure"] in {"S", "V"}
    assert bool(fact.get("tests")) != bool(fact.get("left"))
    for named in fact.get("tests", ()):
        file, _, test = named.partition("::")
        assert test in defined_in(file), f"{file} has no {test}"


def table() -> str:
    lines = ["| | | fact | test |", "|---|---|---|---|"]
    for fact in FACTS:
        shown = "<br>".join(fact.get("tests", ())) or f"none: {fact['left']}"
        lines.append(f"| {fact['section']} | {fact['sure']} | {fact['says']} | {shown} |")
    shown = sum("tests" in fact for fact in FACTS)
    return "\n".join([*lines, "", f"{shown} of {len(FACTS)} are shown by tests."])


if __name__ == "__main__":
    print(table())
