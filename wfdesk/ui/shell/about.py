"""Help, About: which wfdesk this is, where its data lies, whether the clock is right."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.ui.toolkit.ask import close_box
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, WIDE

_KEPT = (
    "The local copy, unsent edits and logs are kept here. Tokens are not: they are in the keychain."
)
_LICENCE = "wfdesk is free software under the MIT licence. Qt and PySide6 come under the LGPL 3."


class About(Struct, frozen=True):
    version: str
    made_of: str
    """Python, Qt and the like, for a report."""
    home: Path
    open_home: Callable[[], object]
    clock_ahead: float | None = None
    """Seconds by which this computer's clock is ahead of Webflow's; None: not compared yet."""


class AboutDialog(QDialog):
    """Shown with ``open``; closes with Escape."""

    def __init__(self, about: About, parent: QWidget) -> None:
        super().__init__(parent)
        self._about = about
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About wfdesk")
        self.setMinimumWidth(520)
        self.home = QLineEdit(str(about.home))
        self.home.setReadOnly(True)
        self.home.setAccessibleName("Where the data lies")
        self.open_button = QPushButton("Open folder")
        self.open_button.setAutoDefault(False)
        self.open_button.clicked.connect(self._open)
        self.copy_button = QPushButton("Copy version and place")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, WIDE)
        column.setSpacing(NEAR)
        column.addWidget(PlainLabel(f"wfdesk {self._about.version}", "title"))
        column.addWidget(PlainLabel(self._about.made_of, "muted"))
        column.addSpacing(NEAR)
        column.addWidget(_wrapped(_KEPT))
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(self.home, 1)
        row.addWidget(self.open_button)
        column.addLayout(row)
        column.addSpacing(NEAR)
        column.addWidget(_wrapped(clock_words(self._about.clock_ahead)))
        column.addSpacing(NEAR)
        column.addWidget(_wrapped(_LICENCE))
        column.addSpacing(NEAR)
        box = close_box(self)
        box.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(box)

    @Slot()
    def _open(self) -> None:
        self._about.open_home()

    @Slot()
    def _copy(self) -> None:
        about = self._about
        clock = clock_words(about.clock_ahead)
        text = f"wfdesk {about.version}\n{about.made_of}\n{about.home}\n{clock}"
        QGuiApplication.clipboard().setText(text)


def clock_words(ahead: float | None) -> str:
    """Say whether this computer's clock can be trusted: one that is off makes TLS fail."""
    if ahead is None:
        return "This computer's clock was not compared with Webflow's yet."
    minutes = round(abs(ahead) / 60)
    if not minutes:
        return "This computer's clock agrees with Webflow's."
    where = "ahead of" if ahead > 0 else "behind"
    return f"This computer's clock is {_span(minutes)} {where} Webflow's. Set it right."


def _span(minutes: int) -> str:
    whole = ((minutes // (24 * 60), "day"), (minutes // 60, "hour"), (minutes, "minute"))
    count, unit = next(each for each in whole if each[0])
    return f"{count:,} {unit}s" if count > 1 else f"1 {unit}"


def _wrapped(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    return label
