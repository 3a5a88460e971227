"""Which editor a field gets."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from wfdesk.domain.schema import Field, FieldType
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.color import ColorEditor
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.date_time import DateTimeEditor
from wfdesk.ui.editor.fields.image import AssetEditor
from wfdesk.ui.editor.fields.link import LinkEditor
from wfdesk.ui.editor.fields.multi_image import MultiImageEditor
from wfdesk.ui.editor.fields.multi_reference import MultiReferenceEditor
from wfdesk.ui.editor.fields.number import NumberEditor
from wfdesk.ui.editor.fields.option import option_editor
from wfdesk.ui.editor.fields.plain_text import PlainTextEditor
from wfdesk.ui.editor.fields.raw import RawEditor
from wfdesk.ui.editor.fields.reference import ReferenceEditor
from wfdesk.ui.editor.fields.switch import SwitchEditor
from wfdesk.ui.editor.fields.video import VideoEditor
from wfdesk.ui.editor.richtext.editor import RichTextEditor

__all__ = ["EditorContext", "make_editor"]

_Maker = Callable[[Field, EditorContext, QWidget | None], FieldEditor]


def make_editor(field: Field, context: EditorContext, parent: QWidget | None = None) -> FieldEditor:
    """Make the field's editor, named; what may not be sent gets a read-only view."""
    make = _MAKERS.get(field.type) if field.can_be_sent else None
    editor = make(field, context, parent) if make else RawEditor(parent)
    editor.set_label(field.display_name)
    return editor


def _link(field: Field, context: EditorContext, parent: QWidget | None) -> FieldEditor:
    return LinkEditor(field, context.open_url, parent)


_MAKERS: Mapping[FieldType, _Maker] = {
    FieldType.PLAIN_TEXT: lambda field, _, parent: PlainTextEditor(field, parent),
    FieldType.RICH_TEXT: lambda _, context, parent: RichTextEditor(context, parent),
    FieldType.IMAGE: AssetEditor,
    FieldType.FILE: AssetEditor,
    FieldType.MULTI_IMAGE: lambda _, context, parent: MultiImageEditor(context, parent),
    FieldType.VIDEO_LINK: lambda _, context, parent: VideoEditor(context, parent),
    FieldType.LINK: _link,
    FieldType.EMAIL: _link,
    FieldType.PHONE: _link,
    FieldType.NUMBER: lambda field, _, parent: NumberEditor(field, parent),
    FieldType.DATE_TIME: lambda field, context, parent: DateTimeEditor(
        field, context.time_zone, parent
    ),
    FieldType.SWITCH: lambda _field, _, parent: SwitchEditor(parent),
    FieldType.COLOR: lambda _, context, parent: ColorEditor(context, parent),
    FieldType.OPTION: lambda field, _, parent: option_editor(field, parent),
    FieldType.REFERENCE: ReferenceEditor,
    FieldType.MULTI_REFERENCE: MultiReferenceEditor,
}
