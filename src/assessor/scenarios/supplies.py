"""
The evidence of a scenario: batches and changes become versions, each known from some moment.

Evidence is checked as an import checks it, and counts as known from when a declared backfill would
have it: the publication of its sources, or the day a step names. Nothing is recorded.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import kind_of
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.known import Evidence, EvidenceVersion, known_at, source_of
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.services.evidence_batch import EvidenceBatch, KnownFrom, items_of
from assessor.services.evidence_documents import write_item
from assessor.services.moments import end_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from assessor.domain.evidence import Feed, Item, Reading, Signal, Source
    from assessor.domain.known import ItemKey
    from assessor.ruleset.model import Ruleset

_MOST_PROBLEMS: Final = 10
DECLARED: Final = "Made up for a scenario."
ALWAYS: Final = end_of_day(date.min)
LAST: Final = end_of_day(date.max)


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


class Supplies:
    """Versions in the order in which they were supplied, each with the moment from which it counts as known."""

    def __init__(self, versions: Iterable[EvidenceVersion] = ()) -> None:
        """Begin with what was supplied elsewhere."""
        self.versions = list(versions)
        self._latest = {version.key: version for version in self.versions}

    def take(self, file: EvidenceFile, ruleset: Ruleset, known: date | None = None) -> None:
        """
        Add a batch.

        Args:
            known: The day from whose end on all of it counts as known; absent, each item has the moment that a
                declared backfill gives it, and one that declares none has always been known.

        Raises:
            StepInvalidError: Something in it would be refused by an import.
        """
        documents = [(item, write_item(item)) for item in items_of(file)]
        batch = self._against(file, ruleset)
        _refuse(batch.problems(documents))
        for item, document in documents:
            declared = batch.known_from(item)
            given = KnownFrom(end_of_day(known), look_ahead=declared.look_ahead) if known is not None else declared
            self._add(item, document.digest, given)

    def change(self, item: Item, ruleset: Ruleset, known: date) -> None:
        """
        Add the next version of an item, known from the end of a day on.

        Raises:
            StepInvalidError: It would be refused by an import.
        """
        document = write_item(item)
        _refuse(self._against(batch_of(), ruleset).problems([(item, document)]))
        self._add(item, document.digest, KnownFrom(end_of_day(known)))

    def retract(self, version: EvidenceVersion, known: date) -> None:
        """Let an item be no evidence any more, from the end of a day on."""
        self._add(version.item, version.digest, KnownFrom(end_of_day(known)), accepted=False)

    def drop(self, keys: set[ItemKey]) -> None:
        """Take all versions of items away, as if they had never been supplied."""
        self.versions = [version for version in self.versions if version.key not in keys]
        for key in keys:
            self._latest.pop(key, None)

    def latest(self, kind: str, item_id: str) -> EvidenceVersion:
        """
        Return the last version of an item.

        Raises:
            StepInvalidError: There is none; the message names the nearest.
        """
        found = self._latest.get((kind, item_id))
        if found is None:
            near = did_you_mean(item_id, {item for one, item in self._latest if one == kind})
            raise StepInvalidError(f"no {kind} {quote(item_id)} was supplied before this step{near}")
        return found

    def of(self, kind: str) -> list[EvidenceVersion]:
        """Return the last version of every item of a kind, in the order in which they were first supplied."""
        return [version for version in self._latest.values() if version.kind == kind]

    def at(self, moment: datetime | None) -> Evidence:
        """Return what was known at a moment; at none, all of it."""
        return known_at(self.versions, LAST if moment is None else moment)

    def _against(self, file: EvidenceFile, ruleset: Ruleset) -> EvidenceBatch:
        sources = {source.id: source for source in (*map(source_of, self.of("source")), *file.sources)}
        feeds = {version.id for version in self.of("feed")} | {feed.id for feed in file.feeds}
        return EvidenceBatch(file, ruleset, sources, feeds)

    def _add(self, item: Item, digest: str, known: KnownFrom, *, accepted: bool = True) -> None:
        key: ItemKey = (kind_of(item), item.id)
        earlier, moment = self._latest.get(key), known.moment or ALWAYS
        if earlier is not None and moment < earlier.known_from:
            raise StepInvalidError(f"{key[0]} {quote(item.id)} is known from {earlier.known_from:%Y-%m-%d} already")
        self._latest[key] = EvidenceVersion(
            kind=kind_of(item),
            id=item.id,
            version=earlier.version + 1 if earlier is not None else 1,
            item=item,
            digest=digest,
            known_from=moment,
            accepted=accepted,
            backfill=True,
            estimated=known.estimated,
            look_ahead=known.look_ahead,
        )
        self.versions.append(self._latest[key])


def _refuse(problems: Iterator[str]) -> None:
    found = list(islice(problems, _MOST_PROBLEMS))
    if found:
        raise StepInvalidError("\n".join(found))
