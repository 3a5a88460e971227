"""What an editor may open outside of wfdesk."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_url(url: str) -> None:
    """Open what an editor may open: a page or a mail, never a file or another scheme."""
    target = QUrl(url)
    if target.scheme() in {"http", "https", "mailto", "tel"}:
        QDesktopServices.openUrl(target)
