"""A picture in a text: where it is, what it shows, what stands under it and how it stands there."""

import re

import shiboken6
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wfdesk.richtext.cards import picture_address
from wfdesk.richtext.figures import DECORATIVE, INHERITED, Alignment, Figure
from wfdesk.richtext.links import Link
from wfdesk.ui.editor.fields.address import AddressLine
from wfdesk.ui.editor.fields.box import ShortLine
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.editor.richtext.forms import FormDialog, Typed, asked, stacked, tell, told
from wfdesk.ui.editor.richtext.linkform import Removed, ask_link
from wfdesk.ui.toolkit.images import Thumbnail
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel, visible
from wfdesk.ui.toolkit.theme import APART, NEAR

_WIDTH = 560
_SIDE = 96
_PAUSE = 400
_LINES = re.compile(r"[\t\n\r\u2028\u2029]+")
_SIZE = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(px|%)?")
_ALIGNMENTS = {
    Alignment.FULL_WIDTH: "Full width",
    Alignment.CENTER: "Centred",
    Alignment.NORMAL: "Normal",
    Alignment.FLOAT_LEFT: "Left, text beside it",
    Alignment.FLOAT_RIGHT: "Right, text beside it",
}
_AS_IT_IS = "As it is"
_PASSED_OVER = "Screen readers pass over it."
_OF_ASSETS = "Only for pictures in the site's assets."
_AS_SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_LONGEST = 20_000
_RICH_CAPTION = "This caption has links or other formatting. Edit HTML changes it."


async def ask_figure(
    parent: QWidget | None, context: EditorContext, figure: Figure | None
) -> Figure | None:
    """Ask for a picture, a new one without *figure*. None: all is to stay as it is."""
    return await asked(FigureForm(context, figure, parent), FigureForm.read)


class AltChoice(QWidget):
    """Whether the alt text is written, taken from the asset library, or none is wanted."""

    def __init__(self, alt: str | None) -> None:
        super().__init__()
        self._before = alt
        self._typed_before = "" if alt in {None, INHERITED, DECORATIVE} else str(alt)
        self.described = QRadioButton("Describe it")
        self.decorative = QRadioButton("Decorative")
        self.inherited = QRadioButton("As in the asset library")
        self.line = QLineEdit()
        self.line.setPlaceholderText("What the picture shows")
        self.line.setAccessibleName("Alt text")
        self._typed = Typed(self.line)
        self._typed.show(self._typed_before)
        self.hint = told("small")
        choices = QWidget()
        flow = FlowLayout(NEAR, choices)
        group = QButtonGroup(self)
        for button in (self.described, self.decorative, self.inherited):
            group.addButton(button)
            flow.addWidget(button)
        group.buttonToggled.connect(self._on_chosen)
        column = stacked(choices, self.line, self.hint)
        column.setContentsMargins(0, 0, 0, 0)
        self.setLayout(column)
        self._chosen_for(alt).setChecked(True)

    @property
    def alt(self) -> str | None:
        if self.decorative.isChecked():
            return DECORATIVE
        if self.inherited.isChecked():
            return INHERITED
        is_as_it_was = self._chosen_for(self._before) is self.described
        if is_as_it_was and not self._typed.is_changed:
            return self._before
        return _LINES.sub(" ", self._typed.text).strip()

    @property
    def focus_target(self) -> QWidget:
        """Where the alt text is written; else what was chosen instead of that."""
        chosen = (each for each in (self.decorative, self.inherited) if each.isChecked())
        return next(chosen, self.line)

    def _chosen_for(self, alt: str | None) -> QRadioButton:
        if alt == DECORATIVE:
            return self.decorative
        return self.inherited if alt == INHERITED else self.described

    @Slot()
    def _on_chosen(self) -> None:
        self.line.setVisible(self.described.isChecked())
        hints = {self.decorative: _PASSED_OVER, self.inherited: _OF_ASSETS}
        tell(self.hint, next((hints[each] for each in hints if each.isChecked()), ""))


