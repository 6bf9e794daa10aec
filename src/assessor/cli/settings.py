"""
The settings given to the program, and what they open.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Options that every command shares.

    Attributes:
        db: A database URL or a file; what the environment says where absent.
        actor: Who acts; what the environment says where absent.
    """

    db: str | None = None
    actor: str | None = None


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that the program was given."""
    return cast("Settings", context.obj)


@contextmanager
def opened(context: typer.Context) -> Iterator[Context]:
    """Open the program on the database that the settings name."""
    from assessor.bootstrap import open_assessor

    settings = settings_of(context)
    with open_assessor(settings.db, settings.actor) as assessor:
        yield assessor
