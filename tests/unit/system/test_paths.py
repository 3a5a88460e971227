"""The profile is open to nobody else."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from wfdesk.system.logs import start_logging
from wfdesk.system.paths import log_dir, open_profile


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    umask, place = os.umask(0o022), Path.cwd()
    yield
    os.umask(umask)
    os.chdir(place)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


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
