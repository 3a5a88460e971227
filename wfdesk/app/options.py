"""What the command line says."""

from dataclasses import dataclass, field
from pathlib import Path

from wfdesk.domain.accounts import WEBFLOW_URL
from wfdesk.system.paths import profile_dir
from wfdesk.ui.toolkit.theme import Scheme


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
