"""
Evidence as an explanation cites it: dates, tiers, sources, and how it came to be known.

Signals stand one by one; readings of one indicator and source stand together.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.domain.explanation import Cited

_MOST_SIGNALS = 6


def render_cited(evidence: Sequence[Cited]) -> Iterator[Text]:
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


def _signal(cited: Cited) -> Text:
    possibly = "possibly, " if cited.counts == "possibly" else ""
    text = shown(f"{cited.when}  {cited.title}").append(shown(f" ({possibly}{_tier(cited)}, {cited.id})", "dim"))
    return _with_sources(text, cited)


def _readings(group: list[Cited]) -> Text:
    first = group[0]
    values = ", ".join(f"{c.when}: {c.value.partition(' ')[0]}" for c in group)
    unit = f"{_unit(first)}, " if _unit(first) else ""
    text = shown(first.title).append(shown(f" ({unit}{_tier(first)})", "dim")).append("\n  ")
    return _with_sources(text.append(shown(values)), first)


def _unit(cited: Cited) -> str:
    """Return the unit behind a reading's value; nothing where there is no value."""
    return cited.value.partition(" ")[2]


def _tier(cited: Cited) -> str:
    return f"tier {cited.tier}" if cited.tier is not None else "no source known"


def _with_sources(text: Text, cited: Cited) -> Text:
    for source in cited.sources:
        text.append("\n  from ", "dim").append(shown(source, "dim"))
    if cited.marks:
        text.append("\n  ").append(shown(", ".join(cited.marks), "yellow"))
    return text
