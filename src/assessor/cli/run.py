"""
Running the program once: every way it can end becomes a message and an exit code.

What is wrong goes to standard error as `error: …`; with `--json`, an object goes to standard
output beside it, so that whoever reads one object gets one.
"""

from __future__ import annotations

import json
import os
import sys
from typing import cast

import typer

from assessor.cli.arguments import arrange
from assessor.cli.exit_code import ExitCode
from assessor.cli.program import app
from assessor.errors import EXIT_CODES, AssessorError

_Misuse = cast("type[Exception]", typer.BadParameter.__base__)  # what the parser raises for any wrong usage


def main() -> None:
    """Run one command and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its number
    arguments = arrange(sys.argv[1:])
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.DONE
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    try:
        code = app(arguments, prog_name="assessor", standalone_mode=False)
    except AssessorError as error:
        return _refuse(error.code, str(error), as_json=as_json)
    except _Misuse as error:
        return _misused(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if "--verbose" in arguments:
            raise
        text = f"something unforeseen, {type(error).__name__}: {error}; run again with --verbose for the trace"
        return _refuse("error", text, as_json=as_json)
    if code == ExitCode.INTERRUPTED:
        sys.stderr.write("interrupted: nothing was recorded by this command beyond what it said; it can be repeated\n")
    return int(code or ExitCode.DONE)


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
    if as_json:
        sys.stdout.write(json.dumps({"error": {"code": code, "message": message}}) + "\n")
    sys.stderr.write(f"error: {message}\n")
    return EXIT_CODES[code]
