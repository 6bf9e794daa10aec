"""
What a verdict does not say, on a cell's page: how close it came, each in a few lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.site.gather.unsaid import Unsaid
    from assessor.site.pages.telling import Telling
    from assessor.site.pages.ways import RuleWays

_MOST: Final = 4


def flat_unsaid(some: Iterable[Unsaid], ways: RuleWays, telling: Telling) -> list[dict[str, Any]]:
    """Return what is not said, each with what its rule lacks, the first of many."""
    return [
        {
            "said": one.said,
            "rule": one.rule,
            "link": ways.to(one.rule),
            "stands": "holds too, and a rule above it decides" if one.outcome == "met" else f"{one.outcome} now",
            "lacks": _lacks([telling(text) for text in one.lacks]),
        }
        for one in some
    ]


def _lacks(texts: list[str]) -> list[str]:
    more = [f"and {len(texts) - _MOST} more"] if len(texts) > _MOST else []
    return [*texts[:_MOST], *more]
