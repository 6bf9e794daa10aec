"""
The verdict of a cell, read off its fold.

Puts the parts together; each part's own rule is in its own module. Reads nothing but the
timeline it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.assessment import (
    FindingOutcome,
    Leaning,
    OutcomeWord,
    OutlookBranch,
    Reason,
    StateChange,
    TensionOutcome,
    TensionSide,
    UnknownGuard,
    Verdict,
)
from assessor.domain.kleene import Kleene
from assessor.engine.confidence import confidence_of
from assessor.engine.evidence_under import evidence_under
from assessor.engine.open_questions import unknowns_of
from assessor.engine.statuses import statuses_of
from assessor.ruleset.conclusions import (
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)

if TYPE_CHECKING:
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.day_record import DayRecord
    from assessor.engine.fold import Fold
    from assessor.engine.prepare import Prepared
    from assessor.engine.timeline import Timeline
    from assessor.ruleset.model import Rule, Ruleset

_WORDS: dict[int, OutcomeWord] = {1: "met", 0: "unknown", -1: "not met"}


def verdict_of(ruleset: Ruleset, timeline: Timeline, cell: str, support: tuple[EvidenceVersion, ...]) -> Verdict:
    """Return the verdict of a cell on the last day of a timeline."""
    prepared, fold = timeline.prepared[cell], timeline.folds[cell]
    record = fold.last
    unknowns = unknowns_of(prepared, record)
    dimensions = statuses_of(prepared, record, unknowns)
    level, steps = confidence_of(prepared, fold, dimensions)
    order = [t.id for t in ruleset.framework.trajectories]
    return Verdict(
        trajectory=record.state if record.sufficient else None,
        last_supported=None if record.sufficient else _last_supported(fold),
        qualifiers=_qualifiers(prepared, record),
        trend=_trend(prepared, record),
        confidence=level,
        confidence_steps=steps,
        alternatives=tuple(t for t in order if t in record.could_be and t != record.state),
        standing="sufficient" if record.sufficient else "insufficient",
        standing_reason=_standing_reason(ruleset, prepared, record),
        dimensions=dimensions,
        findings=_findings(prepared, record),
        tensions=_tensions(prepared, record),
        outlook=tuple(
            OutlookBranch(branch=b.id, title=b.title, horizon=str(b.horizon), assumes=tuple(a.title for a in b.assumes))
            for b in prepared.plan.rules.branches
        ),
        unknowns=unknowns,
        unknown_guards=tuple(
            UnknownGuard(rule=d.rule, source=d.source, target=d.target, first=d.first, last=d.last) for d in fold.doubts
        ),
        history=_history(ruleset, fold),
        reasons=_reasons(prepared, fold),
        leans_on=_leans_on(support),
    )


def _met(prepared: Prepared, record: DayRecord, rule: Rule) -> int:
    plan = prepared.plan
    if rule.id in plan.after.rules:
        return record.after[plan.after.rules[rule.id]]
    return record.before[plan.before.rules[rule.id]]


def _qualifiers(prepared: Prepared, record: DayRecord) -> tuple[str, ...]:
    held: dict[str, None] = {}
    for rule in prepared.plan.rules.rules:
        if isinstance(rule.then, ConcludeQualifier) and _met(prepared, record, rule) == Kleene.MET:
            held[rule.then.qualifier] = None
    return tuple(held) if record.sufficient else ()


def _trend(prepared: Prepared, record: DayRecord) -> str | None:
    outcomes = [
        (rule.then.trend, _met(prepared, record, rule))
        for rule in prepared.plan.rules.rules
        if isinstance(rule.then, ConcludeTrend)
    ]
    met = next((trend for trend, outcome in outcomes if outcome == Kleene.MET), None)
    if met is not None or not record.sufficient:
        return met if record.sufficient else None
    return "unknown" if any(outcome == Kleene.UNKNOWN for _, outcome in outcomes) else None


def _last_supported(fold: Fold) -> StateChange | None:
    last = next((r for r in reversed(fold.days) if r.sufficient), None)
    return StateChange(day=last.day, state=last.state) if last is not None else None


def _standing_reason(ruleset: Ruleset, prepared: Prepared, record: DayRecord) -> str:
    if record.sufficient:
        return ""
    if not prepared.plan.rules.rules:
        return f"the ruleset has no rules for cell {prepared.case.cell.cell}"
    standing = ruleset.framework.standing
    parts = []
    if prepared.floor is not None and not record.floor:
        count = prepared.floor.tally(record.day).count
        parts.append(f"{count.certain} certain event(s) within {standing.within}, {standing.signals} are needed")
    if record.determined < standing.dimensions:
        parts.append(f"{record.determined} dimension(s) with a status, {standing.dimensions} are needed")
    return "; ".join(parts)


def _findings(prepared: Prepared, record: DayRecord) -> tuple[FindingOutcome, ...]:
    plan = prepared.plan
    return tuple(
        FindingOutcome(
            finding=finding,
            about=next((r.about for r in rules if r.about is not None), None),
            outcome=_WORDS[record.before[plan.before.findings[finding]]],
            rules=tuple(r.id for r in rules if _met(prepared, record, r) == Kleene.MET),
        )
        for finding, rules in plan.concluding.items()
    )


def _tensions(prepared: Prepared, record: DayRecord) -> tuple[TensionOutcome, ...]:
    titles = {t.id: t.title for t in prepared.case.cell.tensions}
    findings = prepared.plan.before.findings
    return tuple(
        TensionOutcome(
            tension=rule.then.tension,
            title=titles.get(rule.then.tension, rule.then.tension),
            active=_WORDS[_met(prepared, record, rule)],
            sides=tuple(
                TensionSide(
                    finding=finding,
                    outcome=_WORDS[record.before[findings[finding]]],
                    evidence=evidence_under(prepared, record, findings[finding], after=False),
                )
                for finding in rule.then.between
            ),
        )
        for rule in prepared.plan.rules.rules
        if isinstance(rule.then, ConcludeTension)
    )


def _history(ruleset: Ruleset, fold: Fold) -> tuple[StateChange, ...]:
    begin = StateChange(day=ruleset.framework.epoch, state=ruleset.framework.initial)
    moved = tuple(StateChange(day=m.day, state=m.target, rule=m.rule) for m in fold.moves)
    return moved if moved and moved[0].day == begin.day else (begin, *moved)


def _reasons(prepared: Prepared, fold: Fold) -> tuple[Reason, ...]:
    """Return the rules behind the state, the qualifiers, the trend, the statuses and the tensions."""
    reasons: list[Reason] = []
    record = fold.last
    plan = prepared.plan
    if fold.moves:
        move = fold.moves[-1]
        day = fold.days[(move.day - fold.days[0].day).days]
        under = evidence_under(prepared, day, plan.before.rules[move.rule], after=False)
        reasons.append(Reason(concludes=f"trajectory {move.target}", rule=move.rule, day=move.day, evidence=under))
    decided: set[str] = set()
    for rule in plan.rules.rules:
        if isinstance(rule.then, (ConcludeFinding, ConcludeTransition)):
            continue
        if _met(prepared, record, rule) != Kleene.MET:
            continue
        subject = _subject(rule)
        if isinstance(rule.then, (ConcludeStatus, ConcludeTrend)) and subject in decided:
            continue
        decided.add(subject)
        under = evidence_under(prepared, record, plan.after.rules[rule.id], after=True)
        reasons.append(Reason(concludes=_concludes(rule), rule=rule.id, day=record.day, evidence=under))
    return tuple(reasons)


def _subject(rule: Rule) -> str:
    return f"status {rule.then.dimension}" if isinstance(rule.then, ConcludeStatus) else type(rule.then).__name__


def _concludes(rule: Rule) -> str:
    match rule.then:
        case ConcludeStatus():
            return f"{rule.then.dimension}: {rule.then.status}"
        case ConcludeQualifier():
            return f"qualifier {rule.then.qualifier}"
        case ConcludeTrend():
            return f"trend {rule.then.trend}"
        case ConcludeTension():
            return f"tension {rule.then.tension}"
        case ConcludeFinding():
            return f"finding {rule.then.finding}"
        case ConcludeTransition():
            return f"trajectory {rule.then.transition}"
        case _:
            return f"confidence {rule.then.confidence}"


def _leans_on(support: tuple[EvidenceVersion, ...]) -> tuple[Leaning, ...]:
    flags: tuple[tuple[Leaning, bool], ...] = (
        ("backfill", any(v.backfill for v in support)),
        ("estimated publication", any(v.estimated for v in support)),
        ("look-ahead", any(v.look_ahead for v in support)),
    )
    return tuple(name for name, leans in flags if leans)
