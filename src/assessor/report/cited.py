"""
Evidence as an explanation cites it: dates, tiers, sources, and how it came to be known.

Signals stand one by one; readings of one indicator and source stand together.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from assessor.domain.explanation import Cited

_MOST_SIGNALS = 6
_UNDER = (0, 0, 0, 2)


def render_cited(evidence: Sequence[Cited]) -> Iterator[RenderableType]:
    """
    Yield what was matched, signals first, the earliest of many left out and counted.

    Args:
        evidence: Signals in the order of their events, and readings.
    """
    signals = [c for c in evidence if c.kind != "reading"]
    if len(signals) > _MOST_SIGNALS:
        yield Text(f"{len(signals) - _MOST_SIGNALS} earlier, then", style="dim")
    for cited in signals[-_MOST_SIGNALS:]:
        yield _signal(cited)
    readings = [c for c in evidence if c.kind == "reading"]
    for _, group in groupby(readings, key=lambda c: (c.title, c.tier, c.sources, c.marks, _unit(c))):
        yield _readings(list(group))


def _signal(cited: Cited) -> RenderableType:
    possibly = "possibly, " if cited.counts == "possibly" else ""
    head = shown(f"{cited.when}  {cited.title}").append(shown(f" ({possibly}{_tier(cited)}, {cited.id})", "dim"))
    return Group(head, *_sources(cited))


def _readings(group: list[Cited]) -> RenderableType:
    first = group[0]
    values = ", ".join(f"{c.when}: {c.value.partition(' ')[0]}" for c in group)
    unit = f"{_unit(first)}, " if _unit(first) else ""
    head = shown(first.title).append(shown(f" ({unit}{_tier(first)})", "dim"))
    return Group(head, Padding(shown(values), _UNDER), *_sources(first))


def _unit(cited: Cited) -> str:
    """Return the unit behind a reading's value; nothing where there is no value."""
    return cited.value.partition(" ")[2]


def _tier(cited: Cited) -> str:
    return f"tier {cited.tier}" if cited.tier is not None else "no source known"


def _sources(cited: Cited) -> Iterator[RenderableType]:
    """Yield where it comes from and how it came to be known, a line each, wrapped under itself."""
    for source in cited.sources:
        yield Padding(shown(f"from {source}", "dim"), _UNDER)
    if cited.marks:
        yield Padding(shown(", ".join(cited.marks), "yellow"), _UNDER)
