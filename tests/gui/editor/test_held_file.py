"""Another program holds the file, as one that looks for viruses does: nothing typed is lost."""

from collections.abc import Iterator
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.convergence.powercut import Disk, Shim, library
from tests.gui.editor.test_form import NAME, TEXT, A, opened
from tests.gui.editor.test_full_disk import until


@pytest.fixture
def shim() -> Iterator[Shim]:
    """Between SQLite and the disk; what is held answers nothing that is asked."""
    found = library()
    if found is None:
        pytest.skip("the SQLite of this Python is hidden inside of it and takes no other disk")
    shim = Shim(found)
    shim.disk = Disk(Random(0))
    with shim.in_place():
        yield shim


async def test_what_is_typed_while_somebody_holds_the_file_is_said_kept_and_written_later(
    tmp_path, tasks, shim
) -> None:
    async with opened(tmp_path, tasks, retry_after=0.01) as form:
        await form.open(A)
        tries: list[object] = []
        form.controller.not_saved.connect(lambda *what: tries.append(what[:2]))
        shim.disk.is_off = True
        for slug, text in ((NAME, "typed into the name"), (TEXT, "typed into the text")):
            form.type(slug, text)
            QTest.keyClick(form.line(slug), Qt.Key.Key_Return)
        await until(lambda: len(tries) > 4)
        for slug in (NAME, TEXT):
            said = form.view.rows[slug]._problem.text()
            assert said.startswith("The local copy could not be read or written.")
            assert said.endswith("Your text is still on screen.")
        assert form.view.head.saved.text() == "Not saved"

        shim.disk.is_off = False
        await until(lambda: not form.controller.has_unsaved)

        assert await form.values(A) == {
            NAME: "typed into the name", TEXT: "typed into the text"
        }  # fmt: skip
        await until(form.view.rows[TEXT]._problem.isHidden)
        await until(lambda: form.view.head.saved.text().startswith("Saved on this computer"))
