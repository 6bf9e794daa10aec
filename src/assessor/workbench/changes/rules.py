"""
Rules added, removed, renamed and changed, and the order in which those are tried that decide the same.

A rule is found again by its id, in whatever file it stands; one of another id that asks and concludes the same was
renamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import walk
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.workbench.changes.change import Change
from assessor.workbench.changes.conditions import quote_all, tell_changes
from assessor.workbench.normal import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.ruleset.conclusions import Conclusion
    from assessor.ruleset.model import Rule


def diff_rules(was: Sequence[Rule], now: Sequence[Rule], owner: str) -> Iterator[Change]:
    """
    Yield what is other about the rules of a cell, or of all.

    Args:
        owner: Whose rules they are, such as `cell 11`.
    """
    before, after = {rule.id: rule for rule in was}, {rule.id: rule for rule in now}
    gone = {_essence(rule): rule for rule in was if rule.id not in after}
    renamed: dict[str, str] = {}
    for rule in now:
        about = f"rule {quote(rule.id)} ({owner})"
        if rule.id in before:
            yield from _diff_rule(before[rule.id], rule, about)
        elif _essence(rule) in gone:
            old = gone.pop(_essence(rule))
            renamed[old.id] = rule.id
            yield Change(about, f"was called {quote(old.id)}", "wording")
            yield from _diff_rule(old, rule, about)
        else:
            words = f"is new: {tell_conclusion(rule.then)} when {quote_all(rule.condition)}"
            yield Change(about, words, "added")
    for old in gone.values():
        words = f"is gone: it concluded {tell_conclusion(old.then)} when {quote_all(old.condition)}"
        yield Change(f"rule {quote(old.id)} ({owner})", words, "removed")
    yield from _diff_order([renamed.get(rule.id, rule.id) for rule in was], was, now, owner)


def tell_conclusion(then: Conclusion) -> str:
    """Return what a rule concludes, in words."""
    match then:
        case ConcludeFinding():
            return f"finding {quote(then.finding)}"
        case ConcludeStatus():
            return f"status {quote(then.status)} of {quote(then.dimension)}"
        case ConcludeTransition():
            return f"the transition from {' or '.join(map(quote, sorted(then.source)))} to {quote(then.transition)}"
        case ConcludeQualifier():
            return f"qualifier {quote(then.qualifier)}"
        case ConcludeTrend():
            return f"trend {quote(then.trend)}"
        case ConcludeConfidence():
            return f"confidence {then.confidence}"
        case ConcludeTension():
            return f"tension {quote(then.tension)} between {' and '.join(map(quote, then.between))}"


def _essence(rule: Rule) -> tuple[str, str]:
    return text_of(rule.condition), tell_conclusion(rule.then)


def _diff_rule(was: Rule, now: Rule, about: str) -> Iterator[Change]:
    if tell_conclusion(was.then) != tell_conclusion(now.then):
        words = f"concludes {tell_conclusion(now.then)} instead of {tell_conclusion(was.then)}"
        yield Change(about, words, "changed")
    if was.about != now.about:
        names = [quote(a) if a is not None else "the cell as a whole" for a in (now.about, was.about)]
        yield Change(about, f"is about {names[0]} instead of {names[1]}", "changed")
    if was.when is not None and now.when is not None:
        yield from (Change(about, words, "changed") for words in tell_changes(was.when, now.when))
    if was.because != now.because or _names(was) != _names(now):
        yield Change(about, "its rationale reads otherwise", "wording")
    if _reasons(was) != _reasons(now):
        yield Change(about, "reasons of its numbers read otherwise", "wording")


def _names(rule: Rule) -> list[str]:
    """Return the names by which a rationale quotes conditions."""
    leaves = (part for part in walk(rule.condition) if isinstance(part, (Signals, Reading, Readings)))
    return sorted(leaf.label for leaf in leaves if leaf.label is not None)


def _reasons(rule: Rule) -> list[str]:
    return sorted(filter(None, (getattr(part, "reason", "") for part in walk(rule.condition))))


def _diff_order(names: Sequence[str], was: Sequence[Rule], now: Sequence[Rule], owner: str) -> Iterator[Change]:
    """Yield where rules of which the first that is met decides are tried in another order."""
    before, after = _tried(zip(names, was, strict=True)), _tried((rule.id, rule) for rule in now)
    for what, ids in after.items():
        common = [name for name in before.get(what, ()) if name in ids]
        kept = [name for name in ids if name in common]
        if common != kept:
            order, earlier = (", ".join(map(quote, some)) for some in (kept, common))
            yield Change(owner, f"{what} are tried in the order {order} instead of {earlier}", "order")


def _tried(rules: Iterator[tuple[str, Rule]]) -> dict[str, list[str]]:
    """Return the rules of which the first that is met decides, in order, by what they decide."""
    found: dict[str, list[str]] = {}
    for name, rule in rules:
        match rule.then:
            case ConcludeTransition(source=states):
                for state in states:
                    found.setdefault(f"transitions from {quote(state)}", []).append(name)
            case ConcludeStatus(dimension=dimension):
                found.setdefault(f"statuses of {quote(dimension)}", []).append(name)
            case ConcludeTrend():
                found.setdefault("trends", []).append(name)
            case _:
                pass
    return found


def changes_by_rule(was: Sequence[Rule], now: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    """Return what is other about each rule by its id, wording apart; a rule that is new or gone says so."""
    before = {rule.id: rule for rule in was}
    after = {rule.id: rule for rule in now}
    found: dict[str, tuple[str, ...]] = {name: ("is gone",) for name in before if name not in after}
    for name, rule in after.items():
        if name not in before:
            found[name] = ("is new",)
        elif told := tuple(c.words for c in _diff_rule(before[name], rule, "") if c.kind != "wording"):
            found[name] = told
    return found
