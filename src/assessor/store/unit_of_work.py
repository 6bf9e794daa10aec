"""
One transaction with its repositories: entries, content and projections stand or fall together.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from assessor.store.assessments import AssessmentReader, AssessmentWriter
from assessor.store.checkpoints import CheckpointReader, CheckpointWriter
from assessor.store.content import ContentReader, ContentWriter
from assessor.store.evidence import EvidenceReader, EvidenceWriter
from assessor.store.knowledge import KnowledgeReader
from assessor.store.log_reader import LogReader
from assessor.store.log_writer import LogWriter
from assessor.store.overrides import OverrideReader
from assessor.store.projections import ProjectionReader, ProjectionWriter
from assessor.store.restatements import RestatementReader
from assessor.store.rulesets import RulesetReader, RulesetWriter
from assessor.store.tiles import TileReader
from assessor.store.touches import TouchReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection

    from assessor.audit import Entry, EntryDraft
    from assessor.store.backend import Driver
    from assessor.store.content import Made


class ReadTransaction:
    """
    A snapshot of everything; what reads a part of it is made when it is first asked for.

    Attributes:
        connection: Its transaction has begun; for the store alone.
        made: What was made of content since the database was opened.
        held: What use cases hold of it as long as it is open, each with the head of the log that it was read at.
    """

    def __init__(self, connection: Connection, made: Made | None = None, held: dict[object, Any] | None = None) -> None:
        """Take up a connection, and what is kept from transaction to transaction."""
        self.connection = connection
        self.made = made
        self.held = held if held is not None else {}

    log = cached_property(lambda tx: LogReader(tx.connection))
    tiles = cached_property(lambda tx: TileReader(tx.connection))
    checkpoints = cached_property(lambda tx: CheckpointReader(tx.connection))
    content = cached_property(lambda tx: ContentReader(tx.connection, tx.made))
    evidence = cached_property(lambda tx: EvidenceReader(tx.connection))
    knowledge = cached_property(lambda tx: KnowledgeReader(tx.connection))
    touches = cached_property(lambda tx: TouchReader(tx.connection))
    rulesets = cached_property(lambda tx: RulesetReader(tx.connection))
    overrides = cached_property(lambda tx: OverrideReader(tx.connection))
    assessments = cached_property(lambda tx: AssessmentReader(tx.connection))
    restatements = cached_property(lambda tx: RestatementReader(tx.connection))
    projections = cached_property(lambda tx: ProjectionReader(tx.connection, tx.log, tx.content))


class WriteTransaction(ReadTransaction):
    """
    The same, with the write lock held.

    Attributes:
        driver: The one below the connection.
    """

    def __init__(
        self,
        connection: Connection,
        driver: Driver,
        made: Made | None = None,
        held: dict[object, Any] | None = None,
    ) -> None:
        """Take up a connection whose transaction holds the write lock, and the driver below it."""
        super().__init__(connection, made, held)
        self.driver = driver

    log = cached_property(lambda tx: LogWriter(tx.connection, tx.driver))
    checkpoints = cached_property(lambda tx: CheckpointWriter(tx.connection))
    content = cached_property(lambda tx: ContentWriter(tx.connection, tx.driver, tx.made))
    evidence = cached_property(lambda tx: EvidenceWriter(tx.connection))
    rulesets = cached_property(lambda tx: RulesetWriter(tx.connection))
    assessments = cached_property(lambda tx: AssessmentWriter(tx.connection))
    projections = cached_property(lambda tx: ProjectionWriter(tx.connection, tx.log, tx.content, tx.driver))

    def append(self, drafts: Sequence[EntryDraft], *, clock: Callable[[], datetime]) -> list[Entry]:
        """
        Append entries, add what they say to every projection, and return them; see `LogWriter.append`.

        What they refer to as content is put there before.
        """
        entries = self.log.append(drafts, clock=clock)
        self.projections.add(entries)
        return entries
