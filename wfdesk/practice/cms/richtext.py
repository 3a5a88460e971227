"""What Webflow makes of the HTML that is written to it: almost nothing, and embeds are left alone.

Stripped are, outside of embeds, comments, the inline style of a picture and the classes of blocks.
Of code blocks the reference says that passing them "will result in an empty string"; it does not
say in which form they are passed, nor of what is left. Here it is the ``pre`` outside of an embed,
and nothing is left of it, while what stands around it stays.
All the rest comes back as it was sent, noise included. A component must be one of the site's.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Final

from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.refused import InvalidError
from wfdesk.practice.pages.model import Component

# No tag reaches over the beginning of the next one: else a text of open tags is read again and
# again to its end.
_DIV: Final = re.compile(r"<(/?)div\b[^<>]*>", re.IGNORECASE)
_EMBEDS: Final = re.compile(r"\sdata-rt-embed-type\s*=", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PICTURE: Final = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_BLOCK: Final = re.compile(r"<(?:p|h[1-6]|ul|ol|li|blockquote)\b[^<>]*>", re.IGNORECASE)
_CODE: Final = re.compile(r"<pre\b[^<>]*>.*?(?:</pre\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ANY_ATTRIBUTE: Final = re.compile(
    r"\s([^\s=<>\"'/]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
)
"""With its value in quotes or without: what looks like another one in there is not met."""
_INSTANCE: Final = re.compile(
    r"<wf-component\b([^<>]*)>(.*?)(?:</wf-component>|\Z)", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"([a-z][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_PROPERTY: Final = re.compile(r"<wf-prop\b([^<>]*)>", re.IGNORECASE)


def stored_html(world: World, locale: str, html: str) -> str:
    """The value as it is kept. InvalidError where a component in it cannot be."""
    instances = _instances(world, is_primary=locale == world.primary)
    return "".join(
        part if is_embed else _INSTANCE.sub(instances, _stripped(part))
        for is_embed, part in _parts(html)
    )


def _parts(html: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, and of each whether it is an embed with its tags."""
    at, depth = 0, 0
    for tag in _DIV.finditer(html):
        if depth == 0 and not tag[1] and _EMBEDS.search(tag[0]):
            yield False, html[at : tag.start()]
            at, depth = tag.start(), 1
        elif depth:
            depth += -1 if tag[1] else 1
            if depth == 0:
                yield True, html[at : tag.end()]
                at = tag.end()
    yield depth > 0, html[at:]


def _stripped(html: str) -> str:
    html = _CODE.sub("", _COMMENT.sub("", html))
    html = _PICTURE.sub(lambda tag: _without("style", tag[0]), html)
    return _BLOCK.sub(lambda tag: _without("class", tag[0]), html)


def _without(name: str, tag: str) -> str:
    return _ANY_ATTRIBUTE.sub(lambda each: "" if each[1].lower() == name else each[0], tag)


def _instances(world: World, *, is_primary: bool) -> Callable[[re.Match[str]], str]:
    def checked(instance: re.Match[str]) -> str:
        attributes = _attributes(instance[1])
        component = world.components.get(attributes.get("component-id", ""))
        if component is None:
            raise InvalidError("Component could not be resolved")
        _check_properties(component, attributes, instance[2])
        if "data-w-id" in attributes:
            return instance[0]
        if not is_primary:
            raise InvalidError("A component instance cannot be created in a secondary locale")
        made = f' data-w-id="{uuid.uuid4()}"'
        end = instance.end(1) - instance.start()
        return instance[0][:end] + made + instance[0][end:]

    return checked


def _check_properties(component: Component, attributes: dict[str, str], inside: str) -> None:
    given = {name.removeprefix("prop-") for name in attributes if name.startswith("prop-")}
    given |= {_attributes(tag[1]).get("name", "") for tag in _PROPERTY.finditer(inside)}
    unknown = given - {held["propertyId"] for held in component.properties.primary}
    if unknown:
        raise InvalidError(f"Component {component.name} has no property {min(unknown)}")


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(text)}
