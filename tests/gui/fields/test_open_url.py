"""What may be opened outside of wfdesk: pages, mail and phone numbers, and never anything else."""

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from wfdesk.app.editors import open_url

ALLOWED = ("http://x.org/a", "https://x.org/a", "HTTPS://x.org", "mailto:a@x.org", "tel:+15550100")
FORBIDDEN = (
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://host/share",
    "ssh://host",
    "//host/share",
    "/etc/passwd",
    "x.org",
    "",
    " file:///etc/passwd",
)


class Desktop(QObject):
    """Stands where the desktop would open the address."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def desktop(qapp):
    desktop = Desktop()
    schemes = ("http", "https", "mailto", "tel", "file", "javascript", "data", "smb", "ssh", "")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, desktop, "open")
    yield desktop
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize("url", ALLOWED)
def test_pages_mail_and_phone_numbers_are_opened(desktop, url) -> None:
    open_url(url)
    assert [each.casefold() for each in desktop.opened] == [url.casefold()]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_nothing_else_is_opened(desktop, url) -> None:
    open_url(url)
    assert desktop.opened == []
