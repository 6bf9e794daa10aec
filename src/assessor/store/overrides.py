"""
Overrides that were set and lifted, as a projection of the log.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from assessor.audit import EntryType, render_instant
from assessor.domain.override import Override, OverrideChange
from assessor.store.projection import Projection, Row
from assessor.store.streaming import fetch_values
from assessor.store.tables import override

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from assessor.audit import Entry
    from assessor.store.projection import Record

OVERRIDE_TYPES: Final = frozenset({EntryType.OVERRIDE_SET, EntryType.OVERRIDE_LIFTED})
"""The entries that set or lift an override."""


def read_override_change(entry: Entry, body: Mapping[str, Any]) -> OverrideChange:
    """Return what an entry of `OVERRIDE_TYPES` says."""
    found = None
    if entry.type is EntryType.OVERRIDE_SET:
        found = Override(
            entry=entry.index,
            trajectory=body["trajectory"],
            author=body["author"],
            reason=body["reason"],
            since=date.fromisoformat(body["since"]),
            until=date.fromisoformat(body["until"]),
            computed=body.get("computed"),
        )
    return OverrideChange(entry.index, body["cell"], entry.recorded_at, found)


def _project(entry: Entry, body: Mapping[str, Any], _: Record) -> Iterator[Row]:
    change = read_override_change(entry, body)
    said = change.override
    yield {
        "entry_index": change.entry_index,
        "cell": change.cell,
        "known_from": change.known_from,
        "trajectory": said.trajectory if said is not None else None,
        "author": said.author if said is not None else None,
        "reason": body["reason"],
        "since": said.since if said is not None else None,
        "until": said.until if said is not None else None,
        "computed": said.computed if said is not None else None,
    }


OVERRIDES: Final = Projection(override, OVERRIDE_TYPES, _project)


_AT = (
    select(override)
    .where(
        override.c.cell == bindparam("cell"),
        override.c.entry_index < bindparam("log_size"),
        override.c.known_from <= bindparam("moment"),
    )
    .order_by(override.c.entry_index.desc())
)


class OverrideReader:
    """Reads overrides in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def at(self, cell: str, log_size: int, moment: datetime) -> Override | None:
        """Return the override of a cell that a cut admits, as `assessor.domain.override.override_at` says."""
        rows = fetch_values(self._connection, _AT, cell, log_size, render_instant(moment))
        return _change(dict(zip(override.c.keys(), rows[0], strict=True))).override if rows else None

    def changes(self, cell: str | None = None) -> list[OverrideChange]:
        """Return all that was set and lifted, first to last; of one cell where it is named."""
        wanted = select(override).order_by(override.c.entry_index)
        rows = self._connection.execute(wanted if cell is None else wanted.where(override.c.cell == cell)).mappings()
        return [_change(row) for row in rows]


def _change(row: Mapping[Any, Any]) -> OverrideChange:
    fields = {name: row[name] for name in ("trajectory", "author", "reason", "since", "until", "computed")}
    said = Override(entry=row["entry_index"], **fields) if fields["trajectory"] is not None else None
    return OverrideChange(row["entry_index"], row["cell"], row["known_from"], said)
