"""
The evidence of a scenario: batches and changes become versions, each known from some moment.

Evidence is checked as an import checks it, and counts as known from when a declared backfill would
have it: the publication of its sources, or the day a step names. Recording is for `assessor.scenarios.record`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

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


@dataclass(frozen=True, slots=True)
class Deed:
    """
    What was done to the evidence at once.

    Attributes:
        versions: What it made.
        day: From whose end on these count as known; absent for a declared backfill.
    """

    action: Literal["supplied", "changed", "retracted", "withdrawn"]
    versions: tuple[EvidenceVersion, ...]
    day: date | None = None


class Supplies:
    """
    Deeds in the order in which they were done; each version has the moment from which it counts as known.

    Attributes:
        deeds: What was done, first to last.
    """

    def __init__(self, deeds: Iterable[Deed] = ()) -> None:
        """Begin with what was supplied elsewhere."""
        self.deeds = list(deeds)
        self._latest = {version.key: version for version in self.versions}

    @property
    def versions(self) -> list[EvidenceVersion]:
        """Every version, in the order in which it was supplied."""
        return [version for deed in self.deeds for version in deed.versions]

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
        made: list[EvidenceVersion] = []
        for item, document in documents:
            declared = batch.known_from(item)
            given = KnownFrom(end_of_day(known), look_ahead=declared.look_ahead) if known is not None else declared
            made.append(self._next(item, document.digest, given))
        self.deeds.append(Deed("supplied", tuple(made), known))

    def change(self, item: Item, ruleset: Ruleset, known: date) -> None:
        """
        Add the next version of an item, known from the end of a day on.

        Raises:
            StepInvalidError: It would be refused by an import.
        """
        digest = self._check(item, ruleset)
        self.deeds.append(Deed("changed", (self._next(item, digest, KnownFrom(end_of_day(known))),), known))

    def retract(self, version: EvidenceVersion, known: date) -> None:
        """
        Let an item be no evidence any more, from the end of a day on.

        Raises:
            StepInvalidError: It is none already.
        """
        self.deeds.append(Deed("retracted", (self._none_of(version, known),), known))

    def withdraw(self, known: date) -> None:
        """
        Let nothing that the last batch brought be evidence any more, from the end of a day on.

        Raises:
            StepInvalidError: There is no batch, or something in it was changed since.
        """
        batch = next((deed for deed in reversed(self.deeds) if deed.action == "supplied"), None)
        if batch is None:
            raise StepInvalidError("no batch was supplied before this step")
        brought = {version.key: version for version in batch.versions}
        changed = next((v for v in brought.values() if self._latest[v.key] is not v), None)
        if changed is not None:
            raise StepInvalidError(
                f"the last batch cannot be withdrawn: {changed.kind} {quote(changed.id)} was changed"
            )
        self.deeds.append(Deed("withdrawn", tuple(self._none_of(v, known) for v in brought.values()), known))

    def drop(self, keys: set[ItemKey]) -> None:
        """Take all versions of items away, as if they had never been supplied."""
        kept = ((deed, tuple(v for v in deed.versions if v.key not in keys)) for deed in self.deeds)
        self.deeds = [replace(deed, versions=versions) for deed, versions in kept if versions]
        for key in keys:
            self._latest.pop(key, None)

    def amend(self, item: Item, ruleset: Ruleset) -> None:
        """
        Let the last version of an item say something else, as if it had been supplied so.

        Raises:
            StepInvalidError: It would be refused by an import.
        """
        old = self._latest[kind_of(item), item.id]
        new = replace(old, item=item, digest=self._check(item, ruleset))
        self._latest[old.key] = new
        self.deeds = [
            replace(deed, versions=tuple(new if v is old else v for v in deed.versions))
            if any(v is old for v in deed.versions)
            else deed
            for deed in self.deeds
        ]

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
        supplied = map(source_of, filter(_is_accepted, self.of("source")))
        sources = {source.id: source for source in (*supplied, *file.sources)}
        feeds = {version.id for version in self.of("feed") if version.accepted} | {feed.id for feed in file.feeds}
        return EvidenceBatch(file, ruleset, sources, feeds)

    def _check(self, item: Item, ruleset: Ruleset) -> str:
        """Return the digest of an item that an import would not refuse."""
        document = write_item(item)
        _refuse(self._against(batch_of(), ruleset).problems([(item, document)]))
        return document.digest

    def _none_of(self, version: EvidenceVersion, known: date) -> EvidenceVersion:
        if not version.accepted:
            raise StepInvalidError(f"{version.kind} {quote(version.id)} is retracted already")
        return self._next(version.item, version.digest, KnownFrom(end_of_day(known)), accepted=False)

    def _next(self, item: Item, digest: str, known: KnownFrom, *, accepted: bool = True) -> EvidenceVersion:
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
            backfill=known.backfill,
            estimated=known.estimated,
            look_ahead=known.look_ahead,
        )
        return self._latest[key]


def _is_accepted(version: EvidenceVersion) -> bool:
    return version.accepted


def _refuse(problems: Iterator[str]) -> None:
    found = list(islice(problems, _MOST_PROBLEMS))
    if found:
        raise StepInvalidError("\n".join(found))
