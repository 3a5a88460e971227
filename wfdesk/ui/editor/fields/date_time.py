"""A date, or a date and time of day in the site's own time zone, which is named beside it.

A plain date is midnight UTC for Webflow. It is shown and read in UTC, so it never shifts.
"""

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QEvent, QObject, QPoint, Qt, QTime, QTimeZone, Slot
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value, format_date, parse_date
from wfdesk.ui.editor.fields.base import FieldEditor, is_identical
from wfdesk.ui.editor.fields.box import ShortLine
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.editor.fields.moments import (
    in_zone,
    read_date,
    read_moment,
    spoken,
    to_utc,
    written,
    zone_of,
)
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import current_colours, icon
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import APART, NEAR, TIGHT

_UTC = QTimeZone(QTimeZone.Initialization.UTC)
_LETTERS = 20
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class DateTimeEditor(FieldEditor):
    """What is no date yet is kept as the text it is, so that nothing typed is lost."""

    expects = "a date"

    def __init__(self, field: Field, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_time = field.has_time
        self._zone = zone_of(time_zone) if field.has_time else _UTC
        self._line = ShortLine(_LETTERS)
        self._line.setPlaceholderText("YYYY-MM-DD HH:MM" if field.has_time else "YYYY-MM-DD")
        self._entry = self._add_entry(Entry(self._line, self))
        self._entry.kept.connect(self._on_kept)
        self._entry.finished.connect(self._on_finished)
        self._entry.typed.connect(self._on_typed)
        self._calendar = tool("calendar", "Choose in a calendar (Down)")
        self._calendar.clicked.connect(self._on_calendar)
        self._clear = tool("close", "Clear")
        self._clear.clicked.connect(self._on_clear)
        self._said = PlainLabel("", "small")
        self._said.setWordWrap(True)
        zone = bytes(self._zone.id().data()).decode()
        self._zone_name = PlainLabel(zone if field.has_time else "", "muted")
        if not field.has_time:
            self._zone_name.hide()
        self._popup: _CalendarPopup | None = None
        self._line.installEventFilter(self)
        self._build(self._laid_out(), self._line)
        self._on_typed()

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        typed = QWidget()
        row = QHBoxLayout(typed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(self._line)
        row.addWidget(self._calendar)
        row.addWidget(self._clear)
        line = FlowLayout(NEAR)
        line.addWidget(typed)
        line.addWidget(self._zone_name)
        column.addLayout(line)
        column.addWidget(self._said)
        return body

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _NO_MODIFIER
            if is_plain and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
                self._on_calendar()
                return True
        return False

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _is_shown_as(self, value: Value) -> bool:
        moment = parse_date(value)
        is_same = moment is not None and moment == parse_date(self._value)
        return is_same or is_identical(value, self._value)

    def _show(self, value: Value) -> None:
        local = self._local(value)
        text = written(local, has_time=self._has_time) if local else str(value or "")
        self._entry.set_text(text)
        self._on_typed()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._entry.set_read_only(is_read_only)
        self._calendar.setVisible(not is_read_only)
        self._on_typed()

    def _local(self, value: Value) -> QDateTime | None:
        moment = parse_date(value)
        return in_zone(moment, self._zone) if moment else None

    def _read(self, text: str) -> QDateTime | None:
        if "T" in text and (whole := parse_date(text)):
            return in_zone(whole, self._zone)
        if self._has_time:
            before = self._local(self._before_typing())
            return read_moment(text, self._zone, before.time() if before else QTime(0, 0))
        date = read_date(text)
        return QDateTime(date, QTime(0, 0), _UTC) if date else None

    def _take(self, local: QDateTime) -> None:
        if self._has_time:
            moment = to_utc(local)
        else:
            date = local.date()
            moment = datetime(date.year(), date.month(), date.day(), tzinfo=UTC)
        if moment != parse_date(self._value):
            self._edit(format_date(moment))

    @Slot(object)
    def _on_kept(self, text: str) -> None:
        local = self._read(text)
        if local and 1 <= local.date().year() <= 9999:
            self._take(local)
        else:
            self._edit(text or None)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._on_kept(text)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        text = self._entry.text
        local = self._read(text) if text else None
        # What is wrong with a date that is finished stands under the field.
        nothing = "Not a date yet" if text and self._entry.has_pending_input() else ""
        said = spoken(local, has_time=self._has_time) if local else nothing
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self._clear.setVisible(bool(text) and not self._is_read_only)

    @Slot()
    def _on_clear(self) -> None:
        self._entry.type_over("")
        self._on_typed()
        self._line.setFocus()

    @Slot()
    def _on_calendar(self) -> None:
        if self._is_read_only:
            return
        self.commit()
        if self._popup is None:
            self._popup = _CalendarPopup(self)
            self._popup.calendar.activated.connect(self._on_date)
            self._popup.calendar.clicked.connect(self._on_date)
        local = self._local(self._value)
        self._popup.open_at(self._line, local.date() if local else QDate.currentDate())

    @Slot(QDate)
    def _on_date(self, date: QDate) -> None:
        if self._popup:
            self._popup.hide()
        before = self._local(self._value)
        local = QDateTime(date, before.time() if before else QTime(0, 0), self._zone)
        self._entry.type_over(written(local, has_time=self._has_time))
        self._on_typed()
        self._line.setFocus()


class _CalendarPopup(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(APART, NEAR, APART, APART)
        column.addWidget(self.calendar)

    def _quieten(self) -> None:
        """Take Qt's own colours and arrows out: red Sundays look like problems."""
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, QTextCharFormat())
        muted = QTextCharFormat()
        muted.setForeground(QColor(current_colours().muted))
        self.calendar.setHeaderTextFormat(muted)
        for name, sign in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            if button := self.calendar.findChild(QToolButton, name):
                button.setIcon(icon(f"chevron-{sign}", Tone.MUTED))

    def open_at(self, line: QWidget, date: QDate) -> None:
        self._quieten()
        self.calendar.setSelectedDate(date)
        below = line.mapToGlobal(QPoint(0, line.height() + 2))
        height = self.sizeHint().height()
        if below.y() + height > line.screen().availableGeometry().bottom():
            below.setY(line.mapToGlobal(QPoint(0, -2)).y() - height)
        self.move(below)
        self.show()
        self.calendar.setFocus()
