"""A compiled program is conjunctions of equality tests, within every limit, whatever the program."""

from __future__ import annotations

from itertools import combinations

import pytest

from assessor.engine.inference import Clause, Program, ProgramBuilder, Stratum
from assessor.engine.inference.durable import compile as compiler
from assessor.engine.inference.durable.compile import compile_program
from assessor.engine.inference.durable.worker.encode import hash_identity
from assessor.errors import EngineError

MET = True


def read_tests(rule):
    return [tuple(next(iter(test.values())) for test in body["$and"]) for p in rule["all"] for body in p.values()]


def test_a_small_program_reads_as_what_it_is():
    builder = ProgramBuilder()
    a, b = builder.input(), builder.input()
    builder.weighted([(builder.all_of([a, b]), 3)], at_least=2)
    compiled = compile_program(builder.build())
    rules = {name: [value for _, value in read_tests(rule)] for name, rule in compiled["ruleset"].items()}
    assert rules == {
        "r0": ["n0:met", "n1:met"],
        "r1": ["n0:not-met"],
        "r2": ["n1:not-met"],
        "gate0": ["gate:0"],
        "gate1": ["gate:1"],
    }
    assert compiled["heads"] == {"r0": [4], "r1": [5], "r2": [5]}
    assert [fact and fact["is"] for fact in compiled["facts"]] == [
        *("n0:met", "n0:not-met", "n1:met", "n1:not-met"),
        *(None, None, None, None),  # nothing reads the conjunction or the sum
    ]
    assert compiled["thresholds"] == [[], [[3, [[2, 3]], 2]]]
    assert compiled["inputs"] == [0, 1]
    assert compiled["nodes"] == 4


def test_clauses_with_the_same_body_share_a_rule():
    builder = ProgramBuilder()
    a, b = builder.input(), builder.input()
    first, other = builder.all_of([a, b]), builder.agree(a, b)
    compiled = compile_program(builder.build())
    assert compiled["heads"]["r0"] == [2 * first, 2 * other]


def test_gates_come_after_every_other_rule():
    compiled = compile_program(Program((0,), (Stratum((), ()),) * 3, 1))
    assert [rule["pri"] for rule in compiled["ruleset"].values()] == [60_000] * 3
    assert [gate["rule"] for gate in compiled["gates"]] == ["gate0", "gate1", "gate2"]


def test_copies_spread_a_literal_that_too_many_rules_read():
    builder = ProgramBuilder()
    hub = builder.input()
    for _ in range(450):
        builder.all_of([hub, builder.input()])
    compiled = compile_program(builder.build())
    readers: dict[str, int] = {}
    for rule in compiled["ruleset"].values():
        for _, value in read_tests(rule):
            readers[value] = readers.get(value, 0) + 1
    assert readers["n0:met"] == 201  # two hundred, and the rule that makes the copies
    assert (readers["n0:met#1"], readers["n0:met#2"]) == (200, 50)
    (copying,) = [
        name for name, rule in compiled["ruleset"].items() if [value for _, value in read_tests(rule)] == ["n0:met"]
    ]
    assert [compiled["facts"][literal]["is"] for literal in compiled["heads"][copying]] == ["n0:met#1", "n0:met#2"]


def test_no_bucket_holds_more_than_its_share():
    builder = ProgramBuilder()
    inputs = [builder.input() for _ in range(1_500)]
    builder.any_of(inputs)
    buckets: dict[str, set[str]] = {}
    for rule in compile_program(builder.build())["ruleset"].values():
        for bucket, value in read_tests(rule):
            buckets.setdefault(bucket, set()).add(value)
    assert max(map(len, buckets.values())) == 256
    assert len(buckets) > 10


def test_identities_that_hash_alike_are_told_apart(monkeypatch):
    def hash_coarsely(text):
        return hash_identity(text) % 11 + len(text)

    monkeypatch.setattr(compiler, "hash_identity", hash_coarsely)
    builder = ProgramBuilder()
    builder.all_of([builder.input() for _ in range(12)])
    compiled = compile_program.__wrapped__(builder.build())
    facts = [*filter(None, compiled["facts"]), *(gate["fact"] for gate in compiled["gates"])]
    hashes = {hash_coarsely(text) for text in ("s", "sid-s", *(fact["id"] for fact in facts))}
    assert len(hashes) == len(facts) + 2
    assert any(fact["id"] != fact["is"] for fact in facts)


def test_a_body_longer_than_a_rule_is_refused():
    clause = Clause((17, MET), tuple((node, MET) for node in range(17)))
    with pytest.raises(EngineError, match="17 patterns, 16 at most"):
        compile_program(Program(tuple(range(17)), (Stratum((), (clause,)),), 18))


def test_a_program_that_would_take_all_memory_is_refused():
    bodies = list(combinations(range(28), 4))[:7_000]
    clauses = tuple(Clause((28, MET), tuple((node, MET) for node in body)) for body in bodies)
    with pytest.raises(EngineError, match="durable-rules cannot take this program: 21000 joins, 20000 at most"):
        compile_program(Program(tuple(range(28)), (Stratum((), clauses),), 29))
