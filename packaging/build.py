"""Builds ``dist/wfdesk`` and proves it: the frozen program must pass its own self-test."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bill import write_bill

from wfdesk.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "dist" / "wfdesk"
PROGRAM = FOLDER / ("wfdesk.exe" if os.name == "nt" else "wfdesk")
BILL = ROOT / "dist" / "wfdesk.cdx.json"
UNWANTED = ("qsvg", "qtiff", "qpdf", "qicns", "qtga", "qwbmp")
SECONDS = 120


def main() -> None:
    build()
    findings = selftest()
    print(json.dumps(findings, indent=2))
    size = sum(path.lstat().st_size for path in FOLDER.rglob("*") if path.is_file())
    print(f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB")
    print(f"{BILL.relative_to(ROOT)}: {write_bill(BILL)} packages")
    command_line()
    if not findings.get("ok"):
        sys.exit("The program that was built did not pass its self-test.")
    if unwanted := unwanted_plugins():
        sys.exit("Image formats that must not be there: " + ", ".join(unwanted))


def build() -> None:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    subprocess.run([*command, "packaging/wfdesk.spec"], cwd=ROOT, check=True)


def selftest() -> dict[str, Any]:
    """Check the window and its parts."""
    done = run("--selftest")
    try:
        findings: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"The self-test did not answer (exit code {done.returncode}).\n{done.stderr}")
    return findings


def command_line() -> None:
    """Check that every command is in the build: each is loaded by name."""
    for name in COMMANDS:
        done = run(name, "--help")
        if done.returncode:
            sys.exit(f"wfdesk {name} is not in the build.\n{done.stderr}")
    done = run("changes", "--json")
    if done.returncode or json.loads(done.stdout)["changes"] != []:
        sys.exit(f"The command line does not work (exit code {done.returncode}).\n{done.stderr}")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program far from the checkout and from Python, in an empty home."""
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(
            [PROGRAM, *words],
            cwd=home,
            env={
                "HOME": home,
                "WFDESK_HOME": home,
                "QT_QPA_PLATFORM": "offscreen",
                "LC_ALL": "C.UTF-8",
            },
            check=False,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )


def unwanted_plugins() -> list[str]:
    plugins = FOLDER.rglob("imageformats/*")
    return sorted(each.name for each in plugins if any(name in each.name for name in UNWANTED))


if __name__ == "__main__":
    main()
