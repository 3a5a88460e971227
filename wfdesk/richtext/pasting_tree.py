"""Reads a pasted tree into blocks: what Webflow's rich text has is kept, of the rest the words.

Nothing is copied but text and the addresses that ``pasting_links`` lets through.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.richtext.document import BREAK, Block, Container, Kind, Run, Tag
from wfdesk.richtext.pasting_blocks import Gathering, Place, in_line, place_in, written
from wfdesk.richtext.pasting_figures import captioned, is_pixel, sign_of
from wfdesk.richtext.pasting_lines import atom, exact_text, joined, text_runs
from wfdesk.richtext.pasting_links import figure, link_of, picture, picture_of
from wfdesk.richtext.pasting_styles import (
    HEADINGS,
    MARKS,
    Looks,
    Style,
    has_looks,
    is_hidden,
    is_program,
    looks_of,
    style_of,
)
from wfdesk.richtext.pasting_tables import LONGEST, captions_of, embed, layout_tables
from wfdesk.richtext.pasting_word import (
    Definitions,
    Item,
    Path,
    is_marker,
    level_of,
    list_tag,
    named_block,
    start_of,
)
from wfdesk.richtext.tree import Node, attributes_of, children_of, descend, text_of

_MOST_AROUND = 18
"""So many containers around a block: nine lists in each other, as many as Word has."""
_MOST_AROUND_TABLE = 14
_MOST_IN_CELL = 4

_GONE = frozenset(
    {
        *("script", "style", "template", "noscript", "svg", "math", "iframe", "object", "embed"),
        *("applet", "video", "audio", "canvas", "select", "datalist", "textarea", "input", "map"),
        *("frame", "frameset", "noembed", "noframes", "base", "plaintext"),
    }
)
"""Elements that go with all that is in them."""
_UNSEEN = frozenset(
    {
        *("#text", "#comment", "#processing-instruction", "!doctype", "#doctype", "title"),
        *("meta", "link", "xml", "col", "colgroup", "wbr"),
    }
)
"""What goes, and nobody misses it; text is read as such."""
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "address"),
        *("hgroup", "search", "figure", "figcaption", "dl", "dt", "dd", "details", "summary"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "center", "form"),
        *("fieldset", "legend", "hr", "menu", "dir", "body", "html", "option", "optgroup"),
        *HEADINGS,
    }
)
_LINES = frozenset({"br", "div", "p", "li", "tr"})
"""Elements that begin a line of a program."""
_LOST = frozenset({"center", "form", "fieldset", "hr", "menu", "dir", "option", "optgroup"})
_PLAIN = frozenset(
    {
        *("span", "a", "abbr", "cite", "dfn", "time", "q", "var", "bdi", "bdo", "label", "data"),
        *("nobr", "o:p", "img", "br", "pre", "ul", "ol", "li", "blockquote"),
    }
)
"""Elements that say nothing of looks when they are not kept."""
_KNOWN = _BLOCKS - _LOST | _PLAIN | _UNSEEN | MARKS.keys()


class _Step(Struct, frozen=True):
    """A node to be read; without one, a block ends."""

    node: Node | None
    looks: Looks
    place: Place


class _Element(Struct, frozen=True):
    node: Node
    attributes: Mapping[str, str]
    style: Style
    looks: Looks
    """Of what is in it."""
    place: Place
    """Where it stands."""


class _Paste:
    """What is known of the whole, and found out about it on the way."""

    def __init__(self, root: Node, clipboard: str) -> None:
        self.definitions = Definitions(clipboard)
        self.layouts = layout_tables(root)
        self.is_cleaned = False
        self._ids = count(1)

    def container(self, tag: Tag) -> Container:
        return Container(tag, next(self._ids))


def clean(root: Node, clipboard: str) -> tuple[str, bool]:
    """Write a tree as Webflow's HTML. Say whether looks, or what is unsafe, were taken away."""
    paste = _Paste(root, clipboard)
    blocks = _Reader(paste, _MOST_AROUND).read(children_of(root), Looks())
    return written(blocks), paste.is_cleaned


