"""The builder writes each connective as the clauses and strata that define it."""

from __future__ import annotations

import pytest

from assessor.engine.inference import Clause, Program, ProgramBuilder, Stratum, Threshold

MET, NOT_MET = True, False


@pytest.fixture
def builder():
    return ProgramBuilder()


@pytest.fixture
def ab(builder):
    return builder.input(), builder.input()


def clauses_of(builder):
    return {clause for stratum in builder.build().strata for clause in stratum.clauses}


def test_a_conjunction_has_one_clause_for_met_and_one_per_child_for_not_met(builder, ab):
    a, b = ab
    n = builder.all_of(ab)
    assert clauses_of(builder) == {
        Clause((n, MET), ((a, MET), (b, MET))),
        Clause((n, NOT_MET), ((a, NOT_MET),)),
        Clause((n, NOT_MET), ((b, NOT_MET),)),
    }


def test_a_disjunction_is_the_dual(builder, ab):
    a, b = ab
    n = builder.any_of(ab)
    assert clauses_of(builder) == {
        Clause((n, NOT_MET), ((a, NOT_MET), (b, NOT_MET))),
        Clause((n, MET), ((a, MET),)),
        Clause((n, MET), ((b, MET),)),
    }


def test_a_negation_turns_both_literals_round(builder, ab):
    a, _ = ab
    n = builder.negate(a)
    assert clauses_of(builder) == {Clause((n, MET), ((a, NOT_MET),)), Clause((n, NOT_MET), ((a, MET),))}


def test_agreement_needs_both_either_way(builder, ab):
    a, b = ab
    n = builder.agree(b, a)
    assert clauses_of(builder) == {
        Clause((n, MET), ((a, MET), (b, MET))),
        Clause((n, NOT_MET), ((a, NOT_MET), (b, NOT_MET))),
    }


def test_structurally_equal_nodes_are_one(builder, ab):
    a, b = ab
    assert builder.all_of([a, b]) == builder.all_of([b, a, b])
    assert builder.any_of([a, b]) == builder.any_of([b, a])
    assert builder.negate(a) == builder.negate(a)
    assert builder.agree(a, b) == builder.agree(b, a)
    assert builder.at_least(1, [a, b]) == builder.weighted([(b, 1), (a, 1)], at_least=1)
    assert len({a, b, builder.all_of(ab), builder.any_of(ab), builder.agree(a, b), builder.at_least(1, ab)}) == 6
    assert builder.at_least(1, ab) != builder.at_least(2, ab)


def test_one_child_alone_is_the_node_itself(builder, ab):
    a, _ = ab
    assert builder.all_of([a]) == builder.any_of([a, a]) == builder.agree(a, a) == a


def test_a_sum_keeps_every_member_it_was_given(builder, ab):
    # With 3 - 5 added up, a node that is unknown twice would be known once: more than each condition says by itself.
    a, b = ab
    builder.weighted([(b, 3), (a, 1), (b, -5)], at_least=2)
    assert builder.build().strata[0].thresholds == (Threshold(2, ((a, 1), (b, -5), (b, 3)), 2),)


def test_a_threshold_stands_above_what_it_sums(builder, ab):
    a, b = ab
    over_inputs = builder.at_least(1, [a, b])
    conjunction = builder.all_of([a, over_inputs])
    over_conjunction = builder.at_least(2, [b, conjunction])
    above = builder.negate(over_conjunction)
    over_two = builder.weighted([(a, 1), (above, 1)], at_least=1)
    strata = builder.build().strata
    assert [[t.node for t in stratum.thresholds] for stratum in strata] == [
        [over_inputs],
        [over_conjunction],
        [over_two],
    ]
    assert [{clause.head[0] for clause in stratum.clauses} for stratum in strata] == [{conjunction}, {above}, set()]


@pytest.mark.parametrize("connective", ["all_of", "any_of"])
def test_no_clause_is_longer_than_twelve_literals(builder, connective):
    children = [builder.input() for _ in range(200)]
    getattr(builder, connective)(children)
    assert max(len(clause.body) for clause in clauses_of(builder)) == 12
    assert builder.build().nodes == 200 + 17 + 2 + 1


def test_inputs_may_come_at_any_time_and_keep_their_order(builder, ab):
    builder.all_of(ab)
    late = builder.input()
    assert builder.build().inputs == (*ab, late)


def test_nothing_but_inputs_is_a_program(builder, ab):
    assert builder.build() == Program(ab, (Stratum((), ()),), 2)
    assert ProgramBuilder().build() == Program((), (Stratum((), ()),), 0)


def test_a_builder_goes_on_after_building(builder, ab):
    before = builder.build()
    builder.all_of(ab)
    assert before.nodes == 2
    assert builder.build().nodes == 3


@pytest.mark.parametrize(
    "write",
    [
        lambda builder: builder.all_of([]),
        lambda builder: builder.any_of([]),
        lambda builder: builder.at_least(1, []),
        lambda builder: builder.weighted([], at_least=0),
    ],
)
def test_nothing_cannot_be_joined(builder, write):
    with pytest.raises(ValueError, match="at least one"):
        write(builder)


@pytest.mark.parametrize(
    "write",
    [
        lambda builder: builder.all_of([0, 2]),
        lambda builder: builder.any_of([2]),
        lambda builder: builder.negate(2),
        lambda builder: builder.agree(0, 2),
        lambda builder: builder.agree(2, 2),
        lambda builder: builder.at_least(1, [0, -1]),
    ],
)
def test_a_child_must_be_there_before_its_parent(builder, ab, write):
    assert len(ab) == 2
    with pytest.raises(ValueError, match=r"node (2|-1) is not there yet"):
        write(builder)
