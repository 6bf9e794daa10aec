"""
What commands share: the settings given before them, the console, and objects as JSON.
"""

from __future__ import annotations

import dataclasses
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from pydantic import BaseModel

from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from assessor.services.context import Context

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day judged; else the day of --known-at.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="A day (its end, UTC) or an instant; else now.")]

NEGATIVE, INSUFFICIENT, VERIFICATION_FAILED, RULESET_INVALID = 3, 6, 5, 4


@dataclass(frozen=True)
class Settings:
    """Options given before the command."""

    db: str | None
    actor: str | None


@contextmanager
def opened(context: typer.Context) -> Iterator[Context]:
    """Open the program on the database that the settings name."""
    from assessor.bootstrap import open_assessor

    settings = cast("Settings", context.obj)
    with open_assessor(settings.db, settings.actor) as assessor:
        yield assessor


def console() -> Console:
    """Return the console for standard output."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def parse_as_of(text: str | None) -> date | None:
    """Read --as-of."""
    from assessor.services.moments import parse_day

    return None if text is None else parse_day(text, "as of")


def shipped_framework() -> Path:
    """Return the folder of the framework that ships with the program."""
    from assessor.resources import resource_dir

    return resource_dir("rules") / "doctrine"


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON can hold it; what is absent is null."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


def print_json(value: object) -> None:
    """Print one JSON object on a line of its own."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False))


def one_of(**given: object) -> None:
    """
    Refuse a command that was given none or several of alternatives.

    Raises:
        UsageError: Not exactly one is set.
    """
    named = [name for name, value in given.items() if value]
    if len(named) != 1:
        raise UsageError(f"give one of {', '.join(given)}")
