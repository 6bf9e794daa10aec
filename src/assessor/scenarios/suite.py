"""
Feature files together: found, read, and run one case after the other.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import ConfigurationError, StepInvalidError
from assessor.ruleset.load import load_ruleset
from assessor.scenarios.feature import read_feature
from assessor.scenarios.library import Library
from assessor.scenarios.run import run_case
from assessor.scenarios.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from assessor.ruleset.model import Ruleset
    from assessor.ruleset.problems import Problem
    from assessor.scenarios.feature import Case
    from assessor.scenarios.run import CaseResult

    ReadFeature = Callable[[Path], tuple[tuple[Case, ...], tuple[Problem, ...]]]

MOST_FILES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Suite:
    """
    Cases of all files, in the order of their names; with problems, none is to be run.
    """

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]

    def about(self, framework: str) -> Suite:
        """Return the cases that take up a framework; of a file with problems, all count."""
        return Suite(tuple(c for c in self.cases if framework in frameworks_of(c)), self.problems)

    def named(self, text: str) -> Suite:
        """Return the cases whose title holds a text, in whatever case of letters."""
        wanted = text.casefold()
        return Suite(tuple(c for c in self.cases if wanted in c.title.casefold()), self.problems)


def read_suite(paths: Iterable[Path], read: ReadFeature = read_feature) -> Suite:
    """
    Read feature files, and those in folders and below them.

    Args:
        read: Reads one file.

    Raises:
        ConfigurationError: A path does not exist, or there is no feature file, or there are too many.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    if len(files) > MOST_FILES:
        raise ConfigurationError(f"more than {MOST_FILES:,} feature files; name fewer")
    found = [read(file) for file in files]
    return Suite(tuple(c for cases, _ in found for c in cases), tuple(p for _, problems in found for p in problems))


def frameworks_of(case: Case) -> set[str]:
    """Return the frameworks that the steps of a case name."""
    found = [STEPS.find(step.keyword, step.text) for step in case.steps]
    return {meant.filled["framework"][1:-1] for meant in found if meant is not None and "framework" in meant.filled}


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise ConfigurationError(f"{quote(str(path))} does not exist: name feature files, or folders that hold them")
    found = sorted(path.rglob("*.feature"))
    if not found:
        raise ConfigurationError(f"{quote(str(path))} holds no `.feature` file")
    return found


def run_suite(suite: Suite, draft: Path | None = None) -> Iterator[CaseResult]:
    """
    Yield what becomes of each case.

    Args:
        draft: The folder of a framework that stands in place of the one of its name.

    Raises:
        RulesetInvalidError: The draft, or a framework that a case is about, has problems; no case was run.
        ConfigurationError: No case is about the draft's framework.
    """
    instead = load_ruleset(draft).require() if draft is not None else None
    if instead is not None and not suite.about(instead.framework.framework).cases:
        raise ConfigurationError(f"no scenario is about the draft's framework, {quote(instead.framework.framework)}")
    libraries: dict[Path, Library] = {}
    for case in suite.cases:
        place = case.path.resolve().parent
        if place not in libraries:
            libraries[place] = _library(place, instead)
        for framework in sorted(frameworks_of(case)):
            with suppress(StepInvalidError):  # there is none of that name: the step says so, where it stands
                libraries[place].ruleset(framework)
    for case in suite.cases:
        yield run_case(case, libraries[case.path.resolve().parent])


def _library(place: Path, instead: Ruleset | None) -> Library:
    library = Library(place)
    return library if instead is None else library.alike(instead)
