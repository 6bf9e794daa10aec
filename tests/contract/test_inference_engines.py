"""What every inference engine must do, by whichever name it goes."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import chain, product

import pytest

from assessor.domain.kleene import Kleene
from assessor.engine.inference import (
    Clause,
    ContradictionError,
    DurableEngine,
    InferenceEngine,
    NativeEngine,
    Program,
    ProgramBuilder,
    Stratum,
    Threshold,
)

MET, NOT_MET = True, False
# Python 3.13 cannot import durable-rules, so there the contract has one party.
ENGINES = [NativeEngine, *([DurableEngine] if find_spec("durable") else [])]


@pytest.fixture(scope="module", params=ENGINES, ids=lambda engine: engine.name)
def engine(request):
    subject: InferenceEngine = request.param()
    yield subject
    if isinstance(subject, DurableEngine):
        subject.close()


def infer(engine, build, inputs):
    """Return the outcome of the node that `build` makes of as many inputs."""
    builder = ProgramBuilder()
    node = build(builder, [builder.input() for _ in inputs])
    ((*outcomes,),) = engine.infer(builder.build(), [inputs])
    assert len(outcomes) == builder.build().nodes
    return outcomes[node]


# Kleene's strong tables (1952, section 64), and agreement, by hand: rows -1, 0, 1; columns -1, 0, 1.
TABLES = {
    "all_of": [[-1, -1, -1], [-1, 0, 0], [-1, 0, 1]],
    "any_of": [[-1, 0, 1], [0, 0, 1], [1, 1, 1]],
    "agree": [[-1, 0, 0], [0, 0, 0], [0, 0, 1]],
}


@pytest.mark.parametrize("connective", TABLES)
def test_two_children_follow_the_table(engine, connective):
    builder = ProgramBuilder()
    a, b = builder.input(), builder.input()
    node = getattr(builder, connective)(*([a, b] if connective == "agree" else [[a, b]]))
    results = engine.infer(builder.build(), list(product((-1, 0, 1), repeat=2)))
    assert [result[node] for result in results] == list(chain.from_iterable(TABLES[connective]))


@pytest.mark.parametrize(("given", "expected"), [(-1, 1), (0, 0), (1, -1)])
def test_a_negation_turns_the_outcome_round(engine, given, expected):
    assert infer(engine, lambda b, n: b.negate(n[0]), [given]) == expected


@pytest.mark.parametrize(
    ("count", "inputs", "expected"),
    [
        (2, [1, 1, 0], 1),
        (2, [1, 0, -1], 0),
        (2, [1, -1, -1], -1),
        (2, [0, 0, 0], 0),
        (3, [0, 0, -1], -1),
        (1, [0, 0, 1], 1),
        (0, [-1, -1], 1),  # nothing is asked for
        (3, [1, 1], -1),  # more is asked for than there is
    ],
)
def test_so_many_of_them(engine, count, inputs, expected):
    assert infer(engine, lambda b, n: b.at_least(count, n), inputs) == expected


@pytest.mark.parametrize(
    ("weights", "bound", "inputs", "expected"),
    [
        ([3, 2], 4, [1, 1], 1),
        ([3, 2], 4, [1, 0], 0),
        ([3, 2], 4, [1, -1], -1),
        ([3, -2], 2, [1, -1], 1),  # what is not met takes nothing away
        ([3, -2], 2, [1, 0], 0),  # what might be met might
        ([3, -2], 2, [1, 1], -1),
        ([3, -2], 0, [-1, 0], 0),
        ([-2, -2], -2, [0, -1], 1),  # at worst exactly the bound
        ([-2, -2], -2, [1, 1], -1),
        ([0, 5], 5, [0, 1], 1),
        ([10**15, 1], 10**15 + 1, [1, 1], 1),
    ],
)
def test_weighted_sums_take_the_worst_and_the_best_case(engine, weights, bound, inputs, expected):
    assert infer(engine, lambda b, n: b.weighted(zip(n, weights, strict=True), bound), inputs) == expected


def test_one_that_is_listed_twice_counts_twice(engine):
    assert infer(engine, lambda b, n: b.at_least(2, [n[0], n[0], n[1]]), [1, 0]) == 1
    assert infer(engine, lambda b, n: b.weighted([(n[0], 2), (n[0], -2)], 0), [0]) == 0


def test_what_is_derived_is_summed_and_chained_through_many_strata(engine):
    def build(builder, nodes):
        for _ in range(40):
            nodes = [builder.at_least(2, nodes), builder.negate(builder.all_of(nodes)), nodes[0]]
        return nodes[0]

    # By hand: from (1, 1, 1) the triple goes (1, -1, 1), then (1, 1, 1), and so on: always met.
    assert infer(engine, build, [1, 1, 1]) == 1
    assert infer(engine, build, [0, 0, 0]) == 0


def test_a_literal_that_hundreds_of_clauses_read(engine):
    def build(builder, nodes):
        first, *middle, last = nodes
        pairs = [builder.all_of([first, node]) for node in middle]
        reached = [builder.all_of([pair, last]) for pair in pairs]
        return builder.all_of([*reached, builder.any_of([first, builder.negate(last)])])

    assert infer(engine, build, [1] * 500) == 1
    assert infer(engine, build, [1] * 300 + [0] + [1] * 199) == 0
    assert infer(engine, build, [1] * 300 + [-1] + [0] * 199) == -1


def test_more_inputs_than_durable_rules_could_tell_apart_at_one_level(engine):
    inputs = [0] * 1_100
    assert infer(engine, lambda b, n: b.any_of(n), inputs) == 0
    assert infer(engine, lambda b, n: b.any_of(n), [*inputs[1:], 1]) == 1
    assert infer(engine, lambda b, n: b.any_of(n), [-1] * 1_100) == -1


def test_clauses_may_go_in_a_circle(engine):
    circle = (Clause((1, MET), ((2, MET),)), Clause((2, MET), ((1, MET),)), Clause((1, MET), ((0, MET),)))
    program = Program((0,), (Stratum((), circle),), 3)
    assert engine.infer(program, [[0], [1], [-1]]) == [(0, 0, 0), (1, 1, 1), (-1, 0, 0)]


def test_a_literal_may_stand_twice_in_a_body(engine):
    twice = Clause((2, MET), ((0, MET), (0, MET), (1, MET), (0, MET)))
    program = Program((0, 1), (Stratum((), (twice,)),), 3)
    assert engine.infer(program, [[1, 0], [1, 1]]) == [(1, 0, 0), (1, 1, 1)]


def test_a_clause_of_a_later_stratum_adds_nothing_to_an_earlier_sum(engine):
    program = Program(
        (0,), (Stratum((Threshold(1, ((0, 1),), 1),), ()), Stratum((), (Clause((2, MET), ((1, MET),)),))), 3
    )
    assert engine.infer(program, [[1], [0], [-1]]) == [(1, 1, 1), (0, 0, 0), (-1, -1, 0)]


@pytest.mark.parametrize(
    "heads",
    [
        [(1, MET), (1, NOT_MET)],  # both derived
        [(0, NOT_MET)],  # against what was given
    ],
)
def test_met_and_not_met_together_is_an_error(engine, heads):
    program = Program((0,), (Stratum((), tuple(Clause(head, ((0, MET),)) for head in heads)),), 2)
    assert engine.infer(program, [[0], [-1]]) == [(0, 0), (-1, 0)]
    with pytest.raises(ContradictionError, match=f"node {heads[0][0]} comes out both met and not met") as caught:
        engine.infer(program, [[0], [1]])
    assert (caught.value.node, caught.value.inputs) == (heads[0][0], (1,))


def test_a_batch_gives_each_item_its_own_answer_in_order(engine):
    builder = ProgramBuilder()
    a, b = builder.input(), builder.input()
    node = builder.all_of([a, b])
    batch = list(product((-1, 0, 1), repeat=2)) * 30
    results = engine.infer(builder.build(), batch)
    assert [result[node] for result in results] == [min(item) for item in batch]
    assert engine.infer(builder.build(), []) == []


def test_inputs_come_back_among_the_outcomes(engine):
    builder = ProgramBuilder()
    a = builder.input()
    builder.negate(a)
    b = builder.input()
    ((*outcomes,),) = engine.infer(builder.build(), [[Kleene.MET, Kleene.NOT_MET]])
    assert (outcomes[a], outcomes[b]) == (1, -1)


def test_a_program_without_rules_gives_back_what_it_was_given(engine):
    builder = ProgramBuilder()
    assert engine.infer(builder.build(), [[]]) == [()]
    builder.input(), builder.input()
    assert engine.infer(builder.build(), [[1, -1], [0, 1]]) == [(1, -1), (0, 1)]


def test_an_item_that_does_not_fit_is_refused(engine):
    program = Program((0, 1), (Stratum((), (Clause((2, MET), ((0, MET), (1, MET))),)),), 3)
    for misfit in ([1], [1, 1, 1], [1, 7]):
        with pytest.raises(ValueError, match=r"outcomes for 2 inputs|not `7`"):
            engine.infer(program, [[1, 1], misfit])
    assert engine.infer(program, [[1, 1]]) == [(1, 1, 1)]


def test_an_engine_says_what_it_is(engine):
    assert engine.name in {"native", "durable-rules"}
    assert engine.version == {"native": "1", "durable-rules": "2.0.28"}[engine.name]
