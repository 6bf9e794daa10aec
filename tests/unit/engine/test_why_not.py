"""Why a cell is not in a trajectory: what each condition lacks, and what would have to cease."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.domain.cell import Cell
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.framework import Framework
from assessor.engine.evaluate import evaluate
from assessor.engine.explain import missing_of, why_not
from assessor.engine.inference import CrossChecked, NativeEngine, StepMemo
from assessor.ruleset.model import CellRules, Ruleset
from tests.property.worlds import CELL, FRAMEWORK, known, versions_of

DAY = date(2024, 3, 31)
UP = {"signals": {"direction": "up"}, "within": "P1Y"}
DOWN = {"signals": {"direction": "down"}, "within": "P1Y"}
HIGH = {"reading": "x", "is": {"at_least": 2}, "max_age": "P2M"}


def signal(name, direction):
    impact = {"cell": "1", "direction": direction, "dimensions": ["d"]}
    return Signal.model_validate(
        {"id": name, "title": name, "date": "2024-01-02", "sources": ["s"], "impacts": [impact]}
    )


def reading(value):
    return Reading.model_validate({"indicator": "x", "period": "2024-02", "value": value, "unit": "u", "source": "s"})


EVIDENCE = (
    Source.model_validate({"id": "s", "title": "s", "tier": 1, "published": "2024-01-03"}),
    Feed.model_validate({"id": "f", "title": "f", "watches": [{"from": "2000-01-01"}]}),
)


def ask(when, *items, findings=()):
    """Return what the transition to B lacks, for a cell in A, and its explanation."""
    moves = {"id": "moves", "when": when, "then": {"transition": "B", "from": "A"}, "because": "b"}
    rules = [{"id": f, "when": c, "then": {"finding": f}, "because": "b"} for f, c in findings]
    ruleset = Ruleset(
        framework=Framework.model_validate(FRAMEWORK),
        cells=(Cell.model_validate(CELL),),
        rules=(CellRules.model_validate({"cell": "1", "rules": [*rules, moves]}),),
    )
    engine = CrossChecked(NativeEngine(), None, StepMemo())
    (explained,) = why_not(evaluate(ruleset, known(versions_of([*EVIDENCE, *items])), "1", DAY, engine), "B")
    return missing_of(explained)


def test_a_not_that_fails_shows_what_would_have_to_cease():
    (told,) = ask({"not": UP}, signal("g", "up"))
    assert told.endswith("up within P1Y must cease: fewer than 1 event(s); what counts now: g")


def test_a_not_that_holds_lacks_nothing():
    (told,) = ask({"all": [{"not": UP}, DOWN]})
    assert told.endswith("down within P1Y: 1 more event(s)")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ({"not": {"any": [UP, DOWN]}}, ["up within P1Y must cease", "down within P1Y must cease"]),
        ({"not": {"not": {"all": [UP, HIGH]}}}, ["no older than P2M: a value at least 2"]),
        ({"not": {"all": [UP, {"not": HIGH}]}}, ["up within P1Y must cease", "no older than P2M: a value at least 2"]),
        ({"not": {**UP, "count": {"at_most": 3}}}, ["must cease: more than 3 event(s); what counts now: g"]),
        ({"not": {**HIGH, "is": {"below": 2}}}, ["must cease: a value not below 2"]),
        ({"not": {"state": "A"}}, ["own trajectory A must cease: another state than A"]),
        ({"state": ["B", "C"]}, ["own trajectory B or C: the state B or C; it is A"]),
        ({"state": "A", "for": "P1Y"}, ["own trajectory A held for P1Y: P1Y in that state, which began on 2024-01-14"]),
    ],
)
def test_what_must_be_otherwise_follows_through_every_not(when, told):
    found = ask(when, signal("g", "up"), signal("h", "down"), reading("1"))
    assert len(found) == len(told)
    assert all(part in line for part, line in zip(told, found, strict=True))


def test_a_finding_below_a_not_is_followed_to_what_it_rests_on():
    (told,) = ask({"not": {"finding": "f"}}, signal("g", "up"), findings=[("f", UP)])
    assert "must cease: fewer than 1 event(s); what counts now: g" in told


def test_a_finding_that_weighs_against_a_score_would_have_to_cease():
    when = {"score": {"f": -1, "g": 1}, "at_least": 1}
    against, for_ = ask(when, signal("g", "up"), findings=[("f", UP), ("g", DOWN)])
    assert "must cease" in against
    assert for_.endswith("down within P1Y: 1 more event(s)")


def test_what_is_unknown_below_a_not_says_what_would_settle_it():
    (told,) = ask({"not": HIGH})
    assert "must cease: a reading of `x` for a period that ends from" in told
