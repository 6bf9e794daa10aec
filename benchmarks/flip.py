"""
The flip list of cell 11, against a single evaluation of it.

Cases: what is to come (signposts and the passing of time), which goes on from the day judged, and what holds
the verdict, which folds from the epoch for every set that is taken away: every single item of the support.
The floor of both is one evaluation from ruleset and evidence to a verdict with its support, by the same
engine with the same steps remembered. The reach of the design is 50 ms at the 99th percentile.
"""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from assessor.domain.duration import add
from assessor.domain.known import known_at
from assessor.engine.ahead import Ahead
from assessor.engine.evaluate import evaluate
from assessor.engine.flip import HORIZON, find_flips
from assessor.engine.inference import CrossChecked, NativeEngine, StepMemo
from assessor.intake.read import read_evidence
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from benchmarks.interleave import report, time_in_turns

if TYPE_CHECKING:
    from assessor.domain.known import Evidence

ROUNDS = 20
DAY = date(2026, 4, 26)
FLOOR = "floor: one evaluation"


def shipped_evidence() -> Evidence:
    """Return the shipped evidence, all of it known."""
    from assessor.engine.suppose import suppose  # noqa: PLC0415 - what is not recorded is supposed
    from assessor.services.evidence_batch import items_of  # noqa: PLC0415

    files = sorted((resource_dir("rules") / "doctrine" / "evidence").glob("*.yaml"))
    items = (item for path in files for item in items_of(read_evidence(path)))
    return known_at((suppose(item) for item in items), datetime.max.replace(tzinfo=UTC))


def main() -> None:
    """Run the benchmark."""
    ruleset = load_ruleset(resource_dir("rules") / "doctrine").require()
    evidence, memo = shipped_evidence(), StepMemo()
    engine = CrossChecked(NativeEngine(), None, memo)
    evaluation = evaluate(ruleset, evidence, "11", DAY, engine)
    singles = sum(r.kind not in {"source", "cell"} for r in evaluation.support)
    found = find_flips(evaluation, budget=singles)
    assert {flip.kind for flip in found.found} == {"with", "time", "without"}
    cases = {
        FLOOR: lambda: evaluate(ruleset, evidence, "11", DAY, engine),
        "a year ahead with nothing new": lambda: Ahead(evaluation, add(DAY, HORIZON)),
        "signposts and time alone": lambda: find_flips(evaluation, budget=singles, kinds=("time", "with")),
        f"the flip list, {found.evaluated} sets": lambda: find_flips(evaluation, budget=singles),
    }
    times = time_in_turns(cases, rounds=ROUNDS, warm_up=1)
    report("flip", times, floor=FLOOR, notes={"evaluated": found.evaluated, "support": singles})
    for name, taken in times.items():
        print(f"{name:44} {statistics.quantiles(taken, n=100)[98] / 1e6:10.3f} ms at the 99th percentile")


if __name__ == "__main__":
    main()
