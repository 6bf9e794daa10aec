"""What rules come to that read another cell: shown with evidence on both, or never within the bound."""

from __future__ import annotations

from assessor.workbench.mutants import mutate
from assessor.workbench.solver.analysis.analyse import analyse
from assessor.workbench.solver.compare import compare
from assessor.workbench.solver.examples import find_example, find_near_miss
from assessor.workbench.solver.kills import answer_mutant
from assessor.workbench.solver.subject import subject_of
from assessor.workbench.solver.targets import find_target
from tests.unit.workbench.small import cells, finding, move, reads, seen

STARTS = move("starts", "Low", "Middle", seen(direction="up"))
CLIMBS = move("climbs", "Middle", "High", seen(tags="t"))
SUNK = {"reading": "x", "is": {"at_most": 5}, "max_age": "P3M"}


def example(ruleset, name, cell="1"):
    one = subject_of(ruleset, cell)
    return find_example(one, find_target(one, name))


def test_an_example_has_the_evidence_that_moves_the_other_cell():
    found = example(cells([finding("f", reads("High"))], [STARTS, CLIMBS]), "f")
    assert found.kind == "found"
    assert found.witness.size == 1  # up and tagged, two days in a row
    assert 'these signals on cell "2"' in found.scenario.text
    assert "cell 2 beside it" in found.bound


def test_evidence_on_both_cells_lies_in_rooms_of_their_own():
    both = {"all": [reads("Middle"), seen(direction="up")]}
    found = example(cells([finding("f", both)], [STARTS]), "f")
    assert found.kind == "found"
    assert len(found.witness.signals) == 1
    assert len(found.witness.elsewhere["2"]) == 1
    assert 'these signals on cell "1"' in found.scenario.text


def test_a_reading_moves_both_cells_at_once():
    sinks = move("sinks", "Low", "Middle", SUNK)
    found = example(cells([finding("f", {"all": [reads("Middle"), {"not": SUNK}]})], [sinks]), "f")
    assert found.kind == "found"  # it was low once, and is not any more
    apart = cells([finding("f", {"all": [reads("Low"), SUNK]})], [sinks])
    assert example(apart, "f").kind == "never"


def test_a_transition_follows_another_cell_that_follows_a_third():
    follows = [move("m", "Low", "Middle", reads("Middle"))]
    further = [move("n", "Low", "Middle", reads("Middle", cell="3"))]
    found = example(cells(follows, further, [STARTS]), "m")
    assert found.kind == "found"
    assert set(found.witness.elsewhere) == {"3"}


def test_further_away_than_the_bound_it_is_left_open():
    chain = [[move("m", "Low", "Middle", reads("Middle", cell=str(n)))] for n in (2, 3, 4)]
    found = example(cells(*chain, [STARTS]), "m")
    assert found.kind != "never"
    assert not found.is_defect
    assert "more than 2 readings away" in found.left_open[0]


def test_cells_that_read_each_other_are_followed_together():
    back = [STARTS, move("falls", "Middle", "Low", reads("Middle", cell="1", previous_day=True))]
    ruleset = cells([move("m", "Low", "Middle", reads("Middle"))], back)
    found = example(ruleset, "falls", "2")
    assert found.kind == "found"
    assert 'these signals on cell "2"' in found.scenario.text


def test_evidence_that_just_misses_lacks_what_moves_the_other_cell():
    one = subject_of(cells([finding("f", reads("Middle"))], [STARTS]), "1")
    found = find_near_miss(one, find_target(one, "f"))
    assert found.witness is not None
    assert found.witness.size == 0


def test_what_another_cell_never_is_is_never_met_and_leads_nowhere():
    ruleset = cells([move("m", "Low", "Middle", reads("High")), finding("f", {"not": reads("High")})], [STARTS])
    found = analyse(subject_of(ruleset, "1"))
    assert not found.defects
    assert not found.open
    assert {(told.kind, *told.rules) for told in found.told if told.is_fault} >= {
        ("unreachable", "m"),
        ("unreachable", "Middle"),
    }


def test_two_readings_of_one_cell_that_exclude_each_other_are_told():
    ruleset = cells([finding("f", {"all": [reads("Low"), reads("Middle")]})], [STARTS])
    found = analyse(subject_of(ruleset, "1"))
    assert not found.defects
    assert [(told.kind, *told.rules) for told in found.told] == [("never-met", "f")]
    assert "cell 2 beside it" in found.told[0].bound


def test_versions_that_ask_the_same_of_another_cell_in_other_words():
    one = cells([finding("f", {"not": reads("Low")})], [STARTS])
    other = cells([finding("f", reads("Middle", "High"))], [STARTS])
    assert compare(subject_of(one, "1"), subject_of(other, "1")).is_equivalent


def test_versions_of_which_another_cell_differs_are_told_apart_by_its_evidence():
    one = cells([finding("f", reads("Middle"))], [STARTS])
    other = cells([finding("f", reads("Middle"))], [move("starts", "Low", "Middle", seen(direction="up", at_least=2))])
    ((what, reply),) = compare(subject_of(one, "1"), subject_of(other, "1")).differences
    assert what == "finding `f`"
    assert reply.witness is not None
    assert len(reply.witness.elsewhere["2"]) == 1


def test_mutants_of_what_is_asked_of_another_cell_are_noticed_or_equivalent():
    ruleset = cells([finding("f", reads("Middle", "High"))], [STARTS])
    told = {mutant.words: answer_mutant(ruleset, mutant).kind for mutant in mutate(ruleset, "1")}
    assert "open" not in told.values()
    dropped = [kind for words, kind in told.items() if "High" in words or "Middle" in words]
    assert set(dropped) == {"equivalent", "noticed"}  # cell 2 is never High
