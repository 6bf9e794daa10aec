"""
Signals and readings as explanations cite them, with their sources and marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.explanation import Cited
from assessor.domain.known import reading_of
from assessor.engine.matching import tier_of

if TYPE_CHECKING:
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.case import Case
    from assessor.engine.events import Event


def _marks(version: EvidenceVersion, via: list[str]) -> tuple[str, ...]:
    flags = (
        ("backfill", version.backfill),
        ("estimated publication", version.estimated),
        ("look-ahead", version.look_ahead),
    )
    return (*(name for name, marked in flags if marked), *(f"via {v}" for v in dict.fromkeys(via)))


def cite_event(event: Event, case: Case, *, surely: bool) -> tuple[Cited, ...]:
    """Return the records of an event, by id."""
    return tuple(
        Cited(
            kind="signal",
            id=m.told.signal.id,
            title=m.told.signal.title,
            when=str(m.told.signal.date),
            counts="surely" if surely else "possibly",
            tier=tier_of(m.told, case.framework),
            sources=tuple(f"{s.title} (tier {s.tier}, {s.published})" for s in m.told.sources),
            marks=_marks(m.told.version, [s.via for s in m.told.sources if s.via]),
        )
        for m in event.matches
    )


def cite_reading(version: EvidenceVersion, case: Case) -> Cited:
    """Return one reading."""
    reading = reading_of(version)
    source = case.evidence.source(reading.source)
    value = f"{reading.value:f} {reading.unit}" if reading.value is not None else reading.status
    return Cited(
        kind="reading",
        id=version.id,
        title=case.framework.indicator(reading.indicator).title,
        when=str(reading.period),
        value=value,
        counts="used",
        tier=source.tier if source is not None else None,
        sources=(f"{source.title} (tier {source.tier})",) if source is not None else (),
        marks=_marks(version, [source.via] if source is not None and source.via else []),
    )
