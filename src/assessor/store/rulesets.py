"""
Published rulesets, as a projection of the log: which was in force when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - fields of a row
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from assessor.store.tables import ruleset

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class RulesetRow:
    """One publication; the document itself is content under `digest`."""

    entry_index: int
    digest: str
    framework: str
    effective_from: date
    published_at: datetime


_COLUMNS = tuple(ruleset.c[name] for name in RulesetRow.__slots__)


class RulesetReader:
    """Reads publications in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def all(self) -> list[RulesetRow]:
        """Return every publication, first to last."""
        rows = self._connection.execute(select(*_COLUMNS).order_by(ruleset.c.entry_index))
        return [RulesetRow(*row) for row in rows]

    def in_force(self, as_of: date, log_size: int) -> RulesetRow | None:
        """Return the publication in force on a day: of those effective by then, the last published."""
        wanted = (
            select(*_COLUMNS)
            .where(ruleset.c.effective_from <= as_of, ruleset.c.entry_index < log_size)
            .order_by(ruleset.c.entry_index.desc())
            .limit(1)
        )
        row = self._connection.execute(wanted).first()
        return None if row is None else RulesetRow(*row)


class RulesetWriter(RulesetReader):
    """Adds publications in a transaction that holds the write lock."""

    def add(self, row: RulesetRow) -> None:
        """Add one publication."""
        self._connection.execute(insert(ruleset), {name: getattr(row, name) for name in RulesetRow.__slots__})
