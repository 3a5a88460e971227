"""A new item: every field of it is the user's, and only those are edited that have something."""

from tests.gui.editor.test_form import POSTS, TEXT, opened
from tests.gui.editor.test_full_disk import until
from wfdesk.domain.ids import NAME, NO_LOCALE


async def test_a_field_that_is_empty_again_is_not_called_edited(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        key = await form.editing.create(POSTS, NO_LOCALE, {NAME: "Rolls"})
        form.controller.show_item(key)
        await form.until_shown("Rolls")
        edited = form.view.rows[TEXT]._edited
        form.type(TEXT, "Words")
        form.view.commit()
        await until(lambda: not edited.isHidden())

        form.line(TEXT).undo()
        form.view.commit()

        await until(edited.isHidden)
        assert (await form.values(key))[TEXT] in {"", None}
        assert not form.view.rows[NAME]._edited.isHidden()
