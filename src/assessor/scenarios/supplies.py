"""
The evidence of a scenario: batches and changes become versions, each known from some moment.

Evidence is checked as an import checks it, and counts as known from when a declared backfill would
have it: the publication of its sources, or the day a step names. Nothing is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.known import Evidence, EvidenceVersion, known_at
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.services.evidence_batch import EvidenceBatch, items_of
from assessor.services.evidence_documents import kind_of, write_item
from assessor.services.moments import end_of_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from assessor.domain.evidence import Feed, Item, Reading, Signal, Source
    from assessor.domain.known import ItemKey
    from assessor.ruleset.model import Ruleset

_MOST_PROBLEMS: Final = 10
DECLARED: Final = "Made up for a scenario."
NO_BACKFILL: Final = end_of_day(date.min)


def batch_of(
    feeds: tuple[Feed, ...] = (),
    sources: tuple[Source, ...] = (),
    signals: tuple[Signal, ...] = (),
    readings: tuple[Reading, ...] = (),
) -> EvidenceFile:
    """Return items of a scenario as a batch."""
    return EvidenceFile(
        batch="scenario",
        backfill=DECLARED,
        provenance=DECLARED,
        feeds=feeds,
        sources=sources,
        signals=signals,
        readings=readings,
    )


@dataclass
class Supplies:
    """
    Versions in the order in which they were supplied.

    Attributes:
        versions: Each with its moment.
    """

    versions: list[EvidenceVersion] = field(default_factory=list)

    def take(self, file: EvidenceFile, ruleset: Ruleset, known: date | None = None) -> None:
        """
        Add a batch.

        Args:
            file: A declared backfill.
            known: The day from whose end on all of it counts as known; absent, each item has its own.

        Raises:
            StepInvalidError: Something in it would be refused by an import.
        """
        documents = [(item, write_item(item)) for item in items_of(file)]
        batch = EvidenceBatch(file, ruleset, {**self._sources(), **{s.id: s for s in file.sources}}, self._feeds(file))
        problems = list(islice(batch.problems(documents), _MOST_PROBLEMS))
        if problems:
            raise StepInvalidError("\n".join(problems))
        for item, document in documents:
            moment = batch.known_from(item)
            at = end_of_day(known) if known is not None else moment.moment
            self._add(item, document.digest, at or NO_BACKFILL, estimated=moment.estimated and known is None)
            self.versions[-1] = replace(self.versions[-1], look_ahead=moment.look_ahead)

    def change(self, item: Item, known: date, *, accepted: bool = True) -> None:
        """Add the next version of an item, known from the end of a day; not accepted, it is no evidence any more."""
        self._add(item, write_item(item).digest, end_of_day(known), accepted=accepted)

    def problems(self, item: Item, ruleset: Ruleset) -> Iterator[str]:
        """Yield what an import would refuse in an item that changes a supplied one."""
        file = batch_of()
        batch = EvidenceBatch(file, ruleset, self._sources(), self._feeds(file))
        yield from batch.problems([(item, write_item(item))])

    def drop(self, keys: set[ItemKey]) -> None:
        """Take all versions of items away, as if they had never been supplied."""
        self.versions = [version for version in self.versions if version.key not in keys]

    def latest(self, kind: str, item_id: str) -> EvidenceVersion:
        """
        Return the last version of an item.

        Raises:
            StepInvalidError: There is none; the message names the nearest.
        """
        found = [version for version in self.versions if version.key == (kind, item_id)]
        if not found:
            near = did_you_mean(item_id, {v.id for v in self.versions if v.kind == kind})
            raise StepInvalidError(f"no {kind} {quote(item_id)} was supplied before this step{near}")
        return found[-1]

    def of(self, kind: str) -> list[EvidenceVersion]:
        """Return the last version of every item of a kind, in the order in which they were first supplied."""
        return list({v.key: v for v in self.versions if v.kind == kind}.values())

    def at(self, moment: datetime | None) -> Evidence:
        """Return what was known at a moment; at none, all of it."""
        last = max((v.known_from for v in self.versions), default=NO_BACKFILL)
        return known_at(self.versions, last if moment is None else moment)

    def _add(
        self, item: Item, digest: str, moment: datetime, *, accepted: bool = True, estimated: bool = False
    ) -> None:
        kind = kind_of(item)
        earlier = [version for version in self.versions if version.key == (kind, item.id)]
        if earlier and moment < earlier[-1].known_from:
            raise StepInvalidError(f"{kind} {quote(item.id)} is known from {earlier[-1].known_from:%Y-%m-%d} already")
        self.versions.append(
            EvidenceVersion(
                kind=kind,
                id=item.id,
                version=len(earlier) + 1,
                item=item,
                digest=digest,
                known_from=moment,
                accepted=accepted,
                backfill=True,
                estimated=estimated,
            )
        )

    def _sources(self) -> dict[str, Source]:
        return {v.id: v.item for v in self.of("source")}  # type: ignore[misc]

    def _feeds(self, file: EvidenceFile) -> set[str]:
        feeds: tuple[Feed, ...] = file.feeds
        return {v.id for v in self.of("feed")} | {feed.id for feed in feeds}
