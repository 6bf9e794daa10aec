"""
Logs of any size: as many signals as wanted, each with three impacts on different cells, for rules of any size.

What a signal says is drawn. Every twenty share a source, and one feed watches throughout. They are taken in by the
ten thousand, in the form in which the program records them, so that the log is one that it verifies and rebuilds.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assessor.audit import EntryType, canonicalize, digest
from assessor.domain.evidence import Feed, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.services.evidence_batch import KnownFrom
from assessor.services.evidence_documents import ItemDocument
from assessor.services.initialise import initialise
from assessor.services.moments import end_of_day
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.services.versions import Version, append_versions
from benchmarks.grown_rules import DIMENSIONS, DIRECTIONS, TIERS, rules_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.services.context import Context

A_SOURCE: Final = 20
"""Signals that share a source."""
IMPACTS: Final = 3
_BATCH: Final = 10_000
_TEXT: Final = canonicalize({"title": "Something happened"})
_WORDS: Final = {"severity": "plain", "stage": "act"}


@dataclass(frozen=True)
class Size:
    """
    What a log is of.

    Attributes:
        last: The last day that a signal tells of.
    """

    cells: int
    signals: int
    last: date
    years: int = 2
    conditions: int = 12

    @property
    def name(self) -> str:
        """What a log of this size is called."""
        return f"{self.cells}-{self.signals}-{self.years}-{self.conditions}"

    @property
    def epoch(self) -> date:
        """The first day of the timeline."""
        return self.last - timedelta(days=365 * self.years)


def build(context: Context, size: Size) -> None:
    """Found a log of a size."""
    ruleset = rules_for(size.cells, size.conditions, size.epoch)
    initialise(context, "assessor.example/grown")
    publish_ruleset(context, ruleset, size.epoch)
    watches = [{"from": size.epoch - timedelta(days=800)}]
    feed = Feed.model_validate({"id": "desk", "title": "Whoever reads all there is", "watches": watches})
    record_batch(context, EvidenceFile(batch="feeds", provenance="made here, to be timed", feeds=(feed,)))
    for first in range(0, size.signals, _BATCH):
        versions = list(draw_versions(size, first, min(first + _BATCH, size.signals)))
        with context.database.write() as tx:
            append_versions(context, tx, versions, f"drawn@{tx.log.size()}", None)


def draw_versions(size: Size, first: int, end: int) -> Iterator[Version]:
    """
    Yield some signals as they are recorded, each source before those that cite it.

    Args:
        first: A multiple of `A_SOURCE`.
    """
    for start in range(first, end, A_SOURCE):
        rng = random.Random(start)  # noqa: S311 - nothing is secret
        day = size.epoch + timedelta(days=rng.randrange((size.last - size.epoch).days + 1))
        known = KnownFrom(end_of_day(day), backfill=True)
        source = f"report-{start}"
        report = {"id": source, "published": str(day), "tier": rng.choice(TIERS), "title": "A report"}
        yield Version(EntryType.SOURCE_RECORDED, ItemDocument("source", source, report, None), 1, known)
        for number in range(start, min(start + A_SOURCE, end)):
            name = f"signal-{number}"
            cells = rng.sample(range(1, size.cells + 1), IMPACTS)
            told = {
                "date": str(day),
                "id": name,
                "impacts": [draw_impact(rng, str(cell)) for cell in cells],
                "sources": [source],
            }
            document = ItemDocument("signal", name, told, digest(_TEXT), _TEXT)
            yield Version(EntryType.SIGNAL_RECORDED, document, 1, known)


def draw_impact(rng: random.Random, cell: str) -> dict[str, object]:
    """Draw what a signal means for a cell."""
    return {"cell": cell, "dimensions": [rng.choice(DIMENSIONS)], "direction": rng.choice(DIRECTIONS), **_WORDS}


def one_signal(name: str, day: date, cells: list[str], rng: random.Random) -> EvidenceFile:
    """Return one new signal with its source, as an analyst adds it."""
    source = Source(id=f"source-{name}", title="A report", tier=1, published=day)
    impacts = [draw_impact(rng, cell) for cell in cells]
    told = {"id": name, "title": "Something new", "date": str(day), "sources": [source.id], "impacts": impacts}
    signal = Signal.model_validate(told)
    return EvidenceFile(batch="one", provenance="made here, to be timed", sources=(source,), signals=(signal,))
