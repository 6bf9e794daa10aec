"""
What is ahead of a cell: signposts that would move it, and the branches of its outlook with what each assumes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.report.charts.ticks import tell_day
from assessor.report.headline import headline
from assessor.site.pages.told import INSUFFICIENT
from assessor.site.pages.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.flip import FlipList
    from assessor.services.outlook import JudgedBranch, Outlook
    from assessor.site.pages.telling import Telling

_MOST: Final = 8
_MOST_CHANGES: Final = 6
_SIGNPOSTS: Final = (
    ("with", "If this comes next, and nothing else new"),
    ("time", "If nothing new comes"),
    ("without", "What holds it: were this not known"),
)


def flat_signposts(found: FlipList | None, telling: Telling) -> list[dict[str, Any]]:
    """Return what would move the verdict, by kind; each with all that it takes."""
    if found is None:
        return []
    groups: list[dict[str, Any]] = []
    for kind, title in _SIGNPOSTS:
        moved = [one.flip for one in found.moved if one.flip.kind == kind]
        rows = [
            {
                "said": _said(f"{one.said}"),
                "day": tell_day(one.day) if kind != "without" else "",
                "change": _change(one.change, telling),
            }
            for one in moved[:_MOST]
        ]
        groups.append({"title": title, "rows": rows, "more": max(0, len(moved) - _MOST)})
    return groups


def tell_effort(found: FlipList | None) -> str:
    """Return how far changes were looked for, where that was not to the end."""
    if found is None or not found.flips.exhausted:
        return ""
    tried = number_of(found.flips.evaluated, "change")
    was = "was" if found.flips.evaluated == 1 else "were"
    return f"{tried} {was} tried; more of them, or larger ones, may move it too."


def _change(change: Sequence[str], telling: Telling) -> list[str]:
    """Return what changes, the first of much."""
    texts = list(dict.fromkeys(change))
    told = [_times(change.count(text), telling(text)) for text in texts[:_MOST_CHANGES]]
    more = len(texts) - _MOST_CHANGES
    return [*told, f"{more} more"] if more > 0 else told


def _said(text: str) -> str:
    """Return what a verdict says; that none is issued as it stands elsewhere, the states as people wrote them."""
    return INSUFFICIENT + text[len(INSUFFICIENT) :] if text.startswith(INSUFFICIENT.lower()) else text


def _times(number: int, text: str) -> str:
    return f"{number} times: {text}" if number > 1 else text


def flat_branches(found: Outlook | None) -> list[dict[str, Any]]:
    """Return each branch with what it assumes, and how it can end."""
    if found is None:
        return []
    return [
        {
            "title": one.outlook.branch.title,
            "horizon": tell_day(one.outlook.horizon),
            "expects": one.outlook.branch.expects,
            "assumes": [assumed.title for assumed in one.outlook.branch.assumes],
            "endings": [
                {
                    "verdict": _said(headline(end.verdict)) + (f"; {end.verdict.trend}" if end.verdict.trend else ""),
                    "terms": "; or ".join(_term(term.having, term.lacking, one) for term in end.terms),
                }
                for end in one.endings
            ],
        }
        for one in found.branches
    ]


def _term(having: Sequence[str], lacking: Sequence[str], branch: JudgedBranch) -> str:
    titles = {one.id: f"“{one.title}”" for one in branch.outlook.branch.assumes}
    parts = [f"with {' and '.join(titles[one] for one in having)}"] if having else []
    parts += [f"without {' and '.join(titles[one] for one in lacking)}"] if lacking else []
    return " ".join(parts) if parts else "whatever comes true"
