"""
Whether a signal's impacts on a cell match a selector: surely, possibly, or not.

Holds one signal against one selector, at no particular day. An `unstated` field
matches a filter on it possibly; a missing stage or tag does not match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.framework import UNSTATED
from assessor.domain.kleene import Kleene

if TYPE_CHECKING:
    from assessor.domain.evidence import Impact
    from assessor.domain.framework import Framework
    from assessor.domain.known import Told
    from assessor.ruleset.evidential import Selector


@dataclass(frozen=True, slots=True)
class Match:
    """
    One signal that a selector matches.

    Attributes:
        impacts: The matching impacts.
        sure: Those of them that match for certain; the others do so by an unstated field.
        roots: The origins of its sources that pass the selector's tier filter.
        dimensions: Dimensions the matching impacts state, within the selector's filter.
        sure_dimensions: Those that the certain ones state.
        anywhere: True where a matching impact leaves its dimension unstated.
    """

    told: Told
    impacts: tuple[Impact, ...]
    sure: tuple[Impact, ...]
    roots: frozenset[str]
    dimensions: frozenset[str]
    sure_dimensions: frozenset[str]
    anywhere: bool

    @property
    def certain(self) -> bool:
        """False where only an unstated field lets it match."""
        return bool(self.sure)

    @property
    def taggings(self) -> frozenset[object]:
        """What the matching impacts are tagged as, without any wording: what reports of one event have in common."""
        return frozenset(
            (i.aspect, i.direction, frozenset(i.dimensions), i.severity, i.stage, frozenset(i.tags))
            for i in self.impacts
        )


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
    found = Kleene.MET
    for value, accepted in (
        (impact.direction, selector.direction),
        (impact.aspect, selector.aspect),
        (impact.severity, selector.severity),
    ):
        if accepted is not None and value not in accepted:
            if value != UNSTATED:
                return Kleene.NOT_MET
            found = Kleene.UNKNOWN
    return min(found, _dimensions(impact.dimensions, selector.dimension))


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
    sure = tuple(impact for impact, outcome in outcomes if outcome is Kleene.MET)
    return Match(
        told=told,
        impacts=matching,
        sure=sure,
        roots=told.roots(None if selector.tier is None else frozenset(selector.tier)),
        dimensions=_stated(matching, selector),
        sure_dimensions=_stated(sure, selector),
        anywhere=any(UNSTATED in impact.dimensions for impact in matching),
    )


def _stated(impacts: tuple[Impact, ...], selector: Selector) -> frozenset[str]:
    """Return the dimensions that impacts state, within the selector's filter."""
    stated = frozenset(d for impact in impacts for d in impact.dimensions if d != UNSTATED)
    return stated if selector.dimension is None else stated & set(selector.dimension)
