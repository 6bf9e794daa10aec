"""
The same ten years by rule engines that take a day at a time and cost milliseconds for it: rule-engine, durable-rules.

rule-engine is given the windows counted, as zen-engine is. durable-rules can neither count nor compare safely, so it
is given the outcome of every condition, as our assessments give it, and chains from there, in its worker process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rule_engine

from benchmarks.history_peers import conditions_as, findings_as
from benchmarks.history_world import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.engine.inference import DurableEngine
    from assessor.engine.prepare import Prepared

    Days = Callable[[slice], list[dict[str, int]]]
    """Some of the days to the findings of each."""


def make_rule_engine(aggregated: list[dict[str, int]]) -> dict[str, Days]:
    """Return rule-engine by a rule for each finding, and by one for each condition with findings over them."""

    def joined(name: str, parts: list[str]) -> str:
        return f"${name}([{', '.join(parts)}])"

    texts = conditions_as("?", ":")
    whole = {f: rule_engine.Rule(t) for f, t in findings_as(joined, lambda n: texts[n]).items()}
    conditions = {f"k{n}": rule_engine.Rule(text) for n, text in enumerate(texts)}
    findings = {f: rule_engine.Rule(t) for f, t in findings_as(joined, lambda n: f"k{n}").items()}

    def at_once(days: slice) -> list[dict[str, int]]:
        return [{f: int(rule.evaluate(row)) for f, rule in whole.items()} for row in aggregated[days]]

    def in_two(days: slice) -> list[dict[str, int]]:
        told = ({k: rule.evaluate(row) for k, rule in conditions.items()} for row in aggregated[days])
        return [{f: int(rule.evaluate(known)) for f, rule in findings.items()} for known in told]

    return {"rule-engine, a rule a finding": at_once, "rule-engine, each condition once": in_two}


def make_durable(prepared: Prepared, engine: DurableEngine) -> dict[str, Days]:
    """Return durable-rules by a request a day, and by its best: all days in one batch."""
    phase = prepared.plan.before
    columns = [prepared.columns[what].outcomes.tolist() for what in phase.inputs if isinstance(what, int)]
    given = [*zip(*columns, strict=True)]

    def told(outcomes: list[tuple[int, ...]]) -> list[dict[str, int]]:
        return [{name: day[phase.findings[name]] for name in MEMBERS} for day in outcomes]

    def one_by_one(days: slice) -> list[dict[str, int]]:
        return told([engine.infer(phase.program, [inputs])[0] for inputs in given[days]])

    def in_one_batch(days: slice) -> list[dict[str, int]]:
        return told(engine.infer(phase.program, given[days]))

    return {"durable-rules, a request a day": one_by_one, "durable-rules, one batch": in_one_batch}
