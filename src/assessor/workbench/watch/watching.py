"""
Looks at a framework: the first at everything, each further one at what a save touches.

What conditions came to is kept from look to look, and what scenarios supplied, so that only conditions that were
changed are evaluated again. Where vocabulary or cells were changed, everything is looked at anew. Scenarios that keep a
log of their own take seconds: they are left for when nothing else was saved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from assessor.scenarios.library import Library
from assessor.scenarios.performed import keeps_log, perform
from assessor.scenarios.run import CaseResult, run_case
from assessor.scenarios.suite import Suite, read_suite
from assessor.workbench.check import check_folder
from assessor.workbench.judging import ReusingJudge
from assessor.workbench.watch.keeping import FeatureFiles, keep_rules
from assessor.workbench.watch.snapshot import changed_between, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from assessor.ruleset.model import Ruleset
    from assessor.ruleset.problems import Problem
    from assessor.scenarios.feature import Case
    from assessor.scenarios.performed import Performed
    from assessor.workbench.watch.snapshot import Snapshot

_Name = tuple["Path", str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """
    What one look found.

    Attributes:
        changed: The files that made it; none for the first.
        problems: Of rules, and of features that cannot be read; with errors, no scenario is run.
        scenarios: How many are about the framework; `results` are of those that were run.
        left: How many are left for `look_further`.
    """

    changed: tuple[Path, ...]
    problems: tuple[Problem, ...]
    scenarios: int
    results: tuple[CaseResult, ...]
    seconds: float
    left: int = 0

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(problem.severity == "error" for problem in self.problems)


@dataclass
class Watching:
    """
    A framework that is watched.

    Attributes:
        features: Where its features are; None where it has none.
        today: Returns the last day of the timeline, so far.
    """

    folder: Path
    features: Path | None
    today: Callable[[], date]
    _seen: Snapshot = field(default_factory=dict)
    _ruleset: Ruleset | None = None
    _judge: ReusingJudge = field(default_factory=ReusingJudge)
    _libraries: dict[Path, Library] = field(default_factory=dict)
    _files: FeatureFiles = field(default_factory=FeatureFiles)
    _performed: dict[_Name, Performed] = field(default_factory=dict)
    _cells: dict[_Name, frozenset[str]] = field(default_factory=dict)
    _failed: set[_Name] = field(default_factory=set)
    _with_log: set[_Name] = field(default_factory=set)
    _left: dict[_Name, Case] = field(default_factory=dict)

    def look(self) -> Look:
        """Look at everything for the first time."""
        self._seen = self._snapshot()
        return self._look(())

    def look_again(self) -> Look | None:
        """Look at what was saved since; None where nothing was."""
        now = self._snapshot()
        changed = changed_between(self._seen, now)
        self._seen = now
        return self._look(changed) if changed else None

    def look_further(self) -> Look | None:
        """Run the next scenario that was left; None where none is, or there are rules of which nothing can be said."""
        if not self._left or self._ruleset is None:
            return None
        begun = perf_counter()
        case = self._left.pop(next(iter(self._left)))
        results = tuple(self._run([case], self._ruleset))
        return Look((), (), 1, results, perf_counter() - begun, len(self._left))

    def _snapshot(self) -> Snapshot:
        return snapshot_of({self.folder, *([self.features] if self.features is not None else [])})

    def _look(self, changed: tuple[Path, ...]) -> Look:
        begun = perf_counter()
        self._forget(changed)
        checked = check_folder(self.folder, self.today())
        suite = self._suite(checked.ruleset)
        problems = (*checked.problems, *suite.problems)
        results: tuple[CaseResult, ...] = ()
        if checked.ruleset is not None and not suite.problems:
            ruleset, touched = self._take_up(checked.ruleset)
            there = {_name(case): case for case in suite.cases}
            matter = {name: case for name, case in there.items() if self._matters(case, touched)}
            self._left = {n: c for n, c in there.items() if n in self._with_log and (n in self._left or n in matter)}
            results = tuple(self._run([c for n, c in matter.items() if n not in self._left], ruleset))
        return Look(changed, problems, len(suite.cases), results, perf_counter() - begun, len(self._left))

    def _suite(self, ruleset: Ruleset | None) -> Suite:
        if self.features is None or ruleset is None or not any(self.features.rglob("*.feature")):
            return Suite((), ())
        return read_suite([self.features], self._files.read).about(ruleset.framework.framework)

    def _forget(self, saved: tuple[Path, ...]) -> None:
        """Forget scenarios of files that were saved, so that they are run as soon as they can be."""
        self._files.forget(saved)
        for kept in (self._performed, self._cells):
            for name in [name for name in kept if name[0] in saved]:
                del kept[name]

    def _take_up(self, ruleset: Ruleset) -> tuple[Ruleset, frozenset[str]]:
        """
        Return a ruleset with what it has of the last one, and the cells whose rules were changed since.

        Where vocabulary or cells were, these are all, and nothing is kept.
        """
        last = self._ruleset
        if last is None or (last.framework, last.cells) != (ruleset.framework, ruleset.cells):
            self._judge, self._libraries, self._performed, self._cells = ReusingJudge(), {}, {}, {}
            self._ruleset = ruleset
            return ruleset, frozenset(cell.cell for cell in ruleset.cells)
        kept = self._ruleset = keep_rules(last, ruleset)
        cells = (cell.cell for cell in ruleset.cells)
        return kept, frozenset(cell for cell in cells if last.rules_of(cell) != kept.rules_of(cell))

    def _matters(self, case: Case, touched: frozenset[str]) -> bool:
        """Return whether a save can have changed what becomes of a case."""
        judged = self._cells.get(_name(case))
        return judged is None or _name(case) in self._failed or bool(judged & touched)

    def _run(self, cases: list[Case], ruleset: Ruleset) -> Iterator[CaseResult]:
        for case in cases:
            place = case.path.resolve().parent
            library = self._libraries.setdefault(place, Library(place)).alike(ruleset)
            result = self._with_its_log(case, library) if keeps_log(case) else self._ask(case, library)
            (self._failed.discard if result.passed else self._failed.add)(_name(case))
            yield result

    def _with_its_log(self, case: Case, library: Library) -> CaseResult:
        """Run a case that records, from the start."""
        result = run_case(case, library, self._judge)
        judged = result.world.judgements if result.world is not None else []
        self._with_log.add(_name(case))
        self._cells[_name(case)] = frozenset(cell for judgement in judged for cell in judgement.cells)
        return result

    def _ask(self, case: Case, library: Library) -> CaseResult:
        """Run a case, or where it got to its end before, ask what it expects of the rules as they are now."""
        begun, name = perf_counter(), _name(case)
        performed = self._performed.get(name)
        if performed is not None:
            return CaseResult(case, perf_counter() - begun, performed.ask(library, self._judge))
        performed = perform(case, library, self._judge)
        asked = tuple(map(self._judge.asked, performed.questions))
        self._cells[name] = frozenset(cell for one in asked for cell in one.histories.folded)
        if performed.failure is None:
            performed.questions = tuple(one.question for one in asked)  # so that each is known again at sight
            self._performed[name] = performed
        return CaseResult(case, perf_counter() - begun, performed.failure)


def _name(case: Case) -> _Name:
    return case.path, case.name, str(case.example)
