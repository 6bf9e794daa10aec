"""
Frameworks of any size: as many cells as wanted, all judged by the same rules, of as many conditions as wanted.

Each condition counts the signals of one dimension and direction within a window; four make a finding. Findings move
the trajectory, and give qualifiers, statuses and a trend. Nothing in them is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.ruleset.model import Rule, Ruleset, SharedRules

if TYPE_CHECKING:
    from datetime import date

DIMENSIONS: Final = ("north", "east", "south", "west")
DIRECTIONS: Final = ("up", "down")
TIERS: Final = (1, 2, 3)
WINDOWS: Final = (("P1M", 1), ("P3M", 2), ("P6M", 4), ("P1Y", 8))
"""Windows, each with how many signals a condition asks for at least."""
A_FINDING: Final = 4


def rules_for(cells: int, conditions: int, epoch: date) -> Ruleset:
    """
    Return a framework with cells `1` to `cells`.

    Args:
        conditions: In the rules of each; a multiple of four, twelve at least.
        epoch: The first day of its timeline.
    """
    terms: dict[str, Any] = {
        "trajectories": _terms("A", "B", "C"),
        "directions": _terms(*DIRECTIONS),
        "aspects": _terms("whole"),
        "stages": _terms("act"),
        "tags": _terms("tag"),
        "statuses": _terms("busy"),
        "trends": _terms("rising", "level"),
        "qualifiers": _terms("loud", "quiet"),
        "severities": [{"id": "plain", "definition": "plain", "weight": 1}],
        "tiers": [{"id": f"tier-{tier}", "definition": "a kind", "tier": tier} for tier in TIERS],
    }
    standing = {"signals": 0, "within": "P1Y", "dimensions": 0}
    framework = {"framework": "grown", "title": "Grown", "epoch": epoch, "initial": "A", "standing": standing, **terms}
    dimensions = [{"id": d, "title": d} for d in DIMENSIONS]
    named = (
        {"cell": str(number), "title": f"Cell {number}", "dimensions": dimensions} for number in range(1, cells + 1)
    )
    return Ruleset(
        framework=Framework.model_validate(framework),
        cells=tuple(map(Cell.model_validate, named)),
        rules=(SharedRules(cells="all", rules=tuple(_rules(conditions))),),
    )


def _terms(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "definition": name} for name in names]


def _condition(number: int) -> dict[str, Any]:
    direction = DIRECTIONS[number // len(DIMENSIONS) % len(DIRECTIONS)]
    window, least = WINDOWS[number // len(DIMENSIONS) // len(DIRECTIONS) % len(WINDOWS)]
    more = number // (len(DIMENSIONS) * len(DIRECTIONS) * len(WINDOWS))
    selector = {"dimension": DIMENSIONS[number % len(DIMENSIONS)], "direction": direction}
    return {"signals": selector, "within": window, "count": {"at_least": least + more}}


def _rules(conditions: int) -> list[Rule]:
    findings = []
    for first in range(0, conditions, A_FINDING):
        one, two, three, four = (_condition(number) for number in range(first, first + A_FINDING))
        when = {"any": [{"all": [one, {"not": two}]}, {"all": [three, four]}]}
        findings.append((f"f{first // A_FINDING}", when))
    made: list[dict[str, Any]] = [{"id": name, "when": when, "then": {"finding": name}} for name, when in findings]
    last = findings[-1][0]
    concluded: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("a-b", {"finding": "f0"}, {"transition": "B", "from": "A"}),
        ("b-c", {"all": [{"finding": "f1"}, {"finding": last}]}, {"transition": "C", "from": "B"}),
        ("c-b", {"not": {"finding": "f1"}}, {"transition": "B", "from": "C"}),
        ("b-a", {"not": {"finding": "f0"}}, {"transition": "A", "from": "B"}),
        ("loud", {"finding": "f2"}, {"qualifier": "loud"}),
        ("quiet", {"all": [{"not": {"finding": name}} for name, _ in findings]}, {"qualifier": "quiet"}),
        ("rising", {"findings": [name for name, _ in findings], "at_least": 2}, {"trend": "rising"}),
        ("level", {"finding": last}, {"trend": "level"}),
        ("busy", {"finding": "f0"}, {"dimension": DIMENSIONS[0], "status": "busy"}),
    ]
    made += [{"id": name, "when": when, "then": then} for name, when, then in concluded]
    return [Rule.model_validate(rule | {"because": "as counted"}) for rule in made]
