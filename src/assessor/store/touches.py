"""
What each version of an evidence item touches, as a projection of the log.

It answers which items an evaluation could read without looking at all of them. A version that no
longer touches a cell leaves the rows of those before it, so that its item is still found there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, literal_column, or_, select

from assessor.domain.touch import Touch, touches_of
from assessor.store.evidence import EVIDENCE_TYPES, name_items
from assessor.store.projection import Projection, Row
from assessor.store.streaming import fetch, fetch_named
from assessor.store.tables import evidence, evidence_touch

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Select

    from assessor.audit import Entry
    from assessor.store.projection import Record

_MOST_AT_ONCE = 500


def _project(entry: Entry, body: Mapping[str, Any], _: Record) -> Iterator[Row]:
    kind = entry.type.value.partition(":")[0]
    for touches, name in touches_of(kind, body["item"]):
        yield {
            "touches": touches,
            "name": name,
            "kind": kind,
            "id": body["id"],
            "version": body["version"],
            "entry_index": entry.index,
        }


TOUCHES: Final = Projection(evidence_touch, EVIDENCE_TYPES, _project, key=("touches", "name", "kind", "id", "version"))


_SINCE = select(*(evidence_touch.c[name] for name in ("touches", "name", "kind", "id"))).where(
    evidence_touch.c.entry_index >= bindparam("first")
)


@cache
def _citing(count: int) -> Select[Any]:
    """Return the statement that reads what cites so many sources."""
    table = evidence_touch
    held = and_(table.c.entry_index == evidence.c.entry_index, table.c.kind == evidence.c.kind)
    wanted = select(table.c.kind, table.c.id).join(evidence, held)
    named = table.c.name.in_([bindparam(f"name_{number}") for number in range(count)])
    return wanted.where(
        evidence.c.status != literal_column("'proposed'"), table.c.touches == bindparam("touches"), named
    )


class TouchReader:
    """Reads in one transaction what items touch."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def touching(self, touches: Iterable[Touch]) -> set[tuple[str, str]]:
        """Return kind and id of the items of which any version touches one of some names."""
        names: dict[str, list[str]] = {}
        for what, name in sorted(set(touches)):
            names.setdefault(what, []).append(name)
        table = evidence_touch.c
        found: set[tuple[str, str]] = set()
        for touched, wanted in names.items():
            for at in range(0, len(wanted), _MOST_AT_ONCE):
                some = table.name.in_(wanted[at : at + _MOST_AT_ONCE])
                rows = self._connection.execute(select(table.kind, table.id).where(table.touches == touched, some))
                found |= {(row.kind, row.id) for row in rows}
        return found

    def touching_since(self, first: int, touches: Container[Touch]) -> set[tuple[str, str]]:
        """Return kind and id of the items of which a version touches one of some names, recorded from `first` on."""
        rows = fetch(self._connection, _SINCE, first)
        return {(kind, item_id) for what, name, kind, item_id in rows if (what, name) in touches}

    def touched_since(self, first: int) -> set[Touch]:
        """
        Return what any version touches of the items of which an entry from `first` on holds a version.

        It reads what was recorded since, and of older versions those of items that have newer ones.
        """
        table = evidence_touch.c
        new = select(table.touches, table.name).where(
            table.entry_index >= first
        )  # distinct, it would be looked through
        found = {Touch(row.touches, row.name) for row in self._connection.execute(new)}
        return found | self.touched_by(key for key, version in self._changed_since(first) if version > 1)

    def touched_by(self, keys: Iterable[tuple[str, str]]) -> set[Touch]:
        """Return what any version touches of some items, given by kind and id; proposals touch nothing."""
        table = evidence_touch
        held = and_(table.c.entry_index == evidence.c.entry_index, table.c.kind == evidence.c.kind)
        wanted = select(table.c.touches, table.c.name).distinct().select_from(evidence).join(table, held)
        wanted = wanted.where(evidence.c.status != "proposed")
        found: set[Touch] = set()
        for some in name_items(keys):
            found |= {Touch(row.touches, row.name) for row in self._connection.execute(wanted.where(some))}
        return found

    def citing(self, sources: Iterable[str]) -> set[tuple[str, str]]:
        """Return kind and id of the items of which a version cites one of some sources; proposals cite nothing."""
        return set(fetch_named(self._connection, _citing, sources, "source"))

    def sources_since(self, first: int) -> set[str]:
        """Return the ids of sources of which an entry from `first` on holds a version."""
        return {item_id for (kind, item_id), _ in self._changed_since(first) if kind == "source"}

    def _changed_since(self, first: int) -> Iterator[tuple[tuple[str, str], int]]:
        """Yield kind, id and version of sources, and of what had versions before, recorded from `first` on."""
        some = or_(
            evidence.c.kind == "source", evidence.c.version > 1
        )  # one condition: entries are found by their index
        wanted = select(evidence.c.kind, evidence.c.id, evidence.c.version).where(evidence.c.entry_index >= first, some)
        yield from (((row.kind, row.id), row.version) for row in self._connection.execute(wanted))

    def recorded_since(self, keys: Iterable[tuple[str, str]], first: int) -> list[int]:
        """Return the entries from `first` on that hold a version of some items, given by kind and id; no proposals."""
        found: list[int] = []
        later = and_(evidence.c.entry_index >= first, evidence.c.status != "proposed")
        for some in name_items(keys):
            wanted = select(evidence.c.entry_index).where(some, later)
            found += self._connection.execute(wanted).scalars()
        return sorted(found)
