"""
The one place where everything is wired: database, clock, actor, engines, signing key and pins.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.engine.inference import DurableEngine, NativeEngine, StepMemo
from assessor.errors import ConfigurationError
from assessor.services.context import MOST_AT_ONCE, Context, Engines
from assessor.store.database import Database
from assessor.store.pin_file import PinFile
from assessor.store.signing_keys import SigningKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assessor.store.unit_of_work import ReadTransaction

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

    Raises:
        ConfigurationError: A setting of the environment, or the URL, is none.
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
            most_at_once=_most_at_once(os.environ.get("ASSESSOR_RECOMPUTE_AT_ONCE") or str(MOST_AT_ONCE)),
        )
    finally:
        second.close()
        database.close()


@contextmanager
def open_scratch(folder: Path, actor: str, clock: Callable[[], datetime]) -> Iterator[Context]:
    """
    Wire the program to a database of its own in a folder, by one engine alone; the environment is not asked.

    For a record that somebody tries something on, and that goes away with its folder.

    Args:
        clock: Returns the instant (UTC) that is the present there.
    """
    database = Database(as_url(str(folder / "scratch.db")))
    try:
        yield Context(
            database=database,
            clock=clock,
            actor=actor,
            engines=Engines(NativeEngine(), None, StepMemo()),
            signing=SigningKeys(folder / "scratch.key", text=None, draw=token_bytes),
            pins=PinFile(folder / "scratch.pins"),
        )
    finally:
        database.close()


def look_at(database: Database, tx: ReadTransaction, moment: datetime) -> Context:
    """
    Wire the program to a snapshot, to look at it by one engine alone: nothing can be written or signed.

    Args:
        tx: A snapshot of the database.
        moment: What is the present there.
    """
    nowhere = Path(os.devnull)
    return Context(
        database=database.holding(tx),
        clock=lambda: moment,
        actor=DEFAULT_ACTOR,
        engines=Engines(NativeEngine(), None, StepMemo()),
        signing=SigningKeys(nowhere, text=None, draw=token_bytes),
        pins=PinFile(nowhere),
    )


def _most_at_once(text: str) -> int:
    if re.fullmatch("[0-9]{1,12}", text) is None:
        said = f"ASSESSOR_RECOMPUTE_AT_ONCE is {quote(text)}"
        raise ConfigurationError(f"{said}: it is a number, such as {MOST_AT_ONCE}; 0 does each cell by itself")
    return int(text)


def _signing_keys(database: Database) -> SigningKeys:
    """Return the key that the environment holds, or names, or that lies where the database is, or where we are."""
    path = Path(os.environ.get("ASSESSOR_SIGNING_KEY_FILE") or f"{database.beside}.key")
    return SigningKeys(path, text=os.environ.get("ASSESSOR_SIGNING_KEY") or None, draw=token_bytes)
