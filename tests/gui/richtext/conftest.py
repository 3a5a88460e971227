"""A window from which the forms of cards and links are opened."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.gui.conftest import activate
from tests.gui.fields.samples import context
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.richtext.forms import FormDialog

NO_KEYS = Qt.KeyboardModifier.NoModifier


class Bench:
    """A form that is open, and what it will have answered."""

    def __init__(self, qtbot: Any, form: FormDialog, answer: "asyncio.Future[Any]") -> None:
        self._qtbot = qtbot
        self.form: Any = form
        self.answer = answer

    async def answered(self) -> object:
        async with asyncio.timeout(10):
            return await self.answer

    def type(self, text: str) -> None:
        """Type where the keyboard is, over what is selected."""
        self._qtbot.keyClicks(self.form.focusWidget(), text)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEYS) -> None:
        for key in keys:
            self._qtbot.keyClick(self.form.focusWidget(), key, modifier)

    def select_all(self) -> None:
        self.press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)

    def click(self, widget: QWidget) -> None:
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
async def window(qtbot):
    """Not of qtbot's, which would close it before the forms upon it."""
    made = QWidget()
    made.resize(800, 600)
    await activate(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def around(tasks) -> EditorContext:
    return context(tasks)


@pytest.fixture
async def opened(qtbot, window, until):
    """Open what is asked; what is still open at the end is closed."""
    benches: list[Bench] = []

    async def make(question: Awaitable[Any]) -> Bench:
        answer = asyncio.ensure_future(question)
        await until(lambda: bool(window.findChildren(FormDialog)))
        [form] = window.findChildren(FormDialog)
        await activate(form)
        bench = Bench(qtbot, form, answer)
        benches.append(bench)
        return bench

    yield make
    for bench in benches:
        if not bench.answer.done():
            bench.form.reject()
        await bench.answer
