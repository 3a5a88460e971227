"""Draws what a clipboard might hold: noise of every program, and attacks; and judges what is left.

The judge reads with the parser of Python's library, and knows nothing of how the text was cleaned.
"""

from html.parser import HTMLParser
from random import Random
from urllib.parse import urlsplit

from tests.unit.richtext.grammar import FRAGMENTS, Author

ATTACKS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT >",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='jAvA&#x09;script&colon;alert(1)'>a</a>",
    "<a href='\x01javascript:alert(1)'>a</a>",
    "<a href='&#8203;javascript:alert(1)'>a</a>",
    "<a href='vbscript:x'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "<a href='//evil.example'>a</a>",
    "<a href='/\\evil.example'>a</a>",
    "<a href='\\\\evil.example\\share'>a</a>",
    "<a href='file:///etc/passwd'>a</a>",
    "<a href='https://example.com/\"onmouseover=\"alert(1)'>a</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='file:///C:/secret.png'>",
    '<img src="https://example.com/a.png" alt=\'"><script>alert(1)</script>\'>',
    "<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><p><style><a title='</style><img src=x onerror=alert(1)>'>",
    "<svg></p><style><g title='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=1&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>b</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style=\"background:url('javascript:alert(1)')\" onclick=alert(1)>p</p>",
    "<div data-rt-embed-type='true'><script>alert(1)</script></div>",
    "<figure><img src='https://example.com/a.png' onload=alert(1)><figcaption><script>1</script>c",
    "<table background='javascript:1'><tr><td onclick=1 colspan='2\" onclick=\"x'>a<td>b</table>",
    "<ul><li onclick=alert(1)><details open ontoggle=alert(1)>d</details></ul>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<wf-component component-id='x'><script>alert(1)</script></wf-component>",
    "<textarea><script>alert(1)</script></textarea><select><option>o</select>",
    "<blockquote cite='javascript:1'>q</blockquote><q>q</q>",
    "<pre><script>alert(1)</script>x\u2028y</pre>",
)
NOISE = (
    "<!--StartFragment-->",
    "<!--EndFragment-->",
    "<![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>",
    "<p class=MsoListParagraph style='margin:0;mso-list:l0 level2 lfo1'>item<o:p></o:p></p>",
    "<p class=Mso style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.</span>i",
    "<p style='mso-list:l0 level9 lfo1'>",
    "<h2 style='mso-list:l2 level1 lfo3'><span style='mso-list:Ignore'>1.2</span>Head</h2>",
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p>",
    "<b style='font-weight:normal' id=docs-internal-guid-1>",
    "<span style='font-weight:700;font-style:italic;text-decoration:underline'>looks",
    "<span style='vertical-align:super;white-space:pre-wrap'>two\nlines",
    "<ul><ul><li>deep</ul><ol start=4><li>four",
    "<li data-aria-level=3>level",
    "<td>cell<td>cell<tr>",
    "<table><caption>c</caption><tr><th>h<td rowspan=2>b<tr><td><ul><li>x</ul><pre>y</pre></table>",
    "<table role=presentation><tr><td><table><tr><td>in",
    "<span class=Apple-converted-space>&nbsp;</span>",
    "<figure><img src='https://example.com/a?b=1&c=2' alt='&quot;q&quot;'><figcaption>c <b>d</b>",
    "<img src=http://example.com/b.png><img alt='\U0001f525' src=x>",
    "<a href='https://example.com/a b'>",
    "<a href=#top><a name=x>",
    "<blockquote style='border:none'><blockquote>",
    "<br><br><br class=Apple-interchange-newline>",
    "<dl><dt>t<dd>d</dl><hr><center>",
    "<span style='display:none'>unseen</span>",
    "<div hidden>",
    "\u00a0 \u00a0",
    "<p>\u200d</p>",
    "<pre class=western>a</pre><pre>b<br>c<div>d</div></pre>",
)


class Clipboard:
    """Draws the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        self._author = Author(seed)

    def noise(self) -> str:
        return self._mixed(NOISE)

    def attack(self) -> str:
        return self._mixed(ATTACKS)

    def _mixed(self, pieces: tuple[str, ...]) -> str:
        parts = self._rng.choices(pieces, k=self._rng.randrange(1, 9))
        for _ in range(self._rng.randrange(6)):
            text = self._author.document()
            start = self._rng.randrange(len(text) + 1)
            cut = text[start : start + self._rng.randrange(200)]
            parts.append(self._rng.choice((cut, cut, self._rng.choice(FRAGMENTS))))
        self._rng.shuffle(parts)
        return "".join(parts)


_BARE = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "u", "s", "sub", "sup", "code"),
        *("ul", "li", "blockquote", "br", "pre", "figcaption", "table", "thead", "tbody", "tfoot"),
        *("tr",),
    }
)
_FIGURE = [
    ("class", "w-richtext-figure-type-image w-richtext-align-fullwidth"),
    ("data-rt-type", "image"),
    ("data-rt-align", "fullwidth"),
]


class Judge(HTMLParser):
    """Finds what must not be in a text that was pasted."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._opened: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"{name} is open" for name in self._opened]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._may_have(tag, attrs):
            self.faults.append(f"{tag} {attrs}")
        if tag not in {"br", "img"}:
            self._opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._opened or self._opened.pop() != tag:
            self.faults.append(f"/{tag}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults.append(f"{tag}/ {attrs}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl}")

    unknown_decl = handle_pi = handle_decl

    def _may_have(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        names, values = [name for name, _ in attrs], {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                may = names == ["href"] and leads_somewhere(values["href"])
            case "img":
                is_http = values.get("src", "").lower().startswith(("http://", "https://"))
                may = names == ["src", "alt", "loading"] and is_http
            case "ol":
                may = names in ([], ["start"]) and all(each.isdigit() for each in values.values())
            case "td" | "th":
                may = set(names) <= {"colspan", "rowspan"}
                may = may and all(each.isdigit() for each in values.values())
            case "figure":
                may = attrs == _FIGURE
            case "div":  # an embed, or what a figure has around its picture
                is_inside = self._opened[-1:] == ["figure"]
                may = attrs == ([] if is_inside else [("data-rt-embed-type", "true")])
            case _:
                may = tag in _BARE and not attrs
        return may


def leads_somewhere(href: str) -> bool:
    parts = urlsplit(href)
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    if parts.scheme:
        return parts.scheme in {"mailto", "tel"}
    return href.startswith("/") and href[1:2] not in {"/", "\\"} and href.isprintable()


def faults_of(html: str) -> list[str]:
    return Judge(html).faults
