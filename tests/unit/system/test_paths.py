"""The profile is open to nobody else."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wfdesk.system.logs import start_logging
from wfdesk.system.paths import _is_on_a_network, log_dir, open_profile, shared_by

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no list of mounts")


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


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Bakery", "Google Drive", "Nextcloud"])
def test_a_folder_that_a_program_copies_away_is_known_by_its_name(
    tmp_path: Path, name: str
) -> None:
    assert shared_by(tmp_path / name / "wfdesk") == name


def test_a_folder_of_this_computer_alone_is_shared_by_nobody(tmp_path: Path) -> None:
    assert shared_by(tmp_path / "wfdesk") == ""


@posix_only
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_folder_on_a_network_is_known_by_what_is_mounted_there(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        f"90 22 0:50 / /home/my\\040team rw,relatime shared:9 - {kind} server:/team rw\n"
    )
    assert _is_on_a_network(Path("/home/my team/wfdesk"), mounts)
    assert not _is_on_a_network(Path("/home/me/wfdesk"), mounts)
