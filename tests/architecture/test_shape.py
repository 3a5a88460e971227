"""Nothing grows beyond what one can read at a sitting."""

import ast

from tests.architecture.rules import ROOT, sources

MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 50
FOLDERS = ("wfdesk", "tests", "benchmarks", "packaging")


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in sources(*FOLDERS)}
    too_long = {path: length for path, length in lengths.items() if length > MOST_LINES_OF_A_FILE}
    assert too_long == {}


def test_no_function_is_too_long() -> None:
    found = {path.relative_to(ROOT): long_functions(path.read_text()) for path in sources(*FOLDERS)}
    assert {str(path): names for path, names in found.items() if names} == {}


def test_a_long_function_is_noticed() -> None:
    body = "".join(f"    x = {line}\n" for line in range(50))
    assert long_functions(f"def fine():\n{body[:-11]}") == []
    assert long_functions(f"async def long():\n{body}") == ["long (51)"]


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources("wfdesk", "packaging")
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
