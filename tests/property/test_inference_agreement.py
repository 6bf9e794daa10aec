"""On random programs both engines give what the definitions give, in whatever order the clauses stand."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.engine.inference import DurableEngine, NativeEngine, Program, ProgramBuilder
from tests.property.examples import examples

OUTCOMES = st.sampled_from([-1, 0, 1])
NATIVE = NativeEngine()


@pytest.fixture(scope="module")
def engines():
    """Every engine that can run here, the native one first (Python 3.13 cannot import durable-rules)."""
    with DurableEngine() as durable:
        yield [NATIVE, *([durable] if find_spec("durable") else [])]


@st.composite
def sketches(draw):
    """Up to 60 nodes, as (connective, children or members, bound); a child is an earlier place in the list."""
    sketch: list[tuple[str, list, int]] = [("input", [], 0)] * draw(st.integers(1, 15))
    for place in range(len(sketch), draw(st.integers(len(sketch), 60))):
        word = draw(st.sampled_from(["all", "any", "not", "agree", "at-least", "weighted"]))
        size = {"not": (1, 1), "agree": (2, 2)}.get(word, (1, 15))
        children = draw(st.lists(st.integers(0, place - 1), min_size=size[0], max_size=size[1]))
        if word == "weighted":
            members = [(child, draw(st.integers(-5, 5))) for child in children]
            sketch.append((word, members, draw(st.integers(-12, 12))))
        else:
            sketch.append((word, children, draw(st.integers(0, 6))))
    return sketch


def write(sketch) -> tuple[Program, list[int]]:
    """Return the sketch as a program, and for each place its node."""
    builder = ProgramBuilder()
    nodes: list[int] = []
    for word, children, bound in sketch:
        match word:
            case "input":
                nodes.append(builder.input())
            case "all":
                nodes.append(builder.all_of(nodes[child] for child in children))
            case "any":
                nodes.append(builder.any_of(nodes[child] for child in children))
            case "not":
                nodes.append(builder.negate(nodes[children[0]]))
            case "agree":
                nodes.append(builder.agree(nodes[children[0]], nodes[children[1]]))
            case "at-least":
                nodes.append(builder.at_least(bound, [nodes[child] for child in children]))
            case _:
                nodes.append(builder.weighted([(nodes[child], weight) for child, weight in children], bound))
    return builder.build(), nodes


def define(sketch, given):
    """Return the outcome of every place, straight from the definitions."""
    inputs = iter(given)
    values: list[int] = []
    for word, children, bound in sketch:
        values.append(define_one(word, children, bound, values, inputs))
    return values


def define_one(word, children, bound, values, inputs):
    if word == "input":
        return next(inputs)
    if word == "weighted":
        sums = [0]
        for child, weight in children:
            sums = [s + weight * met for s in sums for met in {-1: (0,), 0: (0, 1), 1: (1,)}[values[child]]]
            sums = [min(sums), max(sums)]
        return 1 if min(sums) >= bound else -1 if max(sums) < bound else 0
    operands = [values[child] for child in children]
    if word == "at-least":
        met, unmet = operands.count(1), operands.count(-1)
        return 1 if met >= bound else -1 if len(operands) - unmet < bound else 0
    if word == "agree":
        return operands[0] if operands[0] == operands[1] else 0
    return {"all": min(operands), "any": max(operands), "not": -operands[0]}[word]


@st.composite
def cases(draw):
    """A sketch and a few items for its inputs."""
    sketch = draw(sketches())
    inputs = sum(word == "input" for word, _, _ in sketch)
    return sketch, draw(st.lists(st.tuples(*[OUTCOMES] * inputs), min_size=1, max_size=5))


@examples(100)
@given(case=cases())
def test_every_engine_gives_what_the_definitions_give(engines, case):
    sketch, batch = case
    program, nodes = write(sketch)
    defined = [define(sketch, item) for item in batch]
    for engine in engines:
        assert [[outcomes[node] for node in nodes] for outcomes in engine.infer(program, batch)] == defined, engine.name


@examples(40)
@given(case=cases(), random=st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter(engines, case, random):
    sketch, batch = case
    program, _ = write(sketch)
    strata = [
        replace(
            stratum,
            thresholds=shuffled(stratum.thresholds, random),
            clauses=shuffled([replace(c, body=shuffled(c.body, random)) for c in stratum.clauses], random),
        )
        for stratum in program.strata
    ]
    reordered = replace(program, strata=tuple(strata))
    for engine in engines:
        assert engine.infer(reordered, batch) == NATIVE.infer(program, batch), engine.name


def shuffled(items, random):
    return tuple(random.sample(items, len(items)))


@examples(100)
@given(case=cases(), data=st.data())
def test_what_is_decided_stays_decided_when_an_unknown_is_settled(case, data):
    sketch, (given_first, *_) = case
    program, _ = write(sketch)
    settled = tuple(outcome or data.draw(OUTCOMES) for outcome in given_first)
    before, after = NATIVE.infer(program, [given_first, settled])
    assert all(now == then for then, now in zip(before, after, strict=True) if then)
