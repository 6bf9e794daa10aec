"""
Whether a signal's impacts on a cell match a selector: surely, possibly, or not.

Holds one signal against one selector, at no particular day. An `unstated` field
matches a filter on it possibly; a missing stage or tag does not match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.framework import UNSTATED
from assessor.domain.kleene import Kleene, all_of

if TYPE_CHECKING:
    from assessor.domain.evidence import Impact
    from assessor.domain.framework import Framework
    from assessor.domain.known import Told
    from assessor.ruleset.conditions import Selector


@dataclass(frozen=True, slots=True)
class Match:
    """
    One signal that a selector matches.

    Attributes:
        certain: False where only an unstated field lets it match.
        impacts: The matching impacts.
        roots: The origins of its sources that pass the selector's tier filter.
        dimensions: Dimensions the matching impacts state, within the selector's filter.
        anywhere: True where a matching impact leaves its dimension unstated.
    """

    told: Told
    certain: bool
    impacts: tuple[Impact, ...]
    roots: frozenset[str]
    dimensions: frozenset[str]
    anywhere: bool

    @property
    def impact_key(self) -> tuple[object, ...]:
        """What two records of one event would have in common: the tagging without its wording."""
        return tuple(
            sorted(
                (i.aspect, i.direction, tuple(sorted(i.dimensions)), i.severity, i.stage or "", tuple(sorted(i.tags)))
                for i in self.impacts
            )
        )


def _field(value: str, accepted: tuple[str, ...] | None) -> Kleene:
    if accepted is None or value in accepted:
        return Kleene.MET
    return Kleene.UNKNOWN if value == UNSTATED else Kleene.NOT_MET


def _dimensions(values: tuple[str, ...], accepted: tuple[str, ...] | None) -> Kleene:
    if accepted is None or any(v in accepted for v in values):
        return Kleene.MET
    return Kleene.UNKNOWN if UNSTATED in values else Kleene.NOT_MET


def match_impact(selector: Selector, impact: Impact) -> Kleene:
    """Return whether one impact passes every stated filter but the tier."""
    if selector.stage is not None and impact.stage not in selector.stage:
        return Kleene.NOT_MET
    if selector.tags is not None and not any(tag in selector.tags for tag in impact.tags):
        return Kleene.NOT_MET
    if selector.without_tags and any(tag in selector.without_tags for tag in impact.tags):
        return Kleene.NOT_MET
    return all_of(
        (
            _field(impact.direction, selector.direction),
            _field(impact.aspect, selector.aspect),
            _field(impact.severity, selector.severity),
            _dimensions(impact.dimensions, selector.dimension),
        )
    )


def tier_of(told: Told, framework: Framework) -> int:
    """Return the tier of the signal's best source: the one the framework declares first."""
    tiers = {s.tier for s in told.sources}
    return next((t.tier for t in framework.tiers if t.tier in tiers), min(tiers))


def match(selector: Selector, told: Told, cell: str, framework: Framework) -> Match | None:
    """Return how a signal matches, or None where it surely does not."""
    if selector.tier is not None and tier_of(told, framework) not in selector.tier:
        return None
    outcomes = [(impact, match_impact(selector, impact)) for impact in told.signal.impacts if impact.cell == cell]
    matching = tuple(impact for impact, outcome in outcomes if outcome is not Kleene.NOT_MET)
    if not matching:
        return None
    stated = {d for impact in matching for d in impact.dimensions if d != UNSTATED}
    within = stated if selector.dimension is None else stated & set(selector.dimension)
    return Match(
        told=told,
        certain=any(outcome is Kleene.MET for _, outcome in outcomes),
        impacts=matching,
        roots=told.roots(None if selector.tier is None else frozenset(selector.tier)),
        dimensions=frozenset(within),
        anywhere=any(UNSTATED in impact.dimensions for impact in matching),
    )
