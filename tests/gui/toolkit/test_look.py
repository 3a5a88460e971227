"""Colours that can be read, icons that can be told apart, a look that follows the system."""

import gc
import itertools

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeView,
    QWidget,
)

from wfdesk.domain.edits import SendState
from wfdesk.domain.items import ItemStatus
from wfdesk.ui.toolkit.colours import DARK, LIGHT, SEND_SIGNS, STATUS_SIGNS, Tone, contrast
from wfdesk.ui.toolkit.icons import current_colours, icon, status_icon
from wfdesk.ui.toolkit.resources import resource
from wfdesk.ui.toolkit.sign import SignLabel, sign_width
from wfdesk.ui.toolkit.theme import Scheme, Theme, monospace

ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))
GROUNDS = ["window", "surface", "raised", "hover", "selected"]


@pytest.fixture
def theme(qapp):
    """A theme, and afterwards the application as it was for the other tests."""
    palette, font = QApplication.palette(), QApplication.font()
    theme = Theme(qapp, Scheme.LIGHT)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")
    QApplication.setPalette(palette)
    QApplication.setFont(font)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.ON_ACCENT])
def test_every_text_is_readable_on_every_ground(colours, tone) -> None:
    for ground in GROUNDS:
        assert contrast(colours.of(tone), getattr(colours, ground)) >= 4.5, ground


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_accent", "accent_fill"),
        ("on_accent", "accent_hover"),
        ("on_accent", "danger_fill"),
        ("ok", "ok_ground"),
        ("warning", "warning_ground"),
        ("danger", "danger_ground"),
        ("text", "danger_ground"),
        ("accent", "accent_ground"),
        ("text", "found"),
        ("on_notice", "notice"),
        ("notice_link", "notice"),
    ],
)
def test_every_coloured_ground_carries_its_text(colours, text, ground) -> None:
    least = 4.5 if text != "on_accent" or ground != "accent_hover" else 3.9
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= least


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_and_rings_are_seen(colours) -> None:
    for ground in ("window", "surface"):
        assert contrast(colours.edge, getattr(colours, ground)) >= 3
        assert contrast(colours.accent, getattr(colours, ground)) >= 3


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something_at_every_size(qapp, name) -> None:
    for side in (16, 32, 48):
        image = icon(name).pixmap(side, side).toImage()
        inked = [
            (x, y)
            for x, y in itertools.product(range(side), repeat=2)
            if image.pixelColor(x, y).alpha() > 40
        ]
        assert len(inked) > side / 2
        assert "currentColor" in resource(f"icons/{name}.svg").read_text()


def test_states_differ_in_shape_and_not_only_in_colour(qapp) -> None:
    assert set(STATUS_SIGNS) == set(ItemStatus)
    assert set(SEND_SIGNS) == set(SendState)
    for signs in (STATUS_SIGNS, SEND_SIGNS):
        names = [sign.icon for sign in signs.values()]
        assert len(set(names)) == len(names)
    shapes = [icon(sign.icon).pixmap(16, 16).toImage() for sign in STATUS_SIGNS.values()]
    assert all(one != other for one, other in itertools.combinations(shapes, 2))


def test_an_unknown_icon_is_a_bug_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such icon")


def test_icons_follow_the_look(theme) -> None:
    sign = icon("plus")
    light = sign.pixmap(16).toImage()
    theme.set_scheme(Scheme.DARK)
    assert sign.pixmap(16).toImage() != light
    assert current_colours() is DARK


def test_icons_survive_copies(qapp) -> None:
    for name in ICONS * 5:
        copy = QIcon(icon(name))
        copy.pixmap(QSize(16, 16), 2.0, QIcon.Mode.Disabled, QIcon.State.Off)
    grown = QIcon(status_icon(ItemStatus.DRAFT))
    grown.addPixmap(icon("computer").pixmap(16))
    gc.collect()
    assert not grown.isNull()


def test_icons_are_sharp_on_dense_screens(qapp) -> None:
    pixmap = icon("plus").pixmap(QSize(16, 16), 2.0, QIcon.Mode.Normal, QIcon.State.Off)
    assert pixmap.width() == 32


