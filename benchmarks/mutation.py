"""
What noticing an alteration of cell 11's rules takes, against every scenario run for it from nothing.

The floor runs the scenarios in the order of their files, each on a world of its own, until one fails; both must notice.
Mutants are taken evenly from those that are noticed. What it takes to swear the scenarios in, once for all mutants,
is told beside it, in seconds of computing.
"""

from __future__ import annotations

from itertools import count
from time import process_time
from typing import TYPE_CHECKING

from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.scenarios.library import Library
from assessor.scenarios.performed import keeps_log
from assessor.scenarios.run import run_case
from assessor.scenarios.suite import read_suite
from assessor.workbench.killing import Jury
from assessor.workbench.mutants import mutate
from benchmarks.interleave import RESULTS, report, time_in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assessor.scenarios.feature import Case
    from assessor.workbench.mutants import Mutant

ROUNDS = 10
FLOOR = "floor: every scenario until one fails"


def notice(cases: Sequence[Case], altered: Library) -> bool:
    """Return whether a case fails of an expectation under a mutant, each run from nothing."""
    failures = (run_case(case, altered).failure for case in cases)
    return any(failure is not None and failure.expected is not None for failure in failures)


def main() -> None:
    """Run the benchmark."""
    folder = resource_dir("rules") / "doctrine"
    ruleset = load_ruleset(folder).require()
    library = Library(folder.parent).alike(ruleset)
    cases = [c for c in read_suite([RESULTS.parents[1] / "features"]).about("doctrine").cases if not keeps_log(c)]
    begun = process_time()
    jury = Jury(ruleset, cases, Library(folder.parent))
    sworn = process_time() - begun
    mutants = list(mutate(ruleset, "11"))
    noticed = [mutant for mutant in mutants[:: len(mutants) // (2 * ROUNDS)] if jury.notices(mutant)][: ROUNDS + 1]

    def each(work: Callable[[Mutant], bool]) -> Callable[[], None]:
        numbers = count()

        def run() -> None:
            assert work(noticed[next(numbers)])

        return run

    fresh = Jury(ruleset, cases, Library(folder.parent))
    turns = {
        FLOOR: each(lambda mutant: notice(cases, library.alike(mutant.of(ruleset)))),
        "scenarios sworn in": each(fresh.notices),
    }
    times = time_in_turns(turns, rounds=len(noticed) - 1, warm_up=1)
    notes = {"cases": len(cases), "mutants": len(mutants), "swearing_in_seconds": round(sworn, 2)}
    report("mutation", times, floor=FLOOR, notes=notes)
    print(f"swearing {len(cases)} scenarios in, once: {sworn:.2f} s of computing")


if __name__ == "__main__":
    main()
