"""
Whether every name in a framework's files means something.

Holds the order of the checks, and which names each file may refer to. Each problem is told at its place,
with the nearest known word and where such things are declared. Where a file could not be read, the names
it may have declared are not reported as unknown.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.ruleset.alternation import check_alternation
from assessor.ruleset.conditions import TrajectoryOf, walk
from assessor.ruleset.limits import check_amount
from assessor.ruleset.names import Names, declared_ids, names_in
from assessor.ruleset.references_across import (
    check_branch_ids,
    check_cells_read_move,
    check_findings_are_read,
    check_rule_ids,
    check_tension_rules,
    check_tensions_are_concluded,
)
from assessor.ruleset.references_cycles import check_cell_cycles, check_finding_cycles
from assessor.ruleset.references_framework import check_cell, check_cells, check_framework
from assessor.ruleset.references_outlook import check_outlook
from assessor.ruleset.references_rule import check_rule
from assessor.ruleset.scope import Scope
from assessor.ruleset.traps import check_gaps_that_silence, check_vague_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.domain.cell import Cell
    from assessor.ruleset.authored import Authored, AuthoredFile, PlacedRule
    from assessor.ruleset.model import OutlookFile, RulesFile
    from assessor.ruleset.problems import Problem


def check_references(authored: Authored) -> Iterator[Problem]:
    """Yield every problem of names across the files of a framework."""
    return _Checks(authored).run()


def names_for(authored: Authored, cell: str | None) -> Mapping[str, Names]:
    """Return what files about a cell may refer to, by kind; of no cell, dimensions and tensions are not known."""
    return _Checks(authored)._scope(cell).names  # noqa: SLF001 - one idea with the checks


class _Checks:
    """The checks of one framework."""

    def __init__(self, authored: Authored) -> None:
        self.authored = authored
        self.names = names_in(authored.document, has_codebook=authored.has_codebook)
        self.cells = {file.cell: file for file in reversed(authored.cells) if file.cell is not None}
        all_named = "cells" not in authored.unread and all(file.cell for file in authored.cells)
        self.names["cell"] = Names("cell", tuple(sorted(self.cells)), "cells are declared in cells/", all_named)
        judged = [file.cell for file in authored.rules if file.cell is not None]
        self.placed: dict[str, list[PlacedRule]] = {cell: [] for cell in judged}
        for placed in authored.rules_placed:
            self.placed.setdefault(placed.cell, []).append(placed)

    def run(self) -> Iterator[Problem]:
        """Yield what every check finds."""
        authored = self.authored
        yield from check_amount(authored.rules_placed)
        yield from check_framework(authored, self.names)
        yield from check_cells(authored.cells)
        for file in authored.cells:
            yield from check_cell(file, self._scope(file.cell))
        for files in (authored.rules, authored.outlooks):
            for about in files:
                yield from self._check_cell_named(about)
        yield from _once(self._check_rules(cell) for cell in self._unlike())
        yield from check_cell_cycles(authored.rules_placed)
        if self._all_rules_read:
            yield from check_cells_read_move(authored.rules_placed, self.cells)
        for name in dict.fromkeys(file.cell for file in authored.outlooks):
            yield from check_branch_ids(file for file in authored.outlooks if file.cell == name)
        for outlook in authored.outlooks:
            yield from check_outlook(outlook, self._scope(outlook.cell))

    @property
    def _all_rules_read(self) -> bool:
        return "rules" not in self.authored.unread and all(file.value for file in self.authored.rules)

    def _check_cell_named(self, file: AuthoredFile[RulesFile] | AuthoredFile[OutlookFile]) -> Iterator[Problem]:
        message = self.names["cell"].tell_unknown(file.cell) if file.cell is not None else ""
        if message:
            yield file.document.problem(("cell",), message, "unknown-name")

    def _unlike(self) -> Iterator[str]:
        """Yield the cells that are judged; of those that shared rules alone judge, and cannot tell apart, the first."""
        shared = [file.value for file in self.authored.rules if file.is_for_all and file.value is not None]
        parts = (part for file in shared for rule in file.rules for part in walk(rule.condition))
        told_apart = any(isinstance(part, TrajectoryOf) for part in parts)
        own = {file.cell for file in self.authored.rules}
        seen: set[object] = set()
        for cell in self.placed:
            value = self.cells[cell].value if cell in self.cells else None
            if value is None or value.tensions or cell in own or told_apart:
                yield cell
            elif value.dimensions not in seen:
                seen.add(value.dimensions)
                yield cell

    def _check_rules(self, cell: str) -> Iterator[Problem]:
        scope = self._scope(cell)
        rules = self.placed[cell]
        yield from check_rule_ids(file for file in self.authored.rules if file.is_about(cell))
        for placed in rules:
            for remark in check_rule(placed.rule, scope):
                yield remark.place(placed.document, ("rules", placed.place), f"rule {quote(placed.rule.id)}")
        yield from check_finding_cycles(rules)
        yield from check_tension_rules(rules)
        yield from check_vague_dates(rules)
        yield from check_gaps_that_silence(rules)
        if self._all_rules_read:
            yield from check_findings_are_read(rules)
            yield from check_alternation(rules)
            if cell in self.cells:
                yield from check_tensions_are_concluded(rules, self.cells[cell])

    def _scope(self, cell: str | None) -> Scope:
        """Return what files about a cell may refer to."""
        file = self.cells.get(cell) if cell is not None else None
        names = dict(self.names)
        for kind, key in (("dimension", "dimensions"), ("tension", "tensions")):
            names[kind] = _names_of_cell(kind, key, file)
        names["finding"] = self._findings(cell)
        return Scope(names, self.authored.framework, file.value if file is not None else None)

    def _findings(self, cell: str | None) -> Names:
        """Return the findings that rules of a cell conclude, those of a wrong shape included."""
        files = [file for file in self.authored.rules if file.is_about(cell)]
        found = dict.fromkeys(finding for file in files for finding in _concluded_in(file))
        is_complete = "rules" not in self.authored.unread and all(
            file.cell or file.is_for_all for file in self.authored.rules
        )
        where = f"findings are concluded by rules of cell {quote(str(cell))}"
        return Names("finding", tuple(found), where, is_complete)


def _once(by_cell: Iterable[Iterator[Problem]]) -> Iterator[Problem]:
    """Yield the problems of all cells; what is told of rules that several share, of the first of them."""
    told: set[tuple[str, int, int, str, int]] = set()
    for problems in by_cell:
        here: Counter[tuple[str, int, int, str]] = Counter()
        found = []
        for problem in problems:
            place = (problem.file, problem.line, problem.column, problem.code)
            found.append(((*place, here[place]), problem))
            here[place] += 1
        yield from (problem for key, problem in found if key not in told)
        told.update(key for key, _ in found)


def _names_of_cell(kind: str, key: str, file: AuthoredFile[Cell] | None) -> Names:
    if file is None:
        return Names(kind, (), "", is_complete=False)
    known, is_complete = declared_ids(file.document.data, key)
    where = f"{key} of cell {quote(str(file.cell))} are declared in cells/{PurePath(file.document.name).name}"
    return Names(kind, known, where, is_complete)


def _concluded_in(file: AuthoredFile[RulesFile]) -> Iterator[str]:
    entries = file.document.data.get("rules")
    for entry in entries if isinstance(entries, list) else ():
        then = entry.get("then") if isinstance(entry, dict) else None
        finding = then.get("finding") if isinstance(then, dict) else None
        if isinstance(finding, (str, int)):
            yield str(finding)
