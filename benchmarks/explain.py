"""
Why the verdict of cell 11 is as it is, and why it is not another, from a process that has recorded it.

Cases of the question itself, of an evaluation that was just made and of which nothing was explained before: the
tree of *why*, with every condition, value and piece of evidence behind every part of the verdict; and of *why not*,
the transition that was not taken. Cases of the whole answer, as the command gives it, from opening a transaction
to the tree: what is known is read from the log, found to be what was evaluated, and explained. *Why* then says
beside the tree which items decide, each found by evaluating without it. The floor is reading the log for it: the
evidence that the cell can read, at the same cut. The reach of the design is 1 ms for *why* and 10 ms for *why
not* at the 99th percentile.
"""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assessor.bootstrap import open_assessor
from assessor.engine.explain import explain, why_not
from assessor.services.assess import assess, judge
from assessor.services.explain import explain_cell, explain_why_not
from assessor.services.known_evidence import read_evidence_of
from benchmarks.interleave import report, time_in_turns
from benchmarks.recorded_assessment import AS_OF, CELL, fill

ROUNDS = 100
OTHER = "Consolidated"
FLOOR = "floor: the evidence read from the log"


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, open_assessor(f"{folder}/a.db", "benchmark") as context:
        fill(context)
        moment = datetime.now(UTC).isoformat()
        evaluation = assess(context, CELL, as_of=AS_OF, known_at=moment).evaluation
        ruleset = evaluation.ruleset

        def read() -> object:
            with context.database.read() as tx:
                return read_evidence_of(tx, ruleset, CELL, tx.log.size(), datetime.fromisoformat(moment))

        assert explain(evaluation)
        assert why_not(evaluation, OTHER)
        cases = {
            FLOOR: read,
            "why, of an evaluation": lambda: explain(replace(evaluation)),
            "why not, of an evaluation": lambda: why_not(replace(evaluation), OTHER),
            "judged again": lambda: judge(context, CELL, as_of=AS_OF, known_at=moment),
            "why not, the whole answer": lambda: explain_why_not(context, CELL, OTHER, as_of=AS_OF, known_at=moment),
            "why, the whole answer": lambda: explain_cell(context, CELL, as_of=AS_OF, known_at=moment),
        }
        times = time_in_turns(cases, rounds=ROUNDS)
    report("explain", times, floor=FLOOR)
    for name, taken in times.items():
        print(f"{name:44} {statistics.quantiles(taken, n=100)[98] / 1e6:10.3f} ms at the 99th percentile")


if __name__ == "__main__":
    main()
