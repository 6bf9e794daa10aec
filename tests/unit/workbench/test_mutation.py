"""What features notice: on the harbours of the guide, whose feature tries a threshold and a window at their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assessor.errors import ConfigurationError, RulesetInvalidError
from assessor.ruleset.load import load_ruleset
from assessor.scenarios.library import Library
from assessor.scenarios.performed import keeps_log, perform
from assessor.scenarios.run import run_case
from assessor.scenarios.suite import read_suite
from assessor.workbench.judging import ReusingJudge
from assessor.workbench.killing import Jury
from assessor.workbench.mutants import mutate
from assessor.workbench.mutation import Subject, measure_mutation

if TYPE_CHECKING:
    from pathlib import Path


def survivors_of(folder: Path, jobs: int = 1) -> set[str]:
    found = measure_mutation(Subject(folder, (folder / "features",)), jobs=jobs)
    assert found.cells == ("north",)
    assert found.killed + len(found.survivors) == found.mutants
    return {mutant.words for mutant in found.survivors}


def test_what_stands_at_an_edge_is_noticed_and_what_nobody_tries_is_not(harbours: Path) -> None:
    survivors = survivors_of(harbours)
    for noticed in (
        "in `ships-return`, the threshold of calls were at least 44 instead of 40",
        "in `ships-return`, the threshold of calls were above 40 instead of at least 40",
        "in `work-stopped`, the window were P2M instead of P1M",
        "in `work-stopped`, the number of events were at least 2 instead of at least 1",
        "there were no rule `first-ships`",
        "there were no rule `strike`",
    ):
        assert noticed not in survivors
    # the feature judges the harbour by papers of tier 1 and 2 alone, and asks for no status of the quays
    assert "in `channel-cleared`, sources of tier 5 counted too" in survivors
    assert "there were no rule `quays-work`" in survivors


def test_with_39_asked_for_nothing_the_lower_threshold_is_noticed_too(harbours: Path) -> None:
    """39 calls keep the harbour Limited: a threshold of 36 opens it."""
    assert "in `ships-return`, the threshold of calls were at least 36 instead of 40" not in survivors_of(harbours)
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace("      | 39    | Limited    |\n", ""))
    assert "in `ships-return`, the threshold of calls were at least 36 instead of 40" in survivors_of(harbours)


def test_two_processes_find_the_same(harbours: Path) -> None:
    assert survivors_of(harbours, jobs=2) == survivors_of(harbours, jobs=1)


def test_what_is_reused_and_what_is_passed_over_change_no_result(harbours: Path) -> None:
    """Each mutant before each case, run from nothing: what fails of an expectation is what the jury notices."""
    ruleset = load_ruleset(harbours).require()
    library, judge = Library(harbours.parent), ReusingJudge()
    suite = read_suite([harbours / "features"])
    cases = [case for case in suite.cases if not keeps_log(case)]
    assert len(cases) == len(suite.cases) - 1  # what keeps a log is not asked
    performed = [perform(case, library.alike(ruleset), judge) for case in cases]
    assert all(one.failure is None for one in performed)
    jury, kinds = Jury(ruleset, suite.cases, library), set()
    for mutant in mutate(ruleset, "north"):
        altered = library.alike(mutant.of(ruleset))
        plain = [run_case(case, altered).failure for case in cases]
        for one, again in zip(plain, (one.ask(altered, judge) for one in performed), strict=True):
            assert (one is None) == (again is None), mutant.words
            if one is not None and again is not None:
                assert (one.step, one.expected, one.found) == (again.step, again.expected, again.found)
        noticed = any(failure is not None and failure.expected is not None for failure in plain)
        assert jury.notices(mutant) == noticed, mutant.words
        kinds.add(noticed)
    assert kinds == {True, False}


def test_a_case_that_breaks_down_has_noticed_nothing(harbours: Path) -> None:
    (harbours / "features" / "north.feature").write_text(
        'Feature: It names a rule\n  Scenario: One\n    Given the framework "harbours" with its evidence\n'
        '    When cell "north" is assessed as of 2025-05-25\n    Then the rule "quays-work" is not met\n'
    )
    ruleset = load_ruleset(harbours).require()
    jury = Jury(ruleset, read_suite([harbours / "features"]).cases, Library(harbours.parent))
    (gone,) = [m for m in mutate(ruleset, "north") if m.words == "there were no rule `quays-work`"]
    assert not jury.notices(gone)


def test_a_mutant_is_a_ruleset_that_could_be_published(harbours: Path) -> None:
    ruleset = load_ruleset(harbours).require()
    mutants = list(mutate(ruleset, "north"))
    assert len({m.of(ruleset).rules_of("north").model_dump_json() for m in mutants}) == len(mutants)
    assert not [m for m in mutants if "tier 3" in m.words or "tier 4" in m.words]  # no source of it can be recorded
    assert not [m for m in mutants if m.words == "there were no rule `work-stopped`"]
    for mutant in mutants:
        type(ruleset).model_validate(mutant.of(ruleset).model_dump(mode="json", by_alias=True))


def test_features_that_fail_as_the_rules_are_are_told(harbours: Path) -> None:
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace("| 40    | Open ", "| 40    | Limited"))
    with pytest.raises(ConfigurationError, match=r"north\.feature:\d+: `.*40.*` fails as the rules are"):
        measure_mutation(Subject(harbours, (feature,)), jobs=1)


def test_features_that_cannot_be_read_are_told(harbours: Path) -> None:
    feature = harbours / "features" / "north.feature"
    feature.write_text(feature.read_text().replace("the trajectory is", "it is"))
    with pytest.raises(RulesetInvalidError, match="no step reads"):
        measure_mutation(Subject(harbours, (feature,)), jobs=1)


def test_a_cell_that_nobody_judges_is_told(harbours: Path) -> None:
    with pytest.raises(ConfigurationError, match="no scenario judges cell `south`; they judge `north`"):
        measure_mutation(Subject(harbours, (harbours / "features",), "south"), jobs=1)


def test_a_rule_that_no_program_knows_can_be_left_out(harbours: Path) -> None:
    """A second rule to the same end, on the same condition: without it the programs of the fold are what they were."""
    rules = harbours / "rules" / "twice.yaml"
    rules.write_text(
        "cell: north\nrules:\n"
        "  - {id: strike-again, when: {finding: work-stopped}, then: {qualifier: under strike}, because: as before}\n"
    )
    assert "there were no rule `strike-again`" in survivors_of(harbours)
