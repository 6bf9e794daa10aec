"""
Running the program: options for all commands, errors as messages, exit codes.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Annotated
from uuid import uuid4

import typer

from assessor import __version__
from assessor.cli import assess, demo, evidence, explain, history, init, log, reading, rules, signal
from assessor.cli.settings import Settings
from assessor.errors import EXIT_CODES, AssessorError
from assessor.telemetry import bind, configure

INTERRUPTED = 130
_EPILOG = (
    "Exit codes: 0 done, 1 could not run, 2 usage, 3 the answer is negative, 4 ruleset invalid, "
    "5 verification failed, 6 insufficient evidence."
)

app = typer.Typer(
    name="assessor",
    help="Verdicts from readable rules, recorded in a log that a stranger can verify.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"assessor {__version__}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    db: Annotated[
        str | None, typer.Option("--db", help="Database URL or file; else ASSESSOR_DATABASE_URL, else assessor.db.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Who acts; else ASSESSOR_ACTOR, else `analyst`.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every step, and errors with their trace.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell errors alone.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell it.")] = False,  # noqa: ARG001
) -> None:
    """Take the options that every command shares."""
    configure("verbose" if verbose else "quiet" if quiet else "normal")
    bind(request=uuid4().hex[:12])
    context.obj = Settings(db, actor)


app.command("init")(init.init)
app.command("demo")(demo.demo)
app.command("import")(evidence.import_files)
app.command("assess")(assess.assess)
app.command("explain")(explain.explain)
app.command("history")(history.history)
app.add_typer(signal.app, name="signal")
app.add_typer(reading.app, name="reading")
app.add_typer(rules.app, name="rules")
app.add_typer(log.app, name="log")


def main() -> None:
    """Run one command and exit with its code."""
    try:
        app()
    except AssessorError as error:
        _tell(error)
        sys.exit(EXIT_CODES[error.code])
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: what was not told as recorded was not recorded; the command can be repeated\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if "--verbose" in sys.argv:
            raise
        sys.stderr.write(f"error: something unforeseen: {error!r}; run again with --verbose for the trace\n")
        sys.exit(1)


def _tell(error: AssessorError) -> None:
    from assessor.report.safe import safe

    message = "\n".join(safe(line) for line in str(error).splitlines())
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": {"code": error.code, "message": message}}) + "\n")
    sys.stderr.write(f"error: {message}\n")
