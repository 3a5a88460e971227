"""Reads a command's words. What is wrong with them is said as every other error is."""

import argparse
from typing import NoReturn

from wfdesk.cli import COMMANDS, EXIT_CODES
from wfdesk.cli.exits import UsageError
from wfdesk.domain.values import storable

TOKEN = "WFDESK_TOKEN"  # noqa: S105 - the variable's name


class Parser(argparse.ArgumentParser):
    """Raises a UsageError where argparse would end the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(not_understood(message, self.prog))


def not_understood(message: str, program: str) -> str:
    """What argparse has to say, as a sentence that leads on."""
    return f"{_capital(message)}. See {program} --help."


def _capital(text: str) -> str:
    """With a capital letter, and the names in it as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def parser_of(command: str) -> Parser:
    """A parser with what every command takes."""
    parser = Parser(
        prog=f"wfdesk {command}",
        description=f"{_capital(COMMANDS[command])}.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--site", help="a site by name or id, where several have what is named")
    return parser


def readable(wanted: argparse.Namespace) -> argparse.Namespace:
    """Put a mark in the place of bytes that are no text: nothing is called so.

    What is to be the value of a field may be a path, which has to stay as it is.
    """
    for name, said in vars(wanted).items():
        if name not in {"value", "values"}:
            setattr(wanted, name, storable(said))
    return wanted


def number(text: str) -> int:
    """How many; at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 on is needed")
    return int(text)


def add_locale(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--locale", metavar="TAG", help="such as fr; the primary one if not said")


def add_collection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--collection", metavar="COLLECTION", help="by slug, name or id")


def add_connection(parser: argparse.ArgumentParser) -> None:
    """How Webflow is reached."""
    parser.add_argument("--api-url", metavar="URL", help="another address, for this run only")
    parser.add_argument("--practice", action="store_true", help="sign in to the practice site")


def add_question(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask; needed without a terminal")
