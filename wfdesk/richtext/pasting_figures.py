"""Pasted pictures: which are kept, and which stand for a letter."""

from collections.abc import Mapping

from msgspec import Struct

from wfdesk.richtext.tree import Node, children_of, text_of

_FAR = 60
"""A figure of more elements than that is more than a picture."""


class Captioned(Struct, frozen=True):
    """A figure that is one picture, and what is said below it."""

    picture: Node
    caption: Node | None


def captioned(figure: Node) -> Captioned | None:
    pictures: list[Node] = []
    captions: list[Node] = []
    waiting = children_of(figure)
    for _ in range(_FAR):
        if not waiting:
            break
        node = waiting.pop()
        if node.name == "figcaption":
            captions.append(node)
            continue
        if node.name == "img":
            pictures.append(node)
        elif node.name in {"figure", "table", "pre", "iframe"} or text_of(node).strip():
            return None
        waiting.extend(children_of(node))
    if waiting or len(pictures) != 1 or len(captions) > 1:
        return None
    return Captioned(pictures[0], captions[0] if captions else None)


def sign_of(attributes: Mapping[str, str]) -> str:
    """Give the emoji that a small picture stands for, if it does."""
    alt = attributes.get("alt", "").strip()
    is_sign = 0 < len(alt) <= 16 and all(
        ord(letter) > 0x203B or letter == "\u200d" for letter in alt
    )
    return alt if is_sign and not any(letter.isalnum() for letter in alt) else ""


def is_pixel(attributes: Mapping[str, str]) -> bool:
    """Whether a picture is there to be fetched, and not to be seen."""
    return all(attributes.get(side, "").strip() in {"0", "1"} for side in ("width", "height"))
