"""
What is unknown on the day judged, gathered from every rule that it leaves open.

Walks from undecided rules down through unknown conditions to the leaves that are
unknown, and asks `assessor.engine.unknowns` why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.assessment import Unknown
from assessor.domain.kleene import Kleene
from assessor.engine.describe import describe
from assessor.engine.phase import FindingLeaf, HeldLeaf
from assessor.engine.unknowns import why_unknown
from assessor.ruleset.conclusions import ConcludeTransition
from assessor.ruleset.conditions import TrajectoryOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.engine.day_record import DayRecord
    from assessor.engine.phase import Input
    from assessor.engine.plan import Plan
    from assessor.engine.prepare import Prepared


def unknown_inputs(plan: Plan, record: DayRecord, node: int, *, after: bool) -> Iterator[Input]:
    """Yield the unknown inputs that leave a node unknown, through findings, once each."""
    seen: set[tuple[bool, int]] = set()
    open_nodes = [(after, node)]
    while open_nodes:
        where, current = open_nodes.pop()
        outcomes = record.after if where else record.before
        if (where, current) in seen or outcomes[current] != Kleene.UNKNOWN:
            continue
        seen.add((where, current))
        what = (plan.after if where else plan.before).nodes[current]
        if isinstance(what.given, FindingLeaf):
            open_nodes.append((False, plan.before.findings[what.given.finding]))
        elif what.kind == "input" and what.given is not None:
            yield what.given
        elif what.kind == "agree" and all(outcomes[child] != Kleene.UNKNOWN for child in what.children):
            past = (plan.after if where else plan.before).nodes[what.children[1]].given
            if past is not None:  # today and the days before are decided, and differ
                yield past
        open_nodes += [(where, child) for child in reversed(what.children)]


def unknowns_of(prepared: Prepared, record: DayRecord) -> tuple[Unknown, ...]:
    """Return every open question of the day, with the rules it leaves undecided, in the order of the rules."""
    plan = prepared.plan
    touched: dict[Input, list[str]] = {}
    for rule in plan.rules.rules:
        if isinstance(rule.then, ConcludeTransition) and record.state not in rule.then.source:
            continue
        after = rule.id in plan.after.rules
        node = (plan.after if after else plan.before).rules[rule.id]
        for given in unknown_inputs(plan, record, node, after=after):
            touched.setdefault(given, [])
            if rule.id not in touched[given]:
                touched[given].append(rule.id)
    return tuple(_unknown(prepared, record, given, tuple(rules)) for given, rules in touched.items())


def _unknown(prepared: Prepared, record: DayRecord, given: Input, rules: tuple[str, ...]) -> Unknown:
    if isinstance(given, int):
        leaf = prepared.leaves[given]
        reason, settle = why_unknown(leaf, record.day)
        return Unknown(condition=describe(leaf.condition), rules=rules, reason=reason, settle=settle)
    if isinstance(given, TrajectoryOf):
        return Unknown(
            condition=describe(given),
            rules=rules,
            reason=f"the trajectory of cell {given.trajectory_of} is not issued, or ambiguous",
            settle=(f"what settles cell {given.trajectory_of}",),
        )
    assert isinstance(given, HeldLeaf)  # noqa: S101 - the state of the committed path is never unknown
    return Unknown(
        condition=f"on every day of {given.window}",
        rules=rules,
        reason="met on some days of the window and not on others, or unknown on some",
        settle=("the passing of time without a change",),
    )
