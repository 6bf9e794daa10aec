"""
Whether evidence speaks the codebook's words: each check yields what is wrong, in an author's words.

Holds the checks that every way of taking evidence in shares. Where in a file a word stands is
not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.framework import UNSTATED
from assessor.domain.quoting import quote
from assessor.ruleset.problems import unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.domain.evidence import Feed, Impact, Reading, Source
    from assessor.domain.framework import Framework
    from assessor.ruleset.model import Ruleset

LARGEST = 2**63 - 1
"""Values, scaled to their precision, fit in 64 bits."""


def unknown(kind: str, words: Iterable[str], known: Iterable[str], where: str) -> Iterator[str]:
    """Yield a message for each word that is not known."""
    names = tuple(known)
    for word in words:
        if word not in names:
            yield unknown_name(kind, word, names, where)


def check_impact(impact: Impact, ruleset: Ruleset) -> Iterator[str]:
    """Yield what an impact says in words that the codebook does not have."""
    framework, book = ruleset.framework, "it is declared in the codebook"
    cells = {c.cell: c for c in ruleset.cells}
    yield from unknown("cell", (impact.cell,), cells, "cells are declared in cells/")
    stated = {
        "direction": ((impact.direction,), framework.directions),
        "aspect": ((impact.aspect,), framework.aspects),
        "severity": ((impact.severity,), framework.severities),
    }
    for kind, (words, terms) in stated.items():
        yield from unknown(kind, (w for w in words if w != UNSTATED), (t.id for t in terms), book)
    if impact.stage is not None:
        yield from unknown("stage", (impact.stage,), (t.id for t in framework.stages), book)
    yield from unknown("tag", impact.tags, (t.id for t in framework.tags), book)
    if impact.cell in cells:
        dimensions = (d for d in impact.dimensions if d != UNSTATED)
        known = (d.id for d in cells[impact.cell].dimensions)
        yield from unknown("dimension", dimensions, known, f"it is declared by cell `{impact.cell}`")


def check_source(source: Source, framework: Framework) -> Iterator[str]:
    """Yield what is wrong with a source's tier."""
    tiers = {t.tier for t in framework.tiers}
    if source.tier not in tiers:
        yield f"unknown tier {source.tier}; the codebook has {', '.join(map(str, sorted(tiers)))}"


def check_feed(feed: Feed, ruleset: Ruleset) -> Iterator[str]:
    """Yield what a feed carries in words that are not known."""
    carries, framework = feed.carries, ruleset.framework
    dimensions = {d.id for c in ruleset.cells for d in c.dimensions}
    yield from unknown("cell", carries.cells or (), (c.cell for c in ruleset.cells), "cells are declared in cells/")
    yield from unknown("dimension", carries.dimensions or (), dimensions, "dimensions are declared by cells")
    yield from unknown("direction", carries.directions or (), (t.id for t in framework.directions), "see the codebook")
    yield from unknown("stage", carries.stages or (), (t.id for t in framework.stages), "see the codebook")
    yield from unknown(
        "tier", map(str, carries.tiers or ()), (str(t.tier) for t in framework.tiers), "see the codebook"
    )


def check_reading(reading: Reading, framework: Framework) -> Iterator[str]:
    """Yield what is wrong with a reading: its indicator, unit, or size."""
    known = {i.id: i for i in framework.indicators}
    yield from unknown("indicator", (reading.indicator,), known, "indicators are declared in framework.yaml")
    indicator = known.get(reading.indicator)
    if indicator is None:
        return
    if reading.unit != indicator.unit:
        yield f"unit {quote(reading.unit)}: indicator `{indicator.id}` is read in `{indicator.unit}`"
    if reading.value is not None and abs(reading.value) * 10**indicator.precision > LARGEST:
        yield f"value {reading.value} is too large to be kept to {indicator.precision} digits in 64 bits"
