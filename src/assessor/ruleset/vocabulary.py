"""
Whether evidence speaks the codebook's words: each check yields what is wrong, in an author's words.

Holds the checks that every way of taking evidence in shares. Where in a file a word stands is
not known here; the key beside a message says which part of the item it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.framework import UNSTATED
from assessor.domain.quoting import quote
from assessor.ruleset.cadence import check_period
from assessor.ruleset.limits import check_value
from assessor.ruleset.names import Names, names_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.domain.evidence import Feed, Impact, Reading, Source
    from assessor.domain.framework import Framework
    from assessor.ruleset.model import AssumedReading, Ruleset

Keyed = tuple[str, str]
"""The key of the part that a message is about, and the message."""

_TAGGED: Final = ("aspect", "direction", "severity", "stage", "tag")
"""What an impact says in words of the framework."""


def check_impact(impact: Impact, ruleset: Ruleset) -> Iterator[str]:
    """Yield what an impact says in words that the framework and the cell do not have."""
    names = {kind: names_of_kind(ruleset.framework, kind) for kind in _TAGGED}
    if ruleset.has_cell(impact.cell):
        known = tuple(d.id for d in ruleset.cell(impact.cell).dimensions)
        names["dimension"] = Names("dimension", known, f"dimensions are declared by cell {quote(impact.cell)}")
    else:
        yield from _unknown(_cells(ruleset), (impact.cell,))
        names["dimension"] = Names("dimension", (), "", is_complete=False)
    yield from (message for _, message in check_tags(impact, names))


def _cells(ruleset: Ruleset) -> Names:
    return Names("cell", tuple(c.cell for c in ruleset.cells), "cells are declared in cells/")


def check_tags(impact: Impact, names: Mapping[str, Names]) -> Iterator[Keyed]:
    """Yield what an impact says, of whichever cell, in words that are not declared; `unstated` is no word."""
    said = {
        "aspect": ("aspect", (impact.aspect,)),
        "direction": ("direction", (impact.direction,)),
        "dimensions": ("dimension", impact.dimensions),
        "severity": ("severity", (impact.severity,)),
        "stage": ("stage", () if impact.stage is None else (impact.stage,)),
        "tags": ("tag", impact.tags),
    }
    for key, (kind, words) in said.items():
        stated = words if kind in {"stage", "tag"} else tuple(w for w in words if w != UNSTATED)
        for message in _unknown(names[kind], stated):
            yield key, message


def check_amounts(amounts: Iterable[str], framework: Framework) -> Iterator[str]:
    """Yield which amounts a signal states that the framework does not declare."""
    yield from _unknown(names_of_kind(framework, "amount"), amounts)


def check_source(source: Source, framework: Framework) -> Iterator[str]:
    """Yield what is wrong with a source's tier."""
    yield from _unknown(names_of_kind(framework, "tier"), (source.tier,))


def check_feed(feed: Feed, ruleset: Ruleset) -> Iterator[str]:
    """Yield what a feed carries in words that are not declared."""
    carries, framework = feed.carries, ruleset.framework
    yield from _unknown(_cells(ruleset), (c for c in carries.cells or () if not ruleset.has_cell(c)))
    dimensions = tuple(dict.fromkeys(d.id for c in ruleset.cells for d in c.dimensions))
    yield from _unknown(Names("dimension", dimensions, "dimensions are declared by cells"), carries.dimensions)
    yield from _unknown(names_of_kind(framework, "direction"), carries.directions)
    yield from _unknown(names_of_kind(framework, "stage"), carries.stages)
    yield from _unknown(names_of_kind(framework, "tier"), carries.tiers)


def check_reading(reading: Reading, framework: Framework) -> Iterator[str]:
    """Yield what is wrong with a reading: its indicator, unit, period, or size."""
    names = {"indicator": names_of_kind(framework, "indicator")}
    yield from (message for _, message in check_measured(reading, names, framework))


def check_measured(
    reading: Reading | AssumedReading, names: Mapping[str, Names], framework: Framework | None
) -> Iterator[Keyed]:
    """Yield what is wrong with a value for a period, observed or assumed; of no framework, its names alone."""
    for message in _unknown(names["indicator"], (reading.indicator,)):
        yield "indicator", message
    declared = framework.indicators if framework is not None else ()
    indicator = next((i for i in declared if i.id == reading.indicator), None)
    if indicator is None:
        return
    if reading.unit != indicator.unit:
        kept = f"indicator {quote(indicator.id)} is read in {quote(indicator.unit)}"
        yield "unit", f"unit {quote(reading.unit)}: {kept}"
    for message in check_period(reading.period, indicator):
        yield "period", message
    for message in check_value(reading.value, indicator) if reading.value is not None else ():
        yield "value", message


def _unknown(names: Names, words: Iterable[object] | None) -> Iterator[str]:
    for word in words or ():
        message = names.tell_unknown(str(word))
        if message:
            yield message
