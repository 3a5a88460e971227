"""Every fault of the fault model is shown by tests that exist.

``python -m tests.convergence.test_faults`` prints the table.
"""

import ast
from functools import cache
from pathlib import Path

from tests.convergence import FAULTS

ROOT = Path(__file__).parents[2]


@cache
def defined_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions)}


def test_no_fault_is_left_out() -> None:
    assert [fault.number for fault in FAULTS] == list(range(1, 69))


def test_every_fault_is_shown_by_tests_that_exist() -> None:
    assert [fault.number for fault in FAULTS if not fault.tests] == []
    assert [named for fault in FAULTS for named in fault.tests if not exists(named)] == []


def exists(named: str) -> bool:
    file, _, test = named.partition("::")
    return test in defined_in(file)


def table() -> str:
    lines = ["| | fault | what must happen | tests |", "|---|---|---|---|"]
    for fault in FAULTS:
        must = f"{fault.must} Left: {fault.left}" if fault.left else fault.must
        tests = "<br>".join(fault.tests)
        lines.append(f"| F{fault.number:02} | {fault.fault} | {must} | {tests} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
