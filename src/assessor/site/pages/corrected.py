"""
Earlier versions of readings and sources: what each said, until when that was what was known, and why it was changed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.evidence import Reading, Source
from assessor.report.charts.ticks import tell_day
from assessor.report.when import tell_when
from assessor.site.pages.versions import flat_change
from assessor.site.pages.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.services.list_evidence import EvidenceView
    from assessor.site.gather.cell import CellFacts

_MOST: Final = 8
_LONGEST: Final = 160


def flat_readings(facts: CellFacts, indicator: str) -> dict[str, Any]:
    """Return the readings of an indicator that were changed, the latest period first, the first of many."""
    some = [versions for versions in _changed(facts, "reading") if _reading(versions[-1]).indicator == indicator]
    some.sort(key=lambda versions: _reading(versions[-1]).period.span.hi, reverse=True)
    return _flat([(tell_when(str(_reading(versions[-1]).period)), versions) for versions in some])


def flat_sources(facts: CellFacts) -> dict[str, Any]:
    """Return the sources of a cell's evidence that were changed, by title, the first of many."""
    some = [(shorten(_source(versions[-1]).title, _LONGEST), versions) for versions in _changed(facts, "source")]
    return _flat(sorted(some, key=lambda one: one[0]))


def _changed(facts: CellFacts, kind: str) -> list[tuple[EvidenceView, ...]]:
    return [versions for (of, _), versions in facts.corrected.items() if of == kind]


def _flat(some: Sequence[tuple[str, Sequence[EvidenceView]]]) -> dict[str, Any]:
    rows = [
        {
            "about": about,
            "changes": [flat_change(older, newer, _was(older, newer)) for older, newer in _pairs(versions)],
        }
        for about, versions in some[:_MOST]
    ]
    return {"rows": rows, "more": max(0, len(some) - _MOST)}


def _pairs(versions: Sequence[EvidenceView]) -> list[tuple[EvidenceView, EvidenceView]]:
    return list(reversed(list(pairwise(versions))))


def _was(older: EvidenceView, newer: EvidenceView) -> Iterator[str]:
    """Yield what an older version said that a newer one does not say."""
    if isinstance(older.item, Reading):
        yield from _reading_was(older.item, _reading(newer))
    else:
        yield from _source_was(_source(older), _source(newer))


def _reading_was(was: Reading, now: Reading) -> Iterator[str]:
    if (was.value, was.unit) != (now.value, now.unit):
        yield _tell_value(was)
    if was.value is not None and now.value is not None and was.status != now.status:
        yield was.status
    if was.source != now.source:
        yield f"from source {was.source}"
    if was.edition != now.edition and was.edition is not None:
        yield f"in the edition of {tell_day(was.edition)}"


def _source_was(was: Source, now: Source) -> Iterator[str]:
    if was.title != now.title:
        yield f"“{shorten(was.title, _LONGEST)}”"
    if was.publisher != now.publisher:
        yield was.publisher or "no publisher"
    if was.published != now.published:
        yield f"published {tell_day(was.published)}"
    if was.tier != now.tier:
        yield f"tier {was.tier}"
    if (was.origin, was.derived_from) != (now.origin, now.derived_from):
        yield f"from {', '.join((was.origin or was.id, *was.derived_from))}"
    if was.via != now.via:
        yield f"through {was.via or 'nothing else'}"
    if was.url != now.url:
        yield was.url or "no address"
    if was.note != now.note:
        yield "another note"


def _tell_value(item: Reading) -> str:
    return f"{item.value:,f} {item.unit}" if item.value is not None else item.status


def _reading(view: EvidenceView) -> Reading:
    assert isinstance(view.item, Reading)  # noqa: S101 - it is a version of one
    return view.item


def _source(view: EvidenceView) -> Source:
    assert isinstance(view.item, Source)  # noqa: S101 - likewise
    return view.item
