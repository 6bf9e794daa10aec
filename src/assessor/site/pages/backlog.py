"""
The signals of a cell's page: the latest, and those that the verdict rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.domain.framework import UNSTATED
from assessor.site.names import anchor
from assessor.site.pages.told import link_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.evidence import Impact
    from assessor.site.gather.backlog import SignalTold

MOST: Final = 100


def flat_backlog(backlog: Sequence[SignalTold], titles: Mapping[str, str]) -> tuple[list[dict[str, Any]], str]:
    """Return the latest signals for a page, and how many of all there are in words."""
    shown = backlog[:MOST]
    number = f"{len(backlog)} signal{'' if len(backlog) == 1 else 's'}"
    told = number if len(shown) == len(backlog) else f"The latest {len(shown)} of {number}; all are in signals.csv"
    return [_flat(one, titles) for one in shown], f"{told}. The direction is that for this cell."


def _flat(one: SignalTold, titles: Mapping[str, str]) -> dict[str, Any]:
    signal, version = one.signal, one.version
    marks = [word for word, holds in (("backfill", version.backfill), ("look-ahead", version.look_ahead)) if holds]
    return {
        "anchor": anchor(signal.id),
        "date": str(signal.date),
        "title": signal.title,
        "impacts": [_impact(impact) for impact in one.here],
        "supports": one.supports,
        "sources": [f"{source.title} (tier {source.tier})" for source in one.sources],
        "marks": marks,
        "others": link_cells(titles, one.others),
    }


def _impact(impact: Impact) -> dict[str, Any]:
    parts = [impact.aspect, *impact.dimensions, impact.stage or UNSTATED, impact.severity]
    return {
        "direction": impact.direction if impact.direction != UNSTATED else "direction unstated",
        "kind": impact.direction
        if impact.direction in {"advancing", "holding", "contested", "stalling", "reversing"}
        else "",
        "told": " · ".join(part for part in parts if part != UNSTATED),
        "why": impact.why,
    }
