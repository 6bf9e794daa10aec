"""
Bringing a database to this program's schema, from empty or from an earlier version.

The steps are alembic's, in `migrations/`; here is how they are run: each in one transaction that
keeps other migrations and all writers out, so that two programs never take the same step and a
step that fails leaves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from assessor.resources import resource_dir

if TYPE_CHECKING:
    from assessor.store.database import Database


def upgrade(database: Database) -> None:
    """
    Run the migrations that are missing; harmless when repeated.

    Raises:
        StoreError: The database is not ours, newer than this program, or cannot be written.
    """
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")).replace("%", "%%"))
    steps = sorted(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())
    for step in steps:
        with database.migrating() as connection:
            if (database.read_revision(connection) or "") < step:
                config.attributes["connection"] = connection
                command.upgrade(config, step)
