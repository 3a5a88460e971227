"""Asks before a token takes the place of another one, and says what would be lost by it."""

from PySide6.QtWidgets import QApplication, QWidget

from wfdesk.services.accounts import Replacement
from wfdesk.ui.toolkit.ask import Button, Weight, ask

_KEEP = Button("keep", "Keep the old one", Weight.CANCEL)


async def may_replace(window: QWidget, replacement: Replacement) -> bool:
    """Ask over whatever is open. Enter takes the new one only if it may do all the old one may."""
    weight = Weight.DESTRUCTIVE if replacement.lost else Weight.NORMAL
    use = Button("use", "Use the new one", weight)
    parent = QApplication.activeModalWidget() or window
    answer = await ask(parent, title_of(replacement), text_of(replacement), [use, _KEEP])
    return answer == use.answer


def title_of(replacement: Replacement) -> str:
    names = " and ".join(f"\u201c{name}\u201d" for name in replacement.sites) or "This site"
    verb = "are" if len(replacement.sites) > 1 else "is"
    return f"{names} {verb} already opened with another token. Use the new one instead?"


def text_of(replacement: Replacement) -> str:
    lost = (
        f"The new one may not: {', '.join(replacement.lost)}."
        if replacement.lost
        else "The new one may do all that the old one may."
    )
    old = (
        "The old one is taken out of the keychain; in Webflow it stays valid until you revoke it."
        if replacement.is_for_good
        else "The old one stays in the keychain and is used again at the next start."
    )
    return f"{lost} {old} Content and unsent edits are kept either way."