class _Reader:
    """Reads nodes one by one, without recursion but for the cells of a table."""

    def __init__(self, paste: _Paste, most: int, *, is_in_cell: bool = False) -> None:
        self._paste = paste
        self._is_in_cell = is_in_cell
        self._gathering = Gathering(paste.container, most)
        self._readers: Mapping[str, Callable[[_Element], list[_Step]]] = {
            "a": self._link,
            "blockquote": self._quotation,
            "br": self._break,
            "figure": self._figure,
            "img": self._picture,
            "li": self._item,
            "ol": self._list,
            "pre": self._preformatted,
            "table": self._table,
            "ul": self._list,
        }

    def read(self, nodes: Sequence[Node], looks: Looks) -> list[Block]:
        waiting = [_Step(node, looks, place_in(())) for node in reversed(nodes)]
        while waiting:
            step = waiting.pop()
            if step.node is None:
                self._gathering.end_line()
            else:
                waiting.extend(reversed(self._read(step.node, step.looks, step.place)))
        self._gathering.end_line()
        return self._gathering.blocks

    def _read(self, node: Node, looks: Looks, place: Place) -> list[_Step]:
        name = node.name
        if name == "#text":
            text = text_of(node)
            self._gathering.add(place, text_runs(text, looks.tags(), is_exact=looks.is_exact))
            return []
        attributes = attributes_of(node)
        style = self._notice(name, attributes)
        if _is_left_out(name, attributes, style, place):
            return []
        inner = looks_of(name, style, looks, is_block=name in _BLOCKS)
        element = _Element(node, attributes, style, inner, place)
        return self._reader_of(element)(element)

    def _reader_of(self, element: _Element) -> Callable[[_Element], list[_Step]]:
        name = element.node.name
        if name == "div" and is_program(element.style):
            return self._preformatted
        if _is_soft_blank(element):
            return self._soft_blank
        return self._readers.get(name, self._in_block if name in _BLOCKS else self._in_line)

    def _in_line(self, element: _Element) -> list[_Step]:
        return _steps(children_of(element.node), element.looks, element.place)

    def _in_block(self, element: _Element) -> list[_Step]:
        return self._block(element, self._place_of(element))

    def _soft_blank(self, element: _Element) -> list[_Step]:
        self._gathering.add(element.place, [Run(" ", element.looks.tags())])
        return []

    def _notice(self, name: str, attributes: Mapping[str, str]) -> Style:
        """See whether something is taken away with an element that is worth a word."""
        style = style_of(attributes)
        if name not in _KNOWN or is_hidden(attributes, style) or has_looks(attributes, style):
            self._paste.is_cleaned = True
        return style

    def _place_of(self, element: _Element) -> Place:
        """Say where the text of an element goes that makes a block."""
        name, place = element.node.name, element.place
        named = named_block(element.attributes) if name in {"p", "div"} else ""
        if name in HEADINGS or named:
            # No heading stands in a list.
            return place_in(place.path) if place.tag == "" else Place(place.path, named or name)
        if place.tag in HEADINGS:
            return place
        item = self._paste.definitions.item_of(element.node, element.attributes, element.style)
        if item is not None and name == "p":
            return self._gathering.begin_item(place.path, item)
        return place_in(place.path)

    def _block(self, element: _Element, place: Place) -> list[_Step]:
        return self._apart(_steps(children_of(element.node), element.looks, place))

    def _apart(self, steps: list[_Step]) -> list[_Step]:
        self._gathering.end_line()
        return [*steps, _Step(None, Looks(), place_in(()))]

    def _break(self, element: _Element) -> list[_Step]:
        self._gathering.add(element.place, [Run(BREAK, element.looks.tags())])
        return []

    def _link(self, element: _Element) -> list[_Step]:
        href = element.attributes.get("href", "").strip()
        link, looks = link_of(href), element.looks
        if href and not link and not href.startswith("#"):
            self._paste.is_cleaned = True
        looks = replace(looks, link=link) if link else looks
        return _steps(children_of(element.node), looks, element.place)

    def _picture(self, element: _Element) -> list[_Step]:
        attributes, place = element.attributes, element.place
        if sign := sign_of(attributes):
            self._gathering.add(place, text_runs(sign, element.looks.tags(), is_exact=False))
            return []
        src, alt = picture_of(attributes.get("src", "")), attributes.get("alt", "")
        if not src or is_pixel(attributes):
            self._paste.is_cleaned = True
        elif self._is_in_cell:
            self._gathering.add(place, [atom(picture(src, alt), element.looks.tags())])
        else:
            self._gathering.card(place.path, figure(src, alt, ""))
        return []

    def _figure(self, element: _Element) -> list[_Step]:
        found = captioned(element.node)
        attributes = attributes_of(found.picture) if found else {}
        src = picture_of(attributes.get("src", ""))
        if found is None or not src or self._is_in_cell:
            return self._in_block(element)
        for node in descend(element.node):
            self._notice(node.name, attributes_of(node))
        caption = self._said(found.caption) if found.caption else ()
        html = figure(src, attributes.get("alt", ""), in_line(caption))
        self._gathering.card(element.place.path, html)
        return []

    def _said(self, node: Node) -> tuple[Run, ...]:
        """Read what is below a picture, or above a table."""
        blocks = _Reader(self._paste, 0, is_in_cell=True).read(children_of(node), Looks())
        return joined([block.runs for block in blocks if block.kind is Kind.TEXT])

    def _preformatted(self, element: _Element) -> list[_Step]:
        parts: list[str] = []
        waiting = list(reversed(children_of(element.node)))
        while waiting:
            node = waiting.pop()
            attributes = attributes_of(node)
            style = self._notice(node.name, attributes)
            parts.append(text_of(node))
            if node.name == "button" or is_hidden(attributes, style) or node.name in _GONE:
                continue
            if node.name in _LINES:
                parts.append("\n")
            waiting.extend(reversed(children_of(node)))
        text = exact_text("".join(parts)).strip("\n")
        if text.strip():
            self._gathering.preformatted(element.place.path, text)
        return []

    def _quotation(self, element: _Element) -> list[_Step]:
        path = element.place.path
        # Mail and browsers indent with it what is no quotation.
        style = element.style
        is_indent = style.get("border", "").startswith("none") and "border-left" not in style
        if is_indent or len(path) >= self._gathering.most:
            return self._block(element, place_in(path))
        quotation = self._paste.container(Tag("blockquote"))
        return self._block(element, Place((*path, quotation), "p"))

    def _list(self, element: _Element) -> list[_Step]:
        base, name = element.place.path, element.node.name
        if len(base) + 2 > self._gathering.most:
            return self._block(element, place_in(base))
        around = self._paste.container(list_tag(name, start_of(element.attributes)))
        inner: Path | None = None
        is_loose = False
        steps: list[_Step] = []
        for child in children_of(element.node):
            if child.name in {"ul", "ol"}:
                path = inner or base
            else:
                if child.name == "#text" and not text_of(child).strip():
                    continue
                if child.name == "li" or not is_loose or inner is None:
                    inner = (*base, around, self._paste.container(Tag("li")))
                is_loose, path = child.name != "li", inner
            steps.append(_Step(child, element.looks, place_in(path)))
        return self._apart(steps)

    def _item(self, element: _Element) -> list[_Step]:
        place = element.place
        base = place.path
        if level := level_of(element.attributes):
            inside = len(base) > 1 and base[-1].tag.name == "li"
            kind, outside = (base[-2].tag, base[:-2]) if inside else (Tag("ul"), base)
            start = start_of(dict(kind.attributes))
            place = self._gathering.begin_item(outside, Item(level, kind.name, "", start))
        elif not base or base[-1].tag.name != "li":
            place = self._gathering.begin_item(base, Item(1, "ul", "alone"))
        return self._block(element, place)

    def _table(self, element: _Element) -> list[_Step]:
        node, place = element.node, element.place
        is_deep = len(place.path) > _MOST_AROUND_TABLE
        if id(node) in self._paste.layouts or is_deep or self._is_in_cell:
            return self._in_block(element)
        html = embed(node, self._cell)
        if len(html) > LONGEST:
            return self._in_block(element)
        self._gathering.end_line()
        for caption in captions_of(node):
            said = [run for run in self._said(caption) if not run.raw]
            self._gathering.add(place_in(place.path), said)
            self._gathering.end_line()
        if html:
            self._gathering.card(place.path, html)
        return []

    def _cell(self, node: Node) -> str:
        style = self._notice(node.name, attributes_of(node))
        looks = looks_of(node.name, style, Looks(), is_block=True)
        reader = _Reader(self._paste, _MOST_IN_CELL, is_in_cell=True)
        blocks = reader.read(children_of(node), looks)
        if len(blocks) == 1 and blocks[0].kind is Kind.TEXT and blocks[0].tag == Tag("p"):
            return in_line(blocks[0].runs)
        return written(blocks)


def _steps(nodes: Sequence[Node], looks: Looks, place: Place) -> list[_Step]:
    return [_Step(node, looks, place) for node in nodes]


def _is_left_out(name: str, attributes: Mapping[str, str], style: Style, place: Place) -> bool:
    if name in _UNSEEN or name in _GONE or is_hidden(attributes, style):
        return True
    # The number of a heading is said nowhere else.
    return is_marker(style) and place.tag not in HEADINGS


def _is_soft_blank(element: _Element) -> bool:
    """Whether a blank is hard only because a browser would swallow it."""
    if "Apple-converted-space" not in element.attributes.get("class", ""):
        return False
    return all(
        child.name == "#text" and not text_of(child).strip() for child in children_of(element.node)
    )
