"""A state is told by a colour, an icon and a word, in both looks."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from wfdesk.ui.toolkit.chip import Chip
from wfdesk.ui.toolkit.colours import STATUS_SIGNS
from wfdesk.ui.toolkit.theme import Scheme, Theme


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def theme(qapp, request):
    look = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme = Theme(qapp, request.param)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet(look[0])
    qapp.setPalette(look[1])
    qapp.setFont(look[2])


def icon_of(chip: Chip) -> QImage:
    chip.resize(chip.sizeHint())
    return chip.grab(QRect(0, 0, 24, chip.height())).toImage()


def test_each_state_has_its_icon_and_the_word_its_colour(qtbot, theme) -> None:
    chip = Chip()
    qtbot.addWidget(chip)
    chip.show()
    icons: list[QImage] = []
    for status, sign in STATUS_SIGNS.items():
        chip.show_sign(sign, status.value)
        assert chip.text() == status.value
        ink = chip.palette().color(chip.foregroundRole()).name()
        assert ink == theme.colours.of(sign.tone)
        icons.append(icon_of(chip))
    assert all(one != other for one, other in combinations(icons, 2))