def test_the_look_follows_the_system(theme, qapp) -> None:
    theme.set_scheme(Scheme.SYSTEM)
    seen = []
    theme.changed.connect(seen.append)
    theme._on_system_scheme_changed(Qt.ColorScheme.Dark)
    assert seen == [theme.colours]
    theme.set_scheme(Scheme.DARK)
    theme._on_system_scheme_changed(Qt.ColorScheme.Light)
    assert seen == [LIGHT, DARK]
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == DARK.window


async def test_the_text_zooms_within_bounds(theme, qtbot, until) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.ensurePolished()
    before = button.fontMetrics().height()
    for _ in range(20):
        theme.zoom_in()
    assert theme.zoom == 200
    await until(lambda: button.fontMetrics().height() > before * 1.5)
    assert monospace().pixelSize() > 20
    for _ in range(20):
        theme.zoom_out()
    assert theme.zoom == 75
    theme.reset_zoom()
    assert theme.zoom == 100


async def test_steps_of_the_zoom_that_come_together_are_taken_as_one(theme, until) -> None:
    changes: list[object] = []
    theme.changed.connect(changes.append)
    size = QApplication.font().pixelSize()

    for _ in range(3):
        theme.zoom_in()

    await until(lambda: changes)
    assert len(changes) == 1
    assert theme.zoom == 150
    assert QApplication.font().pixelSize() == round(size * 1.5)


def test_a_widget_is_dressed_as_often_however_deep_it_lies(theme, qtbot) -> None:
    """Else the window stands still for a second where a form has many rows."""
    outer = QWidget()
    qtbot.addWidget(outer)
    inner = QWidget(outer)
    for _ in range(20):
        inner = QWidget(inner)
    label = _Dressed(inner)
    outer.show()
    label.times = 0

    theme.set_scheme(Scheme.DARK)

    assert label.times <= 2


class _Dressed(QLabel):
    times = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.times += event.type() == QEvent.Type.StyleChange


def test_the_style_sheet_has_no_gap(theme, qapp) -> None:
    assert "@" not in qapp.styleSheet()


def test_a_quiet_button_that_is_on_looks_as_if_it_is(theme, qtbot) -> None:
    button = QToolButton(checkable=True)
    button.setProperty("kind", "quiet")
    button.setIcon(icon("bold"))
    qtbot.addWidget(button)
    button.resize(26, 26)
    off = button.grab().toImage()
    button.setChecked(True)
    on = button.grab().toImage()
    assert on.pixelColor(5, 5) == QColor(theme.colours.selected)
    assert on.pixelColor(5, 5) != off.pixelColor(5, 5)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_what_can_be_ticked_in_a_menu_has_a_box_before_it_is(theme, qtbot, scheme) -> None:
    theme.set_scheme(scheme)
    menu = QMenu()
    qtbot.addWidget(menu)
    unticked = menu.addAction("Draft")
    unticked.setCheckable(True)
    image = menu.grab(menu.actionGeometry(unticked)).toImage()
    edge = QColor(theme.colours.edge)
    across = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    assert across.count(edge) >= 2  # its left and its right side


async def test_signs_grow_with_the_text_beside_them(qtbot, theme, until) -> None:
    view = QTreeView()
    label = SignLabel("hold", Tone.MUTED)
    for each in (view, label):
        qtbot.addWidget(each)
        each.show()
    before = sign_width(view), label.pixmap().width()
    theme.set_zoom(200)
    await until(lambda: label.pixmap().width() >= 1.8 * before[1])
    assert sign_width(view) >= 1.8 * before[0]


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("kind", ["", "quiet", "link"])
def test_a_button_with_the_keyboard_has_a_ring(qtbot, theme, kind, scheme) -> None:
    theme.set_scheme(scheme)
    button = QPushButton("Go to item")
    button.setProperty("kind", kind)
    qtbot.addWidget(button)
    with qtbot.waitActive(button):
        button.show()
        button.activateWindow()
    button.setFocus()
    assert button.hasFocus()

    shot = button.grab().toImage()

    edge = [shot.pixelColor(x, 0) for x in range(shot.width())]
    assert QColor(theme.colours.accent) in edge
