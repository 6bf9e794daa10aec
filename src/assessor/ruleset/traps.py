"""
What a rule does that its author may not expect: vague dates that never surely count, gaps that silence.

Everything here is told as a note: the rules mean what they say, and this says what that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.duration import Duration
from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import ConcludeConfidence, ConcludeFinding, ConcludeQualifier, ConcludeTension
from assessor.ruleset.conditions import Not, children, findings_read, walk
from assessor.ruleset.evidential import Signals
from assessor.ruleset.references_rule import walk_with_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule
    from assessor.ruleset.problems import Problem

_A_YEAR: Final = Duration(years=1).longest_days
_MOST_NAMES: Final = 4


def check_vague_dates(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield, once for each file, that dates by the year never surely count in windows shorter than a year."""
    by_file: dict[int, list[PlacedRule]] = {}
    for placed in rules:
        if placed.rule.when is not None and any(map(_is_short, walk(placed.rule.when))):
            by_file.setdefault(id(placed.document), []).append(placed)
    for short in by_file.values():
        names = [quote(placed.rule.id) for placed in short]
        named = ", ".join(names[:_MOST_NAMES]) + (
            f" and {len(names) - _MOST_NAMES} more" if names[_MOST_NAMES:] else ""
        )
        message = (
            f"windows shorter than a year in {named}: a signal dated by its year alone never surely counts there; "
            "date by month or day where the source does"
        )
        first = short[0]
        yield first.document.problem(("rules", first.place), message, "vague-date", severity="note")


def _is_short(condition: Condition) -> bool:
    return isinstance(condition, Signals) and condition.within.longest_days < _A_YEAR


def check_gaps_that_silence(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """
    Yield where a qualifier, a tension or a step of confidence falls silent because nobody watched.

    That is where it needs something not to be there: the absence is unknown in a window with a gap.
    """
    rules = tuple(rules)
    concluding: dict[str, list[PlacedRule]] = {}
    for placed in rules:
        if isinstance(placed.rule.then, ConcludeFinding):
            concluding.setdefault(placed.rule.then.finding, []).append(placed)
    silenced: dict[tuple[str, str], tuple[PlacedRule, set[str]]] = {}
    for placed in rules:
        warned = _warning_of(placed.rule)
        if warned is not None:
            for where, absent in _absences(placed, concluding):
                key = (where.rule.id, str(absent))
                silenced.setdefault(key, (where, set()))[1].add(warned)
    for (_, path), (where, warned_of) in silenced.items():
        message = (
            f"rule {quote(where.rule.id)}: where no feed watches the whole window, this is unknown and "
            f"{' and '.join(sorted(warned_of))} falls silent"
        )
        steps = next(p for p, _ in walk_with_paths(where.rule.condition, ("when",)) if str(p) == path)
        yield where.document.problem(("rules", where.place, *steps), message, "gap-silences", severity="note")


def _warning_of(rule: Rule) -> str | None:
    """Return what a rule warns of, or None where it warns of nothing."""
    match rule.then:
        case ConcludeQualifier():
            return f"qualifier {quote(rule.then.qualifier)}"
        case ConcludeTension():
            return f"tension {quote(rule.then.tension)}"
        case ConcludeConfidence() if rule.then.confidence == "down":
            return f"the step of confidence {quote(rule.id)}"
        case _:
            return None


def _absences(placed: PlacedRule, concluding: dict[str, list[PlacedRule]]) -> Iterator[tuple[PlacedRule, object]]:
    """Yield the signals conditions whose absence a rule needs, through findings, each with its rule and path."""
    seen: set[tuple[str, bool]] = set()
    open_rules = [(placed, True)]
    while open_rules:
        current, wanted = open_rules.pop()
        if (current.rule.id, wanted) in seen:
            continue
        seen.add((current.rule.id, wanted))
        for path, condition, is_wanted in _with_polarity(current.rule.condition, wanted=wanted):
            if isinstance(condition, Signals) and _asks_for_absence(condition, is_wanted=is_wanted):
                yield current, path
            if not children(condition):
                for finding in findings_read(condition):
                    open_rules += [(other, is_wanted) for other in concluding.get(finding, ())]


def _with_polarity(condition: Condition, *, wanted: bool) -> Iterator[tuple[object, Condition, bool]]:
    """Yield every part with its path, and whether it is wanted to be met, or not to be."""
    negations: list[tuple[str | int, ...]] = []
    for path, part in walk_with_paths(condition, ("when",)):
        flips = sum(path[: len(n)] == n and path != n for n in negations)
        yield path, part, wanted if flips % 2 == 0 else not wanted
        if isinstance(part, Not):
            negations.append(path)


def _asks_for_absence(condition: Signals, *, is_wanted: bool) -> bool:
    bounds = [b for b in (condition.counted, condition.origins, condition.spread, condition.weight) if b is not None]
    if condition.sum is not None:
        value = condition.sum.value
        asked = (value.at_most, value.below) if is_wanted else (value.at_least, value.above)
        if condition.sum.change is not None or any(bound is not None for bound in asked):
            return True  # a change needs both windows bounded, whichever way it is to go
    if is_wanted:
        return any(b.at_most is not None for b in bounds)
    return any(b.at_least is not None for b in bounds)
