"""``python -m wfdesk.practice``: a site to practise on, on this computer only."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from wfdesk.practice.cms.behaviour import CHOICES
from wfdesk.practice.web.server import Settings, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal comes, or until standard input closes if so asked."""
    serve(settings_of(arguments))
    return 0


def settings_of(arguments: Sequence[str] | None) -> Settings:
    """Read the command line; None is that of the process."""
    given = _parser().parse_args(arguments)
    return Settings(
        given.port,
        given.items,
        given.seed,
        given.rate_limit,
        given.state,
        given.until_stdin_closes,
        dict(given.behave),
        not given.no_localization,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wfdesk-practice", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--items", type=int, default=500, help="in all collections together")
    parser.add_argument("--seed", type=int, default=1, help="makes the content and the tokens")
    parser.add_argument("--rate-limit", type=int, default=60, help="a minute; 0 is none")
    parser.add_argument("--state", type=Path, help="keeps what was changed; uploads beside it")
    parser.add_argument("--until-stdin-closes", action="store_true")
    parser.add_argument(
        "--no-localization", action="store_true", help="one locale, and no id of it"
    )
    parser.add_argument(
        "--behave",
        type=_switch,
        action="append",
        default=[],
        metavar="NAME=CHOICE",
        help="; ".join(f"{name}: {', '.join(choices)}" for name, choices in CHOICES.items()),
    )
    return parser


def _switch(text: str) -> tuple[str, str]:
    name, _, choice = text.partition("=")
    if choice not in CHOICES.get(name, ()):
        raise argparse.ArgumentTypeError(f"no such behaviour, {text}")
    return name, choice


if __name__ == "__main__":
    raise SystemExit(main())
