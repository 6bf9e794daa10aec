"""
Every point of both axes: a day judged, and a later day of knowledge.

What the record holds was said there. Where it holds nothing, the point is a trial: what the knowledge of that
day gives, computed now. Where it does, both are told.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.domain.restatement import Issued
    from assessor.engine.axes.layers import Layer, Reign
    from assessor.engine.axes.overruled import Overruled

Basis = Literal["recorded", "restated", "computed"]


@dataclass(frozen=True, slots=True)
class Statement:
    """
    What an entry of the log said of a day.

    Attributes:
        basis: `recorded` by an assessment, or `restated`.
        entry: The entry that says it.
        assessment: The entry of the assessment; of a restatement, the one that it restates.
        known: The day of what was known; `known_at` the instant, as the log writes it.
        recorded_at: When the log took it, likewise.
    """

    basis: Literal["recorded", "restated"]
    entry: int
    assessment: int
    as_of: date
    known: date
    known_at: str
    recorded_at: str
    verdict: Issued


@dataclass(frozen=True, slots=True)
class Point:
    """
    What stands at a point.

    Attributes:
        basis: Whether it was said by an assessment, by a restatement, or is computed now.
        verdict: What was said of the day, last by then; what is computed, where nothing was.
        computed: What the knowledge of that point gives: other than `verdict` where knowledge went on and
            nobody judged the day again, or where something was recorded later that counts as known before.
        statement: The entry that said it.
    """

    basis: Basis
    verdict: Issued
    computed: Issued
    statement: Statement | None = None

    @property
    def is_overtaken(self) -> bool:
        """Whether what was said last is not what that knowledge gives."""
        return self.verdict != self.computed


@dataclass(frozen=True, eq=False)
class Plane:
    """
    A cell on both axes of time.

    Attributes:
        first: The first day judged; `last` the last.
        known_first: The first day of knowledge; `known_last` the last.
        reigns: Which rules judge which days.
        layers: What each knowledge makes of each day, from the first day of knowledge to the last.
        statements: What the record says of days on the axis, by *known at*, then by entry.
        overruled: Where an override is issued instead.
    """

    cell: str
    title: str
    log_size: int
    first: date
    last: date
    known_first: date
    known_last: date
    reigns: tuple[Reign, ...]
    layers: tuple[Layer, ...]
    statements: tuple[Statement, ...] = ()
    overruled: tuple[Overruled, ...] = ()

    def at(self, as_of: date, known: date) -> Point:
        """
        Return what stands at a point.

        Raises:
            UsageError: It is none: off an axis, or a day judged before it came.
        """
        if not (self.first <= as_of <= min(self.last, known) and self.known_first <= known <= self.known_last):
            raise UsageError(f"nothing is said of {as_of} as known at {known} on these axes")
        layer = self.layers[bisect_right([one.since for one in self.layers], known) - 1]
        computed = layer.at(as_of)
        said = [one for one in self.said_of.get(as_of, ()) if one.known <= known]
        if not said:
            return Point("computed", computed, computed)
        return Point(said[-1].basis, said[-1].verdict, computed, said[-1])

    @cached_property
    def said_of(self) -> Mapping[date, tuple[Statement, ...]]:
        """What the record says of each day of which it says anything, in the order of `statements`."""
        found: dict[date, tuple[Statement, ...]] = {}
        for one in self.statements:
            found[one.as_of] = (*found.get(one.as_of, ()), one)
        return found
