"""
What evidence items touch is kept beside them, and so are restatements.

The first spares judging one cell the evidence of all others. A log that is there already is given its rows, from the
versions stored beside its entries.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 1024
_EntryIndex = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and give it the rows of what is recorded."""
    op.create_table(
        "evidence_touch",
        sa.Column("touches", _Text, nullable=False),
        sa.Column("name", _Text, nullable=False),
        sa.Column("kind", _Text, nullable=False),
        sa.Column("id", _Text, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_index", _EntryIndex, nullable=False),
        sa.CheckConstraint("touches IN ('cell', 'indicator', 'source', 'any')", name=op.f("ck_evidence_touch_touches")),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_evidence_touch_entry_index")),
        sa.ForeignKeyConstraint(
            ["kind", "id", "version"],
            ["evidence.kind", "evidence.id", "evidence.version"],
            name="fk_evidence_touch_version",
        ),
        sa.PrimaryKeyConstraint("touches", "name", "kind", "id", "version", name=op.f("pk_evidence_touch")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_evidence_touch_entry_index"), "evidence_touch", ["entry_index"], unique=False)
    op.create_table(
        "restatement",
        sa.Column("entry_index", _EntryIndex, autoincrement=False, nullable=False),
        sa.Column("assessment_index", _EntryIndex, autoincrement=False, nullable=False),
        sa.Column("cell", _Text, nullable=False),
        sa.Column("as_of", _Text, nullable=False),
        sa.Column("verdict", _Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_index"], ["assessment.entry_index"], name=op.f("fk_restatement_assessment_index")
        ),
        sa.ForeignKeyConstraint(["entry_index"], ["log_entry.entry_index"], name=op.f("fk_restatement_entry_index")),
        sa.PrimaryKeyConstraint("entry_index", "assessment_index", name=op.f("pk_restatement")),
    )
    op.create_index(op.f("ix_restatement_assessment_index"), "restatement", ["assessment_index"], unique=False)
    op.create_index(op.f("ix_restatement_cell"), "restatement", ["cell"], unique=False)
    connection = op.get_bind()
    evidence = sa.table("evidence", *map(sa.column, ("kind", "id", "version", "entry_index", "body")))
    touch = sa.table("evidence_touch", *map(sa.column, ("touches", "name", "kind", "id", "version", "entry_index")))
    columns = (evidence.c.kind, evidence.c.id, evidence.c.version, evidence.c.entry_index, evidence.c.body)
    last = -1
    while True:
        wanted = sa.select(*columns).where(evidence.c.entry_index > last).order_by(evidence.c.entry_index)
        some = connection.execute(wanted.limit(_AT_ONCE)).all()
        if not some:
            break
        last = some[-1].entry_index
        rows = [
            {
                "touches": touches,
                "name": name,
                "kind": row.kind,
                "id": row.id,
                "version": row.version,
                "entry_index": row.entry_index,
            }
            for row in some
            for touches, name in sorted(set(_touches(row.kind, json.loads(bytes(row.body)))))
        ]
        if rows:
            connection.execute(sa.insert(touch), rows)


def _touches(kind: str, item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a version touches, as it was when this table was made."""
    if kind == "signal":
        yield from (("cell", impact["cell"]) for impact in item.get("impacts", ()))
        yield from (("source", source) for source in item["sources"])
    elif kind == "reading":
        yield "indicator", item["indicator"]
        yield "source", item["source"]
    elif kind == "feed":
        cells = item.get("carries", {}).get("cells")
        yield from [("any", "")] if cells is None else [("cell", cell) for cell in cells]
    else:
        roots = (*item.get("derived_from", ()), item.get("origin"))
        yield from (("source", root) for root in roots if root not in {None, item["id"]})
