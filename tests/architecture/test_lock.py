"""What is installed is pinned, hashed and named the same everywhere."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.rules import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = {
    match[1]: match[0]
    for match in re.finditer(r"^([a-z0-9-]+)==\S+(?:.*\\\n)+.*", LOCK, re.MULTILINE)
}


def test_every_requirement_has_a_version_and_a_hash() -> None:
    named = [line for line in LOCK.splitlines() if re.match(r"[A-Za-z]", line)]
    assert len(named) == len(PINNED)
    assert all("--hash=sha256:" in entry for entry in PINNED.values())


def test_the_lock_names_no_address_and_no_place_on_a_disk() -> None:
    assert re.findall(r"\w+://\S+|--\w*index\S*|--find-links\S*|(?<![\w.])/\w+/\S+", LOCK) == []


def test_whatever_the_project_names_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [entry for group in project["dependency-groups"].values() for entry in group]
    named = [
        *project["project"]["dependencies"],
        *(each for each in groups if isinstance(each, str)),
    ]
    names = {re.split(r"[<>=!~\[; ]", each)[0].lower().replace("_", "-") for each in named}
    assert names - PINNED.keys() == set()


def test_the_lock_of_the_javascript_sdk_has_hashes_and_names_no_registry() -> None:
    text = (ROOT / "tests/contract/javascript/package-lock.json").read_text(encoding="utf-8")
    packages = {place: held for place, held in json.loads(text)["packages"].items() if place}
    assert packages["node_modules/webflow-api"]["version"] == "3.3.4"
    assert [place for place, held in packages.items() if "integrity" not in held] == []
    assert [place for place, held in packages.items() if "resolved" in held] == []


def test_no_other_version_of_qt_is_let_in() -> None:
    assert re.search(r"^pyside6-essentials==6\.(\d|1[01])\.", LOCK, re.MULTILINE)


def test_the_bill_of_a_build_names_what_it_needs_to_run_and_no_tools(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bill import *; write_bill(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "bill.json")]
    subprocess.run(command, cwd=ROOT / "packaging", check=True)
    bill = json.loads((tmp_path / "bill.json").read_text())
    versions = {each["name"]: each["version"] for each in bill["components"]}
    assert {"python", "pyside6-essentials", "httpx", "h11", "keyring"} <= versions.keys()
    assert not {"pytest", "ruff", "pyinstaller"} & versions.keys()
    assert f"httpx=={versions['httpx']} " in PINNED["httpx"]
    licences = [each["licenses"][0]["license"]["name"] for each in bill["components"]]
    assert "unknown" not in licences
