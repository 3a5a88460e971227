"""Where a link leads. What else its tag says stays as it was."""

import re

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from wfdesk.richtext.links import Link, LinkKind, kind_of, link_problem, shown, written
from wfdesk.ui.editor.fields.context import EditorContext, Page
from wfdesk.ui.editor.fields.typed import HiddenCharacters
from wfdesk.ui.editor.richtext.forms import FormDialog, Typed, asked, stacked, tell, told
from wfdesk.ui.editor.richtext.pagefinder import PageFinder

_WIDTH = 460
_MAIL = re.compile(r"[^\s@/:?#]+@[^\s@/:?#]+\.[^\W\d_]{2,}")
_NAMES = {
    LinkKind.WEB: "Web address",
    LinkKind.SITE: "Page or item of this site",
    LinkKind.EMAIL: "Email",
    LinkKind.PHONE: "Phone",
    LinkKind.ANCHOR: "Place on the same page",
}
_EXAMPLES = {
    LinkKind.WEB: "https://",
    LinkKind.SITE: "Search for a page or an item, or type a path",
    LinkKind.EMAIL: "name@example.com",
    LinkKind.PHONE: "+1 555 0100",
    LinkKind.ANCHOR: "The id of the element, such as contact",
}
_KINDS = tuple(LinkKind)


class Removed:
    """The answer that there is to be no link any more."""


async def ask_link(
    parent: QWidget | None, context: EditorContext, link: Link | None
) -> Link | Removed | None:
    """Ask where a link leads, a new one without *link*. None when all is to stay as it is."""
    return await asked(LinkForm(context, link, parent), LinkForm.read)


class LinkForm(FormDialog):
    """The address that was there is taken back whatever it is; another one has to be sound."""

    def __init__(
        self, context: EditorContext, link: Link | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("Link", "Link" if link is None else "Apply", parent)
        self._link = link or Link()
        self._is_removed = False
        self.kind = QComboBox()
        self.kind.addItems([_NAMES[kind] for kind in _KINDS])
        self.kind.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = QLineEdit()
        self.line.setAccessibleName("Address")
        self._typed = Typed(self.line)
        self._hidden = HiddenCharacters()
        self.problem = told("problem")
        self.finder = PageFinder(self.line, context)
        self.new_tab = QCheckBox("Open in a new tab")
        self.new_tab.setChecked(self._link.opens_new_tab)
        self.no_follow = QCheckBox("Search engines do not follow it (nofollow)")
        self.no_follow.setChecked(self._link.is_no_follow)
        self.add_row("Leads to", self.kind)
        self.add_row("Address", self.line, self._hidden, self.problem, self.finder)
        self.rows.addLayout(stacked(self.new_tab, self.no_follow))
        self.remove = self.box.addButton("Remove link", QDialogButtonBox.ButtonRole.ResetRole)
        self.remove.setAutoDefault(False)
        self.remove.setVisible(link is not None)
        self.remove.clicked.connect(self._on_removed)
        self._fill()
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.line.textEdited.connect(self._on_typed)
        self.finder.chosen.connect(self._on_page)
        self.resize(_WIDTH, self.sizeHint().height())
        self.line.setFocus()

    def _fill(self) -> None:
        href = self._link.href
        self._kind_before = kind_of(href)
        self.kind.setCurrentIndex(_KINDS.index(self._kind_before))
        self._typed.show(shown(href))
        self._hidden.watch(self.line.text())
        self.line.selectAll()
        self._show_kind()

    def read(self) -> Link | Removed:
        """The link as it stands here."""
        if self._is_removed:
            return Removed()
        href = written(self._kind, self._typed.text) if self._is_changed() else self._link.href
        link = self._link.with_href(href).with_new_tab(opens_new_tab=self.new_tab.isChecked())
        return link.with_no_follow(is_no_follow=self.no_follow.isChecked())

    def is_sound(self) -> bool:
        is_as_it_was = bool(self._link.attributes) and not self._is_changed()
        problem = "" if is_as_it_was else link_problem(self._kind, self.line.text())
        tell(self.problem, problem, self.line)
        if problem:
            self.line.setFocus()
        return not problem

    @property
    def _kind(self) -> LinkKind:
        return _KINDS[self.kind.currentIndex()]

    def _is_changed(self) -> bool:
        return self._typed.is_changed or self._kind is not self._kind_before

    @Slot()
    def _on_kind(self) -> None:
        tell(self.problem, "", self.line)
        self._show_kind()

    def _show_kind(self) -> None:
        self.line.setPlaceholderText(_EXAMPLES[self._kind])
        self.finder.setVisible(self._kind is LinkKind.SITE)
        self.finder.ask()

    @Slot()
    def _on_typed(self) -> None:
        """Go over to what the text says that it is: an address is pasted more often than typed."""
        text = self.line.text().strip()
        kind = LinkKind.EMAIL if _MAIL.fullmatch(text) else kind_of(text)
        is_told = kind is not LinkKind.WEB or text.startswith(("https://", "http://"))
        if is_told and kind is not self._kind:
            self.kind.setCurrentIndex(_KINDS.index(kind))
            if shown(text) != text:
                self.line.setText(shown(text))
        self._hidden.watch(self.line.text())
        tell(self.problem, "", self.line)

    @Slot(object)
    def _on_page(self, page: Page) -> None:
        self.line.setText(page.path)
        self._hidden.watch(page.path)
        tell(self.problem, "", self.line)

    @Slot()
    def _on_removed(self) -> None:
        self._is_removed = True
        self.accept()
