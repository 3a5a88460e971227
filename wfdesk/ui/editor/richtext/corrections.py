"""The part of rich text's menu that is about spelling."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from wfdesk.ui.editor.richtext.proofreader import Doubt, Proofreader
from wfdesk.ui.editor.spelling import Spelling, language_name
from wfdesk.ui.toolkit.labels import plain

_LOOKING = "Still looking for suggestions"


def add_corrections(
    menu: QMenu, proofreader: Proofreader, doubt: Doubt, suggestions: Sequence[str] | None
) -> None:
    """Put what may be done to a word in doubt above all that is there.

    Without *suggestions* they are still looked for.
    """
    spelling, first = proofreader.spelling, menu.actions()[0]
    made = [
        menu.addAction(plain(each), partial(proofreader.correct, doubt, each))
        for each in suggestions or ()
    ]
    for action in made:
        font = action.font()
        font.setBold(True)
        action.setFont(font)
    if not made:
        made.append(menu.addAction(_LOOKING if suggestions is None else "No suggestions"))
        made[0].setEnabled(False)
    made += [
        _separator(menu),
        menu.addAction("Add to dictionary", partial(spelling.add, doubt.word)),
        menu.addAction("Ignore here", partial(spelling.ignore, doubt.word)),
        _separator(menu),
    ]
    menu.insertActions(first, made)


def add_languages(menu: QMenu, spelling: Spelling) -> None:
    """Put at the end what is checked, or why nothing is."""
    menu.addSeparator()
    if spelling.reason:
        menu.addAction(plain(f"Spelling: {spelling.reason}")).setEnabled(False)
    if not spelling.languages:
        return
    choice = menu.addMenu("Spelling language")
    for language in sorted(spelling.languages, key=language_name):
        name = plain(language_name(language))
        action = choice.addAction(name, partial(spelling.choose, language))
        action.setCheckable(True)
        action.setChecked(language == spelling.language)
    choice.addSeparator()
    off = choice.addAction("Off", partial(spelling.choose, ""))
    off.setCheckable(True)
    off.setChecked(not spelling.language and not spelling.reason)


def _separator(menu: QMenu) -> QAction:
    found = QAction(menu)
    found.setSeparator(True)
    return found
