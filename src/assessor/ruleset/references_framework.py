"""
Whether a framework and its cells declare each name once, and name only what is declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.ruleset.cadence import check_indicator
from assessor.ruleset.duplicates import Declaration, check_declarations, declared_in
from assessor.ruleset.limits import check_severity
from assessor.ruleset.names import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.domain.cell import Cell
    from assessor.ruleset.authored import Authored, AuthoredFile
    from assessor.ruleset.names import Names
    from assessor.ruleset.problems import Problem
    from assessor.ruleset.scope import Scope


def check_framework(authored: Authored, names: Mapping[str, Names]) -> Iterator[Problem]:
    """Yield what is wrong with the framework's own names and numbers."""
    document, framework = authored.document, authored.framework
    if document is None:
        return
    for kind, key in LISTS.items():
        declared = declared_in(document, key, "tier" if kind == "tier" else "id")
        yield from check_declarations(kind, declared)
    initial = document.data.get("initial")
    message = names["trajectory"].tell_unknown(str(initial)) if isinstance(initial, (str, int)) else ""
    if message:
        yield document.problem(("initial",), f"`initial`: {message}", "unknown-name")
    if framework is not None:
        for place, severity in enumerate(framework.severities):
            for remark in check_severity(severity):
                yield remark.place(document, ("severities", place), f"severity {quote(severity.id)}")
        for place, indicator in enumerate(framework.indicators):
            for remark in check_indicator(indicator):
                yield remark.place(document, ("indicators", place), f"indicator {quote(indicator.id)}")


def check_cells(cells: Iterable[AuthoredFile[Cell]]) -> Iterator[Problem]:
    """Yield each cell after the first that is declared under the same id."""
    yield from check_declarations("cell", (Declaration(c.cell, c.document, ("cell",)) for c in cells if c.cell))


def check_cell(file: AuthoredFile[Cell], scope: Scope) -> Iterator[Problem]:
    """Yield what is wrong with the names in a cell's file."""
    document, cell = file.document, file.value
    for kind, key in (("dimension", "dimensions"), ("tension", "tensions"), ("milestone", "milestones")):
        yield from check_declarations(kind, declared_in(document, key))
    if cell is None:
        return
    remarks = [
        (f"dimension {quote(dimension.id)}", remark)
        for place, dimension in enumerate(cell.dimensions)
        for remark in scope.unknown("indicator", dimension.indicators, ("dimensions", place, "indicators"))
    ]
    remarks += [
        (f"milestone {quote(milestone.id)}", remark)
        for place, milestone in enumerate(cell.milestones)
        for remark in scope.unknown("dimension", milestone.dimensions, ("milestones", place, "dimensions"))
    ]
    remarks += [
        (f"reference {quote(reference.title)}", remark._replace(path=("references", place, "tier")))
        for place, reference in enumerate(cell.references)
        for remark in scope.unknown("tier", (reference.tier,), ())
    ]
    remarks += [
        (f"cell {quote(cell.cell)}", remark._replace(code="unknown-cell", severity="warning"))
        for remark in scope.unknown("cell", cell.related, ("related",))
    ]
    for subject, remark in remarks:
        yield remark.place(document, (), subject)
