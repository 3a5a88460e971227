"""Pasted tables: those that hold data become an embed, which is where Webflow keeps a table.

Tables that only put things beside each other, as those of mail do, are taken apart.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.tree import Node, attributes_of, children_of

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_SPANS = ("colspan", "rowspan")
_SPAN = re.compile("[2-9]|[1-9][0-9]")

LONGEST = 50_000
"""So many characters Webflow takes as an embed."""

Cell = Callable[[Node], str]
"""Writes what is in a cell."""


def layout_tables(root: Node) -> frozenset[int]:
    """Find the tables that hold another one, or a single cell, or say that they are none."""
    found: set[int] = set()
    cells: dict[int, int] = {}
    waiting: list[tuple[Node, int]] = [(root, 0)]
    while waiting:
        node, table = waiting.pop()
        if node.name == "table":
            found.add(table)
            table = id(node)
            cells[table] = len(_cells_of(node))
            if attributes_of(node).get("role") in {"presentation", "none"}:
                found.add(table)
        waiting.extend((child, table) for child in children_of(node))
    return frozenset(found | {table for table, number in cells.items() if number < 2})


def _cells_of(table: Node) -> list[Node]:
    sections = (child for child in children_of(table) if child.name in _SECTIONS)
    rows = (row for section in sections for row in children_of(section))
    return [cell for row in rows for cell in children_of(row) if cell.name in _CELLS]


def captions_of(table: Node) -> list[Node]:
    return [child for child in children_of(table) if child.name == "caption"]


def embed(table: Node, cell: Cell) -> str:
    """Write a table of data; nothing if all its cells are empty."""
    sections = [
        (node.name, list(_rows(node, cell)))
        for node in children_of(table)
        if node.name in _SECTIONS
    ]
    full = [
        (name, [row for row in rows if any(text for _, text in row)]) for name, rows in sections
    ]
    if not any(rows for _, rows in full):
        return ""
    is_whole = sum(len(row) for _, rows in full for row in rows) > 1
    has_spans = any(" rowspan=" in tag for _, rows in sections for row in rows for tag, _ in row)
    parts = [
        _section(name, rows) for name, rows in (sections if has_spans or not is_whole else full)
    ]
    return new_embed(f"<table>{''.join(parts)}</table>")


_Cell = tuple[str, str]
"""A start tag, and what follows it."""


def _rows(section: Node, cell: Cell) -> Iterator[list[_Cell]]:
    for row in children_of(section):
        cells = [each for each in children_of(row) if each.name in _CELLS]
        if cells:
            yield [(_start(each.name, attributes_of(each)), cell(each)) for each in cells]


def _start(name: str, attributes: Mapping[str, str]) -> str:
    spans = ((span, attributes.get(span, "").strip()) for span in _SPANS)
    kept = (f' {span}="{value}"' for span, value in spans if _SPAN.fullmatch(value))
    return f"<{name}{''.join(kept)}>"


def _section(name: str, rows: Sequence[Sequence[_Cell]]) -> str:
    if not rows:
        return ""
    lines = ("".join(f"{tag}{text}</{tag[1:3]}>" for tag, text in row) for row in rows)
    return f"<{name}>{''.join(f'<tr>{line}</tr>' for line in lines)}</{name}>"
