"""The switch between the locales of an item, and what is said where it does not exist in one."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import LocaleId
from wfdesk.domain.schema import Locale, Site
from wfdesk.ui.editor.controller import Missing
from wfdesk.ui.toolkit.labels import PlainLabel, plain
from wfdesk.ui.toolkit.theme import NEAR, WIDE

_LETTERS = 9
"""Of a name that are shown at the least; the rest is cut where the form is narrow."""

_FRAME = 4
"""Pixels that the style keeps free around the text."""


class LocaleSwitch(QComboBox):
    """Hidden where a site has a single locale."""

    locale_chosen = Signal(object)  # LocaleId

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Locale")
        self.setToolTip("The locale in which the item is shown")
        # It gives way to the title beside it, and takes no more than the longest name needs.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._locales: tuple[Locale, ...] = ()
        self.activated.connect(self._on_activated)
        self.hide()

    def show_locale(self, site: Site, locale: LocaleId) -> None:
        """Show the locale among those there are. One that is off is listed only while shown."""
        locales = tuple(each for each in site.locales if site.takes(each.id) or each.id == locale)
        if locales != self._locales:
            self._locales = locales
            self.clear()
            names = [each.display_name for each in locales]
            self.addItems(names)
            self.setMinimumContentsLength(min(_LETTERS, max(map(len, names), default=0)))
            self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * WIDE)
        ids = [each.id for each in locales]
        self.setCurrentIndex(ids.index(locale) if locale in ids else -1)
        self.setVisible(len(locales) > 1)

    def sizeHint(self) -> QSize:
        """Qt's own has room for the fewest letters, whatever the names."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        fewest = metrics.horizontalAdvance("X" * self.minimumContentsLength())
        names = (metrics.horizontalAdvance(each.display_name) for each in self._locales)
        more = max(names, default=0) + _FRAME - fewest
        return QSize(hint.width() + max(more, 0), hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to others: who scrolls past would find another locale."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as Qt does, but say by an ellipsis that the name goes on."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        text = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, field.width() - _FRAME
        )
        # Where it does not fit, Qt would break it between words and drop the rest.
        option.currentText = text.replace(" ", "\N{NO-BREAK SPACE}")
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        self.locale_chosen.emit(self._locales[place].id)


class MissingVariant(QWidget):
    """Stands in place of the fields of an item that a locale does not have."""

    locale_chosen = Signal(object)  # LocaleId

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._primary = LocaleId("")
        self.sentence = PlainLabel("", "heading")
        self.advice = PlainLabel("", "muted")
        self._back = QPushButton()
        self._back.clicked.connect(self._on_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 24)
        column.setSpacing(NEAR)
        for label in (self.sentence, self.advice):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(NEAR)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_missing(self, missing: Missing) -> None:
        there = missing.locale.display_name
        self.sentence.setText(
            f"This item does not exist in {there} yet"
            if missing.is_fetched
            else f"{there} is still being fetched"
        )
        self.advice.setText(
            "It is made in Webflow, in the Localization panel of the Designer. The next refresh"
            " brings it here."
            if missing.is_fetched
            else "It is shown as soon as it is there."
        )
        primary = next(each for each in missing.site.locales if each.is_primary)
        self._primary = primary.id
        self._back.setText(plain(f"Show {primary.display_name}"))

    @Slot()
    def _on_back(self) -> None:
        self.locale_chosen.emit(self._primary)
