"""
Rules that another always covers, and conditions that ask the same twice, as far as their text shows.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition, ConcludeTrend
from assessor.ruleset.conditions import All, AnyOf, AtLeast, children, walk
from assessor.ruleset.references_rule import walk_with_paths
from assessor.workbench.check.entails import entails
from assessor.workbench.check.subject import tell
from assessor.workbench.normal import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.problems import Problem
    from assessor.workbench.check.subject import Judged, Subject

_MOST_COMPARED: Final = 60
"""Rules that each is held against; in cells with hundreds of rules alike, what is further away is not told."""

_MOST_PAIRS: Final = 2_500
"""Parts of two conditions, multiplied, up to which one is held against the other."""


class _Cover(NamedTuple):
    """A rule after which, or beside which, another changes nothing."""

    by: PlacedRule
    same: bool


def check_covered(judged: Judged) -> Iterator[Problem]:
    """Yield each rule wherever which is met another concludes the same, or decides before it, so it changes nothing."""
    yield from _check_transitions(judged)
    yield from _check_firsts(judged)
    yield from _check_others(judged)


def _check_transitions(judged: Judged) -> Iterator[Problem]:
    """Yield transitions that an earlier one from the same state is always taken before."""
    earlier: list[tuple[PlacedRule, ConcludeTransition]] = []
    for placed in judged.rules:
        then = placed.rule.then
        if not isinstance(then, ConcludeTransition):
            continue
        for place, state in enumerate(then.source):
            cover = _cover(placed, (p for p, move in earlier if state in move.source))
            if cover is not None:
                code, by = "duplicate-guard" if cover.same else "covered-rule", quote(cover.by.rule.id)
                asks = f"has the guard of {by}" if cover.same else f"asks for all that {by} asks for, and more,"
                message = (
                    f"from {quote(state)} it {asks} {'and ' if cover.same else 'but '}stands after it, so it is never "
                    "taken; put it first, or take the state out of `from`"
                )
                yield tell(placed, ("then", "from", place), message, code)
        earlier.append((placed, then))


def _check_firsts(judged: Judged) -> Iterator[Problem]:
    """Yield statuses and trends that are never reached, since the first rule that is met decides."""
    earlier: dict[str, list[PlacedRule]] = {}
    for placed in judged.rules:
        then = placed.rule.then
        if not isinstance(then, (ConcludeStatus, ConcludeTrend)):
            continue
        decides = then.dimension if isinstance(then, ConcludeStatus) else ""
        before = earlier.setdefault(decides, [])
        cover = _cover(placed, before)
        if cover is not None:
            message = (
                f"rule {quote(cover.by.rule.id)} is met wherever this one is, and the first that is met decides; "
                "put this one before it, or remove it"
            )
            yield tell(placed, ("when",), message, "covered-rule")
        before.append(placed)


def _check_others(judged: Judged) -> Iterator[Problem]:
    """Yield rules beside which another one concludes the same wherever they are met."""
    alike: dict[str, list[PlacedRule]] = {}
    for placed in judged.rules:
        then = placed.rule.then
        if not isinstance(then, (ConcludeStatus, ConcludeTrend, ConcludeTransition)):
            key = f"{type(then).__name__}{then.model_dump_json()}"
            if "confidence" not in type(then).model_fields:  # each step of confidence counts for itself
                alike.setdefault(key, []).append(placed)
    for rules in alike.values():
        for place, placed in enumerate(rules):
            cover = _cover(placed, rules[:place]) or _cover(placed, rules[place + 1 :], unlike=True)
            if cover is not None:
                message = (
                    f"rule {quote(cover.by.rule.id)} concludes the same wherever this one is met, so this one changes "
                    "nothing; remove it, or ask for something else"
                )
                yield tell(placed, ("when",), message, "covered-rule")


def _cover(placed: PlacedRule, others: Iterable[PlacedRule], *, unlike: bool = False) -> _Cover | None:
    """
    Return the first rule that is met wherever one is.

    Args:
        unlike: Pass over rules that ask the very same, so that of two alike only one is told.
    """
    mine = placed.rule.condition
    for other in islice(others, _MOST_COMPARED):
        theirs = other.rule.condition
        same = text_of(mine) == text_of(theirs)
        if same and not unlike:
            return _Cover(other, same)
        if not same and _size(mine) * _size(theirs) <= _MOST_PAIRS and entails(mine, theirs):
            return _Cover(other, same)
    return None


def _size(condition: Condition) -> int:
    return sum(1 for _ in walk(condition))


def check_repeated(subject: Subject) -> Iterator[Problem]:
    """Yield each condition that stands twice in one list, and each finding that asks the very same as another."""
    for placed in subject.rules:
        for path, junction in walk_with_paths(placed.rule.condition, ("when",)):
            if not isinstance(junction, (All, AnyOf, AtLeast)):
                continue
            key = {All: "all", AnyOf: "any", AtLeast: "of"}[type(junction)]
            seen: dict[str, int] = {}
            for place, part in enumerate(children(junction)):
                if seen.setdefault(text_of(part), place) != place:
                    message = f"the same condition stands twice in `{key}`; remove one, or ask for something else"
                    yield tell(placed, (*path, key, place), message, "repeated-condition")
    for judged in subject.unlike:
        first: dict[str, tuple[PlacedRule, str]] = {}
        for placed in judged.rules:
            then = placed.rule.then
            if isinstance(then, ConcludeFinding):
                by, name = first.setdefault(text_of(placed.rule.condition), (placed, then.finding))
                if name != then.finding:
                    message = (
                        f"it asks the very same as rule {quote(by.rule.id)}, so findings {quote(name)} and "
                        f"{quote(then.finding)} are one; keep one of them"
                    )
                    yield tell(placed, ("when",), message, "duplicate-condition")
