"""
A framework's folder checked: whether its files are valid, and what of them can hardly be meant.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from assessor.ruleset.alternation import check_alternation
from assessor.ruleset.load import load_placed
from assessor.ruleset.problems import Severity
from assessor.workbench.check.cover import check_covered, check_repeated
from assessor.workbench.check.judges import check_judges
from assessor.workbench.check.rationales import check_rationales
from assessor.workbench.check.reach import check_reachable
from assessor.workbench.check.subject import subject_of
from assessor.workbench.check.unused import check_unused
from assessor.workbench.check.windows import check_windows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from assessor.ruleset.model import Ruleset
    from assessor.ruleset.problems import Problem

_CHECKS: Final = (check_judges, check_unused, check_reachable, check_repeated, check_windows, check_rationales)


@dataclass(frozen=True, slots=True)
class Checked:
    """
    What a folder holds and what is to be said of it.

    Attributes:
        ruleset: None where there are errors.
        problems: Errors, warnings and notes of all files, in file order.
        shown: Cells with rules that others cover, or that alternate, which an analysis shows in scenarios; where the
            same rules judge several, one of them.
    """

    ruleset: Ruleset | None
    problems: tuple[Problem, ...]
    shown: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many errors, warnings and notes there are."""
        count = Counter(problem.severity for problem in self.problems)
        return {severity: count[severity] for severity in get_args(Severity)}


def check_folder(folder: Path, last: date) -> Checked:
    """
    Check a framework; what valid files may not mean is asked only where there are no errors.

    Args:
        last: The last day of the timeline so far, today as a rule; windows are held against it.

    Raises:
        ConfigurationError: The folder does not exist, or holds no `framework.yaml`.
    """
    loaded, authored = load_placed(folder)
    if loaded.ruleset is None:
        return Checked(None, loaded.problems)
    subject = subject_of(authored, last)
    found = {problem for check in _CHECKS for problem in check(subject)}
    covered = {judged.cell: tuple(check_covered(judged)) for judged in subject.unlike}
    found.update(problem for told in covered.values() for problem in told)
    shown = (judged.cell for judged in subject.unlike if covered[judged.cell] or any(check_alternation(judged.rules)))
    return Checked(loaded.ruleset, tuple(sorted({*loaded.problems, *found})), tuple(shown))
