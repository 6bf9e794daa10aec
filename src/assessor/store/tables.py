"""
The tables, in four kinds: the log, what signs it, content, and projections of log and content.

Holds names, columns, keys and the indexes that the store's queries use. How all but projections
are kept from being changed stands in one module per database; how a database gets here from
empty stands in `migrations/`, and a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    literal_column,
    or_,
)

from assessor.audit.entry import EntryType
from assessor.audit.key_chain import KEY_TYPES
from assessor.store.columns import Day, EntryIndex, Instant, Text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# --- the log ---

log_head = Table(
    "log_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("origin", Text, nullable=False),
    Column("size", EntryIndex, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),  # hashes of 32 bytes each, largest subtree first
    Column("recorded_at", Text, nullable=False),  # of the last entry; empty before the first
    CheckConstraint("id = 1", name="one_row"),
    comment="the head of an Assessor log",  # where comments are kept, a database is known by it
)

log_entry = Table(
    "log_entry",
    metadata,
    Column("entry_index", EntryIndex, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),  # what is hashed; the columns below repeat what it says
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("type", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("batch", Text),
    Column("request_key", Text),
)
Index(
    "uq_log_entry_request_key",
    log_entry.c.request_key,
    unique=True,
    sqlite_where=log_entry.c.request_key.is_not(None),  # few entries have one
    postgresql_where=log_entry.c.request_key.is_not(None),
)


def is_of(*kinds: EntryType) -> ColumnElement[bool]:
    """
    Return the condition that an entry is of one of some types, as an index can have it.

    It is spelled out, type by type: for a list, SQLite would make a table anew with every entry that is appended,
    and it takes an index for a part of these types only where the words are the same.
    """
    return or_(*(log_entry.c.type == literal_column(f"'{kind}'") for kind in kinds))


# Entries about the log itself are few, and this finds them in a log of millions.
_about_the_log = is_of(*KEY_TYPES, EntryType.CONTENT_ERASED)
Index("ix_log_entry_about_the_log", log_entry.c.type, sqlite_where=_about_the_log, postgresql_where=_about_the_log)

log_tile = Table(
    "log_tile",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("tile_index", EntryIndex, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),  # over the hashes; it stands in a tile one level up
    Column("hashes", LargeBinary, nullable=False),  # 256 of 32 bytes each
    CheckConstraint("level >= 0 AND level < 6", name="level"),
    CheckConstraint("length(root) = 32 AND length(hashes) = 8192", name="full"),
)

# --- what signs the log ---

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", EntryIndex, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),  # as the log signed it; cosignatures stand apart
)

cosignature = Table(
    "cosignature",
    metadata,
    Column("size", EntryIndex, ForeignKey(checkpoint.c.size), primary_key=True, autoincrement=False),
    Column("line", Text, primary_key=True),  # as it stands under a note
)

# --- content ---

content = Table(
    "content",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("erasable", Boolean, nullable=False),
    Column("data", LargeBinary, nullable=False),  # empty where it was erased
)

# --- projections: each row names the entry that it was made from, in `entry_index` ---

evidence = Table(
    "evidence",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("entry_index", EntryIndex, ForeignKey(log_entry.c.entry_index), nullable=False),
    Column("status", Text, nullable=False),
    Column("known_from", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("backfill", Boolean, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("look_ahead", Boolean, nullable=False),
    Column("digest", Text, nullable=False),  # of the body
    Column("text_digest", Text, ForeignKey(content.c.digest)),
    Column("body", LargeBinary, nullable=False),  # canonical
    CheckConstraint("kind IN ('source', 'feed', 'signal', 'reading')", name="kind"),
    CheckConstraint("status IN ('proposed', 'accepted', 'retracted')", name="status"),
    UniqueConstraint("entry_index"),
)

evidence_touch = Table(
    "evidence_touch",
    metadata,
    Column("touches", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("entry_index", EntryIndex, ForeignKey(log_entry.c.entry_index), nullable=False),
    ForeignKeyConstraint(
        ["kind", "id", "version"],
        [evidence.c.kind, evidence.c.id, evidence.c.version],
        name="fk_evidence_touch_version",
    ),
    CheckConstraint("touches IN ('cell', 'indicator', 'source', 'event', 'feed', 'any')", name="touches"),
    Index(None, "entry_index"),
    sqlite_with_rowid=False,  # read by what is touched, never by row
)

ruleset = Table(
    "ruleset",
    metadata,
    Column("entry_index", EntryIndex, ForeignKey(log_entry.c.entry_index), primary_key=True, autoincrement=False),
    Column("digest", Text, ForeignKey(content.c.digest), nullable=False),
    Column("framework", Text, nullable=False),
    Column("effective_from", Day, nullable=False),
    Column("published_at", Instant, nullable=False),
    Index(None, "framework", "effective_from", "entry_index"),
    Index(None, "digest"),
)

override = Table(
    "override",
    metadata,
    Column("entry_index", EntryIndex, ForeignKey(log_entry.c.entry_index), primary_key=True, autoincrement=False),
    Column("cell", Text, nullable=False),
    Column("known_from", Instant, nullable=False),
    Column("trajectory", Text),  # absent, like what follows, where one was lifted
    Column("author", Text),
    Column("reason", Text, nullable=False),
    Column("since", Day),
    Column("until", Day),
    Column("computed", Text),  # absent where nothing was issued
    Index(None, "cell", "entry_index"),
)

assessment = Table(
    "assessment",
    metadata,
    Column("entry_index", EntryIndex, ForeignKey(log_entry.c.entry_index), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("as_of", Day, nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("ruleset_digest", Text, ForeignKey(content.c.digest), nullable=False),
    Column("log_size", EntryIndex, nullable=False),
    Column("trajectory", Text),  # absent where standing is insufficient
    Column("standing", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("repeats", EntryIndex, ForeignKey("assessment.entry_index")),
    UniqueConstraint("id"),
    Index(None, "cell", "entry_index"),
    Index(None, "identity"),
    Index(None, "repeats"),
)

restatement = Table(
    "restatement",
    metadata,
    Column("entry_index", EntryIndex, ForeignKey(log_entry.c.entry_index), primary_key=True, autoincrement=False),
    Column("assessment_index", EntryIndex, ForeignKey(assessment.c.entry_index), primary_key=True, autoincrement=False),
    Column("cell", Text, nullable=False),
    Column("as_of", Day, nullable=False),
    Column("verdict", Text, nullable=False),  # as JSON
    Index(None, "assessment_index"),
    Index(None, "cell"),
)
