"""
Column types the tables share.

Holds only how values cross the border to the database, the same on every database.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy
from sqlalchemy import BigInteger, Integer
from sqlalchemy.types import TypeDecorator

from assessor.audit import parse_instant, render_instant
from assessor.domain.quoting import quote
from assessor.errors import CanonicalFormError, VerificationError

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

EntryIndex = BigInteger().with_variant(Integer(), "sqlite")
"""An index in the log; in SQLite a primary key must be plain INTEGER to be the row itself."""


_BY_CODE_POINT = sqlalchemy.Text(collation="C")
Text = sqlalchemy.Text().with_variant(_BY_CODE_POINT, "postgresql")
"""Text that is ordered by its code points, as SQLite does, whatever language a server is set to."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as the log writes it: such texts compare as the moments do."""

    impl = sqlalchemy.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Keep it as `Text`."""
        return dialect.type_descriptor(Text)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - alike on all
        """Write the moment."""
        return None if value is None else render_instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Read it back."""
        try:
            return None if value is None else parse_instant(str(value))
        except CanonicalFormError as error:
            raise VerificationError(f"the database was changed since it was written: {error}") from error


class Day(TypeDecorator[date]):
    """A civil date, kept as its ISO 8601 text."""

    impl = sqlalchemy.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Keep it as `Text`."""
        return dialect.type_descriptor(Text)

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - alike on all
        """Write the day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - as above
        """Read it back."""
        try:
            return None if value is None else date.fromisoformat(str(value))
        except ValueError as error:
            shown = quote(str(value))
            raise VerificationError(f"the database was changed since it was written: {shown} is no day") from error
