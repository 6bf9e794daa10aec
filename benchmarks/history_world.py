"""
What the histories are of that are timed: one cell, ten years, fifty conditions, and evidence for them.

Holds the rules and the evidence as our own values, and the same evidence as plain numbers for peers. Every
signal has an event id and a source of its own; half are dated to a month. One feed watches throughout.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.cell import Cell
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.framework import Framework
from assessor.domain.known import EvidenceVersion, known_at
from assessor.ruleset.model import CellRules, Ruleset

if TYPE_CHECKING:
    from assessor.domain.evidence import Item, Kind
    from assessor.domain.known import Evidence

FIRST, LAST = date(2015, 1, 1), date(2024, 12, 31)
SIGNALS: Final = 600
DIMENSIONS: Final = tuple(f"d{n}" for n in range(5))
DIRECTIONS: Final = ("up", "down")
STATES: Final = ("A", "B", "C")
INDICATORS: Final = ("x", "y")
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_KINDS: dict[type, Kind] = {Source: "source", Signal: "signal", Reading: "reading", Feed: "feed"}

WINDOWS: Final = ("P1M", "P3M", "P6M", "P1Y")
MAX_AGE: Final = "P3M"
COUNTS: Final = [
    (dimension, direction, window, least)
    for dimension in DIMENSIONS
    for direction in DIRECTIONS
    for window, least in zip(WINDOWS, (1, 2, 3, 6), strict=True)
]
"""Forty conditions on signals: what they select, their window, and how many they ask for at least."""
VALUES: Final = [(indicator, above) for indicator in INDICATORS for above in (20, 35, 50, 65, 80)]
"""Ten conditions on readings: the latest is above so much."""

MEMBERS: Final = {
    **{f"f{n}": ("any", tuple(range(8 * n, 8 * n + 4)), tuple(range(8 * n + 4, 8 * n + 8))) for n in range(5)},
    **{f"g{n}": ("all", (8 * n + 1,), (40 + n, 45 + n)) for n in range(5)},
}
"""Findings: `any` of some conditions and not all of others; `all` of some with one of others."""
GUARDS: Final = (("A", "B", "f0", 1), ("B", "C", "f1", 1), ("C", "B", "f1", -1), ("B", "A", "f0", -1))
"""Transitions: from, to, and the finding that must be met, or with -1 not met."""
QUALIFIERS: Final = (("q0", "g0"), ("q1", "g1"), ("q2", "g2"))


@dataclass(frozen=True)
class Plain:
    """
    The evidence as numbers: of each signal its dimension and direction by place, first and last day as ordinals.

    Attributes:
        readings: For each indicator, last days of periods as ordinals with values, ascending.
    """

    signals: tuple[tuple[int, int, int, int], ...]
    readings: dict[str, tuple[tuple[int, int], ...]]


def make_world(seed: int = 7) -> tuple[Ruleset, Evidence, Plain]:
    """Return rules, evidence and the same evidence as numbers."""
    rng = random.Random(seed)  # noqa: S311 - nothing is secret
    items: list[Item] = []
    plain: list[tuple[int, int, int, int]] = []
    for number in range(SIGNALS):
        day = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))
        month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        vague = rng.random() < 0.5  # noqa: PLR2004 - half of them
        lo, hi = (day.replace(day=1), month_end) if vague else (day, day)
        dimension, direction = rng.randrange(len(DIMENSIONS)), rng.randrange(len(DIRECTIONS))
        plain.append((dimension, direction, lo.toordinal(), hi.toordinal()))
        items.append(Source(id=f"s{number}", title="s", tier=1, published=hi))
        items.append(_signal(number, f"{day:%Y-%m}" if vague else str(day), dimension, direction))
    readings: dict[str, list[tuple[int, int]]] = {name: [] for name in INDICATORS}
    months = [date(year, month, 1) for year in range(FIRST.year, LAST.year + 1) for month in range(1, 13)]
    for name in INDICATORS:
        for month in months:
            if rng.random() < 0.9:  # noqa: PLR2004 - some are missing, so that some days are stale
                value, end = rng.randrange(100), (month.replace(day=28) + timedelta(days=4)).replace(day=1)
                readings[name].append(((end - timedelta(days=1)).toordinal(), value))
                fields = {
                    "indicator": name,
                    "period": f"{month:%Y-%m}",
                    "unit": "u",
                    "source": "s0",
                    "value": str(value),
                }
                items.append(Reading.model_validate(fields))
    items.append(Feed.model_validate({"id": "feed", "title": "f", "watches": [{"from": "2000-01-01"}]}))
    versions = [EvidenceVersion(_KINDS[type(i)], i.id, 1, i, f"sha256:{i.id}", MOMENT) for i in items]
    return _ruleset(), known_at(versions, MOMENT), Plain(tuple(plain), {k: tuple(v) for k, v in readings.items()})


def _signal(number: int, when: str, dimension: int, direction: int) -> Signal:
    impact = {"cell": "1", "direction": DIRECTIONS[direction], "dimensions": [DIMENSIONS[dimension]]}
    impact |= {"severity": "low", "stage": "act"}
    told = {"id": f"g{number}", "title": "g", "date": when, "event": f"e{number}", "sources": [f"s{number}"]}
    return Signal.model_validate(told | {"impacts": [impact]})


def _terms(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "definition": name} for name in names]


def _ruleset() -> Ruleset:
    conditions: list[dict[str, Any]] = [
        {"signals": {"dimension": d, "direction": r}, "within": w, "count": {"at_least": n}} for d, r, w, n in COUNTS
    ]
    conditions += [{"reading": i, "is": {"above": v}, "max_age": MAX_AGE} for i, v in VALUES]
    rules: list[dict[str, Any]] = []
    for finding, (kind, some, others) in MEMBERS.items():
        inner = [conditions[n] for n in others]
        if kind == "any":
            when = {"all": [{"any": [conditions[n] for n in some]}, {"not": {"all": inner}}]}
        else:
            when = {"all": [*(conditions[n] for n in some), {"any": inner}]}
        rules.append({"id": finding, "when": when, "then": {"finding": finding}})
    for source, target, finding, sign in GUARDS:
        then = {"transition": target, "from": source}
        asked: dict[str, Any] = {"finding": finding}
        rules.append({"id": f"{source}-{target}", "when": asked if sign > 0 else {"not": asked}, "then": then})
    rules += [{"id": q, "when": {"finding": f}, "then": {"qualifier": q}} for q, f in QUALIFIERS]
    framework = {
        "framework": "timed", "title": "Timed", "epoch": str(FIRST), "trajectories": _terms(*STATES), "initial": "A",
        "directions": _terms(*DIRECTIONS), "aspects": _terms("one"), "stages": _terms("act"),
        "severities": [{"id": "low", "definition": "", "weight": 1}], "tags": _terms("t"),
        "tiers": [{"id": "primary", "definition": "", "tier": 1}], "statuses": _terms("good"),
        "trends": _terms("rising"), "qualifiers": _terms(*(q for q, _ in QUALIFIERS)),
        "standing": {"signals": 0, "within": "P1Y", "dimensions": 0},
        "indicators": [
            {"id": i, "title": i, "unit": "u", "polarity": "none", "cadence": "P1M", "lag": "P1D", "precision": 0}
            for i in INDICATORS
        ],
    }  # fmt: skip
    cell = {"cell": "1", "title": "One", "dimensions": [{"id": d, "title": d} for d in DIMENSIONS]}
    return Ruleset(
        framework=Framework.model_validate(framework),
        cells=(Cell.model_validate(cell),),
        rules=(CellRules.model_validate({"cell": "1", "rules": [r | {"because": "b"} for r in rules]}),),
    )
