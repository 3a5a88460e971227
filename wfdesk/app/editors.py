"""What may be opened outside of wfdesk."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_url(url: str) -> None:
    """Open what an editor may open: a page or a mail, never a file or another scheme."""
    target = QUrl(url)
    if target.scheme() in {"http", "https", "mailto", "tel"}:
        QDesktopServices.openUrl(target)


def open_folder(folder: Path) -> None:
    """Show one of our own folders. Its path never comes from a site."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
