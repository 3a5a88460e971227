"""Where wfdesk begins: alone it opens the window, with a command it does that (see ``cli``).

``wfdesk practice`` serves the practice site.

``wfdesk pictures`` is what the window starts by itself to have pictures decoded.
"""

import gc
import os
import sys
from types import SimpleNamespace
from typing import Any

from wfdesk import __version__
from wfdesk.cli import COMMANDS, EXIT_CODES
from wfdesk.system.display import has_display

_NO_DISPLAY = (
    "wfdesk needs a desktop: no display was found. "
    "Start it from a desktop session, or set DISPLAY or WAYLAND_DISPLAY.\n"
)

_USUAL = {"selftest": False, "practice": False, "items": 500, "api_url": None, "scheme": "system"}
"""What a start without arguments means."""


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["practice"]:
        from wfdesk.practice.__main__ import main as serve  # noqa: PLC0415 - without Qt

        sys.argv = [sys.argv[0], *arguments[1:]]
        serve()
        return 0
    if arguments == ["pictures"]:
        from wfdesk.ui.toolkit.decoding import serve as decode  # noqa: PLC0415 - without a window

        decode()
        return 0
    if arguments[:1] and arguments[0] in COMMANDS:
        from wfdesk.cli.main import main as command  # noqa: PLC0415 - without Qt

        return int(command(arguments))
    wanted = understood(arguments)
    if wanted.selftest:
        from wfdesk.selftest import main as check  # noqa: PLC0415 - all there is

        return check()
    if not has_display():
        sys.stderr.write(_NO_DISPLAY)
        return 1
    return int(loaded_start().main(options_of(wanted)))


def understood(arguments: list[str]) -> SimpleNamespace:
    """Read the command line. What is wrong with it is said as every command does, and is the end.

    The usual one is empty, and no parser is loaded for it.
    """
    if not arguments:
        return SimpleNamespace(**_USUAL)
    from wfdesk.cli.starting import WrongWordsError  # noqa: PLC0415 - as above

    try:
        return parsed(arguments)
    except WrongWordsError as error:
        from wfdesk.cli.main import wrong  # noqa: PLC0415 - as above

        raise SystemExit(wrong(str(error), arguments)) from None


def parsed(arguments: list[str]) -> SimpleNamespace:
    """Read a command line without a command."""
    import argparse  # noqa: PLC0415 - as above

    from wfdesk.cli.starting import StartParser  # noqa: PLC0415

    parser = StartParser(
        prog="wfdesk",
        usage="wfdesk [options], or wfdesk COMMAND --help",
        description="Edit the content of Webflow sites. Without a command the window opens.",
        epilog=f"commands:\n{_commands()}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"wfdesk {__version__}")
    parser.add_argument("--selftest", action="store_true", help="check this build, print JSON")
    parser.add_argument("--practice", action="store_true", help="open the practice site")
    parser.add_argument("--items", type=int, help="how many items a new practice site has")
    parser.add_argument("--api-url", help="another address of the API, for this run only")
    parser.add_argument("--scheme", choices=["system", "light", "dark"])
    parser.set_defaults(**_USUAL)
    if arguments[0][:1] != "-":
        parser.error(f"there is no command {arguments[0]}. There are: {', '.join(COMMANDS)}")
    wanted, unknown = parser.parse_known_args(arguments, SimpleNamespace())
    if unknown:
        hint = "; options stand behind the command" if {*unknown} & {*COMMANDS} else ""
        parser.error(f"unrecognized arguments: {' '.join(unknown)}{hint}")
    return wanted


def _commands() -> str:
    told = {**COMMANDS, "practice": "serve the practice site, for tests and for trying"}
    return "\n".join(f"  {name:11}{what}" for name, what in told.items())


def loaded_start() -> Any:
    """Load what opens the window: only when one is wanted."""
    # There is no garbage yet, and looking for it takes a twentieth of the start. The window
    # collects by itself, see ``ui.toolkit.garbage``.
    gc.disable()
    from wfdesk.app.features import forgo_features  # noqa: PLC0415 - it loads Qt

    forgo_features()
    from wfdesk.app import start  # noqa: PLC0415

    return start


def options_of(wanted: SimpleNamespace) -> Any:
    """What the window is to be opened with."""
    from wfdesk.app.options import Options  # noqa: PLC0415 - as above
    from wfdesk.domain.accounts import WEBFLOW_URL  # noqa: PLC0415
    from wfdesk.ui.toolkit.theme import Scheme  # noqa: PLC0415

    return Options(
        api_url=wanted.api_url or WEBFLOW_URL,
        scheme=Scheme(wanted.scheme),
        is_practice=wanted.practice,
        items=wanted.items,
        token=os.environ.get("WFDESK_TOKEN", ""),
    )


if __name__ == "__main__":
    sys.exit(main())
