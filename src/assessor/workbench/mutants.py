"""
Mutants of a ruleset: the same rules, one of them altered in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition, ConcludeTrend
from assessor.ruleset.conditions import findings_read
from assessor.workbench.alterations import alter_condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.model import CellRules, Rule, Ruleset
    from assessor.workbench.alterations import Tiers


_NO_RATIONALE: Final = "altered"  # the old one may quote what is not bound any more


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    One cell's rules with one alteration.

    Attributes:
        number: Its place among the mutants of its cell, from 1.
        rule: The rule that was altered, or the first of two that changed places.
        words: What would be other, as the end of "no scenario notices if …".
        rules: The cell's rules, altered.
    """

    cell: str
    number: int
    rule: str
    words: str
    rules: CellRules

    def of(self, ruleset: Ruleset) -> Ruleset:
        """Return a ruleset with the cell's rules altered so."""
        cells = (cell.cell for cell in ruleset.cells)
        each = tuple(self.rules if cell == self.cell else ruleset.rules_of(cell) for cell in cells)
        return ruleset.model_copy(update={"rules": each})


def mutate(ruleset: Ruleset, cell: str) -> Iterator[Mutant]:
    """Yield every mutant of a cell's rules, in the order of the rules; the rules of other cells stay as they are."""
    altered = _altered(ruleset.rules_of(cell), tuple(tier.tier for tier in ruleset.framework.tiers))
    for number, (rule, words, rules) in enumerate(altered, start=1):
        yield Mutant(cell, number, rule, words, rules)


def _altered(rules: CellRules, tiers: Tiers) -> Iterator[tuple[str, str, CellRules]]:
    for place, rule in enumerate(rules.rules):
        seen = {rule.model_copy(update={"because": _NO_RATIONALE}).model_dump_json()}
        for other, words in _alter_rule(rule, tiers):
            written = other.model_dump_json()
            if written not in seen:
                seen.add(written)
                yield rule.id, f"in `{rule.id}`, {words}", _put(rules, place, other)
        after = _next_of_kind(rules.rules, place)
        if after is not None:
            swapped = list(rules.rules)
            swapped[place], swapped[after] = swapped[after], swapped[place]
            words = f"`{rules.rules[after].id}` came before `{rule.id}`"
            yield rule.id, words, rules.model_copy(update={"rules": tuple(swapped)})
        left = (*rules.rules[:place], *rules.rules[place + 1 :])
        if left and not _is_missed(rule, left):
            yield rule.id, f"there were no rule `{rule.id}`", rules.model_copy(update={"rules": left})


def _alter_rule(rule: Rule, tiers: Tiers) -> Iterator[tuple[Rule, str]]:
    if rule.when is not None:
        for condition, words in alter_condition(rule.when, tiers):
            yield rule.model_copy(update={"when": condition, "because": _NO_RATIONALE}), words
    if isinstance(rule.then, ConcludeTransition) and len(rule.then.source) > 1:
        for source in rule.then.source:
            left = tuple(s for s in rule.then.source if s != source)
            then = rule.then.model_copy(update={"source": left})
            yield rule.model_copy(update={"then": then, "because": _NO_RATIONALE}), f"it did not start from `{source}`"


def _is_missed(rule: Rule, left: tuple[Rule, ...]) -> bool:
    """Return whether other rules read a finding that nothing would conclude: such rules are refused, and no mutant."""
    if not isinstance(rule.then, ConcludeFinding):
        return False
    finding = rule.then.finding
    if any(isinstance(r.then, ConcludeFinding) and r.then.finding == finding for r in left):
        return False
    return any(finding in findings_read(r.condition) for r in left)


def _put(rules: CellRules, place: int, rule: Rule) -> CellRules:
    changed = (*rules.rules[:place], rule, *rules.rules[place + 1 :])
    return rules.model_copy(update={"rules": changed})


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
