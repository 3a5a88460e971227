"""The profile is where the user says, or where this system keeps what programs know."""

from pathlib import Path

import pytest

from wfdesk.app.options import Options, profile_dir


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
