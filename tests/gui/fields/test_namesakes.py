"""Items of one name, in the list of a field and among those that are offered for it."""

from PySide6.QtCore import Qt

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context, target
from wfdesk.ui.editor.fields.factory import make_editor


async def test_items_of_one_name_are_told_apart_where_they_are_and_where_one_looks_for_them(
    qtbot, tasks, until
) -> None:
    around = context(tasks)
    around.targets.all = [target(each, "Apple", slug=f"apple-{each}") for each in "ab"]
    editor = make_editor(FIELDS["references"], around)
    qtbot.addWidget(editor)
    editor.set_value(["a", "b"])
    await activate(editor)
    editor.setFocus()
    called = ["Apple (apple-a)", "Apple (apple-b)"]
    await until(lambda: [editor._list.item(row).text() for row in range(2)] == called)
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    offered = editor._picker.suggestions._list
    await until(lambda: offered.count() >= 2)
    assert [offered.item(row).text() for row in range(2)] == called
