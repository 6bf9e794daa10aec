"""
The shape of an evidence file in YAML: one batch of items with its provenance.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.signal_table import SignalTable
from assessor.domain.values import Frozen, Id


class EvidenceFile(Frozen):
    """
    One batch of evidence.

    Attributes:
        batch: The name of the batch, for people.
        backfill: Why items count as known since their sources published them; absent for what is new.
        provenance: Where the content comes from, and its licence.
        feeds: What brings signals in, and when it watches.
        sources: Where items were published.
        signals: What happened.
        readings: What was measured.
        table: How the rows of the table beside the file become signals; absent, they are readings.
    """

    batch: Id
    backfill: Annotated[str, Field(min_length=10)] | None = None
    provenance: Annotated[str, Field(min_length=10)]
    feeds: tuple[Feed, ...] = ()
    sources: tuple[Source, ...] = ()
    signals: tuple[Signal, ...] = ()
    readings: tuple[Reading, ...] = ()
    table: SignalTable | None = None
