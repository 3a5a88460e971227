"""The profile is where the user says and open to nobody else."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from wfdesk.system.logs import start_logging
from wfdesk.system.paths import log_dir, open_profile, profile_dir


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    umask, place = os.umask(0o022), Path.cwd()
    yield
    os.umask(umask)
    os.chdir(place)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_profile_is_the_users_data_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WFDESK_HOME", raising=False)
    assert profile_dir().name == "wfdesk"
    assert profile_dir().is_relative_to(Path.home())


def test_a_variable_names_another_profile_and_an_argument_a_third(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WFDESK_HOME", str(tmp_path / "second"))
    assert profile_dir() == tmp_path / "second"
    assert profile_dir(tmp_path / "third") == tmp_path / "third"


def test_a_relative_profile_stays_where_it_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert profile_dir(Path("here")) == tmp_path / "here"


def test_profile_and_files_in_it_are_the_users_alone(tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "profile")
    opened = start_logging(log_dir(profile))
    opened.stop()
    assert mode(profile) == 0o700
    assert mode(log_dir(profile)) == 0o700
    assert [mode(file) for file in log_dir(profile).iterdir()] == [0o600, 0o600]


def test_a_profile_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir(mode=0o755)
    assert mode(open_profile(profile)) == 0o700


def test_the_program_works_in_its_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "canary.png").touch()
    open_profile(tmp_path / "profile")
    assert Path.cwd() == tmp_path / "profile"
    assert not Path("canary.png").exists()
