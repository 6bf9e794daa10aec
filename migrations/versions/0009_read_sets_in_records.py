"""
What an assessment read and rests on stands in its record alone, which is asked; a copy by items is no longer kept.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the copy."""
    op.drop_table("assessment_evidence")
