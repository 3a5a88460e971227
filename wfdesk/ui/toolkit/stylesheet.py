"""The application's style sheet, on top of Fusion. Kinds and states are dynamic properties.

``kind`` on labels and buttons, ``invalid`` on fields, ``state`` on chips and banners.
"""

from typing import Final

from wfdesk.ui.toolkit.colours import Colours

SMALL: Final = 0.88
"""The size of what is said aside, as a part of that of the text around it."""
_ICON: Final = 16 / 13
"""The size of a sign beside a text."""


def stylesheet(colours: Colours, base: int, pictures: str) -> str:
    """Write the sheet. *base* is the text size in pixels, *pictures* a search path prefix."""
    values = {name: getattr(colours, name) for name in Colours.__struct_fields__}
    values |= {
        "pictures": pictures,
        "title": str(round(base * 1.38)),
        "heading": str(round(base * 1.08)),
        "small": str(round(base * SMALL)),
        "mark": str(2 * round(base * 0.6)),
        "half": str(round(base * 0.6) + 1),
        "icon": str(round(base * _ICON)),
    }
    sheet = "".join((_LABELS, _FIELDS, _BUTTONS, _CHOICES, _LISTS, _AREAS, _SCROLLING))
    for name, value in values.items():
        sheet = sheet.replace(f"@{name};", f"{value};").replace(f"@{name}/", f"{value}/")
        sheet = sheet.replace(f"@{name}px", f"{value}px")
    return sheet


_LABELS = """
QLabel { background: transparent; }
QLabel[kind="title"] { font-size: @titlepx; font-weight: 600; }
QLabel[kind="heading"] { font-size: @headingpx; font-weight: 600; }
QLabel[kind="muted"] { color: @muted; }
QLabel[kind="small"] { color: @muted; font-size: @smallpx; }
QLabel[kind="problem"] { color: @danger; font-size: @smallpx; }
QLabel[kind="warning"] { color: @warning; font-size: @smallpx; }
QToolTip { background: @notice; color: @on_notice; border: none; padding: 5px 8px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px;
  padding: 5px 8px; selection-background-color: @selected; selection-color: @text;
}
QPlainTextEdit, QTextEdit { padding: 3px 4px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid @accent; padding: 4px 7px;
}
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; padding: 2px 3px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: @window; color: @disabled; border-color: @border;
}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] {
  background: @window; border-color: @border;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"],
QTextEdit[invalid="true"], QFrame[invalid="true"] { border-color: @danger; }
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"] {
  border: none; border-radius: 0; background: transparent;
}
QTextEdit[exact="true"], QTextEdit[exact="true"]:focus { padding: 0; }
QComboBox { combobox-popup: 0; }
QComboBoxPrivateContainer { border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url(@pictures/chevron-down.svg); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url(@pictures/chevron-down-off.svg); }
QComboBox QAbstractItemView {
  background: @surface; border: 1px solid @border; padding: 4px; outline: none;
  selection-background-color: @selected; selection-color: @text;
}
"""

_BUTTONS = """
QPushButton, QToolButton {
  background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px;
  padding: 5px 12px;
}
QToolButton { padding: 4px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: @selected; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 11px; outline: none; }
QToolButton:focus { border: 2px solid @accent; padding: 3px; }
QPushButton:disabled, QToolButton:disabled {
  color: @disabled; border-color: @border; background: transparent;
}
QPushButton[kind="primary"] {
  background: @accent_fill; color: @on_accent; border-color: @accent_fill;
}
QPushButton[kind="primary"]:hover { background: @accent_hover; }
QPushButton[kind="danger"] {
  background: @danger_fill; color: @on_accent; border-color: @danger_fill;
}
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus { border-color: @text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
  background: @raised; color: @disabled; border-color: @raised;
}
QPushButton[kind="quiet"], QToolButton[kind="quiet"] {
  background: transparent; border-color: transparent; color: @text;
}
QPushButton[kind="quiet"] { padding: 5px 8px; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; padding: 4px 7px; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: @hover; }
QToolButton[kind="quiet"]:checked { background: @selected; border-color: @accent; }
QToolButton[kind="quiet"]:focus { border: 2px solid @accent; }
QPushButton[kind="link"] {
  background: transparent; border-color: transparent; color: @accent; padding: 5px 4px;
}
QPushButton[kind="link"]:focus { border: 2px solid @accent; padding: 4px 3px; }
QPushButton[kind="link"]:hover { background: @accent_ground; }
QPushButton[kind="search"] { text-align: left; padding: 1px 7px; border-color: @border; }
QToolButton::menu-indicator { image: none; }
"""

