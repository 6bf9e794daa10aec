from __future__ import annotations

import pytest

from assessor.domain.touch import ANY_CELL, Touch
from assessor.engine.dependents import dependents_of
from assessor.ruleset.model import Ruleset
from tests.harbour_log import sound_rules

READS = {"harbour": ("ferry", False), "ferry": ("lighthouse", True), "lighthouse": ("ferry", True)}


def rules_that_read(reads):
    """The harbour's rules, in which some cells read the trajectory of others, on the same day or the day before."""
    document = sound_rules().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for cell, (read, previous) in reads.items():
        when = {"trajectory_of": read, "is": "busy", "previous_day": previous}
        rule = {"id": "reads", "when": when, "then": {"finding": "read"}, "because": "b"}
        own = next((r for r in document["rules"] if r["cell"] == cell), None)
        if own is None:
            document["rules"].append({"cell": cell, "rules": [rule]})
        else:
            own["rules"].append(rule)
    return Ruleset.model_validate(document)


@pytest.mark.parametrize(
    ("reads", "touched", "affected"),
    [
        ({}, [Touch("cell", "ferry")], ("ferry",)),
        ({}, [Touch("indicator", "arrivals")], ("harbour",)),
        ({}, [Touch("indicator", "departures")], ()),  # which no rule reads
        ({}, [Touch("source", "paper"), Touch("cell", "nowhere")], ()),
        ({}, [ANY_CELL], ("ferry", "harbour", "lighthouse")),
        (READS, [Touch("cell", "harbour")], ("harbour",)),
        (READS, [Touch("cell", "ferry")], ("ferry", "harbour", "lighthouse")),
        (READS, [Touch("cell", "lighthouse")], ("ferry", "harbour", "lighthouse")),  # through the ferry
    ],
)
def test_cells_are_affected_by_what_touches_them_or_what_they_read(reads, touched, affected):
    assert dependents_of(rules_that_read(reads)).affected(touched) == affected
