"""
A verdict taken apart: what it says, part by part, in the glossary's words.

Holds every field of a verdict and no judgement of them, so that whoever compares two verdicts
part by part leaves nothing out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.assessment import (
        ConfidenceStep,
        DimensionStatus,
        FindingOutcome,
        StateChange,
        TensionOutcome,
        Unknown,
        Verdict,
    )

PARTS: Final = (
    "standing",
    "trajectory",
    "last supported",
    "qualifier",
    "trend",
    "confidence",
    "confidence step",
    "alternative",
    "dimension",
    "tension",
    "finding",
    "unknown",
    "leans on",
)
"""What a verdict says, most important first; of unknowns, only that they are there."""

CORE: Final = ("standing", "trajectory", "last supported", "qualifier", "trend", "confidence", "alternative")
"""The parts that make two verdicts different ones, as `assessor.engine.evaluate.core` has them."""

DETAILS: Final = (
    "standing reason",
    "state",
    "in doubt",
    "reason",
    "title",
    "subject",
    "rules",
    "stale",
    "side",
    "why unknown",
    "settled by",
    "branch",
)
"""What lies under those parts: reasons, rules, evidence, titles and days."""

Facet = tuple[str, str]
"""A part, and which one of it; the latter is empty where a verdict has only one."""

_Said = tuple[str, str, str | None]
_ACTIVE: Final = {"met": "active", "not met": "not active", "unknown": "unknown"}


def take_apart(verdict: Verdict) -> dict[Facet, str]:
    """
    Return what a verdict says of each part, in the order in which it says it.

    Where there is no more to say than that something is there, as of a qualifier, the text is
    empty. What is absent from the verdict is absent here.
    """
    found: dict[Facet, str] = {}
    for part, about, says in _say(verdict):
        if says is not None:
            number = 1
            while (key := (part, about if number == 1 else f"{about} ({number})")) in found:
                number += 1
            found[key] = says
    return found


def _say(verdict: Verdict) -> Iterator[_Said]:
    yield "standing", "", verdict.standing
    yield "standing reason", "", verdict.standing_reason or None
    yield "trajectory", "", verdict.trajectory
    yield "last supported", "", _supported(verdict.last_supported)
    yield "trend", "", verdict.trend
    yield "confidence", "", verdict.confidence
    for qualifier in verdict.qualifiers:
        yield "qualifier", qualifier, ""
    for step in verdict.confidence_steps:
        yield _say_step(step)
    for alternative in verdict.alternatives:
        yield "alternative", alternative, ""
    for dimension in verdict.dimensions:
        yield from _say_dimension(dimension)
    for tension in verdict.tensions:
        yield from _say_tension(tension)
    for finding in verdict.findings:
        yield from _say_finding(finding)
    for unknown in verdict.unknowns:
        yield from _say_unknown(unknown)
    for leaning in verdict.leans_on:
        yield "leans on", leaning, ""
    for guard in verdict.unknown_guards:
        yield "in doubt", f"{guard.rule}, {guard.source} to {guard.target}", f"{guard.first} to {guard.last}"
    for change in verdict.history:
        yield "state", f"from {change.day}", f"{change.state}, by {_rule(change)}"
    for reason in verdict.reasons:
        yield "reason", f"{reason.concludes}, by rule {reason.rule}", f"{reason.day}: {', '.join(reason.evidence)}"
    for branch in verdict.outlook:
        says = f"{branch.title}; by {branch.horizon}; assumes {'; '.join(branch.assumes)}; {branch.computed}"
        yield "branch", branch.branch, says


def _supported(last: StateChange | None) -> str | None:
    return f"{last.state} on {last.day}" + (f", by {_rule(last)}" if last.rule is not None else "") if last else None


def _rule(change: StateChange) -> str:
    return f"rule {change.rule}" if change.rule is not None else "no rule"


def _say_step(step: ConfidenceStep) -> _Said:
    """Name a step by its rule, or else by the beginning of its reason, which goes on to name items."""
    if step.rule is not None:
        return "confidence step", f"by rule {step.rule}", step.step + ("" if step.reason == "rule" else step.reason)
    subject, _, rest = step.reason.partition(": ")
    return "confidence step", f"for {subject}", f"{step.step}: {rest}" if rest else step.step


def _say_dimension(dimension: DimensionStatus) -> Iterator[_Said]:
    name = f"of dimension {dimension.dimension}"
    decided = dimension.why == "decided"
    yield "dimension", dimension.dimension, dimension.status if decided else f"{dimension.status}: {dimension.why}"
    yield "title", name, dimension.title
    yield "rules", name, dimension.rule
    yield "stale", name, ", ".join(dimension.stale) or None
    yield "settled by", name, "; ".join(dimension.settle) or None


def _say_tension(tension: TensionOutcome) -> Iterator[_Said]:
    name = f"of tension {tension.tension}"
    yield "tension", tension.tension, _ACTIVE[tension.active]
    yield "title", name, tension.title
    for side in tension.sides:
        yield "side", f"{side.finding} {name}", f"{side.outcome}: {', '.join(side.evidence)}"


def _say_finding(finding: FindingOutcome) -> Iterator[_Said]:
    name = f"of finding {finding.finding}"
    yield "finding", finding.finding, finding.outcome
    yield "subject", name, finding.about
    yield "rules", name, ", ".join(finding.rules) or None


def _say_unknown(unknown: Unknown) -> Iterator[_Said]:
    name = f"of unknown {unknown.condition}"
    yield "unknown", unknown.condition, ""
    yield "why unknown", name, unknown.reason
    yield "settled by", name, "; ".join(unknown.settle) or None
    yield "rules", name, ", ".join(unknown.rules)
