"""
Signals and readings as explanations cite them, with their sources and marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.explanation import Cited
from assessor.domain.known import reading_of, tell
from assessor.engine.matching import tier_of

if TYPE_CHECKING:
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence, EvidenceVersion, Told
    from assessor.engine.case import Case
    from assessor.engine.events import Event


def _marks(version: EvidenceVersion, via: list[str]) -> tuple[str, ...]:
    flags = (
        ("backfill", version.backfill),
        ("estimated publication", version.estimated),
        ("look-ahead", version.look_ahead),
    )
    return (*(name for name, marked in flags if marked), *(f"via {v}" for v in dict.fromkeys(via)))


def cite_version(version: EvidenceVersion, evidence: Evidence, framework: Framework) -> Cited | None:
    """Return a signal or a reading by itself, whatever it counts for; None for anything else, and without a source."""
    if version.kind == "reading":
        return _reading(version, evidence, framework, counts="")
    told = tell(version, evidence) if version.kind == "signal" else None
    return _signal(told, framework, counts="") if told is not None else None


def cite_event(event: Event, case: Case, *, surely: bool) -> tuple[Cited, ...]:
    """Return the records of an event, by id."""
    counts = "surely" if surely else "possibly"
    return tuple(_signal(match.told, case.framework, counts=counts) for match in event.matches)


def _signal(told: Told, framework: Framework, *, counts: str) -> Cited:
    return Cited(
        kind="signal",
        id=told.signal.id,
        title=told.signal.title,
        when=str(told.signal.date),
        counts=counts,
        tier=tier_of(told, framework),
        sources=tuple(f"{s.title} (tier {s.tier}, {s.published})" for s in told.sources),
        marks=_marks(told.version, [s.via for s in told.sources if s.via]),
    )


def cite_reading(version: EvidenceVersion, case: Case) -> Cited:
    """Return one reading."""
    return _reading(version, case.evidence, case.framework, counts="used")


def _reading(version: EvidenceVersion, evidence: Evidence, framework: Framework, *, counts: str) -> Cited:
    reading = reading_of(version)
    source = evidence.source(reading.source)
    value = f"{reading.value:f} {reading.unit}" if reading.value is not None else reading.status
    return Cited(
        kind="reading",
        id=version.id,
        title=framework.indicator(reading.indicator).title,
        when=str(reading.period),
        value=value,
        counts=counts,
        tier=source.tier if source is not None else None,
        sources=(f"{source.title} (tier {source.tier})",) if source is not None else (),
        marks=_marks(version, [source.via] if source is not None and source.via else []),
    )
