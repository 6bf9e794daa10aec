"""
What the checks beyond validity look at: the rules that judge a cell, with their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assessor.domain.framework import Framework
    from assessor.ruleset.authored import Authored, PlacedRule
    from assessor.ruleset.framework_document import FrameworkDocument
    from assessor.ruleset.problems import Problem, Severity
    from assessor.ruleset.scope import Steps


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A cell that rules judge.

    Attributes:
        rules: In order of precedence, those for all cells among them.
    """

    cell: str
    rules: tuple[PlacedRule, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """
    A framework without errors.

    Attributes:
        document: `framework.yaml` with its codebook.
        cells: Those that rules judge.
        last: The last day of the timeline, so far.
    """

    framework: Framework
    document: FrameworkDocument
    authored: Authored
    cells: tuple[Judged, ...]
    last: date

    @property
    def unlike(self) -> tuple[Judged, ...]:
        """The cells that rules judge; of those that the same rules judge, one."""
        found = {tuple((p.document.name, p.place) for p in judged.rules): judged for judged in reversed(self.cells)}
        return tuple(reversed(found.values()))

    @property
    def rules(self) -> Iterator[PlacedRule]:
        """Every rule as it was written, once."""
        seen: set[tuple[str, int]] = set()
        for placed in self.authored.rules_placed:
            key = (placed.document.name, placed.place)
            if key not in seen:
                seen.add(key)
                yield placed


def subject_of(authored: Authored, last: date) -> Subject:
    """
    Return what there is to check in files that have no errors.

    Args:
        last: The last day of the timeline, so far.
    """
    assert authored.framework is not None  # noqa: S101 - of files without errors alone
    assert authored.document is not None  # noqa: S101 - likewise
    by_cell: dict[str, list[PlacedRule]] = {}
    for placed in authored.rules_placed:
        by_cell.setdefault(placed.cell, []).append(placed)
    cells = tuple(Judged(cell, tuple(rules)) for cell, rules in by_cell.items())
    return Subject(authored.framework, authored.document, authored, cells, last)


def tell(placed: PlacedRule, path: Steps, message: str, code: str, severity: Severity = "warning") -> Problem:
    """Return what is said of a part of a rule, at its place."""
    told = f"rule {quote(placed.rule.id)}: {message}"
    return placed.document.problem(("rules", placed.place, *path), told, code, severity=severity)
