"""Small rulesets of one cell, or of several that read each other, in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.ruleset.model import CellRules, Ruleset
from assessor.workbench.solver.subject import Subject, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def terms(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "definition": name} for name in names]


FRAMEWORK: dict[str, Any] = {
    "framework": "small",
    "title": "Small",
    "epoch": "2024-01-15",
    "trajectories": terms("Low", "Middle", "High"),
    "initial": "Low",
    "directions": terms("up", "down"),
    "aspects": terms("one"),
    "stages": terms("act", "talk"),
    "severities": [{"id": "low", "definition": "", "weight": 1}, {"id": "high", "definition": "", "weight": 3}],
    "tags": terms("t", "u"),
    "amounts": [{"id": "deaths", "unit": "people", "counts": "Who died in it."}],
    "tiers": [{"id": "primary", "definition": "", "tier": 1}, {"id": "press", "definition": "", "tier": 2}],
    "statuses": terms("good", "bad"),
    "trends": terms("rising", "falling"),
    "qualifiers": terms("odd"),
    "standing": {"signals": 0, "within": "P1Y", "dimensions": 0},
    "indicators": [
        {"id": name, "title": name, "unit": "u", "polarity": polarity, "cadence": cadence, "lag": "P1D", "precision": 1}
        for name, polarity, cadence in (("x", "higher", "P1M"), ("y", "lower", "P3M"))
    ],
}
CELL = {"cell": "1", "title": "One", "dimensions": [{"id": "d", "title": "D"}, {"id": "e", "title": "E"}]}


def seen(within: str = "P1M", at_least: int = 1, **selector: Any) -> dict[str, Any]:
    return {"signals": selector, "within": within, "count": {"at_least": at_least}}


def finding(name: str, when: dict[str, Any], rule: str = "") -> dict[str, Any]:
    return {"id": rule or name, "when": when, "then": {"finding": name}, "because": "b"}


def rule(name: str, when: dict[str, Any], **then: Any) -> dict[str, Any]:
    return {"id": name, "when": when, "then": then, "because": "b"}


def move(name: str, source: Any, target: str, when: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "when": when, "then": {"transition": target, "from": source}, "because": "b"}


def small(*rules: dict[str, Any], **framework: Any) -> Ruleset:
    return Ruleset(
        framework=Framework.model_validate(FRAMEWORK | framework),
        cells=(Cell.model_validate(CELL),),
        rules=(CellRules.model_validate({"cell": "1", "rules": list(rules)}),),
    )


def reads(*states: str, cell: str = "2", **more: Any) -> dict[str, Any]:
    return {"trajectory_of": cell, "is": list(states)} | more


def cells(*rules: Sequence[dict[str, Any]], **framework: Any) -> Ruleset:
    """Return as many cells as lists of rules, named `1`, `2` and so on."""
    each = {str(number): CellRules.model_validate({"cell": str(number), "rules": list(found)})
            for number, found in enumerate(rules, start=1)}  # fmt: skip
    return Ruleset(
        framework=Framework.model_validate(FRAMEWORK | framework),
        cells=tuple(Cell.model_validate(CELL | {"cell": cell}) for cell in each),
        rules=tuple(each.values()),
    )


def subject(*rules: dict[str, Any], **framework: Any) -> Subject:
    return subject_of(small(*rules, **framework), "1")
