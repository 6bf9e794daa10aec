"""
Tensions with both of their sides, and the evidence on each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.site.pages.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.assessment import TensionOutcome
    from assessor.domain.cell import Cell
    from assessor.site.pages.told import Trees

_ACTIVE: Final = {"met": "Active: both sides hold", "unknown": "Unknown", "not met": "At rest: not both sides hold"}
_KINDS: Final = {"met": "active", "unknown": "undetermined", "not met": ""}
_MOST: Final = 6


def flat_tensions(
    tensions: Sequence[TensionOutcome], cell: Cell, titles: Mapping[str, str], trees: Trees
) -> list[dict[str, Any]]:
    """
    Return tensions for a page.

    Args:
        titles: What people call items of evidence, by the names that a verdict gives them.
    """
    about = {one.id: one.about for one in cell.tensions}
    return [
        {
            "title": one.title,
            "about": about.get(one.tension, ""),
            "active": _ACTIVE[one.active],
            "kind": _KINDS[one.active],
            "sides": [
                {
                    "finding": side.finding,
                    "outcome": side.outcome,
                    "evidence": [
                        {
                            "title": shorten(titles.get(item, item), 160),
                            "link": trees.anchor_of(item),
                        }
                        for item in side.evidence[:_MOST]
                    ],
                    "more": max(0, len(side.evidence) - _MOST),
                }
                for side in one.sides
            ],
        }
        for one in tensions
    ]
