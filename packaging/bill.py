"""Lists what a build is made of: every package with version and licence, as CycloneDX reads it.

The list starts from what ``pyproject.toml`` names as needed to run; tools of development are not in
a build. A package whose installed version is not the one in ``requirements.lock`` ends the build.
"""

import json
import platform
import re
from importlib.metadata import Distribution, distribution, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)
CLASSIFIED = "License :: "


def write_bill(target: Path) -> int:
    """Write the bill of materials; return how many packages it names."""
    packages = needed("wfdesk")
    locked = dict(LOCKED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    if strangers := [each.name for each in packages if locked[name_of(each)] != each.version]:
        raise SystemExit("Not what requirements.lock says: " + ", ".join(strangers))
    python = component("python", platform.python_version(), "PSF-2.0", "generic")
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "wfdesk", "version": own()}},
        "components": [
            python,
            *(
                component(name_of(each), each.version, licence_of(each), "pypi")
                for each in packages
            ),
        ],
    }
    target.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    return len(packages)


def own() -> str:
    return distribution("wfdesk").version


def needed(root: str) -> list[Distribution]:
    """The packages that this one needs on this very system, and those that they need."""
    found: dict[str, Distribution] = {}
    waiting = [root]
    while waiting:
        for text in requires(waiting.pop()) or ():
            requirement = Requirement(text)
            if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
                continue
            each = distribution(requirement.name)
            if name_of(each) not in found:
                found[name_of(each)] = each
                waiting.append(each.name)
    return [found[name] for name in sorted(found)]


def name_of(each: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", each.name).lower()


def licence_of(each: Distribution) -> str:
    """As the package itself says it: an SPDX expression, a classifier or its own words."""
    said = each.metadata.get_all("Classifier") or []
    classified = [text.rpartition(" :: ")[2] for text in said if text.startswith(CLASSIFIED)]
    expression = each.metadata["License-Expression"]
    words = (each.metadata["License"] or "").strip().partition("\n")[0]
    return expression or " or ".join(classified) or words or "unknown"


def component(name: str, version: str, licence: str, kind: str) -> dict[str, Any]:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{kind}/{name}@{version}",
        "licenses": [{"license": {"name": licence}}],
    }
