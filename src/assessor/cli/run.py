"""
Running the program once: every way it can end becomes a message and an exit code.

What is wrong goes to standard error as `error: …`; with `--json`, an object goes to standard
output beside it, so that whoever reads one object gets one.
"""

from __future__ import annotations

import json
import os
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
from assessor.collector import collect_seldom
from assessor.domain.quoting import quote
from assessor.errors import EXIT_CODES, AssessorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

_Misuse = cast("type[Exception]", typer.BadParameter.__base__)  # what the parser raises for any wrong usage
_INTERRUPTED = (
    "interrupted: what was under way is recorded whole or not at all, as `assessor log show` tells; it can be repeated"
)

_SOON = 0.01
"""Seconds until a request to end is made again that was lost."""


class _TerminatedError(BaseException):
    """Somebody asked the process to end."""


def main() -> None:
    """Run one command and exit with its code."""
    prepare()
    collect_seldom()
    with _ending_in_order() as asked:
        code = _run(arrange(sys.argv[1:]), asked)
        finish()
    sys.exit(code)


@contextmanager
def _ending_in_order() -> Iterator[list[int]]:
    """
    Let Ctrl-C and a request to end the process undo what is under way, instead of cutting it off.

    Yields:
        The signals that asked for it: what they raise may arrive as another exception, or not at all.
    """
    asked: list[int] = []
    again: list[threading.Timer] = []
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt if number == signal.SIGINT else _TerminatedError

    def lost(raised: sys.UnraisableHookArgs) -> None:
        """Ask again for what came up where nothing can be raised, such as while something is thrown away."""
        if not isinstance(raised.exc_value, (KeyboardInterrupt, _TerminatedError)):
            sys.__unraisablehook__(raised)
            return
        again.append(threading.Timer(_SOON, os.kill, (os.getpid(), asked[-1])))
        again[-1].start()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    hook, sys.unraisablehook = sys.unraisablehook, lost
    try:
        yield asked
    finally:
        for timer in again:
            timer.cancel()
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(arguments: list[str], asked: Sequence[int] = ()) -> int:
    as_json = "--json" in arguments
    for argument in arguments:
        if not _is_text(argument):
            return _refuse("usage", f"argument {quote(argument)} is not UTF-8; write it in that", as_json=as_json)
    try:
        code = run_program(arguments)
    except SystemExit:  # the parser's own way, where nobody reads the help to its end
        return ExitCode.DONE
    except (KeyboardInterrupt, _TerminatedError, typer.Abort):
        return _interrupted(asked)
    except Exception as error:
        if asked:
            return _interrupted(asked)
        if isinstance(error, AssessorError):
            return _refuse(error.code, _message_of(error), as_json=as_json)
        if isinstance(error, _Misuse):
            return _misused(error, as_json=as_json)
        if "--verbose" in arguments:
            raise
        text = f"something unforeseen, {type(error).__name__}: {error}; run again with --verbose for the trace"
        return _refuse("error", text, as_json=as_json)
    if code == ExitCode.INTERRUPTED:  # the parser's own way, again
        return _interrupted(asked)
    return int(code or ExitCode.DONE)


def _interrupted(asked: Sequence[int]) -> int:
    warn(_INTERRUPTED)
    return ExitCode.TERMINATED if signal.SIGTERM in asked else ExitCode.INTERRUPTED


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
