"""What an account is, line by line: sites, abilities, where its token is. Icon and words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.domain.accounts import Account
from wfdesk.services.accounts import SignedIn, abilities
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel


def fact(sentence: str, name: str, tone: Tone, kind: str = "") -> QWidget:
    """An icon and a sentence."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    sign = PlainLabel()
    sign.setPixmap(icon(name, tone).pixmap(16, 16))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    text = PlainLabel(sentence, kind)
    text.setWordWrap(True)
    row.addWidget(text, 1)
    return widget


def facts(widgets: Sequence[QWidget], spacing: int = 6) -> QWidget:
    """The lines one under the other."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    return box


def ability_lines(account: Account) -> list[QWidget]:
    """What the token may do and what it may not."""
    return [
        fact(_sentence(phrase), "check" if may else "minus", Tone.OK if may else Tone.MUTED, kind)
        for phrase, may in abilities(account)
        for kind in ("" if may else "muted",)
    ]


def keeping_line(signed_in: SignedIn) -> QWidget:
    """Where the token is and how long it works."""
    if signed_in.account.is_practice:
        return fact(
            "The practice site runs on this computer only. Nothing you do there reaches Webflow.",
            "computer",
            Tone.MUTED,
        )
    if signed_in.is_stored:
        return fact("The token is in this computer's keychain.", "key", Tone.MUTED)
    note = signed_in.note or "The token works until wfdesk is closed. It is stored nowhere."
    return fact(note, "warning", Tone.WARNING)


def _sentence(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}"
