"""A token that must be found nowhere: conftest searches for it when all tests have run.

Use it wherever a test needs a token. Its form is a real one's: 64 hexadecimal digits.
"""

import pytest

CANARY_TOKEN = "ca4a27ca4a27" + "0123456789abcdef" * 3 + "feed"


class Sayings:
    """Remembers which tests let the canary token out: by print, by log or in a failure's text."""

    def __init__(self) -> None:
        self.betrayed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        said = [title for title, text in report.sections if CANARY_TOKEN in text]
        self.betrayed += [f"{report.nodeid}: {title}" for title in said]
