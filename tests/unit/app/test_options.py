"""The profile is where the user says, or where this system keeps what programs know."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from wfdesk.app.options import Options
from wfdesk.system.paths import profile_dir


def test_the_profile_lies_in_the_users_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("WFDESK_HOME", raising=False)
    assert profile_dir().name == "wfdesk"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert profile_dir() == tmp_path / "wfdesk"


def test_a_variable_names_another_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WFDESK_HOME", str(tmp_path / "second"))
    assert profile_dir() == tmp_path / "second"
    assert Options().home == tmp_path / "second"
    assert Options(home=tmp_path / "third").home == tmp_path / "third"


def test_a_relative_profile_stays_where_it_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WFDESK_HOME", "here")
    assert profile_dir() == tmp_path / "here"


@pytest.mark.parametrize("named", [None, "", "/somewhere/else", "relative/is/ignored"])
def test_without_qt_the_profile_lies_where_qt_would_have_it(
    monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.delenv("WFDESK_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("XDG_DATA_HOME", named)
    data = QStandardPaths.StandardLocation.GenericDataLocation
    assert profile_dir() == Path(QStandardPaths.writableLocation(data)) / "wfdesk"
