"""
Founding a log: the schema, and entry 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import draft_genesis
from assessor.store.migrate import upgrade
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.services.context import Context

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Initialised:
    """What was found or founded; `created` is False where the log was there before."""

    created: bool
    origin: str
    size: int


def initialise(context: Context, origin: str) -> Initialised:
    """
    Bring the database to this program's schema and found its log; harmless when repeated.

    Args:
        origin: The name of a new log; an existing one keeps its own.

    Raises:
        EntryInvalidError: The origin is no name of a log.
        StoreError: The database is not ours, newer than this program, or cannot be written.
    """
    draft = draft_genesis(origin, actor=context.actor)
    upgrade(context.database)
    with context.database.write() as tx:
        created = tx.log.size() == 0
        if created:
            tx.log.append([draft], clock=context.clock)
        found = Initialised(created, tx.log.origin(), tx.log.size())
    _log.info("log.initialised", created=created, size=found.size)
    return found
