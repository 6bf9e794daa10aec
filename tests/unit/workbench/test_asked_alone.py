"""What a solver leaves open because of what was asked before it is asked once more by itself."""

from __future__ import annotations

import pytest
import z3

from assessor.workbench.solver import search
from assessor.workbench.solver.examples import find_example
from assessor.workbench.solver.logic import check, is_never, new_solver
from assessor.workbench.solver.targets import find_target
from tests.unit.workbench.small import finding, seen, subject


@pytest.mark.parametrize(("least", "never"), [(3, False), (4, True)])
def test_what_cannot_hold_is_told_from_what_can(least, never):
    number, solver = z3.Int("number"), new_solver()
    solver.add(number < 4)
    assert is_never(solver, 100_000, number >= least) is never
    assert check(solver, 100_000, None, number >= least) == ("never" if never else "found")


def test_without_steps_nothing_is_sure():
    number, solver = z3.Int("number"), new_solver()
    solver.add(number * number * number == 5 * number + 13)
    assert not is_never(solver, 1, number > 2)


def test_evidence_is_called_the_smallest_where_that_comes_out_alone(monkeypatch):
    asked = []

    def tired(solver, steps, seconds, *assumed):
        if steps == search._SHRINKING_STEPS:
            asked.append(assumed)
            return "open"
        return check(solver, steps, seconds, *assumed)

    monkeypatch.setattr(search, "check", tired)
    one = subject(finding("f", seen(at_least=1, direction="up")))
    found = find_example(one, find_target(one, "f"))
    assert asked
    assert found.witness is not None
    assert found.is_smallest is (len(found.witness.signals) == 1)
