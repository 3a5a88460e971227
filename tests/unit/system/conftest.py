"""Secrets are registered for the whole process: each test begins with none."""

import pytest

from wfdesk.system import logs


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_secrets", set())