_CHOICES = """
QCheckBox, QRadioButton { spacing: 8px; padding: 2px 6px 2px 2px; border-radius: 6px;
  border: 2px solid transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator {
  width: @markpx; height: @markpx; border: 1px solid @edge; background: @surface;
}
QCheckBox::indicator, QTreeView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: @halfpx; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate,
QTreeView::indicator:checked, QTreeView::indicator:indeterminate,
QRadioButton::indicator:checked { background: @accent_fill; border-color: @accent_fill; }
QCheckBox::indicator:checked, QTreeView::indicator:checked { image: url(@pictures/check.svg); }
QCheckBox::indicator:indeterminate, QTreeView::indicator:indeterminate {
  image: url(@pictures/dash.svg);
}
QRadioButton::indicator:checked { image: url(@pictures/dot.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @border; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled {
  background: @disabled; border-color: @disabled;
}
QCheckBox:disabled, QRadioButton:disabled { color: @disabled; }
"""

_LISTS = """
QAbstractItemView {
  background: @surface; color: @text; border: 1px solid @border; outline: none;
  alternate-background-color: @window; gridline-color: @border;
  selection-background-color: @selected; selection-color: @text;
}
QListView[field="true"], QTreeView[field="true"] {
  border: 1px solid @edge; border-radius: 6px; padding: 3px;
}
QListView[field="true"]:focus, QTreeView[field="true"]:focus {
  border: 2px solid @accent; padding: 2px;
}
QListView[bare="true"] { border: none; background: transparent; }
QListView[quiet="true"] { background: @window; border-color: @border; }
QListView[invalid="true"] { border-color: @danger; }
QListView::item { border-radius: 4px; padding: 3px 4px; }
QListView::item:hover { background: @hover; }
QListView::item:selected { background: @selected; color: @text; }
QTreeView, QTableView[lines="true"] { icon-size: @iconpx; }
QTreeView::item, QTableView[lines="true"]::item { padding: 4px 2px; }
QTreeView::item:hover { background: @hover; }
QTreeView::item:selected, QTableView::item:selected { background: @selected; color: @text; }
QTreeView[pane="true"], QTableView[pane="true"] { border: none; outline: none; }
QTreeView[pane="tree"] { border: none; padding-top: 4px; }
QTableView[pane="true"] QHeaderView::section { padding-left: 4px; padding-right: 4px; }
QTableView[pane="true"] QHeaderView::section:horizontal { border-right: 1px solid @border; }
QTableView[pane="true"] QHeaderView::section:last,
QTableView[pane="true"] QHeaderView::section:only-one { border-right: none; }
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: @selected; }
QTreeView::branch:has-children:!has-siblings:closed,
QTreeView::branch:closed:has-children:has-siblings { image: url(@pictures/chevron-right.svg); }
QTreeView::branch:open:has-children:!has-siblings,
QTreeView::branch:open:has-children:has-siblings { image: url(@pictures/chevron-down.svg); }
QHeaderView { background: @surface; border: none; }
QHeaderView::section {
  background: @surface; color: @muted; border: none; border-bottom: 1px solid @border;
  padding: 6px 8px; font-weight: 500;
}
QHeaderView::section:hover { color: @text; }
QHeaderView::down-arrow { image: url(@pictures/chevron-down.svg); width: 12px; height: 12px; }
QHeaderView::up-arrow { image: url(@pictures/chevron-up.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: @surface; border: none; }
QMenu {
  background: @surface; color: @text; border: 1px solid @border; padding: 4px;
}
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator {
  width: @markpx; height: @markpx; margin-left: 8px;
  border: 1px solid @edge; border-radius: 4px; background: @surface;
}
QMenu::indicator:checked {
  background: @accent_fill; border-color: @accent_fill; image: url(@pictures/check.svg);
}
QMenu::indicator:disabled { border-color: @border; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 6px; }
QMenuBar { background: @window; color: @text; border-bottom: 1px solid @border; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
"""

