"""
Running the program once: every way it can end becomes a message and an exit code.

What is wrong goes to standard error as `error: …`; with `--json`, an object goes to standard
output beside it, so that whoever reads one object gets one.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

import typer

from assessor.cli.arguments import arrange
from assessor.cli.exit_code import ExitCode
from assessor.cli.program import run_program
from assessor.cli.streams import finish, prepare, put, warn
from assessor.domain.quoting import quote
from assessor.errors import EXIT_CODES, AssessorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_Misuse = cast("type[Exception]", typer.BadParameter.__base__)  # what the parser raises for any wrong usage
_INTERRUPTED = (
    "interrupted: what was under way is recorded whole or not at all, as `assessor log show` tells; it can be repeated"
)


class _TerminatedError(BaseException):
    """Somebody asked the process to end."""


def main() -> None:
    """Run one command and exit with its code."""
    prepare()
    with _ending_in_order():
        code = _run(arrange(sys.argv[1:]))
        finish()
    sys.exit(code)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let Ctrl-C and a request to end the process undo what is under way, instead of cutting it off."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: _terminate}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _TerminatedError


def _run(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    for argument in arguments:
        if not _is_text(argument):
            return _refuse("usage", f"argument {quote(argument)} is not UTF-8; write it in that", as_json=as_json)
    try:
        code = run_program(arguments)
    except AssessorError as error:
        return _refuse(error.code, _message_of(error), as_json=as_json)
    except _Misuse as error:
        return _misused(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except _TerminatedError:
        code = ExitCode.TERMINATED
    except SystemExit:  # the parser's own way, where nobody reads the help to its end
        return ExitCode.DONE
    except Exception as error:
        if "--verbose" in arguments:
            raise
        text = f"something unforeseen, {type(error).__name__}: {error}; run again with --verbose for the trace"
        return _refuse("error", text, as_json=as_json)
    if code in {ExitCode.INTERRUPTED, ExitCode.TERMINATED}:
        warn(_INTERRUPTED)
    return int(code or ExitCode.DONE)


def _is_text(argument: str) -> bool:
    """Say whether an argument was given in UTF-8, as everything that is recorded must be."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _message_of(error: AssessorError) -> str:
    """Return what an error says, and below it what was noted on its way here."""
    return "\n".join([str(error), *getattr(error, "__notes__", ())])


def _misused(error: Exception, *, as_json: bool) -> int:
    """Tell a wrong use of the parser in our own way; an empty message means that help was shown instead."""
    text = cast("typer.BadParameter", error).format_message().rstrip(".")
    if not text:
        return ExitCode.USAGE
    context = cast("typer.BadParameter", error).ctx
    where = context.command_path if context is not None else "assessor"
    return _refuse("usage", f"{text[:1].lower()}{text[1:]}; see `{where} --help`", as_json=as_json)


def _refuse(code: str, text: str, *, as_json: bool) -> int:
    from assessor.report.safe import safe

    message = "\n".join(safe(line) for line in text.splitlines())
    warn(f"error: {message}")
    if as_json:
        with suppress(AssessorError):  # where it cannot be written, the line above must do
            put(json.dumps({"error": {"code": code, "message": message}}) + "\n")
    return EXIT_CODES[code]
