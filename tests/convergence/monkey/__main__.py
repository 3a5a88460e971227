"""Let the monkey loose: ``python -m tests.convergence.monkey SEED SECONDS [PROFILE]``.

What it did is the last line on standard output, as JSON; what it found is in it.
"""

import faulthandler
import json
import sys
import tempfile
from pathlib import Path

from tests.convergence.monkey.life import Life
from tests.convergence.monkey.watching import Watching
from tests.doubles.practice import start
from wfdesk.__main__ import loaded_start


def main(seed: int, seconds: float, home: Path) -> int:
    begin = loaded_start()
    practice = start("--items", "60", "--rate-limit", "0")
    watching = Watching()
    try:
        with begin._looped() as (runner, application):
            life = Life(seed, practice, home, watching, application)
            runner.run(life.lead(seconds))
    finally:
        faulthandler.cancel_dump_traceback_later()
        practice.close()
    report = life.report()
    print(json.dumps(report))
    return bool(report["findings"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        place = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(made) / "profile"
        sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), place))
