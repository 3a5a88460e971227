"""What people paste without knowing, and what people paste who know too well."""

from PySide6.QtCore import QMimeData

TEXTS = (
    "\u202egnirts desrever\u202c and on",
    "nul\0in the middle",
    "a lone \ud83d surrogate",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 cafe\u0301\u0327\u0327\u0327",
    "two\r\nlines\u2028and\u2029separators\u00a0here\x0b\x1b[31m",
    '=HYPERLINK("http://example.org")',
    "'; DROP TABLE items; --",
    " \t\n ",
)
"""Short ones. The longest of all is made when it is wanted."""

PAGES = (
    "<script>alert(1)</script><p onclick='x()'>Hello <b>there</b></p>",
    "<img src='file:///etc/passwd'><img src='//host/share/x.png'><iframe src='about:blank'>",
    "<style>@import url(file:///etc/passwd);</style><p style='background:url(file:///x)'>styled</p>",
    "<table><tr><td>" * 9 + "deep" + "</td></tr></table>" * 9,
    "<div>" * 400 + "nested" + "</div>" * 400,
    "<p>unclosed <em>and <strong>crossed</em></strong><li>stray</ul></p></p>",
    "<wf-component data-id='x'></wf-component><pre><code>if (a &lt; b) {}</code></pre>",
    "<svg><use href='#a'/><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<p>" + "&#8238;&zwj;&#0;&#xD800;" * 20 + "</p>",
)


def long_text(mark: str) -> str:
    """A million characters, with a line's end here and there."""
    line = f"{mark} and so on, and on, and on. " * 40
    return "\n".join([line] * (1_000_000 // len(line)))


def copied(text: str, page: str = "") -> QMimeData:
    """What lies on the clipboard. A text that Qt cannot hold lies there as its bytes."""
    data = QMimeData()
    data.setData("text/plain", text.encode("utf-8", "surrogatepass"))
    if page:
        data.setData("text/html", page.encode("utf-8", "surrogatepass"))
    return data