_AREAS = """
QMainWindow, QDialog, QMessageBox { background: @window; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QStatusBar { background: @window; border-top: 1px solid @border; color: @muted; }
QStatusBar::item { border: none; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @border; spacing: 4px;
  padding: 4px 8px; }
QScrollArea { border: none; background: transparent; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; }
QTabBar::tab {
  background: transparent; color: @muted; padding: 5px 10px; margin-right: 4px;
  border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { background: @accent_ground; border-radius: 4px; }
QFrame[kind="card"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[kind="field"] { background: @surface; border: 1px solid @edge; border-radius: 6px; }
QFrame[kind="field"][invalid="true"], QFrame[kind="card"][invalid="true"] {
  border-color: @danger;
}
QFrame[kind="well"] { background: @window; border: 1px solid @border; border-radius: 6px; }
QFrame[kind="line"] { background: @border; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="popup"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[kind="notice"] { background: @notice; border-radius: 8px; }
QFrame[kind="notice"] QLabel { color: @on_notice; }
QFrame[kind="notice"] QPushButton { background: transparent; border-color: transparent;
  color: @notice_link; font-weight: 600; padding: 4px 8px; }
QFrame[kind="notice"] QPushButton:focus { border: 2px solid @notice_link; padding: 3px 7px;
  outline: none; }
QFrame[kind="notice"][state="error"] { background: @danger_ground; border: 1px solid @danger; }
QFrame[kind="notice"][state="error"] QLabel { color: @text; }
QFrame[kind="notice"][state="error"] QPushButton { color: @danger; }
QFrame[kind="notice"][state="error"] QPushButton:focus { border-color: @danger; }
QLabel[kind="badge"] { background: @raised; color: @text; border-radius: 4px; padding: 1px 6px;
  font-size: @smallpx; }
QLabel[kind="chip"] { padding: 2px 9px 2px 26px; font-size: @smallpx; }
QLabel[kind="chip"][tone="muted"] { color: @muted; }
QLabel[kind="chip"][tone="accent"] { color: @accent; }
QLabel[kind="chip"][tone="ok"] { color: @ok; }
QLabel[kind="chip"][tone="warning"] { color: @warning; }
QLabel[kind="chip"][tone="danger"] { color: @danger; }
QLabel[kind="chip"][tone="changed"] { color: @changed; }
QFrame[kind="fate"] { background: @raised; border-radius: 6px; }
QFrame[kind="fate"][state="danger"] { background: @danger_ground; }
QCalendarWidget QWidget { background: @surface; }
QCalendarWidget QAbstractItemView:disabled { color: @disabled; }
QCalendarWidget QAbstractItemView { border: none; padding: 0; selection-color: @text; }
QCalendarWidget QToolButton { border-color: transparent; padding: 4px 8px; font-weight: 600; }
QCalendarWidget QToolButton:hover { background: @hover; }
QCalendarWidget QSpinBox { padding: 2px 6px; }
QFrame[kind="row"] { border: 2px solid transparent; border-radius: 6px; }
QFrame[kind="row"]:focus { border-color: @accent; }
QProgressBar { background: @raised; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; color: transparent; }
QProgressBar::chunk { background: @accent_fill; border-radius: 3px; }
"""

_SCROLLING = """
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @edge; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
"""
