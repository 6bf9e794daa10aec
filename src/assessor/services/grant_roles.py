"""
Saying who may append to a log, and who may read it, where the database has roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.errors import UsageError
from assessor.store.grants import Role, grant
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.context import Context

_log = get_logger(__name__)


def grant_roles(context: Context, *, writers: Sequence[str] = (), readers: Sequence[str] = ()) -> None:
    """
    Let writers read and append, readers read, and neither do anything else.

    Args:
        writers: Roles that the program records as.
        readers: Roles of auditors.

    Raises:
        UsageError: No role is named, or one as both.
        ConfigurationError: The database has no roles; or a role is not there, or could do more.
        StoreReadOnlyError: Who runs it does not own the tables.
    """
    if not (writers or readers):
        raise UsageError("name at least one role: `--writer ROLE`, `--reader ROLE`")
    both = set(writers) & set(readers)
    if both:
        raise UsageError(f"role `{min(both)}` is named as a writer and as a reader: a writer reads too")
    grant(context.database, *(Role(name, name in writers) for name in (*writers, *readers)))
    _log.info("roles.granted", writers=len(writers), readers=len(readers))
