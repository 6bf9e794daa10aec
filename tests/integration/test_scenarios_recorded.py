"""A scenario judges in memory what the record judges: the same verdict, of the same evidence at the same cut."""

from __future__ import annotations

from datetime import date

import pytest

from assessor.bootstrap import open_assessor
from assessor.resources import resource_dir
from assessor.scenarios.library import Library
from assessor.scenarios.world import World
from assessor.services.assess import assess
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch

CUTS = [
    ("11", "2025-02-15", "2025-02-15"),
    ("11", "2025-07-01", "2026-04-26"),
    ("11", "2026-04-26", "2026-04-26"),
    ("12", "2026-04-26", "2026-04-26"),
]


@pytest.fixture(scope="module")
def library():
    return Library(resource_dir("rules"))


@pytest.fixture(scope="module")
def recorded(library, tmp_path_factory):
    """A log of the shipped framework with its evidence."""
    ruleset = library.ruleset("doctrine")
    with open_assessor(str(tmp_path_factory.mktemp("recorded") / "log.db"), "test") as context:
        initialise(context, "assessor.example/scenarios")
        publish_ruleset(context, ruleset, ruleset.framework.epoch)
        for batch in library.evidence("doctrine"):
            record_batch(context, batch)
        yield context


@pytest.mark.parametrize(("cell", "as_of", "known_at"), CUTS)
def test_a_scenario_and_the_record_give_the_same_verdict(library, recorded, cell, as_of, known_at):
    world = World(library)
    world.begin("doctrine")
    world.assess(cell, date.fromisoformat(as_of), date.fromisoformat(known_at))
    found = assess(recorded, cell, as_of=date.fromisoformat(as_of), known_at=known_at, dry_run=True).assessment
    evaluation = world.last.evaluation
    assert evaluation.verdict == found.verdict
    assert {(r.kind, r.id, r.digest) for r in evaluation.support} == {(r.kind, r.id, r.digest) for r in found.support}
    assert evaluation.read_digest == found.read_set.digest
    said = world.last.verdict
    assert (said.trajectory, said.qualifiers, said.trend, said.confidence, said.standing, said.alternatives) == (
        found.verdict.trajectory,
        found.verdict.qualifiers,
        found.verdict.trend,
        found.verdict.confidence,
        found.verdict.standing,
        found.verdict.alternatives,
    )
