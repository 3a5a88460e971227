"""Play one scenario and print what happened: ``python -m tests.convergence SEED [short]``."""

import sys

from tests.convergence.disk import Disk
from tests.convergence.scenario import Scenario


def main(seed: int, *, is_short: bool = False) -> int:
    scenario = Scenario(seed, Disk(), is_short=is_short)
    outcome = scenario.run()
    print(f"seed {seed}: {scenario.ways}")
    print("\n".join(scenario.trace()))
    print(f"{outcome.rounds} rounds, {outcome.within_window} overwritten within the window")
    print("\n".join(map(str, outcome.findings)) or "Every promise was kept.")
    return bool(outcome.findings)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), is_short=sys.argv[2:] == ["short"]))
