"""Draws rich texts: in Webflow's own grammar with its noise, and broken in every way."""

from collections.abc import Callable
from random import Random

WORDS = (
    *("bread", "oven", "flour", "crumb", "a", "the", "of", "and", "12", "km", "Zürich", "naïve"),
    *(
        "日本",
        "שלום",
        "😀",
        "👩\u200d👩\u200d👧",
        "don't",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;so&quot;",
    ),
    *("&nbsp;", "&#39;", "\u2014", "\u2026", "\u00ad", "\u200b"),
)
INLINE = ("strong", "em", "u", "s", "sub", "sup", "code", "span", "b", "i", "mark", "kbd")
NOISE = (' id=""', "", "", ' class="a b"', ' data-x="1 &amp; 2"', " style='color: red'")
HREFS = (
    ' href="https://example.com/?a=1&b=2"',
    ' href="/posts/bread" target="_blank"',
    ' href="mailto:me@example.com" id=""',
    ' href="#top" rel="noopener"',
    "",
)
PICTURE = (
    '<figure class="w-richtext-figure-type-image w-richtext-align-center" data-rt-type="image"'
    ' data-rt-align="center"><div><img src="https://example.com/a.png" alt="" loading="lazy"></div>'
    "</figure>"
)
CAPTIONED = (
    '<figure style="max-width:1600px" id=""><div><img src="b.png" width="auto"></div>'
    "<figcaption>A <em>loaf</em></figcaption></figure>"
)
VIDEO = (
    '<figure data-rt-type="video"><div><iframe allowfullscreen="true" src="https://example.com/v">'
    "</iframe></div></figure>"
)
CARDS = (
    *(PICTURE, CAPTIONED, VIDEO, "<div></div>", "<hr>"),
    "<div data-rt-embed-type='true'><script>if (1 < 2 && a) { b(\"</p>\"); }</script></div>",
    "<div data-rt-embed-type='true'><table><tr><td>1</td></tr></table></div>",
    '<wf-component name="Card" id="c1"></wf-component>',
    "<table><tbody><tr><td>a</td></tr></tbody></table>",
)
FRAGMENTS = (
    *("<", ">", "</", "<p", "</p>", "<p>", "<ul>", "</li>", "<li>", "<b>", "</i>", "<!--", "-->"),
    *(
        "<![CDATA[",
        "<!x>",
        "<?x?>",
        "&",
        "&amp",
        "&#x0;",
        "\0",
        "\r\n",
        "\u2028",
        "\u2029",
        "\ufffc",
    ),
    *("<table>", "<td>", "<a href=", "'", '"', "<br/>", "</br>", "<img src=x onerror=alert(1)>"),
    *("<script>", "</script>", "<svg>", "<math>", "<select>", "<template>", "</div>", "<div>"),
    *("<pre>\n\n", "</pre>", "\ud800", "\u202e", " ", "\t", "x" * 50, "<p/>", "<P>", "</P >"),
)


class Author:
    """Draws the same texts for the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)

    def document(self) -> str:
        blocks = [self._block() for _ in range(self._rng.choice((0, 1, 2, 3, 5, 8)))]
        gap = self._rng.choice(("", "", "", "\n", "\n\n  "))
        return gap.join(blocks) + self._rng.choice(("", "", gap))

    def junk(self) -> str:
        """What nobody would write: a text cut up and put together with what breaks it."""
        parts = [self._piece() for _ in range(self._rng.randrange(1, 12))]
        self._rng.shuffle(parts)
        return "".join(parts)

    def _piece(self) -> str:
        if self._rng.random() < 0.6:
            return self._rng.choice(FRAGMENTS)
        text = self.document()
        start = self._rng.randrange(len(text) + 1)
        return text[start : start + self._rng.randrange(60)]

    def _block(self) -> str:
        makers: dict[str, Callable[[], str]] = {
            "p": lambda: self._element("p"),
            "h": lambda: self._element(f"h{self._rng.randrange(1, 7)}"),
            "u": lambda: self._list("ul", 0),
            "o": lambda: self._list("ol", 0),
            "q": self._quote,
            "t": self._preformatted,
            "c": lambda: self._rng.choice(CARDS),
            "l": self._line,
        }
        return makers[self._rng.choice("pppphhuuoqtcccl")]()

    def _preformatted(self) -> str:
        lines = "\n".join(self._text() for _ in range(self._rng.randrange(3)))
        return f"<pre>{self._rng.choice(('', chr(10)))}{lines}</pre>"

    def _element(self, name: str) -> str:
        inner = self._rng.choice((self._line, self._line, self._line, lambda: "\u200d", str))()
        return f"<{name}{self._noise()}>{inner}</{name}>"

    def _list(self, name: str, depth: int) -> str:
        items = "".join(self._item(depth) for _ in range(self._rng.randrange(1, 4)))
        return f"<{name}{self._noise()}>{items}</{name}>"

    def _item(self, depth: int) -> str:
        inner = self._rng.choice((self._line(), self._line(), self._line(), "", "\u200d"))
        if self._rng.random() < 0.15:
            inner += self._element("p")
        if depth < 3 and self._rng.random() < 0.3:
            inner += self._list(self._rng.choice(("ul", "ol")), depth + 1)
        if self._rng.random() < 0.05:
            inner += self._rng.choice(CARDS)
        return f"<li{self._noise()}>{inner}</li>"

    def _quote(self) -> str:
        inner = (
            self._line() if self._rng.random() < 0.6 else self._element("p") + self._list("ul", 2)
        )
        return f"<blockquote{self._noise()}>{inner}</blockquote>"

    def _line(self, depth: int = 0) -> str:
        return "".join(self._span(depth) for _ in range(self._rng.randrange(1, 5)))

    def _span(self, depth: int) -> str:
        chance = self._rng.random()
        if depth > 2 or chance < 0.55:
            return self._text()
        if chance < 0.65:
            return self._rng.choice(("<br>", "<br>", "<br />", '<br id="">'))
        if chance < 0.75:
            return f"<a{self._rng.choice(HREFS)}>{self._line(depth + 1)}</a>"
        if chance < 0.78:
            return '<img src="i.png" alt="x">'
        name = self._rng.choice(INLINE)
        return f"<{name}{self._noise()}>{self._line(depth + 1)}</{name}>"

    def _text(self) -> str:
        words = self._rng.choices(WORDS, k=self._rng.randrange(1, 6))
        return self._rng.choice(("", " ")) + " ".join(words) + self._rng.choice(("", " "))

    def _noise(self) -> str:
        return self._rng.choice(NOISE)
