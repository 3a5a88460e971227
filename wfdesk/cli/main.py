"""Runs one command and returns its exit code."""

import asyncio
import importlib
import logging
import traceback
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from wfdesk.cli.arguments import not_understood, parser_of, readable
from wfdesk.cli.exits import AmbiguousError, Exit, UsageError, end_of
from wfdesk.cli.output import Output
from wfdesk.cli.session import opened
from wfdesk.domain.errors import WfdeskError
from wfdesk.system.logs import redact

log = logging.getLogger(__name__)

_INTERRUPTED = "Interrupted."


def main(arguments: Sequence[str]) -> int:
    """Run the command that the first of the arguments names."""
    output = _output_for(arguments)
    try:
        command, *words = arguments
        # By name, so that a command waits for none of the others to be loaded.
        module = importlib.import_module(f"wfdesk.cli.commands.{command}")
        parser = parser_of(command)
        module.add_arguments(parser)
        wanted = readable(parser.parse_intermixed_args(words))
        if hasattr(module, "prepare"):
            # What a file or a pipe says may take its time. Nobody has to wait for the local copy.
            module.prepare(wanted)
        return asyncio.run(_run(module, wanted, output))
    except WfdeskError as error:
        return _failed(error, output)
    except (KeyboardInterrupt, asyncio.CancelledError):
        _say_error(output, "interrupted", _INTERRUPTED)
        return Exit.INTERRUPTED
    except Exception as bug:  # noqa: BLE001 - it ends the command, with a code of its own
        # What Python would print may hold a token.
        output.tell(redact("".join(traceback.format_exception(bug))))
        _say_error(output, "bug", f"wfdesk met a bug of its own: {type(bug).__name__}.")
        raise SystemExit(Exit.BUG) from None


def wrong(message: str, arguments: Sequence[str]) -> int:
    """Say what is wrong with words that name no command; return the code."""
    return _failed(UsageError(not_understood(message, "wfdesk")), _output_for(arguments))


def _output_for(arguments: Sequence[str]) -> Output:
    return Output(is_json="--json" in arguments)


async def _run(module: Any, wanted: Namespace, output: Output) -> Exit:
    async with opened(wanted, output) as session:
        try:
            return Exit(await module.run(session))
        except asyncio.CancelledError:
            # Whoever else cancels is not us.
            if not session.interruption.has_come:
                raise
            _say_error(output, "interrupted", _INTERRUPTED)
            return Exit.INTERRUPTED
        except WfdeskError as error:
            log.info("The command failed: %s", error)
            raise
        except Exception:
            log.exception("The command met a bug")
            raise


def _failed(error: WfdeskError, output: Output) -> int:
    code, kind = end_of(error)
    more = {"candidates": list(error.candidates)} if isinstance(error, AmbiguousError) else {}
    _say_error(output, kind, redact(error.summary), more)
    return code


def _say_error(
    output: Output, kind: str, sentence: str, more: Mapping[str, object] | None = None
) -> None:
    output.tell(f"wfdesk: {sentence}")
    with suppress(WfdeskError):  # Where it cannot be written, the code of the error says it.
        output.document({"error": {"kind": kind, "sentence": sentence, **(more or {})}})
