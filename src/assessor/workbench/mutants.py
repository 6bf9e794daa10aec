"""
Mutants of a ruleset: the same rules, one of them altered in one place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition, ConcludeTrend
from assessor.ruleset.conditions import findings_read
from assessor.workbench.alterations import alter_condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.ruleset.model import CellRules, Rule, Ruleset
    from assessor.workbench.alterations import Tiers


_NO_RATIONALE: Final = "altered"  # the old one may quote what is not bound any more


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    Rules with one alteration.

    Attributes:
        cells: The cells that the altered rules judge; of several that are judged alike, every one.
        number: Its place among the mutants of the first of them, from 1.
        rule: The rule that was altered, or the first of two that changed places.
        words: What would be other, as the end of "no scenario notices if …".
        alteration: How; it is made when it is asked for, since rules are many and so are their mutants.
    """

    cells: tuple[str, ...]
    number: int
    rule: str
    words: str
    alteration: _Alteration

    @property
    def cell(self) -> str:
        """The first of the cells."""
        return self.cells[0]

    def of(self, ruleset: Ruleset) -> Ruleset:
        """Return a ruleset with the rules of these cells altered so."""
        made: dict[int, tuple[Rule, ...]] = {}  # cells that the very same rules judge go on to share them
        altered = []
        for rules in map(ruleset.rules_of, self.cells):
            key = id(rules.rules)
            if key not in made:
                made[key] = self.alteration.of(rules.rules)
            altered.append(rules.model_copy(update={"rules": made[key]}))
        return with_rules(ruleset, *altered)


@dataclass(frozen=True, slots=True)
class _Alteration:
    """
    A change of rules, wherever they stand.

    Attributes:
        words: See `Mutant`.
        about: The rule, or the two of which the later comes first.
        instead: What stands in the place of the first; nothing, where it is gone.
    """

    words: str
    about: tuple[Rule, ...]
    instead: Rule | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What it has in common with the very same change of the same rules."""
        return (*map(id, self.about), None if self.instead is None else self.instead.model_dump_json())

    def of(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """Return rules, changed so."""
        place = _place(rules, self.about[0])
        if len(self.about) > 1:
            changed, other = list(rules), _place(rules, self.about[1])
            changed[place], changed[other] = rules[other], rules[place]
            return tuple(changed)
        instead = () if self.instead is None else (self.instead,)
        return (*rules[:place], *instead, *rules[place + 1 :])


def with_rules(ruleset: Ruleset, *altered: CellRules) -> Ruleset:
    """Return a ruleset in which some cells are judged by other rules, and the rest by the very same."""
    instead = {rules.cell: rules for rules in altered}
    each = tuple(instead.get(cell.cell) or ruleset.rules_of(cell.cell) for cell in ruleset.cells)
    return ruleset.model_copy(update={"rules": each})


@dataclass(frozen=True, slots=True)
class _Alike:
    """
    Cells that the very same rules judge.

    Attributes:
        ids: Those of the objects that the rules are.
        needed: Findings that a single rule concludes and others read: without it, these would be refused.
    """

    cells: tuple[str, ...]
    rules: tuple[Rule, ...]
    ids: frozenset[int]
    needed: frozenset[str]

    def allows(self, alteration: _Alteration) -> bool:
        """Return whether rules are left, and none of them reads what nothing concludes."""
        if alteration.instead is not None or len(alteration.about) > 1:
            return True
        then = alteration.about[0].then
        return len(self.rules) > 1 and not (isinstance(then, ConcludeFinding) and then.finding in self.needed)


def mutate(ruleset: Ruleset, *cells: str) -> Iterator[Mutant]:
    """
    Yield every mutant of the rules of some cells, in the order of the rules.

    A rule that judges several of them is altered once, in all of them; the rules of other cells stay as they are.
    """
    tiers = tuple(tier.tier for tier in ruleset.framework.tiers)
    groups = _alike(ruleset, cells)
    seen: set[tuple[object, ...]] = set()
    for group in groups:
        number = 0
        for alteration in _alterations(group.rules, tiers):
            if len(groups) > 1:
                if alteration.key in seen:
                    continue
                seen.add(alteration.key)
            touched = [other for other in groups if all(id(rule) in other.ids for rule in alteration.about)]
            if all(other.allows(alteration) for other in touched):
                number += 1
                judged = tuple(cell for other in touched for cell in other.cells)
                yield Mutant(judged, number, alteration.about[0].id, alteration.words, alteration)


def _alike(ruleset: Ruleset, cells: Iterable[str]) -> list[_Alike]:
    found: dict[int, list[str]] = {}
    for cell in cells:
        found.setdefault(id(ruleset.rules_of(cell).rules), []).append(cell)
    groups = []
    for names in found.values():
        rules = ruleset.rules_of(names[0]).rules
        concluded = Counter(rule.then.finding for rule in rules if isinstance(rule.then, ConcludeFinding))
        read = {finding for rule in rules for finding in findings_read(rule.condition)}
        needed = frozenset(finding for finding in read if concluded[finding] == 1)
        groups.append(_Alike(tuple(names), rules, frozenset(map(id, rules)), needed))
    return groups


def _alterations(rules: tuple[Rule, ...], tiers: Tiers) -> Iterator[_Alteration]:
    for place, rule in enumerate(rules):
        seen = {rule.model_copy(update={"because": _NO_RATIONALE}).model_dump_json()}
        for other, words in _alter_rule(rule, tiers):
            written = other.model_dump_json()
            if written not in seen:
                seen.add(written)
                yield _Alteration(f"in `{rule.id}`, {words}", (rule,), other)
        after = _next_of_kind(rules, place)
        if after is not None:
            yield _Alteration(f"`{rules[after].id}` came before `{rule.id}`", (rule, rules[after]))
        yield _Alteration(f"there were no rule `{rule.id}`", (rule,))


def _place(rules: tuple[Rule, ...], rule: Rule) -> int:
    return next(place for place, one in enumerate(rules) if one is rule)


def _alter_rule(rule: Rule, tiers: Tiers) -> Iterator[tuple[Rule, str]]:
    if rule.when is not None:
        for condition, words in alter_condition(rule.when, tiers):
            yield rule.model_copy(update={"when": condition, "because": _NO_RATIONALE}), words
    if isinstance(rule.then, ConcludeTransition) and len(rule.then.source) > 1:
        for source in rule.then.source:
            left = tuple(s for s in rule.then.source if s != source)
            then = rule.then.model_copy(update={"source": left})
            yield rule.model_copy(update={"then": then, "because": _NO_RATIONALE}), f"it did not start from `{source}`"


def _next_of_kind(rules: tuple[Rule, ...], place: int) -> int | None:
    """Return the next rule whose order against this one matters: both could decide the same."""
    this = rules[place].then
    for later in range(place + 1, len(rules)):
        other = rules[later].then
        if isinstance(this, ConcludeTransition) and isinstance(other, ConcludeTransition):
            if set(this.source) & set(other.source) and this.transition != other.transition:
                return later
        elif isinstance(this, ConcludeTrend) and isinstance(other, ConcludeTrend):
            if this.trend != other.trend:
                return later
        elif (
            isinstance(this, ConcludeStatus)
            and isinstance(other, ConcludeStatus)
            and this.dimension == other.dimension
            and this.status != other.status
        ):
            return later
    return None
