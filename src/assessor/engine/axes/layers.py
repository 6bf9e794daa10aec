"""
What every knowledge makes of every day: a layer for each stretch of knowledge that says the same of the past.

A layer ends where something becomes known that answers a day before differently. What only moves the day on which
it became known ends none: of that day, nothing was said before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from assessor.domain.known import known_at
from assessor.domain.restatement import Issued
from assessor.engine.histories import histories_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from assessor.domain.known import Evidence, EvidenceVersion
    from assessor.engine.histories import Histories
    from assessor.ruleset.model import Ruleset

_MOST_TRIED: Final = 40
"""Where more versions than this became known on one day, none is tried without."""


@dataclass(frozen=True, slots=True)
class Reign:
    """The days of an axis that one ruleset judges, both included."""

    ruleset: Ruleset
    digest: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """Days judged in a row of which the same is issued, both included."""

    since: date
    until: date
    verdict: Issued


@dataclass(frozen=True, slots=True)
class Layer:
    """
    Days of knowledge that say the same of every day before them.

    Attributes:
        since: The first day at whose end this was known; `until` the last.
        spans: The days judged, none after `until`: a day is judged by what was known on it or later.
        by: The versions that became known on the first day and without which alone earlier days would be
            answered as before; all that became known on it, where there is none such or where they are too
            many to try. None for the first layer.
    """

    since: date
    until: date
    spans: tuple[Span, ...]
    by: tuple[EvidenceVersion, ...] = ()

    def at(self, day: date) -> Issued:
        """Return what this knowledge issues for a day that it judges."""
        return next(span.verdict for span in self.spans if span.since <= day <= span.until)


def layers_of(
    reigns: Sequence[Reign],
    versions: Sequence[EvidenceVersion],
    cell: str,
    known: tuple[date, date],
    moment_of: Callable[[date], datetime],
) -> tuple[Layer, ...]:
    """
    Judge the days of some reigns by what was known at the end of each day of an axis.

    Args:
        reigns: In a row, without a gap.
        versions: All that any of this knowledge holds.
        known: The first and the last day of knowledge.
        moment_of: The moment up to which something counts as known on a day.

    Raises:
        EvidenceInvalidError: Records of one event have dates that share no day.
    """
    first, last = known
    folds = _Folds(reigns, cell)
    found: list[Layer] = []
    for day in _days_of_change(versions, first, last):
        moment, before = moment_of(day), day - timedelta(days=1)
        spans = folds.under(known_at(versions, moment))
        if not found:
            found.append(Layer(day, last, spans))
        elif _until(spans, before) == _until(found[-1].spans, before):
            found[-1] = replace(found[-1], spans=spans)
        else:
            found[-1] = replace(found[-1], until=before)
            new = tuple(one for one in versions if one.known_from.astimezone(UTC).date() == day)
            tried = new if len(new) <= _MOST_TRIED else ()
            past = _until(spans, before)
            needed = tuple(one for one in tried if folds.without(one, versions, moment, before) != past)
            found.append(Layer(day, last, spans, needed or new))
    return tuple(replace(one, spans=_until(one.spans, one.until)) for one in found)


class _Folds:
    """A cell folded by each ruleset, at the cost of what differs from what was known before."""

    def __init__(self, reigns: Sequence[Reign], cell: str) -> None:
        self._reigns = reigns
        self._cell = cell
        self._known: list[Histories] = []

    def under(self, evidence: Evidence) -> tuple[Span, ...]:
        """Return what is issued for each day under some evidence."""
        if self._known:
            self._known = [histories.under(evidence) for histories in self._known]
        else:
            self._known = [histories_of(r.ruleset, evidence, (self._cell,), r.last) for r in self._reigns]
        spans = (
            Span(max(stretch.since, reign.first), stretch.until, Issued.of(stretch.verdict))
            for reign, histories in zip(self._reigns, self._known, strict=True)
            for stretch in histories.of(self._cell).stretches
            if stretch.until >= reign.first
        )
        return _joined(spans)

    def without(
        self, gone: EvidenceVersion, versions: Iterable[EvidenceVersion], moment: datetime, last: date
    ) -> tuple[Span, ...]:
        """Return what is issued for each day up to a last one, had a version never become known."""
        return _until(self.under(known_at((one for one in versions if one is not gone), moment)), last)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans with those joined that follow one another and say the same."""
    alike = [list(some) for _, some in groupby(spans, key=lambda span: span.verdict)]
    return tuple(Span(some[0].since, some[-1].until, some[0].verdict) for some in alike)


def _until(spans: Sequence[Span], last: date) -> tuple[Span, ...]:
    """Return the part of spans that ends with a day."""
    return tuple(Span(s.since, min(s.until, last), s.verdict) for s in spans if s.since <= last)


def _days_of_change(versions: Iterable[EvidenceVersion], first: date, last: date) -> list[date]:
    """Return the first day of an axis, and each later one on which something became known."""
    days = {version.known_from.astimezone(UTC).date() for version in versions}
    return [first, *sorted(day for day in days if first < day <= last)]
