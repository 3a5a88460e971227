"""What came from a clipboard, made into blocks, and what is told of that."""

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.richtext.document import Block
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.pasting import clean_html, from_markdown, from_text, looks_like_markdown

LARGE = 20_000
"""Characters from which reading a text would hold the window for longer than a frame."""
_CLEANED = "Formatting was cleaned away."
_MARKDOWN = "Markdown was made into formatted text."
_MARKDOWN_CLEANED = "Markdown was made into formatted text; other formatting was cleaned away."
_CUT = "It was too long: only its text was taken, as far as there is room."
_MARKDOWN_CUT = (
    "It looks like Markdown, but was too long to be read as that: only its text was taken, as far"
    " as there is room."
)


class Incoming(Struct, frozen=True):
    """What came from a clipboard, in every shape that was there."""

    ours: str = ""
    html: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    """Those that were copied here, with what they came from."""
    is_text: bool = False
    """Its text is asked for, whatever else there is."""

    @property
    def size(self) -> int:
        return max(len(self.ours), len(self.html), len(self.text))


class Taken(Struct, frozen=True):
    blocks: tuple[Block, ...]
    note: str = ""
    """What was done to it, in a sentence; empty when it is as it was."""


def read(incoming: Incoming) -> Taken:
    """Make blocks of what came, by the best of its shapes. It may take long."""
    if incoming.is_text:
        pasted = from_text(incoming.text)
        return Taken(_fresh(pasted.html), _CUT if pasted.is_cut else "")
    if incoming.blocks:
        return Taken(incoming.blocks)
    if incoming.ours:
        return Taken(_fresh(incoming.ours))
    if incoming.html:
        pasted = clean_html(incoming.html)
        note = _CUT if pasted.is_cut else _CLEANED if pasted.is_cleaned else ""
        return Taken(_fresh(pasted.html), note)
    if looks_like_markdown(incoming.text):
        pasted = from_markdown(incoming.text)
        note = _MARKDOWN_CLEANED if pasted.is_cleaned else _MARKDOWN
        return Taken(_fresh(pasted.html), _MARKDOWN_CUT if pasted.is_cut else note)
    return read(replace(incoming, is_text=True))


def _fresh(html: str) -> tuple[Block, ...]:
    return tuple(replace(block, origin=None) for block in parse(html).blocks)
