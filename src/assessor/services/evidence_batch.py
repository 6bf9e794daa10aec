"""
A batch of evidence before it is recorded: what is wrong with it, and from when it counts as known.

Holds the checks against the vocabulary and against what is recorded already. Writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assessor.domain.duration import add
from assessor.domain.evidence import Feed, Reading, Signal, Source, kind_of
from assessor.ruleset.vocabulary import check_amounts, check_feed, check_impact, check_reading, check_source
from assessor.services.evidence_documents import read_item
from assessor.services.moments import end_of_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from assessor.domain.evidence import Item
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.ruleset.model import Ruleset
    from assessor.services.evidence_documents import ItemDocument
    from assessor.store.evidence import EvidenceRow


@dataclass(frozen=True, slots=True)
class KnownFrom:
    """
    From when an item counts as known, and what that leans on.

    Attributes:
        moment: Nothing where it is the log's own clock.
        backfill: True where the moment was declared.
    """

    moment: datetime | None
    backfill: bool = False
    estimated: bool = False
    look_ahead: bool = False


def items_of(file: EvidenceFile) -> tuple[Item, ...]:
    """Return all items of a file, sources before what cites them, the editions of a reading in their order."""
    places: dict[str, int] = {}
    for place, reading in enumerate(file.readings):
        places.setdefault(reading.id, place)
    readings = sorted(file.readings, key=lambda r: (places[r.id], r.edition or date.min))
    return (*file.sources, *file.feeds, *file.signals, *readings)


def cited_by(file: EvidenceFile) -> frozenset[tuple[str, str]]:
    """Return kind and id of the sources and feeds that a file's items name and the file does not hold."""
    named = {("source", source) for signal in file.signals for source in signal.sources}
    named |= {("source", reading.source) for reading in file.readings}
    named |= {("feed", signal.feed) for signal in file.signals if signal.feed is not None}
    held = {("source", source.id) for source in file.sources} | {("feed", feed.id) for feed in file.feeds}
    return frozenset(named - held)


@dataclass(frozen=True, slots=True)
class EvidenceBatch:
    """
    A batch on its way into the log.

    Attributes:
        sources: Every source that its items name and that is known, the batch's own included.
        feeds: Ids of the feeds that are known, the batch's own included.
    """

    file: EvidenceFile
    ruleset: Ruleset
    sources: Mapping[str, Source]
    feeds: Collection[str]

    @classmethod
    def against(cls, file: EvidenceFile, ruleset: Ruleset, rows: Iterable[EvidenceRow]) -> EvidenceBatch:
        """
        Return a batch with what its items may cite.

        Args:
            rows: The latest versions of what it cites and is recorded; what was withdrawn is not known any more.
        """
        known = [row for row in rows if row.status != "retracted"]
        recorded = (read_item(row.kind, row.body, None) for row in known if row.kind == "source")
        sources = {source.id: source for source in (*recorded, *file.sources) if isinstance(source, Source)}
        feeds = {row.id for row in known if row.kind == "feed"} | {feed.id for feed in file.feeds}
        return cls(file, ruleset, sources, feeds)

    def problems(self, documents: Iterable[tuple[Item, ItemDocument]]) -> Iterator[str]:
        """Yield what is wrong with the batch's own content."""
        seen: dict[tuple[str, str, date | None], str] = {}
        for item, document in documents:
            kind = kind_of(item)
            edition = item.edition if isinstance(item, Reading) else None
            if seen.setdefault((kind, item.id, edition), document.digest) != document.digest:
                yield f"{kind} `{item.id}` stands twice in the batch, with different content"
            for problem in self._check(item):
                yield f"{kind} `{item.id}`: {problem}"

    def _check(self, item: Item) -> Iterator[str]:
        framework = self.ruleset.framework
        if isinstance(item, Source):
            yield from check_source(item, framework)
        elif isinstance(item, Feed):
            yield from check_feed(item, self.ruleset)
        elif isinstance(item, Reading):
            yield from check_reading(item, framework)
            yield from self._missing((item.source,))
        else:
            yield from check_amounts(item.amounts, framework)
            for impact in item.impacts:
                yield from check_impact(impact, self.ruleset)
            yield from self._missing(item.sources)
            if item.feed is not None and item.feed not in self.feeds:
                yield f"feed `{item.feed}` is not known; record it first, or in the same batch"
            reported = self._reported(item)
            if reported is not None and reported < item.date.span.lo:
                yield f"dated `{item.date}`, but first published {reported}, before it happened"

    def _missing(self, ids: Iterable[str]) -> Iterator[str]:
        for source in ids:
            if source not in self.sources:
                yield f"source `{source}` is not known; record it first, or in the same batch"

    def _reported(self, signal: Signal) -> date | None:
        """Return the earliest publication among a signal's known sources."""
        return min((self.sources[s].published for s in signal.sources if s in self.sources), default=None)

    def edition_known_from(self, reading: Reading) -> KnownFrom:
        """Return from when a later edition counts as known: its own day in a backfill, else the log's clock."""
        if self.file.backfill is None or reading.edition is None:
            return KnownFrom(None)
        return KnownFrom(end_of_day(reading.edition), backfill=True)

    def known_from(self, item: Item) -> KnownFrom:
        """Return from when an item counts as known: its publication in a backfill, else the log's clock."""
        if self.file.backfill is None:
            return KnownFrom(None)
        match item:
            case Source():
                return KnownFrom(end_of_day(item.published), backfill=True)
            case Feed():
                return KnownFrom(end_of_day(self.ruleset.framework.epoch), backfill=True)
            case Signal():
                reported = self._reported(item)
                return KnownFrom(end_of_day(reported) if reported is not None else None, backfill=True)
            case Reading():
                published = item.published
                if published is None:
                    published = add(item.period.span.hi, self.ruleset.framework.indicator(item.indicator).lag)
                return KnownFrom(
                    end_of_day(published),
                    backfill=True,
                    estimated=item.published is None,
                    look_ahead=item.vintage is not None and item.vintage > published,
                )
