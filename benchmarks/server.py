"""A practice server of its own for a measurement."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def serving(items: int) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A server with so many items, without a rate limit; what it says when it is ready."""
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "wfdesk.practice"),
            *(f"--items={items}", "--rate-limit=0", "--until-stdin-closes"),
        ],
        stdin=subprocess.PIPE,  # so that it ends with us, however we end
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield server, json.loads(server.stdout.readline() if server.stdout else "{}")
    finally:
        server.terminate()
        server.wait()
