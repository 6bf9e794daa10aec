"""
Published rulesets, as a projection of the log: which was in force when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, insert, select

from assessor.audit import EntryType
from assessor.store.projection import Projection, Row
from assessor.store.streaming import fetch_values
from assessor.store.tables import ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from assessor.audit import Entry
    from assessor.store.projection import Record


@dataclass(frozen=True, slots=True)
class RulesetRow:
    """One publication; the document itself is content under `digest`."""

    entry_index: int
    digest: str
    framework: str
    effective_from: date
    published_at: datetime


def _project(entry: Entry, body: Mapping[str, Any], _: Record) -> Iterator[Row]:
    yield {
        "entry_index": entry.index,
        "digest": body["digest"],
        "framework": body["framework"],
        "effective_from": date.fromisoformat(body["effective_from"]),
        "published_at": entry.recorded_at,
    }


RULESETS: Final = Projection(ruleset, frozenset({EntryType.RULESET_PUBLISHED}), _project)

_COLUMNS = tuple(ruleset.c[name] for name in RulesetRow.__slots__)
_IN_FORCE = (
    select(*_COLUMNS)
    .where(ruleset.c.effective_from <= bindparam("as_of"), ruleset.c.entry_index < bindparam("log_size"))
    .order_by(ruleset.c.entry_index.desc())
)


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
        rows = fetch_values(self._connection, _IN_FORCE, as_of.isoformat(), log_size)
        return RulesetRow(*rows[0]) if rows else None


class RulesetWriter(RulesetReader):
    """Adds publications in a transaction that holds the write lock."""

    def add(self, row: RulesetRow) -> None:
        """Add one publication."""
        self._connection.execute(insert(ruleset), {name: getattr(row, name) for name in RulesetRow.__slots__})