class FigureForm(FormDialog):
    """What is not touched in it stays in the figure as it is."""

    def __init__(
        self, context: EditorContext, figure: Figure | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("Picture", "Insert picture" if figure is None else "Apply", parent)
        self._context = context
        self._is_new = figure is None
        self._before = figure or Figure("", "", alignment=Alignment.FULL_WIDTH)
        self._link: Link | None = self._before.link
        self._thumbnail = Thumbnail(context.pictures, context.tasks, _SIDE)
        self.address = AddressLine()
        self.address.line.setPlaceholderText("https://")
        self.address.line.setAccessibleName("Address of the picture")
        self.address.line.setMaxLength(max(_LONGEST, len(self._before.src)))
        self.address.set_text(self._before.src)
        self.alt = AltChoice(self._before.alt)
        self.caption = QLineEdit()
        self.caption.setAccessibleName("Caption")
        self.alignment = QComboBox()
        self.alignment.setAccessibleName("Alignment")
        self.width_line = ShortLine(8)
        self.width_line.setAccessibleName("Width")
        self.width_problem = told("problem")
        self._caption = Typed(self.caption)
        self._width = Typed(self.width_line)
        self.link_label = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        self.link_button = QPushButton()
        self.link_button.setAutoDefault(False)
        self.link_button.clicked.connect(self._on_link)
        self._fill()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._show_picture)
        self.address.typed.connect(self._pause.start)
        self._show_picture()
        self.resize(_WIDTH, self.sizeHint().height())
        (self.address.line if self._is_new else self.alt.focus_target).setFocus()

    def _fill(self) -> None:
        before = self._before
        self._caption.show(before.caption or "")
        self.caption.setReadOnly(not before.is_caption_plain)
        self._alignments: list[Alignment | None] = [*_ALIGNMENTS]
        self.alignment.addItems([*_ALIGNMENTS.values()])
        if before.alignment is None:
            self._alignments.insert(0, None)
            self.alignment.insertItem(0, _AS_IT_IS)
        self.alignment.setCurrentIndex(self._alignments.index(before.alignment))
        is_of_image = not before.max_width and before.width not in {None, "", "auto"}
        self._width_name = "width" if is_of_image else "max_width"
        self._width.show(getattr(before, self._width_name) or "")
        self.width_line.setPlaceholderText("Its own")
        self._show_link()

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(APART)
        beside.addLayout(_named("Address", self.address.line, self.address))
        caption = _named("Caption", self.caption, self.caption)
        if not self._before.is_caption_plain:
            note = PlainLabel(_RICH_CAPTION, "small")
            note.setWordWrap(True)
            caption.addWidget(note)
        beside.addLayout(caption)
        top = _side_by_side(self._thumbnail)
        top.setAlignment(self._thumbnail, Qt.AlignmentFlag.AlignTop)
        top.addLayout(beside, 1)
        sizes = _side_by_side()
        # Else it would leave the width none of a narrow form.
        self.alignment.setSizeAdjustPolicy(_AS_SHORT)
        self.alignment.setMinimumContentsLength(8)
        self.alignment.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for name, line, share in (("Alignment", self.alignment, 1), ("Width", self.width_line, 0)):
            named = _named(name, line, line)
            sizes.addLayout(named, share)
            sizes.setAlignment(named, Qt.AlignmentFlag.AlignTop)
        below = stacked(self.width_problem)
        below.insertLayout(0, sizes)
        link = _side_by_side(self.link_label, self.link_button)
        link.setStretchFactor(self.link_label, 1)
        linked = stacked(PlainLabel("Link", "small"))
        linked.addLayout(link)
        for row in (top, _named("Alt text", self.alt.line, self.alt), below, linked):
            self.rows.addLayout(row)

    def read(self) -> Figure:
        """The figure as it stands here."""
        width = {self._width_name: self._width_written() or None}
        return replace(
            self._before,
            src=self.address.text if self.address.is_changed else self._before.src,
            alt=self.alt.alt,
            caption=self._caption_written(),
            alignment=self._alignments[self.alignment.currentIndex()],
            link=self._link,
            **(width if self._width.is_changed else {}),
        )

    def _caption_written(self) -> str | None:
        if not self._caption.is_changed:
            return self._before.caption
        return _LINES.sub(" ", self._caption.text).strip() or None

    def _width_written(self) -> str | None:
        """The width as CSS has it, or as HTML for one of the picture; None for what is none."""
        text = self._width.text.strip().lower()
        found = _SIZE.fullmatch(text)
        if found is None:
            return None if text else ""
        unit = found[2] or "px"
        return found[1] if self._width_name == "width" and unit == "px" else found[1] + unit

    def is_sound(self) -> bool:
        is_address = self.address.check()
        if self._is_new and not self.address.text:
            is_address = False
            self.address.tell("A picture needs a web address, such as https://example.com/a.png.")
        is_width = not self._width.is_changed or self._width_written() is not None
        problem = "" if is_width else "This is not a width, such as 600px or 60%."
        tell(self.width_problem, problem, self.width_line)
        if not is_address:
            self.address.setFocus()
        elif not is_width:
            self.width_line.setFocus()
        return is_address and is_width

    @Slot()
    def _show_picture(self) -> None:
        self._thumbnail.show_url(picture_address(self.address.text))

    def _show_link(self) -> None:
        href = self._link.href if self._link else ""
        self.link_label.setText(visible(href) if self._link else "No link")
        verb = "Change link" if self._link else "Set link"
        self.link_button.setText(f"{verb}\N{HORIZONTAL ELLIPSIS}")

    @Slot()
    def _on_link(self) -> None:
        self._context.tasks.start_load(f"link {id(self)}", self._ask_link)

    async def _ask_link(self) -> None:
        answer = await ask_link(self, self._context, self._link)
        if answer is not None and shiboken6.isValid(self):
            self._link = None if isinstance(answer, Removed) else answer
            self._show_link()


def _side_by_side(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(APART)
    for widget in widgets:
        row.addWidget(widget)
    return row


def _named(name: str, line: QWidget, whole: QWidget) -> QVBoxLayout:
    label = PlainLabel(name, "small")
    label.setBuddy(line)
    return stacked(label, whole)
