"""`assessor signal correct` and `assessor signal retract`: change what is known of an event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from assessor.cli.change import DryRun, Expects, Why, tell_changes
from assessor.cli.follow import Following, NoRecompute
from assessor.cli.options import Json, Key
from assessor.cli.settings import opened
from assessor.errors import UsageError

Signal = Annotated[str, typer.Argument(metavar="ID", help="A signal.")]


def correct(
    context: typer.Context,
    name: Signal,
    reason: Why,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The whole signal, in .yaml or .jsonl; or give --set.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A field given anew, lists as JSON; empty takes it away."),
    ] = None,
    expects: Expects = None,
    dry_run: DryRun = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Correct a signal by a new version of it, known from now on; the old one stays what was known before."""
    from assessor.intake.read import read_evidence
    from assessor.services.correct_signal import correct_signal

    if (file is None) == (not fields):
        raise UsageError("give a file, or fields with --set")
    correction = read_evidence(file) if file is not None else parse_fields(fields or [])
    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = correct_signal(
            following.assessor, name, correction, reason=reason, expects=expects, key=key, dry_run=dry_run
        )
        followed = following.take()
    tell_changes(found, followed, as_json=as_json)


def retract(
    context: typer.Context,
    name: Signal,
    reason: Why,
    expects: Expects = None,
    dry_run: DryRun = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Retract a signal: from now on it is no evidence; what was said by it before stays."""
    from assessor.services.correct_signal import retract_signal

    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = retract_signal(following.assessor, name, reason=reason, expects=expects, key=key, dry_run=dry_run)
        followed = following.take()
    tell_changes(found, followed, as_json=as_json)


def parse_fields(texts: list[str]) -> dict[str, Any]:
    """
    Read fields from `name=value`; a value that begins like a list or an object is one, and none is None.

    Raises:
        UsageError: One is not written so, or a name stands twice.
    """
    fields: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise UsageError(f"`--set {text}` is not written FIELD=VALUE, such as date=2026-04-26")
        if name in fields:
            raise UsageError(f"field `{name}` is set twice")
        fields[name] = _parse_value(name, value)
    return fields


def _parse_value(name: str, value: str) -> object:
    if not value.startswith(("[", "{")):
        return value or None
    try:
        return json.loads(value, parse_float=str)
    except ValueError as error:
        raise UsageError(f"field `{name}` is not JSON: {error}") from error
