"""A session that did not do exactly what it must says so, instead of giving an answer."""

from __future__ import annotations

import copy
import threading
from importlib.util import find_spec

import pytest

from assessor.engine.inference import ProgramBuilder
from assessor.engine.inference.durable.compile import compile_program

pytestmark = pytest.mark.filterwarnings("ignore:.*utcfromtimestamp:DeprecationWarning")  # durable-rules is of 2020

__test__ = find_spec("durable") is not None  # Python 3.13 cannot import it

if __test__:
    from assessor.engine.inference.durable.worker import session as sessions
    from assessor.engine.inference.durable.worker.session import FaultError, Session


@pytest.fixture
def compiled():
    builder = ProgramBuilder()
    a, b, c = (builder.input() for _ in range(3))
    builder.at_least(1, [builder.any_of([builder.all_of([a, b]), c]), c])
    return copy.deepcopy(compile_program(builder.build()))


def test_it_derives_what_follows_and_starts_afresh_each_time(compiled):
    session = Session(compiled)
    for _ in range(3):
        assert sorted(session.infer([1, 1, -1])) == [0, 2, 5, 6, 8, 10]
        assert sorted(session.infer([0, -1, 0])) == [3, 7]
        assert session.infer([0, 0, 0]) == []


def test_it_starts_no_thread(compiled):
    before = threading.active_count()
    Session(compiled).infer([1, 1, 1])
    assert threading.active_count() == before


def test_a_batch_that_was_cut_is_a_fault(compiled, monkeypatch):
    session = Session(compiled)
    monkeypatch.setattr(sessions, "encode_batch", lambda facts: f"[{','.join(facts[:-1])}]")
    with pytest.raises(FaultError, match="gate 0 did not fire"):
        session.infer([1, 1, 1])


def test_a_fact_that_no_rule_reads_is_a_fault(compiled):
    compiled["facts"][0]["is"] = "nobody"
    with pytest.raises(FaultError, match="read by no rule, status 1"):
        Session(compiled).infer([1, 0, 0])


def test_a_fact_that_is_taken_for_another_is_a_fault(compiled):
    compiled["facts"][2]["id"] = compiled["facts"][0]["id"]
    with pytest.raises(FaultError, match=r"a fact was refused.*status 2"):
        Session(compiled).infer([1, 1, 0])


def test_a_failure_within_an_action_is_a_fault(compiled):
    compiled["facts"][6]["is"] = "nobody"  # the conjunction, which only an action asserts
    with pytest.raises(FaultError, match=r"an action failed: .*read by no rule"):
        Session(compiled).infer([1, 1, 0])


def test_what_survived_the_last_evaluation_is_a_fault(compiled, monkeypatch):
    session = Session(compiled)
    monkeypatch.setattr(session._ruleset, "delete_state", lambda _: None)
    session.infer([1, 1, 1])
    with pytest.raises(FaultError, match="status 2"):
        session.infer([1, 1, 1])
