"""The look of the program: our palette, style sheet, type size and zoom, over Qt's Fusion.

``Theme`` owns all of it; widgets that paint by themselves ask ``icons.current_colours()``.
"""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from wfdesk.ui.toolkit.colours import DARK, LIGHT, Colours
from wfdesk.ui.toolkit.icons import coloured
from wfdesk.ui.toolkit.stylesheet import stylesheet

TIGHT, NEAR, APART, WIDE = 4, 8, 12, 16
"""The only distances between things, in pixels."""

_BASE_SIZE = 13
_LARGEST_BASE = 20
_ZOOMS = (75, 85, 100, 115, 130, 150, 175, 200)
_PICTURES = "wfdesklook"


class Scheme(Enum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Dresses the application, follows the system's light and dark, zooms the text.

    Keys that were pressed while the text was laid out anew are taken together: what is held down
    does not go on after it was let go.
    """

    changed = Signal(object)  # Colours

    def __init__(
        self,
        application: QApplication,
        scheme: Scheme = Scheme.SYSTEM,
        zoom: int = 100,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or application)
        self._application = application
        self._scheme = scheme
        self._zoom = zoom
        self._pictures = QTemporaryDir()
        self._round = 0
        self._base_size = _sensible_size(application.font())
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._apply)
        application.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._apply()

    @property
    def colours(self) -> Colours:
        if self._scheme is Scheme.SYSTEM:
            system = self._application.styleHints().colorScheme()
            return DARK if system == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._scheme is Scheme.DARK else LIGHT

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def zoom(self) -> int:
        """In percent."""
        return self._zoom

    def set_scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._apply()

    def set_zoom(self, percent: int) -> None:
        """Have the text in this size, from the next turn of the event loop on."""
        zoom = max(_ZOOMS[0], min(_ZOOMS[-1], percent))
        if zoom != self._zoom:
            self._zoom = zoom
            self._turn.start()

    @Slot()
    def zoom_in(self) -> None:
        self.set_zoom(next((zoom for zoom in _ZOOMS if zoom > self._zoom), _ZOOMS[-1]))

    @Slot()
    def zoom_out(self) -> None:
        self.set_zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < self._zoom), _ZOOMS[0]))

    @Slot()
    def reset_zoom(self) -> None:
        self.set_zoom(100)

    @Slot(Qt.ColorScheme)
    def _on_system_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply()

    @Slot()
    def _apply(self) -> None:
        self._turn.stop()
        colours = self.colours
        size = round(self._base_size * self._zoom / 100)
        font = self._application.font()
        font.setPixelSize(size)
        # A new sheet over an old one Qt 6.11 lays on every widget once for each widget that it
        # lies in: 6,865 times for 559 widgets. Without an old one it does so once.
        self._application.setStyleSheet("")
        self._application.setFont(font)
        self._application.setPalette(palette_of(colours))
        # A new folder each time: Qt keeps the pictures of a style sheet by their path.
        self._round += 1
        folder = Path(self._pictures.path()) / str(self._round)
        folder.mkdir()
        _write_pictures(folder, colours)
        QDir.setSearchPaths(_PICTURES, [str(folder.parent)])
        self._application.setStyleSheet(stylesheet(colours, size, f"{_PICTURES}:{self._round}"))
        self.changed.emit(colours)


def monospace() -> QFont:
    """The system's fixed-width font at the size of the text around it."""
    from PySide6.QtGui import QFontDatabase  # noqa: PLC0415 - not before the first paint

    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(max(9, round(QApplication.font().pixelSize() * 0.95)))
    return font


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and let it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def palette_of(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.ToolTipBase: colours.notice,
        role.ToolTipText: colours.on_notice,
        role.PlaceholderText: colours.muted,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Highlight: colours.selected,
        role.HighlightedText: colours.text,
        role.Accent: colours.accent_fill,
        role.Light: colours.surface,
        role.Midlight: colours.hover,
        role.Mid: colours.border,
        role.Dark: colours.edge,
        role.Shadow: colours.border,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled))
    return palette


def _sensible_size(font: QFont) -> int:
    """The system's text size when it is larger than ours: somebody asked for it."""
    return max(_BASE_SIZE, min(_LARGEST_BASE, QFontInfo(font).pixelSize()))


def _write_pictures(folder: Path, colours: Colours) -> None:
    for file, name, colour in (
        ("chevron-down", "chevron-down", colours.muted),
        ("chevron-down-off", "chevron-down", colours.disabled),
        ("chevron-up", "chevron-up", colours.muted),
        ("chevron-right", "chevron-right", colours.muted),
        ("check", "check-heavy", colours.on_accent),
        ("dash", "dash-heavy", colours.on_accent),
        ("dot", "radio-dot", colours.on_accent),
    ):
        (folder / f"{file}.svg").write_bytes(coloured(name, colour))
