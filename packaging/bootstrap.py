"""Makes a bare checkout runnable: virtual environment, pinned packages, system libraries.

Runs under whatever Python 3 the machine has, with the standard library only, before anything of
ours is installed. Where it may (root, or sudo without a password) it installs missing Debian
packages; elsewhere it prints the one line that does.
"""

import argparse
import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
JAVASCRIPT = ROOT / "tests" / "contract" / "javascript"

PACKAGE_OF_LIBRARY = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
DICTIONARIES = ("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts")
PACKAGE_OF_PROGRAM = {"dbus-daemon": "dbus", "gnome-keyring-daemon": "gnome-keyring"}
QT_FILES = (
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "QtNetwork.abi3.so",
    "QtSvg.abi3.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqwayland*.so",
)
USED_QT = "from PySide6 import QtCore, QtGui, QtWidgets, QtNetwork, QtSvg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["setup", "test-programs"])
    step = parser.parse_args().step
    if step == "setup":
        make_environment()
        install_packages()
        install_qt_libraries()
        install_spelling()
    else:
        install_test_programs()


def make_environment() -> None:
    if runs([str(PYTHON), "-m", "pip", "--version"]):
        return
    python = find_python()
    if not runs([python, "-c", "import ensurepip, venv"]):
        version = run_for_text([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        if not apt_install(["python" + version.strip() + "-venv"]):
            fail("Python's venv module is missing.")
    say("Creating .venv with " + python)
    run([python, "-m", "venv", str(VENV)])


def find_python() -> str:
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for minor in range(11, 20):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    return fail("wfdesk needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")


def install_packages() -> None:
    say("Installing the pinned packages (some 150 MB the first time)")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--requirement", str(ROOT / "requirements.lock")])
    # The build backend is in the lock too, so nothing is fetched without a hash.
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def install_qt_libraries() -> None:
    if sys.platform.startswith("linux"):
        missing = missing_libraries()
        unknown = sorted(missing - PACKAGE_OF_LIBRARY.keys())
        packages = {PACKAGE_OF_LIBRARY[name] for name in missing - set(unknown)}
        if not has_fonts():
            packages.add("fonts-dejavu-core")
        if unknown:
            say("Qt asks for libraries that this script does not know: " + ", ".join(unknown))
        apt_install(sorted(packages))
    if not runs([str(PYTHON), "-c", USED_QT]):
        fail("Qt cannot be loaded: a system library is missing, see above.")


def missing_libraries() -> set[str]:
    """Names of the shared libraries that Qt links to and the loader does not find."""
    [qt] = VENV.glob("lib/python*/site-packages/PySide6")
    files = [str(path) for pattern in QT_FILES for path in qt.glob(pattern)]
    lines = run_for_text(["ldd", *files]).splitlines()
    return {line.split()[0] for line in lines if "not found" in line}


def install_spelling() -> None:
    """Without them nothing is checked, and the menu of rich text says why."""
    if not sys.platform.startswith("linux"):
        return
    packages = [] if find_library("enchant-2") else ["libenchant-2-2"]
    if not any(any(Path(folder).glob("*.dic")) for folder in DICTIONARIES):
        packages.append("hunspell-en-us")
    if not apt_install(packages):
        say("Without these packages no spelling is checked.")


def has_fonts() -> bool:
    folders = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        str(Path.home() / ".local/share/fonts"),
    ]
    return any(
        name.endswith((".ttf", ".otf", ".ttc"))
        for folder in folders
        for _, _, names in os.walk(folder)
        for name in names
    )


def install_test_programs() -> None:
    """Without them the tests of the keychain and of the JavaScript SDK are skipped, and say so."""
    install_javascript_sdk()
    if sys.platform.startswith("linux"):
        apt_install(
            sorted(
                package
                for program, package in PACKAGE_OF_PROGRAM.items()
                if shutil.which(program) is None
            )
        )


def install_javascript_sdk() -> None:
    """Once; again when its lock is another. The copy of the lock says that all of it is there."""
    lock = JAVASCRIPT / "package-lock.json"
    installed = JAVASCRIPT / "node_modules" / "installed-lock.json"
    if installed.is_file() and installed.read_bytes() == lock.read_bytes():
        return
    npm = shutil.which("npm")
    if npm is None:
        say("There is no npm: the tests with Webflow's JavaScript SDK are skipped.")
        return
    say("Installing Webflow's JavaScript SDK for the tests")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    if runs([npm, "ci", "--prefix", str(JAVASCRIPT), *quiet], timeout=120):
        shutil.copyfile(str(lock), str(installed))
    else:
        say("That failed: the tests with Webflow's JavaScript SDK are skipped.")


def apt_install(packages: "list[str]") -> bool:
    """Install Debian packages if allowed; otherwise print the line that does."""
    if not packages:
        return True
    if shutil.which("apt-get") is None:
        say("Please install what your system calls these Debian packages: " + " ".join(packages))
        return False
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and runs(["sudo", "-n", "true"]):
        prefix = ["sudo", "-n"]
    else:
        say("Please run:  sudo " + " ".join(install))
        return False
    say("Installing " + " ".join(packages))
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    if runs([*quiet, *install]) or (
        runs([*quiet, "apt-get", "update"]) and runs([*quiet, *install])
    ):
        return True
    say("That failed. Please run:  sudo " + " ".join(install))
    return False


def run(command: "list[str]") -> None:
    done = subprocess.run(command, check=False)
    if done.returncode != 0:
        fail("This failed: " + " ".join(command))


def runs(command: "list[str]", timeout: "float | None" = None) -> bool:
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def run_for_text(command: "list[str]") -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def say(sentence: str) -> None:
    print(sentence, flush=True)


def fail(sentence: str) -> NoReturn:
    sys.exit(sentence)


if __name__ == "__main__":
    main()
