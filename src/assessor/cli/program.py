"""
The program: its commands, and the options that all of them share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated
from uuid import uuid4

import typer

from assessor.cli import (
    assess,
    backtest,
    bundle,
    content,
    db,
    demo,
    diff,
    event,
    explain,
    flip,
    history,
    importing,
    init,
    log,
    log_receipt,
    outlook,
    override,
    publish,
    reading,
    recompute,
    rules,
    serve,
    signal,
    source,
    trace,
    what_if,
)
from assessor.cli.exit_code import ExitCode
from assessor.cli.help import word_help
from assessor.cli.settings import Settings
from assessor.cli.streams import put
from assessor.errors import UsageError
from assessor.telemetry import bind, configure

_EPILOG = (
    "--db, --actor, --verbose, --quiet and --json may stand before or after the command. Exit codes: "
    + "; ".join(f"{code.value} {code.meaning}" for code in ExitCode)
    + "."
)

app = typer.Typer(
    name="assessor",
    help="Verdicts from readable rules, recorded in a log that a stranger can verify.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def run_program(arguments: Sequence[str]) -> int | None:
    """
    Run one command and return its exit code; None means done.

    Raises:
        AssessorError: What the command refused.
        BadParameter: A wrong use of the parser, or another error of its family.
    """
    code: int | None = built()(list(arguments), prog_name="assessor", standalone_mode=False)
    return code


@cache
def built() -> Callable[..., int | None]:
    """Return the program as its parser wants it, every command with it: made once, it can be run again and again."""
    command = typer.main.get_command(app)
    word_help(command)
    return command


def _version(value: bool) -> None:
    if value:
        from assessor import __version__

        put(f"assessor {__version__}\n")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    db: Annotated[
        str | None, typer.Option("--db", help="Database file or URL; else ASSESSOR_DATABASE_URL, else assessor.db.")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Who acts; else ASSESSOR_ACTOR, else `analyst`.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every step, and a failure with its trace.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell errors alone, no warnings.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the program's version.")
    ] = False,
) -> None:
    """Take the options that every command shares."""
    for name, given in (("--db", db), ("--actor", actor)):
        if given is not None and not given.strip():
            raise UsageError(f"{name} is empty; leave it out, or name one")
    if verbose and quiet:
        raise UsageError("give --verbose or --quiet, not both")
    configure("verbose" if verbose else "quiet" if quiet else "normal")
    bind(request=uuid4().hex[:12])
    context.obj = Settings(db, actor)


app.command("init")(init.init)
app.command("demo")(demo.demo)
app.command("assess")(assess.assess)
app.command("recompute")(recompute.recompute)
app.command("explain")(explain.explain)
app.command("history")(history.history)
app.command("backtest")(backtest.backtest)
app.command("trace")(trace.trace)
app.command("diff")(diff.diff)
app.command("what-if")(what_if.what_if)
app.command("outlook")(outlook.outlook)
app.add_typer(importing.app, name="import")
app.command("flip")(flip.flip)
app.command("publish")(publish.publish)
app.command("serve")(serve.serve)
app.add_typer(signal.app, name="signal")
app.add_typer(reading.app, name="reading")
app.add_typer(source.app, name="source")
app.add_typer(event.app, name="event")
app.add_typer(override.app, name="override")
app.add_typer(rules.app, name="rules")
app.add_typer(log.app, name="log")
app.add_typer(log_receipt.app, name="receipt")
app.add_typer(bundle.assessments, name="assessment")
app.add_typer(bundle.bundles, name="bundle")
app.add_typer(content.app, name="content")
app.add_typer(db.app, name="db")
