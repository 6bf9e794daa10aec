"""
Bringing a database to this program's schema, from empty or from an earlier version.

The steps are alembic's, in `migrations/`; here is how they are run: each in one transaction that
keeps other migrations and all writers out, so that two programs never take the same step and a
step that fails leaves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
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
    scripts = ScriptDirectory.from_config(config)
    steps = sorted(script.revision for script in scripts.walk_revisions())
    for step in steps:
        with database.migrating() as connection:
            if (database.read_revision(connection) or "") < step:
                config.attributes["connection"] = connection
                _take(step, config, scripts)


def _take(step: str, config: Config, scripts: ScriptDirectory) -> None:
    """Take a step as `alembic upgrade` does, which would read every script again for each."""
    with EnvironmentContext(config, scripts, fn=lambda revision, _: scripts._upgrade_revs(step, revision)):  # noqa: SLF001 - as alembic's own command
        scripts.run_env()
