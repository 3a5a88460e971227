"""The colours of both looks. Every text colour is readable (WCAG AA) on every ground it meets."""

from enum import Enum

from msgspec import Struct

from wfdesk.domain.edits import SendState
from wfdesk.domain.items import ItemStatus


class Tone(Enum):
    """What a colour says. Never the only thing that says it: an icon and a word go with it."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    OK = "ok"
    WARNING = "warning"
    DANGER = "danger"
    CHANGED = "changed"


class Colours(Struct, frozen=True):
    is_dark: bool
    window: str
    """Behind panels and tool bars."""
    surface: str
    """Fields, lists, the page an item is edited on."""
    raised: str
    """Buttons, chips, headers."""
    hover: str
    selected: str
    """A soft tint of the accent: selected text and rows keep their own text colour."""
    border: str
    """Hairlines between areas."""
    edge: str
    """Around anything that can be typed into or pressed; 3:1 against its ground."""
    text: str
    muted: str
    disabled: str
    accent: str
    """As text and ring."""
    accent_fill: str
    """Under ``on_accent`` text."""
    accent_hover: str
    on_accent: str
    ok: str
    warning: str
    danger: str
    danger_fill: str
    changed: str
    ok_ground: str
    warning_ground: str
    danger_ground: str
    accent_ground: str
    found: str
    """Under text that somebody searched for."""
    notice: str
    """The bar that says what was just done: the other look's darkness, to stand out."""
    on_notice: str
    notice_link: str

    def of(self, tone: Tone) -> str:
        return str(getattr(self, tone.value))


LIGHT = Colours(
    is_dark=False,
    window="#f5f6f8",
    surface="#ffffff",
    raised="#eceef2",
    hover="#e7eaef",
    selected="#dbe4fd",
    border="#dcdfe5",
    edge="#878e9a",
    text="#1a1d23",
    muted="#59606c",
    disabled="#9aa1ac",
    accent="#3355d1",
    accent_fill="#3b5bdb",
    accent_hover="#3150c6",
    on_accent="#ffffff",
    ok="#1b7340",
    warning="#8a5300",
    danger="#bf2330",
    danger_fill="#c92a37",
    changed="#7a3fb0",
    ok_ground="#e3f5ea",
    warning_ground="#fdf1dc",
    danger_ground="#fdeaeb",
    accent_ground="#e9eefd",
    found="#ffe08a",
    notice="#262a31",
    on_notice="#f1f3f6",
    notice_link="#a9bcff",
)

DARK = Colours(
    is_dark=True,
    window="#191b1f",
    surface="#212429",
    raised="#2c3037",
    hover="#31363e",
    selected="#2f3f73",
    border="#353a42",
    edge="#757d8a",
    text="#e7e9ed",
    muted="#abb2be",
    disabled="#6d7480",
    accent="#9db1ff",
    accent_fill="#4a68e0",
    accent_hover="#5a77ea",
    on_accent="#ffffff",
    ok="#6ed399",
    warning="#ecb355",
    danger="#ff8d92",
    danger_fill="#c93a44",
    changed="#cda4f5",
    ok_ground="#1d3527",
    warning_ground="#3a2e17",
    danger_ground="#40232a",
    accent_ground="#272f4d",
    found="#665014",
    notice="#e7e9ed",
    on_notice="#1a1d23",
    notice_link="#2c4bc4",
)


class Sign(Struct, frozen=True):
    """An icon and a tone that go with a word."""

    icon: str
    tone: Tone


STATUS_SIGNS = {
    ItemStatus.DRAFT: Sign("status-draft", Tone.MUTED),
    ItemStatus.QUEUED: Sign("status-queued", Tone.WARNING),
    ItemStatus.PUBLISHED: Sign("status-published", Tone.OK),
    ItemStatus.DRAFT_CHANGES: Sign("status-draft-changes", Tone.CHANGED),
    ItemStatus.ARCHIVED: Sign("status-archived", Tone.MUTED),
}

SEND_SIGNS = {
    SendState.SAVED: Sign("computer", Tone.ACCENT),
    SendState.QUEUED: Sign("clock", Tone.ACCENT),
    SendState.SENDING: Sign("send", Tone.ACCENT),
    SendState.ACKNOWLEDGED: Sign("check", Tone.OK),
    SendState.UNKNOWN: Sign("unknown", Tone.WARNING),
    SendState.REFUSED: Sign("error", Tone.DANGER),
    SendState.CONFLICT: Sign("conflict", Tone.DANGER),
    SendState.HELD: Sign("hold", Tone.MUTED),
    SendState.IN_QUESTION: Sign("duplicate", Tone.WARNING),
}


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two ``#rrggbb`` colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
