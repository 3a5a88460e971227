"""The way of the Tab key through what lies in a layout."""

import gc

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayoutItem, QLineEdit, QVBoxLayout, QWidget

from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.taborder import order_tabs


def way(start: QWidget, steps: int) -> list[str]:
    """The names of what Tab leads to from there, one after the other."""
    names, at = list[str](), start
    while len(names) < steps:
        at = at.nextInFocusChain()
        if at.objectName():
            names.append(at.objectName())
    return names


def line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made


def items_known() -> int:
    gc.collect()
    return sum(isinstance(each, QLayoutItem) for each in gc.get_objects())


def page(qtbot) -> tuple[QWidget, QVBoxLayout]:
    """Widgets that were made in another order than they lie in, some within others."""
    home, flowing = QWidget(), QWidget()
    qtbot.addWidget(home)
    last, column, row = line("last"), QVBoxLayout(home), QHBoxLayout()
    flow = FlowLayout(4, flowing)
    second, third = line("second"), line("third")
    flow.addWidget(line("fourth"))
    row.addWidget(second)
    row.addWidget(third)
    column.addWidget(QLabel("A label takes no focus"))
    column.addWidget(line("first"))
    column.addLayout(row)
    column.addWidget(flowing)
    column.addStretch(1)
    column.addWidget(last)
    return home, column


def test_tab_goes_as_things_stand(qtbot) -> None:
    home, column = page(qtbot)
    order_tabs(home, column)
    assert way(home, 5) == ["first", "second", "third", "fourth", "last"]


def test_nothing_of_the_layout_is_kept(qtbot) -> None:
    """Qt deletes it unheard, and what is made at its place would be taken for it."""
    home, column = page(qtbot)
    before = items_known()
    order_tabs(home, column)
    assert items_known() <= before + 1  # the row, a layout, which Python is told the end of
