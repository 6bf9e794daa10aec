"""
One transaction with its repositories: entries, content and projections stand or fall together.
"""

from __future__ import annotations

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
    """A snapshot of everything."""

    def __init__(self, connection: Connection, made: Made | None = None, held: dict[object, Any] | None = None) -> None:
        """
        Take up a connection whose transaction has begun.

        Args:
            made: What was made of content since the database was opened.
            held: What use cases hold of it as long as it is open, each with the head of the log that it was read at.
        """
        self.held = held if held is not None else {}
        self.log = LogReader(connection)
        self.tiles = TileReader(connection)
        self.checkpoints = CheckpointReader(connection)
        self.content = ContentReader(connection, made)
        self.evidence = EvidenceReader(connection)
        self.knowledge = KnowledgeReader(connection)
        self.touches = TouchReader(connection)
        self.rulesets = RulesetReader(connection)
        self.overrides = OverrideReader(connection)
        self.assessments = AssessmentReader(connection)
        self.restatements = RestatementReader(connection)
        self.projections = ProjectionReader(connection, self.log, self.content)


class WriteTransaction(ReadTransaction):
    """The same, with the write lock held."""

    log: LogWriter
    checkpoints: CheckpointWriter
    content: ContentWriter
    evidence: EvidenceWriter
    rulesets: RulesetWriter
    assessments: AssessmentWriter
    projections: ProjectionWriter

    def __init__(
        self,
        connection: Connection,
        driver: Driver,
        made: Made | None = None,
        held: dict[object, Any] | None = None,
    ) -> None:
        """Take up a connection whose transaction holds the write lock, and the driver below it."""
        super().__init__(connection, made, held)
        self.log = LogWriter(connection, driver)
        self.checkpoints = CheckpointWriter(connection)
        self.content = ContentWriter(connection, driver, made)
        self.evidence = EvidenceWriter(connection)
        self.rulesets = RulesetWriter(connection)
        self.assessments = AssessmentWriter(connection)
        self.projections = ProjectionWriter(connection, self.log, self.content, driver)

    def append(self, drafts: Sequence[EntryDraft], *, clock: Callable[[], datetime]) -> list[Entry]:
        """
        Append entries, add what they say to every projection, and return them; see `LogWriter.append`.

        What they refer to as content is put there before.
        """
        entries = self.log.append(drafts, clock=clock)
        self.projections.add(entries)
        return entries
