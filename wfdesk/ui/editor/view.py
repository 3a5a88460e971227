"""The form of one item: its name and state on top, a row for each field below."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.edits import OTHERWISE, Side, Work
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.schema import Collection, Field, Site
from wfdesk.domain.validation import by_weight
from wfdesk.domain.values import is_empty, is_same
from wfdesk.services.settling import Choice
from wfdesk.services.unwritten import Edited
from wfdesk.ui.editor.controller import EditorController, Missing, Shown
from wfdesk.ui.editor.due import DueProblems
from wfdesk.ui.editor.fate import will_be_deleted
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.form import Form, FormShelf
from wfdesk.ui.editor.head import FormHead
from wfdesk.ui.editor.locales import MissingVariant
from wfdesk.ui.editor.parked import parked
from wfdesk.ui.editor.row import Conflict, FieldRow, MakeTheirs
from wfdesk.ui.editor.spoken import spoken
from wfdesk.ui.toolkit.labels import PlainLabel

MakeEditor = Callable[[Field, Site], FieldEditor]
"""Makes the editor of a field on a site."""


class EditorView(QWidget):
    """Fills the form of a collection with one item after the other.

    Filling is quick, making a form is not: until it is complete, what was shown before stays.
    """

    keep_requested = Signal(object)  # ItemKey
    """What was to become of the item is not to happen."""
    comparison_wanted = Signal(object)  # ItemKey

    def __init__(
        self,
        controller: EditorController,
        make_editor: MakeEditor,
        parent: QWidget | None = None,
        *,
        make_theirs: MakeTheirs | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_theirs = make_theirs
        self._controller = controller
        self._make_editor = make_editor
        self._form: Form | None = None
        """The one that is filled. Another may be in the making."""
        self._wanted: FieldSlug | None = None
        self._reason = Qt.FocusReason.OtherFocusReason
        self._entered: FieldRow | None = None
        self._due = DueProblems()
        self._shown: Shown | None = None
        self._awaited: Shown | None = None
        """What is to be shown as soon as its form is complete."""
        self.head = FormHead()
        self.missing = MissingVariant()
        self._body = QStackedWidget()
        self._body.addWidget(self.missing)
        self._shelf = FormShelf(self._body, self._new_row)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._form_page())
        self._connect()

    @property
    def rows(self) -> Mapping[FieldSlug, FieldRow]:
        return self._form.rows if self._form else {}

    def shows(self, key: ItemKey | None) -> bool:
        """Whether the form is filled with the item, in this locale."""
        return self._shown is not None and self._shown.work.key == key

    def prepare(self, collection: Collection, site: Site) -> None:
        """Have the form of a collection made, before one of its items is opened.

        The one that is filled follows its fields when it is filled with them, and not before.
        """
        if self._form is None or self._form.collection.id != collection.id:
            self._shelf.prepare(collection, site)

    @Slot()
    def commit(self) -> None:
        """Hand over what is being typed, before the window goes to something else."""
        for row in self.rows.values():
            row.editor.commit()

    @Slot()
    def enter_name(self) -> None:
        """Put the cursor into the name as Tab does: all of it is selected, to be typed over."""
        self.go_to_field(NAME, Qt.FocusReason.TabFocusReason)

    def go_to_field(
        self,
        slug: FieldSlug | None,
        reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason,
    ) -> None:
        """Put the cursor into a field, now or as soon as its item is shown."""
        if not self._is_settled():
            self._wanted, self._reason = slug, reason
            return
        self._wanted = None
        row = self.rows.get(slug) if slug is not None else None
        if row is not None and self._form is not None:
            row.setFocus(reason)
            self._form.keep_in_sight(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on to the first field, but not to one of the item before.

        Until the item is there the form itself holds the keyboard: what is typed too early goes
        nowhere, rather than into another item.
        """
        super().focusInEvent(event)
        if self._is_settled():
            self._enter()

    def next_problem(self) -> None:
        """Go to the next field with a problem, from where the focus is."""
        slugs = self._troubled()
        current = next((slug for slug, row in self.rows.items() if row.has_focus_within()), None)
        place = slugs.index(current) + 1 if current in slugs else 0
        if slugs:
            self.go_to_field(slugs[place % len(slugs)])
            self._tell_problem(slugs[place % len(slugs)])

    def _troubled(self) -> list[FieldSlug]:
        """The fields that need care, in the order of the form."""
        if self._shown is None:
            return []
        work = self._shown.work
        problems = {problem.field for problem in self._shown.problems}
        wanted = problems | work.conflicts.keys() | work.refused_fields.keys()
        return [slug for slug in self.rows if slug in wanted]

    def tell_all_problems(self, keys: Iterable[ItemKey]) -> None:
        """Tell also of new items what is missing: somebody is about to send them."""
        for key in keys:
            self._due.review(key)
        if self._shown is not None:
            sentences = self._sentences(self._shown)
            for slug, row in self.rows.items():
                row.show_problem(sentences.get(slug, ""))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.window().windowHandle()
        if window is not None:
            kind = Qt.ConnectionType.UniqueConnection
            window.focusObjectChanged.connect(self._on_focus_moved, kind)

    @Slot(object, object)
    def _on_stepped(self, key: ItemKey, slug: FieldSlug) -> None:
        """Show what was undone; the keyboard goes along unless it is outside the form."""
        row, form = self.rows.get(slug), self._form
        if row is None or form is None or self._shown is None or self._shown.work.key != key:
            return
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.go_to_field(slug)
        else:
            form.show_row(row)

    def _enter(self) -> None:
        first = next(iter(self.rows), None)
        if first is not None:
            self.go_to_field(first)

    def _is_settled(self) -> bool:
        """Whether the form shows the item that was asked for, in whatever locale."""
        asked, shown = self._controller.key, self._shown
        return (
            asked is not None
            and shown is not None
            and self._controller.is_settled
            and (asked.collection, asked.item) == (shown.work.key.collection, shown.work.key.item)
        )

    @Slot(QObject)
    def _on_focus_moved(self, _focused: QObject) -> None:
        """Show the row that the keyboard went to; tell what is missing in the one it left."""
        now, before = self._focused_row(), self._entered
        if now is before:
            return
        self._entered = now
        if self._form is not None:
            self._form.followed = now
            # Not under a pressed button: what was pressed would no longer be under the pointer.
            if now is not None and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
                self._form.show_row(now)
        if before is not None and self.rows.get(before.slug) is before:
            self._tell_problem(before.slug)

    def _focused_row(self) -> FieldRow | None:
        return next((row for row in self.rows.values() if row.has_focus_within()), None)

    def _tell_problem(self, slug: FieldSlug) -> None:
        if self._shown is not None:
            self._due.leave(self._shown.work.key, slug)
            self.rows[slug].show_problem(self._sentences(self._shown).get(slug, ""))

    def _connect(self) -> None:
        controller = self._controller
        controller.item_shown.connect(self._show)
        controller.item_gone.connect(self._show_nothing)
        controller.variant_missing.connect(self._show_missing)
        controller.saved.connect(self._show_saved)
        controller.not_saved.connect(self._show_not_saved)
        controller.stepped.connect(self._on_stepped)
        self.head.fate.keep_requested.connect(self._on_keep_requested)
        self.head.fate.decision_wanted.connect(self._on_comparison_wanted)
        self.head.parked.shown_wanted.connect(self._show_parked)
        self.head.locale_switch.locale_chosen.connect(self._on_locale_chosen)
        self.missing.locale_chosen.connect(self._on_locale_chosen)
        self._shelf.completed.connect(self._on_form_completed)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        text = PlainLabel("Choose an item to edit it.", "muted")
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignCenter)
        return page

    def _form_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = QFrame()
        rule.setProperty("kind", "line")
        column.addWidget(self.head)
        column.addWidget(rule)
        column.addWidget(self._body, 1)
        return page

    @Slot(object)
    def _show(self, shown: Shown) -> None:
        form = self._shelf.prepare(shown.collection, shown.site)
        if form.is_complete:
            self._fill(form, shown)
        else:
            self._awaited = shown

    @Slot(object)
    def _on_form_completed(self, form: Form) -> None:
        if self._awaited is not None and self._awaited.collection == form.collection:
            self._fill(form, self._awaited)

    def _fill(self, form: Form, shown: Shown) -> None:
        self._awaited = None
        is_other = self._shown is None or self._shown.work.key != shown.work.key
        if is_other:
            self._leave()  # while the form still stands for the item that was typed in
        unsaved = self._controller.unsaved(shown.work.key)
        self.head.show_unsaved(is_unsaved=bool(unsaved), is_other=is_other)
        if form is not self._form:
            self._change_form(form)
        self._shown = shown
        self.head.show_item(shown)
        is_read_only = shown.is_read_only or will_be_deleted(shown.work)
        sentences = self._sentences(shown)
        fields = self._controller.as_typed(shown.work).fields
        doubtful = frozenset() if is_read_only else self._controller.doubtful(shown.work)
        for slug, row in form.rows.items():
            row.set_read_only(is_read_only)
            row.show_value(
                fields.get(slug),
                is_edited=slug in unsaved or _is_edited(shown.work, row.field),
                problem=sentences.get(slug, ""),
            )
            row.editor.show_doubt(is_doubtful=slug in doubtful)
            row.show_primary(_primary_words(shown, row.field))
            row.show_conflict(_conflict(shown, slug), self._make_theirs)
            row.show_offer(shown.other_slug if slug == SLUG and not is_read_only else "")
        form.parked.show_edits(parked(shown.work, shown.collection), shown.collection)
        self._pages.setCurrentIndex(1)
        self._body.setCurrentWidget(form)
        if is_other:
            form.verticalScrollBar().setValue(0)
        self._place_cursor(is_other=is_other)

    def _sentences(self, shown: Shown) -> Mapping[FieldSlug, str]:
        """What is told under the fields."""
        work = shown.work
        due = [problem for problem in shown.problems if self._due.is_due(work, problem)]
        unsaved = self._controller.unsaved(work.key)
        return {
            # The worst comes last and stays. What the editor itself tells is not said twice.
            **{each.field: each.sentence for each in by_weight(due) if each.sentence != OTHERWISE},
            **work.refused_fields,
            **{slug: _not_saved(error) for slug, error in unsaved.items()},
        }

    def _place_cursor(self, *, is_other: bool) -> None:
        focused = self._focused_row()
        if self._wanted is not None:
            self.go_to_field(self._wanted, self._reason)
        elif self.window().focusWidget() is self:
            self._enter()
        elif is_other and focused is not None and self._form is not None:
            self._form.keep_in_sight(focused)

    def _leave(self) -> None:
        """Hand over what was typed into an item before another one is shown, or none."""
        self.commit()
        for row in self.rows.values():
            row.editor.leave()

    def _change_form(self, form: Form | None) -> None:
        """Turn to the form of another collection, or from one that may be put away from now on."""
        self._form, self._entered = form, None
        if form is not None:
            unique = Qt.ConnectionType.UniqueConnection
            form.parked.discarded.connect(self._on_parked_discarded, unique)

    def _new_row(self, field: Field, site: Site) -> FieldRow:
        row = FieldRow(field, self._make_editor(field, site))
        row.value_edited.connect(self._on_edited)
        row.side_taken.connect(self._on_side_taken)
        row.comparison_wanted.connect(self._on_comparison_wanted)
        return row

    @Slot(object)
    def _on_edited(self, edited: Edited) -> None:
        """Save under the item that is shown; the next one may be on its way already."""
        if self._shown is not None:
            work = self._shown.work
            self._controller.keep(work.key, replace(edited, item_name=work.name))

    @Slot(object, object)
    def _on_side_taken(self, slug: FieldSlug, side: Side) -> None:
        if self._shown is not None and slug in self.rows:
            key, seen = self._shown.work.key, self.rows[slug].seen
            self._controller.settle(Choice(key, slug, side, seen))

    @Slot()
    def _show_parked(self) -> None:
        if self._form is not None:
            self._form.show_parked()

    @Slot(object)
    def _on_parked_discarded(self, slug: FieldSlug) -> None:
        if self._shown is not None:
            self._controller.discard_field(self._shown.work.key, slug)

    @Slot()
    def _on_comparison_wanted(self) -> None:
        if self._shown is not None:
            self.comparison_wanted.emit(self._shown.work.key)

    @Slot()
    def _on_keep_requested(self) -> None:
        if self._shown is not None:
            self.keep_requested.emit(self._shown.work.key)

    @Slot(object)
    def _on_locale_chosen(self, locale: LocaleId) -> None:
        self.commit()
        self._controller.show_locale(locale)

    @Slot(object)
    def _show_missing(self, missing: Missing) -> None:
        self._leave()
        self._change_form(None)
        self._shown = self._wanted = self._awaited = None
        self.head.show_missing(missing)
        self.missing.show_missing(missing)
        self._body.setCurrentWidget(self.missing)
        self._pages.setCurrentIndex(1)

    @Slot()
    def _show_nothing(self) -> None:
        self._leave()
        self._shown = self._wanted = self._awaited = None
        self._pages.setCurrentIndex(0)

    @Slot(object)
    def _show_saved(self, at: datetime) -> None:
        if self._shown is None or not self._controller.unsaved(self._shown.work.key):
            self.head.show_saved(at)

    @Slot(object, object, object)
    def _show_not_saved(self, key: ItemKey, slug: FieldSlug, error: StoreError) -> None:
        """The text stays on screen, and is written again until it is on disk."""
        if self._shown is None or self._shown.work.key != key:
            return
        self.head.show_unsaved(is_unsaved=True, is_other=False)
        row = self.rows.get(slug)
        if row is not None:
            row.show_value(row.editor.value(), is_edited=True, problem=_not_saved(error))


def _not_saved(error: StoreError) -> str:
    return f"{error.summary} Your text is still on screen."


def _is_edited(work: Work, field: Field) -> bool:
    """Whether it is otherwise than it would be if nobody had touched it."""
    edit = work.edits.get(field.slug)
    return edit is not None and not (work.is_new and is_empty(field, edit.value))


def _conflict(shown: Shown, slug: FieldSlug) -> Conflict | None:
    work = shown.work
    if slug not in work.conflicts or slug not in work.edits:
        return None
    at = work.item.last_updated if work.item else None
    base, theirs = work.edits[slug].base, work.conflicts[slug]
    return Conflict(base, theirs, at, shown.names, shown.site.time_zone)


def _primary_words(shown: Shown, field: Field) -> str:
    """What the field says in the primary locale, if the item is shown in another one."""
    if shown.primary is None:
        return ""
    name = next(each.display_name for each in shown.site.locales if each.is_primary)
    theirs = shown.primary.fields.get(field.slug)
    words = spoken(field, theirs)
    if not words:
        return ""
    if is_same(field, theirs, shown.work.fields.get(field.slug)):
        return f"Same as in {name}"
    return f"{name}: {words}"
