"""
Every projection there is, filled from entries as they are appended or all over again.

Adding and comparing go through the same rows. A new projection is added to the registry below,
after those that it refers to, and then it is filled, rebuilt and compared like the others.
"""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, select

from assessor.audit.bodies import misses, read_body
from assessor.errors import BodyInvalidError, CanonicalFormError, VerificationError
from assessor.store.assessments import ASSESSMENTS
from assessor.store.compare_rows import compare_rows, find_stray
from assessor.store.evidence import EVIDENCE
from assessor.store.overrides import OVERRIDES
from assessor.store.restatements import RESTATEMENTS
from assessor.store.rulesets import RULESETS
from assessor.store.touches import TOUCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table
    from sqlalchemy.engine import Dialect

    from assessor.audit import Entry
    from assessor.store.backend import Driver
    from assessor.store.compare_rows import RowDifference
    from assessor.store.content import ContentReader
    from assessor.store.log_reader import LogReader
    from assessor.store.projection import Projection, Row

PROJECTIONS: Final = (EVIDENCE, TOUCHES, RULESETS, OVERRIDES, ASSESSMENTS, RESTATEMENTS)
"""Every projection, each after those that its rows refer to."""


class ProjectionReader:
    """Compares projections with the log in one transaction."""

    def __init__(self, connection: Connection, log: LogReader, content: ContentReader) -> None:
        """Take up a transaction, with the repositories of what projections are made from."""
        self._connection = connection
        self._record = _Record(log, content)

    def compare(self, entries: Sequence[Entry]) -> RowDifference | None:
        """
        Compare every row made from some entries with what lies there, and name the first that differs.

        Args:
            entries: Some that follow each other in the log.

        Raises:
            VerificationError: What an entry refers to is missing or was changed, or it says nothing of its type.
        """
        if not entries:
            return None
        first, last = entries[0].index, entries[-1].index
        made = self._make(entries)
        differences = (compare_rows(self._connection, p, rows, first, last) for p, rows in made)
        return next((found for found in differences if found is not None), None)

    def find_stray(self, size: int) -> RowDifference | None:
        """Find a row that names no entry of a log of some size."""
        strays = (find_stray(self._connection, projection, size) for projection in PROJECTIONS)
        return next((found for found in strays if found is not None), None)

    def count(self) -> dict[str, int]:
        """Return how many rows each projection has, by table."""
        counted = (select(func.count()).select_from(projection.table) for projection in PROJECTIONS)
        return {
            p.table.name: self._connection.execute(c).scalar_one() for p, c in zip(PROJECTIONS, counted, strict=True)
        }

    def _make(self, entries: Iterable[Entry]) -> list[tuple[Projection, list[Row]]]:
        """Make the rows of some entries, each checked to say what its type says, table by table."""
        made: list[tuple[Projection, list[Row]]] = [(projection, []) for projection in PROJECTIONS]
        for entry in entries:
            body = read_body(entry)
            try:
                for projection, rows in made:
                    if entry.type in projection.types:
                        rows.extend(projection.rows(entry, body, self._record))
            except (KeyError, TypeError, ValueError, AttributeError, CanonicalFormError) as error:
                raise BodyInvalidError(entry.index, misses(entry)) from error
        return made


class ProjectionWriter(ProjectionReader):
    """Fills projections in a transaction that holds the write lock."""

    def __init__(self, connection: Connection, log: LogReader, content: ContentReader, driver: Driver) -> None:
        """Take up a transaction, with the repositories of what projections are made from, and the driver below it."""
        super().__init__(connection, log, content)
        self._driver = driver

    def add(self, entries: Iterable[Entry]) -> None:
        """
        Add what some entries say to every projection that is made from entries of their types.

        Raises:
            VerificationError: What an entry refers to is missing or was changed, or it says nothing of its type.
            StoreRefusedError: A row does not fit what it refers to.
        """
        for projection, rows in self._make(entries):
            if rows:
                sql, columns, writers = _render_insert(projection.table, self._connection.dialect)
                for name, write in writers:
                    for row in rows:
                        row[name] = write(row[name])
                self._driver.execute_many(sql, [*map(itemgetter(*columns), rows)])

    def clear(self) -> None:
        """Remove every row of every projection."""
        for projection in reversed(PROJECTIONS):
            self._connection.execute(delete(projection.table))


@cache
def _render_insert(table: Table, dialect: Dialect) -> tuple[str, list[str], list[tuple[str, Callable[[Any], Any]]]]:
    """Write out the statement once, with its columns, and with what makes of values what the driver takes."""
    columns = table.c.keys()
    writers = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in columns]
    sql = str(insert(table).compile(dialect=dialect, column_keys=columns))
    return sql, columns, [(name, write) for name, write in writers if write is not None]


class _Record:
    """The log and content as projections read them: nothing is believed that does not fit its digest."""

    def __init__(self, log: LogReader, content: ContentReader) -> None:
        self._log = log
        self._content = content

    def read_body(self, index: int) -> Mapping[str, Any]:
        entry = self._log.entry(index)
        if entry is None:
            raise VerificationError(f"entry {index} is missing")
        return read_body(entry)

    def read_content(self, address: str) -> bytes:
        return self._content.get(address).data
