"""Where a link leads is said before it is followed, in words that cannot be mistaken."""

import pytest

from tests.gui.fields.samples import FIELDS, context
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.toolkit.destinations import destination

BUECHER = "b\u00fccher.example (xn--bcher-kva.example)"
APPLE = "\u0430\u0440\u0440\u04cf\u0435.com"
"""In Cyrillic letters."""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.com/a?b#c", "example.com"),
        ("https://EXAMPLE.com:8080/", "example.com"),
        ("https://webflow.com@evil.example/", "evil.example"),
        ("https://b\u00fccher.example/", BUECHER),
        ("https://xn--bcher-kva.example/", BUECHER),
        (f"https://{APPLE}/", f"{APPLE} (xn--80ak6aa92e.com)"),
        ("https://a\u202eb.example/", "a\u27e8U+202E\u27e9b.example"),
    ],
)
def test_the_host_is_said_as_it_is(url: str, host: str) -> None:
    assert destination(url) == f"Open {host} in the browser"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mailto:ann@example.com", "Write to ann@example.com"),
        ("tel:+49 30 1", "Call +49 30 1"),
        ("", ""),
        ("/about", ""),
        ("http://[::1", ""),
    ],
)
def test_what_is_no_page_is_said_otherwise(url: str, said: str) -> None:
    assert destination(url) == said


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("link", "https://webflow.com@evil.example/"),
        ("video", {"url": "https://evil.example/watch"}),
        ("image", {"fileId": "f", "url": "https://evil.example/a.png", "alt": None}),
    ],
)
async def test_the_button_beside_a_field_says_where_it_leads(qtbot, tasks, kind, value) -> None:
    editor = make_editor(FIELDS[kind], context(tasks))
    qtbot.addWidget(editor)
    editor.set_value(value)
    assert editor._open.toolTip() == "<qt>Open evil.example in the browser</qt>"
    editor.set_value(None)
    assert editor._open.toolTip() == "<qt>Open</qt>"
