"""
What a bitemporal triangle is made of: looks, and the pieces of the plane that have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.restatement import Issued
    from assessor.engine.axes import Plane


@dataclass(frozen=True, slots=True)
class Look:
    """How a verdict looks: its trajectory, None where evidence is insufficient, and its qualifiers."""

    trajectory: str | None
    qualifiers: tuple[str, ...]

    def __str__(self) -> str:
        """Return it in words."""
        if self.trajectory is None:
            return "insufficient evidence"
        return self.trajectory + (f" ({', '.join(self.qualifiers)})" if self.qualifiers else "")


def look_of(verdict: Issued) -> Look:
    """Return how a verdict looks."""
    return Look(verdict.trajectory, verdict.qualifiers if verdict.trajectory is not None else ())


@dataclass(frozen=True, slots=True)
class Piece:
    """
    Days judged and days of knowledge at which every verdict looks the same, but for what lies before its day.

    Attributes:
        since: The first day judged; `until` the last.
        known_since: The first day of knowledge; `known_until` the last.
    """

    look: Look
    since: date
    until: date
    known_since: date
    known_until: date

    def corners(self) -> list[tuple[int, int, int]]:
        """
        Return the piece as lower and upper bounds of knowledge along the days judged, in ordinals of days.

        A day goes from its ordinal to the next one, on both axes; nothing lies below the diagonal.
        """
        left, right = self.since.toordinal(), self.until.toordinal() + 1
        low, high = self.known_since.toordinal(), self.known_until.toordinal() + 1
        turns = [left, *([low] if left < low < right else []), right]
        return [(turn, max(low, turn), high) for turn in turns]


def pieces_of(plane: Plane) -> tuple[Piece, ...]:
    """Return the pieces of what is computed, layer by layer: together they cover every point once."""
    return tuple(
        Piece(look, some[0].since, some[-1].until, layer.since, layer.until)
        for layer in plane.layers
        for look, some in ((look, list(group)) for look, group in groupby(layer.spans, lambda s: look_of(s.verdict)))
    )


def overruled_pieces(plane: Plane) -> tuple[Piece, ...]:
    """Return where an override is issued instead of what is computed, in the order of the plane's."""
    return tuple(
        Piece(Look(one.override.trajectory, ()), one.since, one.until, one.known_since, one.known_until)
        for one in plane.overruled
    )


def states_of(plane: Plane) -> tuple[str, ...]:
    """Return the trajectories of all rules of a plane, in order, from furthest from the goal to nearest."""
    names = (t.id for reign in reversed(plane.reigns) for t in reign.ruleset.framework.trajectories)
    return tuple(dict.fromkeys(names))


def rewritten(plane: Plane, number: int) -> int:
    """Return how many days before it a layer makes look otherwise than the layer before it did."""
    before, layer = plane.layers[number - 1], plane.layers[number]
    last = layer.since - timedelta(days=1)
    cuts = sorted({s.since for s in (*before.spans, *layer.spans) if s.since <= last})
    ends = [*(cut - timedelta(days=1) for cut in cuts[1:]), last]
    return sum(
        (end - cut).days + 1
        for cut, end in zip(cuts, ends, strict=True)
        if look_of(before.at(cut)) != look_of(layer.at(cut))
    )
