"""Two versions of rules: told apart by a scenario that one passes and the other fails, or the same within the bound."""

from __future__ import annotations

from assessor.workbench.mutants import mutate
from assessor.workbench.solver.compare import compare
from assessor.workbench.solver.kills import answer_mutant
from tests.unit.workbench.small import finding, move, rule, seen, small, subject

HALT = seen(tags="u", within="P6M")
RESUMED = seen(tags="t", within="P6M") | {"after": {"tags": "u"}}
HALTED = finding("halted", {"all": [HALT, {"not": RESUMED}]})


def test_rules_written_otherwise_that_conclude_the_same():
    twice_denied = finding("halted", {"not": {"any": [{"not": HALT}, RESUMED]}})
    found = compare(subject(HALTED), subject(twice_denied))
    assert found.is_equivalent
    assert [what for what, _ in found.same] == ["finding `halted`"]
    assert "signals at most" in found.same[0][1]


def test_rules_that_differ_are_told_apart():
    at_most_once = finding("halted", {"all": [HALT, {"not": RESUMED | {"count": {"at_least": 2}}}]})
    found = compare(subject(HALTED), subject(at_most_once))
    assert not found.is_equivalent
    ((what, reply),) = found.differences
    assert what == "finding `halted`"
    assert reply.witness is not None
    assert reply.scenario is not None
    assert len(reply.witness.signals) == 2  # a halt, and one act after it
    assert 'the finding "halted" is not met' in reply.scenario.text


def test_the_order_of_two_transitions_shows_in_the_state():
    one = move("starts", "Low", "Middle", seen(direction="up"))
    other = move("leaps", "Low", "High", seen(tags="t"))
    found = compare(subject(one, other), subject(other, one))
    ((what, reply),) = found.differences
    assert what == "the state"
    assert reply.witness is not None
    assert reply.scenario is not None
    assert len(reply.witness.signals) == 1
    assert 'the state of the fold is "Middle"' in reply.scenario.text


def test_how_long_a_state_has_held_shows_between_the_two():
    def climbs(wait):
        up = {"all": [seen(direction="up", within="P1Y"), {"state": "Middle", "for": wait}]}
        return subject(move("starts", "Low", "Middle", seen(direction="up")), move("tops", "Middle", "High", up))

    found = compare(climbs("P3M"), climbs("P2M"))
    assert [what for what, _ in found.differences] == ["the state"]


def test_every_mutant_of_a_small_ruleset_is_noticed_by_its_scenario_or_equivalent():
    ruleset = small(
        HALTED,
        finding("many", seen(at_least=2, direction="up", within="P3M") | {"origins": {"at_least": 2}}),
        rule("good", {"finding": "many"}, dimension="d", status="good"),
        rule("bad", {"finding": "halted"}, dimension="d", status="bad"),
    )
    told = [(mutant.words, answer_mutant(ruleset, mutant).kind) for mutant in mutate(ruleset, "1")]
    answers = dict(told)
    assert set(answers.values()) == {"noticed", "equivalent"}
    assert answers["in `many`, the window were P4M instead of P3M"] == "noticed"
    assert answers["`bad` came before `good`"] == "noticed"
    # one event of which two reports tell is of two origins
    assert answers["in `many`, the number of events were at least 1 instead of 2"] == "noticed"
    # where six months hold a halt, the last of seven months is the last of six
    longer = [kind for words, kind in told if words == "in `halted`, the window were P7M instead of P6M"]
    assert longer == ["noticed", "equivalent"]
