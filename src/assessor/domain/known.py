"""
What was known: versions of evidence items, and the evidence visible at a moment.

An evidence item has versions; each counts as known from an instant. Holds the cut
(*known at*) and the resolved view of a signal: its publication, tier and origins
through the sources known then. Reads no clock and no database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.domain.assessment import ItemReference
from assessor.domain.cited import sources_named
from assessor.domain.evidence import Feed, Kind, Reading, Signal, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from assessor.domain.evidence import Item


@dataclass(frozen=True)
class EvidenceVersion:
    """
    One version of one item, as the record holds it.

    Attributes:
        version: Counts from 1 within (kind, id).
        digest: Identifies the content; `sha256:` and 64 hexadecimal digits.
        known_from: The instant (UTC) from which it counts as known.
        accepted: False while proposed: kept, but no evidence.
        backfill: True where `known_from` was declared and lies before the log took it.
        estimated: True where `known_from` follows from a declared publication lag.
        look_ahead: True where the value is of a later edition than `known_from`.
    """

    kind: Kind
    id: str
    version: int
    item: Item
    digest: str
    known_from: datetime
    accepted: bool = True
    backfill: bool = False
    estimated: bool = False
    look_ahead: bool = False

    @cached_property
    def key(self) -> ItemKey:
        """Kind and id: what the item is called."""
        return (self.kind, self.id)

    @cached_property
    def reference(self) -> ItemReference:
        """How assessments name it."""
        return ItemReference(kind=self.kind, id=self.id, version=self.version, digest=self.digest)

    @cached_property
    def sources(self) -> tuple[ItemKey, ...]:
        """The sources that it names."""
        return tuple(("source", source) for source in sources_named(self.item))

    @cached_property
    def standing(self) -> str:
        """Which version it is, and how it came to be known, as a digest over several takes it."""
        marks = "b" * self.backfill + "e" * self.estimated + "l" * self.look_ahead
        return f"{self.kind} {self.id} {self.version} {marks}"


ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    The latest accepted version of every item, as known at one moment.

    Made by `known_at`; a value without order: two of them with the same versions
    are equal whatever the order of arrival.
    """

    versions: Mapping[ItemKey, EvidenceVersion] = field(default_factory=dict)

    def _items(self, kind: str) -> list[EvidenceVersion]:
        return [self.versions[key] for key in sorted(key for key in self.versions if key[0] == kind)]

    @property
    def signals(self) -> list[EvidenceVersion]:
        """Versions of signals, by id."""
        return self._items("signal")

    @property
    def readings(self) -> list[EvidenceVersion]:
        """Versions of readings, by id."""
        return self._items("reading")

    @property
    def feeds(self) -> list[EvidenceVersion]:
        """Versions of feeds, by id."""
        return self._items("feed")

    def source(self, source_id: str) -> Source | None:
        """Return a source as known then, or None."""
        version = self.versions.get(("source", source_id))
        return version.item if version is not None and isinstance(version.item, Source) else None

    def without(self, keys: Iterable[ItemKey]) -> Evidence:
        """Return the evidence without the named items."""
        versions = dict(self.versions)
        for key in keys:
            versions.pop(key, None)
        return Evidence(versions)

    def only(self, keys: Iterable[ItemKey]) -> Evidence:
        """Return the named items alone."""
        kept = set(keys)
        return Evidence({key: version for key, version in self.versions.items() if key in kept})


def known_at(versions: Iterable[EvidenceVersion], moment: datetime) -> Evidence:
    """
    Return what counted as known at `moment`.

    Of each item the highest version whose `known_from` is not after `moment` counts;
    an item whose highest such version is not accepted is no evidence.
    """
    latest: dict[ItemKey, EvidenceVersion] = {}
    for version in versions:
        if version.known_from <= moment:
            held = latest.get(version.key)
            if held is None or version.version > held.version:
                latest[version.key] = version
    return Evidence({key: version for key, version in latest.items() if version.accepted})


def roots_of(source_id: str, evidence: Evidence) -> frozenset[str]:
    """
    Return the origins at the root of a source's derivation.

    A source without derivation is its own origin, or a copy of the one it names.
    A source not known yet stands for itself.
    """
    roots: set[str] = set()
    seen: set[str] = set()
    open_ids = [source_id]
    while open_ids:
        current = open_ids.pop()
        if current in seen:
            continue
        seen.add(current)
        source = evidence.source(current)
        if source is not None and source.derived_from:
            open_ids.extend(source.derived_from)
        elif source is not None and source.origin is not None and source.origin != current:
            open_ids.append(source.origin)
        else:
            roots.add(current)
    return frozenset(roots or {source_id})


@dataclass(frozen=True, slots=True)
class Told:
    """
    A signal with what the sources known at the moment make of it.

    Attributes:
        reported: The earliest publication among those sources.
        sources: Those sources, by id.
        origins: For each source id, the roots of its derivation.
    """

    version: EvidenceVersion
    signal: Signal
    reported: date
    sources: tuple[Source, ...]
    origins: Mapping[str, frozenset[str]]

    def roots(self, tiers: frozenset[int] | None = None) -> frozenset[str]:
        """Return the origins of its sources, of the given tiers where stated."""
        chosen = [s for s in self.sources if tiers is None or s.tier in tiers]
        return frozenset().union(*(self.origins[s.id] for s in chosen))


def tell(version: EvidenceVersion, evidence: Evidence) -> Told | None:
    """Resolve a signal's sources; None while none of them is known."""
    signal = signal_of(version)
    sources = tuple(s for s in (evidence.source(i) for i in sorted(signal.sources)) if s is not None)
    if not sources:
        return None
    origins = {s.id: roots_of(s.id, evidence) for s in sources}
    return Told(version, signal, min(s.published for s in sources), sources, origins)


def signal_of(version: EvidenceVersion) -> Signal:
    """Return the signal a version holds."""
    assert isinstance(version.item, Signal)  # noqa: S101 - the kind says so
    return version.item


def source_of(version: EvidenceVersion) -> Source:
    """Return the source a version holds."""
    assert isinstance(version.item, Source)  # noqa: S101 - the kind says so
    return version.item


def feed_of(version: EvidenceVersion) -> Feed:
    """Return the feed a version holds."""
    assert isinstance(version.item, Feed)  # noqa: S101 - the kind says so
    return version.item


def reading_of(version: EvidenceVersion) -> Reading:
    """Return the reading a version holds."""
    assert isinstance(version.item, Reading)  # noqa: S101 - the kind says so
    return version.item
