"""
A framework's folder becomes a ruleset, or every problem in its files, shown together.

Holds the way from files to a ruleset. Which files are read is `assessor.ruleset.folder`'s business, what
they say `assessor.ruleset.authored`'s, what their names mean `assessor.ruleset.references`'.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from assessor.errors import RulesetInvalidError
from assessor.ruleset.authored import Authored, read_authored
from assessor.ruleset.folder import list_files
from assessor.ruleset.model import CellRules, Ruleset, SharedRules
from assessor.ruleset.problems import Problem
from assessor.ruleset.references import check_references

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessor.ruleset.model import Branch, Rule
    from assessor.ruleset.problems import Severity

MOST_PROBLEMS: Final = 500
"""Problems of names that are told at once."""


@dataclass(frozen=True, slots=True)
class LoadedRuleset:
    """
    What a folder holds.

    Attributes:
        ruleset: The whole; None where there are errors.
        problems: Errors and warnings of all files, in file order.
    """

    ruleset: Ruleset | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which the ruleset is refused."""
        return tuple(p for p in self.problems if p.severity == "error")

    def require(self) -> Ruleset:
        """
        Return the ruleset.

        Raises:
            RulesetInvalidError: There are errors; it carries all of them.
        """
        if self.ruleset is None:
            raise RulesetInvalidError(self.errors)
        return self.ruleset


def load_ruleset(folder: Path) -> LoadedRuleset:
    """
    Read a framework with its cells, rules and outlook.

    The order of file names is the order of rules within a cell. Problems name files as `folder` does.

    Args:
        folder: Holds `framework.yaml`, and beside it `codebook.yaml`, `cells/*.yaml`, `rules/**/*.yaml`
            and `outlook/*.yaml`.

    Raises:
        ConfigurationError: The folder does not exist, or holds no `framework.yaml`.
    """
    return load_placed(folder)[0]


def load_placed(folder: Path) -> tuple[LoadedRuleset, Authored]:
    """Return what `load_ruleset` does, and what the files say with their places."""
    files = list_files(folder)
    if isinstance(files, Problem):
        return LoadedRuleset(None, (files,)), Authored()
    authored, problems = read_authored(files)
    problems += _first_of_each(check_references(authored), str(files.framework))
    is_valid = all(problem.severity != "error" for problem in problems)
    ruleset = _assemble(authored) if is_valid else None
    return LoadedRuleset(ruleset, tuple(sorted(set(problems)))), authored


def _first_of_each(found: Iterator[Problem], framework: str) -> Iterator[Problem]:
    """Yield so many problems of each severity, and that there are more: only errors refuse the files."""
    counts: Counter[Severity] = Counter()
    for problem in found:
        severity = problem.severity
        counts[severity] += 1
        if counts[severity] <= MOST_PROBLEMS:
            yield problem
        elif counts[severity] == MOST_PROBLEMS + 1:
            kind = "problems of names" if severity == "error" else f"{severity}s of names"
            message = f"there are more than {MOST_PROBLEMS} {kind}; mend these first"
            yield Problem(framework, 1, 1, message, "too-many-problems", severity)
        if counts["error"] > MOST_PROBLEMS:
            return


def _assemble(authored: Authored) -> Ruleset:
    """Return files without errors as one ruleset: cells by number, then by name."""
    assert authored.framework is not None  # noqa: S101 - a framework without a value has told why
    cells = [file.value for file in authored.cells if file.value is not None]
    return Ruleset(
        framework=authored.framework,
        cells=tuple(sorted(cells, key=lambda c: (not c.cell.isdigit(), c.cell.zfill(9)))),
        rules=tuple(_parts(authored)),
    )


def _parts(authored: Authored) -> Iterator[CellRules | SharedRules]:
    """Yield what judges cells, in order of precedence; between rules for all, each cell's own together."""
    branches: dict[str, list[Branch]] = {}
    for outlook in authored.outlooks:
        if outlook.value is not None:
            branches.setdefault(outlook.value.cell, []).extend(outlook.value.branches)
    for is_for_all, files in groupby(authored.rules, key=lambda file: file.is_for_all):
        values = [file.value for file in files if file.value is not None]
        if is_for_all:
            yield SharedRules(cells="all", rules=tuple(rule for value in values for rule in value.rules))
            continue
        own: dict[str, list[Rule]] = {}
        for value in values:
            own.setdefault(str(value.cell), []).extend(value.rules)
        yield from (CellRules(cell=c, rules=tuple(r), branches=tuple(branches.pop(c, ()))) for c, r in own.items())
    yield from (CellRules(cell=cell, branches=tuple(some)) for cell, some in branches.items())
