"""
The one place where everything is wired: database, clock, actor, engines, signing key and pins.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from assessor.engine.inference import DurableEngine, NativeEngine, StepMemo
from assessor.services.context import Context, Engines
from assessor.store.database import Database
from assessor.store.pin_file import PinFile
from assessor.store.signing_keys import SigningKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_URL = "sqlite:///assessor.db"
DEFAULT_ACTOR = "analyst"


def default_url() -> str:
    """Return the database that is used where none is named: the environment's, or a file in the current folder."""
    return os.environ.get("ASSESSOR_DATABASE_URL") or DEFAULT_URL


def as_url(database: str) -> str:
    """Return a database as an URL; a plain path means a file."""
    return database if "://" in database else f"sqlite:///{database}"


@contextmanager
def open_assessor(url: str | None = None, actor: str | None = None) -> Iterator[Context]:
    """
    Wire the program to a database; nothing is opened and no worker started until it is needed.

    Args:
        url: A database URL or a path; `ASSESSOR_DATABASE_URL` or `assessor.db` where absent.
        actor: Under whom entries are written; `ASSESSOR_ACTOR` or `analyst` where absent.
    """
    database = Database(as_url(url or default_url()))
    second = DurableEngine()
    try:
        yield Context(
            database=database,
            clock=lambda: datetime.now(UTC),
            actor=actor or os.environ.get("ASSESSOR_ACTOR") or DEFAULT_ACTOR,
            engines=Engines(NativeEngine(), second, StepMemo()),
            signing=_signing_keys(database),
            pins=PinFile(Path(os.environ.get("ASSESSOR_PINS") or f"{database.beside}.pins")),
        )
    finally:
        second.close()
        database.close()


def _signing_keys(database: Database) -> SigningKeys:
    """Return the key that the environment holds, or names, or that lies where the database is, or where we are."""
    path = Path(os.environ.get("ASSESSOR_SIGNING_KEY_FILE") or f"{database.beside}.key")
    return SigningKeys(path, text=os.environ.get("ASSESSOR_SIGNING_KEY") or None, draw=token_bytes)
