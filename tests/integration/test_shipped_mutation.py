"""Features of the shipped frameworks notice 95 of a hundred alterations of their rules, equivalent ones counted in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.workbench.mutation import Subject, measure_mutation

CHECKOUT = Path(__file__).parents[2]
LEAST = 95


@pytest.mark.parametrize(("framework", "cell"), [("doctrine", "11"), ("violence-mx", "colima")])
def test_the_shipped_rules_are_proven(framework, cell):
    subject = Subject(CHECKOUT / "rules" / framework, (CHECKOUT / "features",), cell)
    found = measure_mutation(subject, jobs=1)
    missed = "\n".join(mutant.words for mutant in found.survivors)
    assert found.killed * 100 >= LEAST * found.mutants, f"no scenario notices if\n{missed}"
