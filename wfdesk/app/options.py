"""What the command line says."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from wfdesk.domain.accounts import WEBFLOW_URL
from wfdesk.ui.toolkit.theme import Scheme


def profile_dir() -> Path:
    """The profile: local copy, settings, logs. ``WFDESK_HOME`` names another than the user's."""
    if home := os.environ.get("WFDESK_HOME"):
        return Path(home).absolute()
    data = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(data)) / "wfdesk"


@dataclass(frozen=True, slots=True)
class Options:
    api_url: str = WEBFLOW_URL
    scheme: Scheme = Scheme.SYSTEM
    is_practice: bool = False
    items: int = 500
    """How many items a new practice site has."""
    token: str = field(default="", repr=False)
    """Signs in for this run only."""
    home: Path = field(default_factory=profile_dir)
    """The profile."""
