"""The command line: ``wfdesk`` opens the window, ``wfdesk practice`` serves the practice site."""

import argparse
import os
import sys
from dataclasses import replace

from wfdesk import __version__


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["practice"]:
        from wfdesk.practice.__main__ import main as serve  # noqa: PLC0415 - without Qt

        sys.argv = [sys.argv[0], *arguments[1:]]
        serve()
        return 0
    return _open_window(_parsed(arguments))


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wfdesk", description="Edit the content of Webflow sites."
    )
    parser.add_argument("--version", action="version", version=f"wfdesk {__version__}")
    parser.add_argument("--selftest", action="store_true", help="check this build, print JSON")
    parser.add_argument("--practice", action="store_true", help="open the practice site")
    parser.add_argument(
        "--items", type=int, default=500, help="how many items a new practice site has"
    )
    parser.add_argument("--api-url", help="another address of the API, for this run only")
    parser.add_argument("--scheme", choices=["system", "light", "dark"], default="system")
    return parser.parse_args(arguments)


def _open_window(wanted: argparse.Namespace) -> int:
    if wanted.selftest:
        from wfdesk.selftest import main as check  # noqa: PLC0415 - as below

        return check()
    # The window's rooms load only when a window is wanted.
    from wfdesk.app.options import Options  # noqa: PLC0415
    from wfdesk.app.start import main as run  # noqa: PLC0415
    from wfdesk.ui.toolkit.theme import Scheme  # noqa: PLC0415

    options = Options(
        scheme=Scheme(wanted.scheme),
        is_practice=wanted.practice,
        items=wanted.items,
        token=os.environ.get("WFDESK_TOKEN", ""),
    )
    return run(replace(options, api_url=wanted.api_url) if wanted.api_url else options)


if __name__ == "__main__":
    sys.exit(main())
