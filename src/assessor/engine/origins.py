"""
How many independent origins stand under the transition that made the state.

Counts the origins of certain events under those conditions of the guard that more
evidence can only help, and the origins of readings it looks at; conditions under a
`not` do not count. A state that rests on one origin is worth less confidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.domain.known import reading_of, roots_of
from assessor.engine.grounds import grounds, only_lower, whole_groups
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.tally import SignalsLeaf
from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import Not, children, findings_read
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.domain.known import ItemKey
    from assessor.engine.day_record import Move
    from assessor.engine.events import Event
    from assessor.engine.fold import Fold
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import CellRules


def latest_move(fold: Fold) -> Move | None:
    """Return the transition that made the state of the last day; None for the initial state."""
    return fold.moves[-1] if fold.moves else None


def _leaves_under(condition: Condition, rules: CellRules, seen: set[str]) -> Iterator[Signals | Reading | Readings]:
    """Yield the conditions on evidence below a condition, through findings, those under a `not` left out."""
    if isinstance(condition, Not):
        return
    if isinstance(condition, (Signals, Reading, Readings)):
        yield condition
    for part in children(condition):
        yield from _leaves_under(part, rules, seen)
    if children(condition):
        return
    for finding in findings_read(condition):
        if finding not in seen:
            seen.add(finding)
            for rule in rules.rules:
                if isinstance(rule.then, ConcludeFinding) and rule.then.finding == finding:
                    yield from _leaves_under(rule.condition, rules, seen)


def conditions_under(prepared: Prepared, move: Move) -> tuple[Signals | Reading | Readings, ...]:
    """Return the conditions under the guard of a transition."""
    kept = prepared.plan.kept
    key = ("under", move.rule)
    if key not in kept:
        rules = prepared.plan.rules
        guard = next(r for r in rules.rules if r.id == move.rule)
        kept[key] = tuple(_leaves_under(guard.condition, rules, set()))
    found: tuple[Signals | Reading | Readings, ...] = kept[key]
    return found


def _witnesses(prepared: Prepared, move: Move) -> dict[str, frozenset[ItemKey]]:
    """Return each origin with items that show it, whatever else is taken away."""
    found: dict[str, frozenset[ItemKey]] = {}
    for condition in conditions_under(prepared, move):
        leaf = prepared.leaf(condition)
        if isinstance(leaf, ReadingsLeaf):
            shown = _of_readings(prepared, leaf, move.day)
        else:
            events = _events(leaf, move.day)
            held = grounds(leaf, move.day, ()) if events else frozenset()
            shown = {root: held | event.keys for event in events for root in _roots(event)}
        found.update({root: keys for root, keys in shown.items() if root not in found})
    return found


def _events(leaf: SignalsLeaf, day: date) -> tuple[Event, ...]:
    """Return the events whose origins a condition shows: the sure ones, where more can only help and it is met."""
    if not only_lower(leaf.condition):
        return ()
    tally = leaf.tally(day)
    return tally.certain if leaf.judge(tally) is Kleene.MET else ()


def _roots(event: Event) -> frozenset[str]:
    return frozenset().union(*(match.roots for match in event.matches if match.certain))


def _of_readings(prepared: Prepared, leaf: ReadingsLeaf, day: date) -> dict[str, frozenset[ItemKey]]:
    return {root: frozenset((key,)) for root, key in dict(_told_by_readings(prepared, leaf, day)).items()}


def _told_by_readings(prepared: Prepared, leaf: ReadingsLeaf, day: date) -> Iterator[tuple[str, ItemKey]]:
    """Yield the origins of readings whose period had ended by a day, each with a reading that shows it."""
    roots: dict[str, frozenset[str]] = prepared.case.kept.setdefault("roots", {})
    for indicator in leaf.indicators:
        for version in prepared.case.series.get(indicator.id, ()):
            reading = reading_of(version)
            if reading.period.span.hi <= day:
                if reading.source not in roots:
                    roots[reading.source] = roots_of(reading.source, prepared.case.evidence)
                for root in roots[reading.source]:
                    yield root, version.key


def origins_under_state(prepared: Prepared, fold: Fold) -> tuple[str, ...] | None:
    """Return the origins under the transition that made the state; None for the initial state."""
    move = latest_move(fold)
    return None if move is None else origins_under(prepared, move)


def origins_under(prepared: Prepared, move: Move) -> tuple[str, ...]:
    """Return the origins under a transition."""
    return tuple(sorted(set(_origins(prepared, move))))


def is_of_single_origin(prepared: Prepared, move: Move) -> bool:
    """Return whether one origin alone stands under a transition; looks no further than a second one."""
    first: str | None = None
    for origin in _origins(prepared, move):
        if first is not None and origin != first:
            return False
        first = origin
    return first is not None


def _origins(prepared: Prepared, move: Move) -> Iterator[str]:
    for condition in conditions_under(prepared, move):
        leaf = prepared.leaf(condition)
        if isinstance(leaf, ReadingsLeaf):
            yield from (root for root, _ in _told_by_readings(prepared, leaf, move.day))
        elif only_lower(leaf.condition) and leaf.condition.after is None:
            if prepared.outcome(condition, move.day) == Kleene.MET:
                start = window_start(move.day, leaf.condition.within)
                for event in reversed(leaf.near(move.day)):
                    if event.surely_inside(start, move.day):
                        yield from _roots(event)
        else:
            for event in _events(leaf, move.day):
                yield from _roots(event)


def witnesses(prepared: Prepared, fold: Fold) -> frozenset[ItemKey]:
    """
    Return items that keep the number of origins at none, at one, or at two or more.

    An event joins another origin to fewer than two only where a record of it is taken away that
    holds it outside the window: so all of its records are kept.
    """
    move = latest_move(fold)
    if move is None:
        return frozenset()
    found = _witnesses(prepared, move)
    if len(found) > 1:
        return frozenset().union(*(found[root] for root in sorted(found)[:2]))
    leaves = (prepared.leaf(condition) for condition in conditions_under(prepared, move))
    held = (whole_groups(leaf, move.day) for leaf in leaves if isinstance(leaf, SignalsLeaf))
    return frozenset().union(*found.values(), *held)
