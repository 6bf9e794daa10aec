"""
An entry that is refused no longer undoes those that its statement added before: SQLite need not be ready to.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SQLITE_TRIGGER = """\
CREATE TRIGGER log_entry_takes_the_next_index
BEFORE INSERT ON log_entry
WHEN NEW.entry_index IS NOT coalesce((SELECT entry_index FROM log_entry ORDER BY entry_index DESC LIMIT 1) + 1, 0)
BEGIN
  SELECT RAISE(FAIL, 'append-only: an entry is added at the next index alone');
END"""


def upgrade() -> None:
    """Replace the guard of SQLite; PostgreSQL keeps its own."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER log_entry_takes_the_next_index")
        op.execute(_SQLITE_TRIGGER)
