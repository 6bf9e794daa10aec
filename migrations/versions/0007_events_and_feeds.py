"""
What an item touches says which event a signal tells of, and which feed brought it.

So the records of an event, and what cites a feed, are found without looking at all evidence. SQLite cannot change what
a column admits: there the table is made anew; elsewhere it is told, and either way the rows that it lacks are added.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 1024
_ADMITTED = "touches IN ('cell', 'indicator', 'source', 'event', 'feed', 'any')"
_EntryIndex = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Admit the two, and add the rows of what is recorded."""
    connection = op.get_bind()
    evidence = sa.table("evidence", *map(sa.column, ("kind", "id", "version", "entry_index", "body")))
    columns = ("touches", "name", "kind", "id", "version", "entry_index")
    touch, kept = (sa.table(name, *map(sa.column, columns)) for name in ("evidence_touch", "evidence_touch_kept"))
    if connection.dialect.name == "sqlite":
        op.drop_index("ix_evidence_touch_entry_index", "evidence_touch")
        op.rename_table("evidence_touch", "evidence_touch_kept")
        _create()
        connection.execute(sa.insert(touch).from_select(columns, sa.select(*kept.c)))
        op.drop_table("evidence_touch_kept")
        op.create_index("ix_evidence_touch_entry_index", "evidence_touch", ["entry_index"], unique=False)
    else:
        op.drop_constraint(op.f("ck_evidence_touch_touches"), "evidence_touch", type_="check")
        op.create_check_constraint(op.f("ck_evidence_touch_touches"), "evidence_touch", _ADMITTED)
    last = -1
    wanted = sa.select(*evidence.c).where(evidence.c.kind == "signal").order_by(evidence.c.entry_index).limit(_AT_ONCE)
    while some := connection.execute(wanted.where(evidence.c.entry_index > last)).all():
        last = some[-1].entry_index
        rows = [
            dict(zip(columns, (touches, name, row.kind, row.id, row.version, row.entry_index), strict=True))
            for row in some
            for touches, name in _touches(json.loads(bytes(row.body)))
        ]
        if rows:
            connection.execute(sa.insert(touch), rows)


def _create() -> None:
    op.create_table(
        "evidence_touch",
        sa.Column("touches", _Text, nullable=False),
        sa.Column("name", _Text, nullable=False),
        sa.Column("kind", _Text, nullable=False),
        sa.Column("id", _Text, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_index", _EntryIndex, nullable=False),
        sa.CheckConstraint(_ADMITTED, name=op.f("ck_evidence_touch_touches")),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_evidence_touch_entry_index")),
        sa.ForeignKeyConstraint(
            ["kind", "id", "version"],
            ["evidence.kind", "evidence.id", "evidence.version"],
            name="fk_evidence_touch_version",
        ),
        sa.PrimaryKeyConstraint("touches", "name", "kind", "id", "version", name=op.f("pk_evidence_touch")),
        sqlite_with_rowid=False,
    )


def _touches(signal: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the event and the feed of a signal, where it has them."""
    yield from ((name, signal[name]) for name in ("event", "feed") if name in signal)
