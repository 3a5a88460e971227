"""What node tells with Webflow's JavaScript SDK: a line of JSON for each thing."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.practice import Practice

FOLDER = Path(__file__).parent / "javascript"
OLDEST = 18
"""What the SDK's own package asks for."""


def told(script: str, practice: Practice, said: object = None) -> list[Any]:
    """Run a script against a server; what is *said* to it comes by its standard input."""
    node = shutil.which("node")
    lacking = _lacking(node)
    if node is None or lacking:
        pytest.skip(lacking)
    done = subprocess.run(
        [node, str(FOLDER / script), practice.url],
        env={**os.environ, "WFDESK_PRACTICE_TOKEN": practice.tokens["full"]},
        input=json.dumps(said),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _lacking(node: str | None) -> str:
    """Why no script can be run here; empty if they can."""
    if node is None:
        return "there is no node"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(re.findall(r"\d+", version)[0]) < OLDEST:
        return f"node {version.strip()} is older than the SDK wants, {OLDEST}"
    installed = FOLDER / "node_modules" / "installed-lock.json"
    lock = FOLDER / "package-lock.json"
    if not installed.is_file() or installed.read_bytes() != lock.read_bytes():
        return "the SDK is not installed: packaging/bootstrap.py test-programs does it"
    return ""
