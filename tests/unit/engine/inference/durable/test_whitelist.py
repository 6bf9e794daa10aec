"""Only what durable-rules is known to do right gets past the whitelist."""

from __future__ import annotations

from typing import Any

import pytest

from assessor.engine.inference.durable.whitelist import check_ruleset
from assessor.errors import EngineError


def pattern(index=0, bucket="b0", value="n1:met") -> dict[str, Any]:
    return {f"m{index}": {"$and": [{"in": bucket}, {"is": value}]}}


def rule(*patterns, run="r0", **more) -> dict[str, Any]:
    return {"all": list(patterns) or [pattern()], "run": run, **more}


def test_conjunctions_of_two_equalities_pass():
    check_ruleset({"r0": rule(), "gate0": rule(pattern(), pattern(1, "b0", "gate:0"), run="gate0", pri=60_000)})


@pytest.mark.parametrize(
    "odd",
    [
        [],
        {"run": "r0"},
        {"all": [], "run": "r0"},  # hangs in another spelling
        {"any": [pattern()], "run": "r0"},  # fires 2^n - 1 times
        rule(run="r1"),
        rule(run=None),
        rule(count=2),
        rule(cap=2),
        rule(dist=0),
        rule(pri=0),
        rule(pri=-1),
        rule(pri=True),
        rule(pri="1"),
        rule(pri=60_001),
        rule(pattern(1)),  # an alias out of order
        rule({"m0$not": pattern()["m0"]}),  # depends on order
        rule({**pattern(), **pattern(1)}),  # one of the two would be dropped
        rule({"m0": {"in": "b0", "is": "n1:met"}}),
        rule({"m0": {"$and": [{"is": "n1:met"}, {"in": "b0"}]}}),  # the discriminator last
        rule({"m0": {"$and": [{"in": "b0"}]}}),
        rule({"m0": {"$and": []}}),  # hangs
        rule({"m0": {"$or": [{"in": "b0"}, {"is": "n1:met"}]}}),
        rule({"m0": {"$and": [{"in": "b0"}, {"is": "n1:met"}], "$ex": {"x": 1}}}),
        rule({"m0": {"$and": [{"in": "b0"}, {"is": "n1:met", "x": "1"}]}}),
        rule({"m0": {"$and": [{"in": "b0", "x": "1"}, {"is": "n1:met"}]}}),
        rule({"m0": {"$and": [{"in": "b0"}, {"$neq": {"is": "n1:met"}}]}}),
        rule({"m0": {"$and": [{"in": "b0"}, {"is": {"m0": "in"}}]}}),  # a join
        rule({"m0": {"$and": [{"in": "b0"}, {"is": 1}]}}),
        rule({"m0": {"$and": [{"in": "b 0"}, {"is": "n1:met"}]}}),
        rule({"m0": {"$and": [{"in": "b0"}, {"is": "x" * 61}]}}),
        rule(pattern(), pattern(1)),  # one fact cannot fill two patterns
        rule(*(pattern(i, "b0", f"n{i}:met") for i in range(17))),
    ],
)
def test_everything_else_is_refused(odd):
    with pytest.raises(EngineError, match="rule `r0`"):
        check_ruleset({"r0": odd})


def test_a_name_must_be_plain():
    with pytest.raises(EngineError, match="not a plain name"):
        check_ruleset({"r$state": rule(run="r$state")})


def many(count, make) -> dict[str, Any]:
    return {f"r{i}": rule(*make(i), run=f"r{i}") for i in range(count)}


@pytest.mark.parametrize(
    ("make", "allowed", "complaint"),
    [
        (lambda i: [pattern(0), pattern(1, "b1", f"n{i % 400}:met")], 250, "rules read `n1:met`"),
        (lambda i: [pattern(0, "b0", f"n{i}:met")], 500, "tests at one level"),
        (lambda i: [pattern(0, f"b{i}")], 500, "tests at one level"),
        (lambda i: [pattern(p, f"b{p}", f"n{(i + p) % 400}:met") for p in range(11)], 2_000, "joins"),
    ],
)
def test_a_ruleset_may_go_up_to_the_limit_and_not_beyond(make, allowed, complaint):
    check_ruleset(many(allowed, make))
    with pytest.raises(EngineError, match=f"cannot take this program: .* {complaint}|{complaint}"):
        check_ruleset(many(allowed + 1, make))
