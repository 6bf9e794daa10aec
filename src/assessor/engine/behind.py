"""
What lies behind a change between two evaluations: rules whose outcome changed, and what these see.

Begins at the rules that conclude the part in question and goes down, through findings, to
rules whose outcome is not what it was; then to the evidence that their conditions see
differently. A trajectory is looked into on the first day on which the two took different ways,
everything else on the days judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.change import ItemChange, RuleChange
from assessor.engine.seen import View, compare_views, seen_by
from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTrend,
)
from assessor.ruleset.conditions import TrajectoryOf, findings_read, walk
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from assessor.domain.assessment import OutcomeWord
    from assessor.domain.change import Change
    from assessor.engine.day_record import DayRecord, Move
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.fold import Fold
    from assessor.ruleset.model import Rule

_WORDS: Final[dict[int, OutcomeWord]] = {1: "met", 0: "unknown", -1: "not met"}
_NOTHING: Final = frozenset({None, "not met"})
_OF_STATE: Final = frozenset({"trajectory", "alternative"})
_OF_STANDING: Final = frozenset({"standing", "trajectory", "last supported"})


@dataclass(frozen=True)
class _Side:
    """One evaluation, on one of the days of its fold."""

    evaluation: Evaluation
    record: DayRecord

    def rule(self, rule_id: str) -> Rule | None:
        """Return a rule of its ruleset, or None."""
        return next((r for r in self.evaluation.prepared.plan.rules.rules if r.id == rule_id), None)

    def outcome(self, rule: Rule | None) -> OutcomeWord | None:
        """Return whether a rule held on the day; None where there is no such rule."""
        if rule is None:
            return None
        plan = self.evaluation.prepared.plan
        if rule.id in plan.after.rules:
            return _WORDS[self.record.after[plan.after.rules[rule.id]]]
        return _WORDS[self.record.before[plan.before.rules[rule.id]]]

    def read_by(self, rule: Rule | None) -> Iterator[str]:
        """Yield the rules that conclude the findings a rule reads."""
        read = findings_read(rule.condition) if rule is not None else ()
        for other in self.evaluation.prepared.plan.rules.rules:
            if isinstance(other.then, ConcludeFinding) and other.then.finding in read:
                yield other.id

    def view(self, rules: Iterable[str], *, floor: bool) -> View:
        """Return what the conditions of some rules see on the day, with the floor of signals where asked."""
        prepared = self.evaluation.prepared
        parts = [part for rule_id in rules if (rule := self.rule(rule_id)) for part in walk(rule.condition)]
        leaves = [prepared.leaf(part) for part in parts if isinstance(part, (Signals, Reading, Readings))]
        leaves += [prepared.floor] if floor and prepared.floor is not None else []
        seen = {key: sure for leaf in leaves for key, sure in seen_by(leaf, self.record.day).items()}
        return View(self.evaluation.evidence, seen)

    def others(self, rules: Iterable[str]) -> dict[str, str]:
        """Return the trajectories of other cells that some rules read, in words."""
        read: dict[str, str] = {}
        for rule_id in rules:
            rule = self.rule(rule_id)
            for part in walk(rule.condition) if rule is not None else ():
                if isinstance(part, TrajectoryOf):
                    day = self.record.day - timedelta(days=1) if part.previous_day else self.record.day
                    states = self.evaluation.timeline.upstream[part.trajectory_of].states.get(day, frozenset())
                    read[part.trajectory_of] = " or ".join(sorted(states)) or "none issued"
        return read


def look_behind(
    change: Change, before: Evaluation, after: Evaluation
) -> tuple[tuple[RuleChange, ...], tuple[ItemChange, ...]]:
    """
    Return the rules and the evidence through which a part of a verdict changed.

    Args:
        change: What changed between the two, as `assessor.engine.compare` names it.

    Returns:
        Rules whose outcome changed, each before those it reads, and the items that these see
        differently. Both are empty where it came through no rule: a milestone passed, a figure aged.
    """
    rules: dict[str, RuleChange] = {}
    items: dict[tuple[str, str], ItemChange] = {}
    for roots, day in _places(change, before, after):
        sides = (_side(before, day), _side(after, day))
        changed = _changed_rules(roots, *sides)
        floor = day is None and change.part in _OF_STANDING
        views = (sides[0].view(changed, floor=floor), sides[1].view(changed, floor=floor))
        for item in (*compare_views(*views), *_changed_cells(changed, *sides)):
            items.setdefault((item.kind, item.id), item)
        rules = {**changed, **rules}
    return tuple(rules.values()), tuple(items.values())


def _side(evaluation: Evaluation, day: date | None) -> _Side:
    """Look at a day, or the last one before it; without one, at the day judged."""
    days = evaluation.timeline.folds[evaluation.cell].days
    place = len(days) - 1 if day is None else min((day - days[0].day).days, len(days) - 1)
    return _Side(evaluation, days[place])


def _places(change: Change, before: Evaluation, after: Evaluation) -> Iterator[tuple[list[str], date | None]]:
    """Yield the rules to begin at, with the day to look at."""
    if change.part in _OF_STATE and None not in (before.verdict.trajectory, after.verdict.trajectory):
        was, now = (evaluation.timeline.folds[evaluation.cell] for evaluation in (before, after))
        yield from _turns(was.moves, now.moves)
        if change.part != "trajectory":
            yield from _doubts(was, now)
        return
    yield list(dict.fromkeys(rule for side in (before, after) for rule in _roots(change, side))), None


def _roots(change: Change, side: Evaluation) -> Iterator[str]:
    """Yield the rules that conclude what changed."""
    for rule in side.prepared.plan.rules.rules:
        match rule.then, change.part:
            case ConcludeQualifier(qualifier=name), "qualifier" if name == change.about:
                yield rule.id
            case ConcludeStatus(dimension=name), "dimension" if name == change.about:
                yield rule.id
            case ConcludeTension(tension=name), "tension" if name == change.about:
                yield rule.id
            case ConcludeFinding(finding=name), "finding" if name == change.about:
                yield rule.id
            case (ConcludeTrend(), "trend") | (ConcludeConfidence(), "confidence"):
                yield rule.id
            case ConcludeConfidence(), "confidence step" if change.about == f"by rule {rule.id}":
                yield rule.id
            case ConcludeStatus(), part if part in _OF_STANDING:
                yield rule.id
    if change.part == "unknown":
        yield from (rule for u in side.verdict.unknowns if u.condition == change.about for rule in u.rules)


def _turns(before: list[Move], after: list[Move]) -> Iterator[tuple[list[str], date]]:
    """Yield the first day on which one fold took a transition that the other did not, with what was taken."""
    for number in range(max(len(before), len(after))):
        taken = [moves[number] for moves in (before, after) if number < len(moves)]
        if len(set(taken)) > 1 or len(taken) == 1:
            day = min(move.day for move in taken)
            yield [move.rule for move in taken if move.day == day], day
            return


def _doubts(before: Fold, after: Fold) -> Iterator[tuple[list[str], date]]:
    """Yield the first days on which a guard was in doubt in one fold and not in the other."""
    starts = [{(doubt.first, doubt.rule) for doubt in fold.doubts} for fold in (before, after)]
    for day, rule in sorted(starts[0] ^ starts[1]):
        yield [rule], day


def _changed_rules(roots: Iterable[str], before: _Side, after: _Side) -> dict[str, RuleChange]:
    """Return the rules whose outcome changed, from the given ones down through what they read."""
    found: dict[str, RuleChange] = {}
    seen: set[str] = set()
    open_rules = list(roots)
    while open_rules:
        rule_id = open_rules.pop(0)
        was, now = before.rule(rule_id), after.rule(rule_id)
        outcomes = (before.outcome(was), after.outcome(now))
        if rule_id in seen or outcomes[0] == outcomes[1] or _NOTHING.issuperset(outcomes):
            continue
        seen.add(rule_id)
        found[rule_id] = RuleChange(
            rule=rule_id,
            day=max(before.record.day, after.record.day),
            before=outcomes[0],
            after=outcomes[1],
            edited=was is not None and now is not None and was != now,
        )
        open_rules += [*before.read_by(was), *after.read_by(now)]
    return found


def _changed_cells(rules: Iterable[str], before: _Side, after: _Side) -> Iterator[ItemChange]:
    """Yield the cells whose trajectory those rules read, where it changed."""
    was, now = before.others(rules), after.others(rules)
    for cell in {**was, **now}:
        if was.get(cell) != now.get(cell):
            states = f"{was.get(cell, 'not read')} became {now.get(cell, 'not read')}"
            yield ItemChange(kind="cell", id=cell, move="replaced", title=states)
