"""A change of rules said to leave a history as it was does so: folded from nothing, all of it reads the same."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from assessor.engine.histories import histories_of
from assessor.engine.plan import compile_plan
from assessor.errors import EvidenceInvalidError
from assessor.scenarios.judge import Question
from assessor.workbench.judging import ReusingJudge
from assessor.workbench.mutants import mutate
from assessor.workbench.unmoved import Change
from tests.property.examples import examples
from tests.property.worlds import LAST, evidence, known, rulesets_of_two_cells

CELLS = ("1", "2")
TRIED = 8


def read(histories, cell, rules, findings):
    history = histories.of(cell)
    verdicts = history.stretches, history.moves, history.doubts
    return verdicts, [history.of_rule(rule) for rule in rules], [history.of_finding(finding) for finding in findings]


def compare(ruleset, seen, mutant, answer):
    """Return whether the change is said to leave everything, having checked that it does."""
    other = mutant.of(ruleset)
    rules = {cell: (ruleset.rules_of(cell), other.rules_of(cell)) for cell in CELLS}
    if not Change(mutant.cell, *map(compile_plan, rules[mutant.cell])).spares(answer):
        return False
    fresh = histories_of(other, seen, ("1",), LAST)
    for cell in answer.histories.folded.keys() & fresh.folded.keys():  # the one asked about, and those it reads
        was, now = rules[cell]
        plans = compile_plan(was), compile_plan(now)
        findings = [finding for finding in plans[0].order if finding in plans[1].order]
        left = {rule.id: rule for rule in now.rules}
        both = [(rule, left[rule.id]) for rule in was.rules if rule.id in left]
        one = read(answer.histories, cell, [rule for rule, _ in both], findings)
        assert one == read(fresh, cell, [rule for _, rule in both], findings), mutant.words
    return True


def test_what_is_said_to_leave_a_history_leaves_it():
    told: Counter[bool] = Counter()

    @examples(20)
    @given(rulesets_of_two_cells(), evidence(cells=True), st.sampled_from(CELLS), st.integers(0, 200))
    def compare_some(ruleset, versions, cell, first):
        seen = known(versions)
        mutants = list(mutate(ruleset, cell))
        try:
            answer = ReusingJudge().asked(Question(ruleset, seen, "1", LAST))
            for step in range(TRIED):
                mutant = mutants[(first + step * (len(mutants) // TRIED + 1)) % len(mutants)]
                told[compare(ruleset, seen, mutant, answer)] += 1
        except EvidenceInvalidError:  # generated dates of one report may share no day
            assume(False)

    compare_some()
    assert min(told[True], told[False]) > TRIED
