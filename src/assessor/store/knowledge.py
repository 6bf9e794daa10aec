"""
How much was known at a cut, and how much otherwise at another: counted where evidence lies, whatever there is of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - a field of a value
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, literal, or_, select

from assessor.domain.change import KnowledgeChange
from assessor.store.tables import evidence

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause, Subquery


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a cut admits: versions that an entry below `log_size` holds and that were known by `known_at`."""

    log_size: int
    known_at: datetime


class KnowledgeReader:
    """Counts in one transaction what was known."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def compare(self, before: Admitted, after: Admitted) -> KnowledgeChange:
        """
        Return how much of what is known differs from one cut to another, whether or not anything reads it.

        Of each item the highest version that a cut admits counts, if it is accepted, as in
        `assessor.domain.known.known_at`. It looks at every item of the log, and holds none.
        """
        latest = _latest(before, after)
        there, here = evidence.alias("there"), evidence.alias("here")
        was, now = there.c.digest, here.c.digest
        wanted = select(
            _number_where(was.is_not(None)).label("before"),
            _number_where(now.is_not(None)).label("after"),
            _number_where(and_(was.is_(None), now.is_not(None))).label("added"),
            _number_where(and_(was.is_not(None), now.is_(None))).label("removed"),
            _number_where(was != now).label("replaced"),
        ).select_from(
            latest.outerjoin(there, _stands(there, latest, "before")).outerjoin(here, _stands(here, latest, "after"))
        )
        return KnowledgeChange.model_validate(dict(self._connection.execute(wanted).mappings().one()))


def _latest(before: Admitted, after: Admitted) -> Subquery:
    """Return the highest version of each item that each of two cuts admits."""
    then, now = (
        and_(evidence.c.entry_index < cut.log_size, evidence.c.known_from <= cut.known_at) for cut in (before, after)
    )
    return (
        select(
            evidence.c.kind,
            evidence.c.id,
            func.max(case((then, evidence.c.version))).label("before"),
            func.max(case((now, evidence.c.version))).label("after"),
        )
        .where(or_(then, now))
        .group_by(evidence.c.kind, evidence.c.id)
        .subquery()
    )


def _stands(version: FromClause, latest: Subquery, side: str) -> ColumnElement[bool]:
    """Return whether a version is the highest of its item on a side, and accepted."""
    same = (version.c.kind == latest.c.kind, version.c.id == latest.c.id, version.c.version == latest.c[side])
    return and_(*same, version.c.status == "accepted")


def _number_where(holds: ColumnElement[bool]) -> ColumnElement[int]:
    """Return in how many rows something holds."""
    return func.count(case((holds, literal(1))))
