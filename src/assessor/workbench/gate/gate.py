"""
The gate: every step in order, then publication with a report of them, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.audit import canonicalize
from assessor.errors import RulesetRefusedError
from assessor.services.publish_ruleset import GateReport, find_published, publish_ruleset
from assessor.workbench.gate.analysis import try_analysis
from assessor.workbench.gate.features import try_coverage, try_features
from assessor.workbench.gate.rules import try_check, try_impact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.services.publish_ruleset import Published
    from assessor.workbench.gate.step import GateStep, StepResult, Subject

STEPS: Final[tuple[GateStep, ...]] = (try_check, try_analysis, try_features, try_coverage, try_impact)
"""What rules go through, in this order."""

REPORT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Gated:
    """A publication, and what each step found before it; no steps where the same was published before."""

    published: Published
    steps: tuple[StepResult, ...]


def pass_gate(subject: Subject, *, reason: str | None = None, author: str | None = None) -> Gated:
    """
    Take rules through every step, and publish them with a report of it.

    Args:
        reason: Why they are published although a step warned.
        author: Who answers for that.

    Raises:
        RulesetRefusedError: A step failed, or one warned and no reason or author is given; nothing was published.
        RulesetConflictError: The log is of another framework, or holds other content of this version.
    """
    there = find_published(subject.context, subject.ruleset, subject.effective_from)
    if there is not None:
        return Gated(there, ())
    steps: list[StepResult] = []
    for step in STEPS:
        steps.append(step(subject))
        if steps[-1].outcome == "failed":
            raise RulesetRefusedError(_told("a step of the gate failed", steps, "mend it"))
    warned = any(one.outcome == "warned" for one in steps)
    if warned and (not reason or not author):
        raise RulesetRefusedError(_told("a step of the gate warned", steps, "mend it, or give --reason and --author"))
    report = GateReport(
        outcome="warned" if warned else "passed",
        document=write_report(subject, steps),
        reason=reason if warned else None,
        author=author if warned else None,
    )
    return Gated(publish_ruleset(subject.context, subject.ruleset, subject.effective_from, report), tuple(steps))


def write_report(subject: Subject, steps: Sequence[StepResult]) -> bytes:
    """Return the canonical bytes of what the steps found."""
    told = [{"step": s.step, "outcome": s.outcome, "told": s.told, "counts": dict(s.counts)} for s in steps]
    framework = subject.ruleset.framework.framework
    return canonicalize({"version": REPORT_VERSION, "framework": framework, "steps": told})


def _told(lead: str, steps: Sequence[StepResult], mend: str) -> str:
    lines = "\n".join(f"  {step}" for step in steps)
    return f"{lead}, and nothing was published; {mend}:\n{lines}"
