"""
Rules, outlook branches and the ruleset: one document that says all an evaluation needs to know.

Holds shapes of the files rule authors write, and of the whole that is digested
and published. How files become a ruleset is `assessor.ruleset.load`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from assessor.domain.cell import Cell
from assessor.domain.edtf import EdtfDate
from assessor.domain.evidence import Impact
from assessor.domain.framework import Framework
from assessor.domain.values import Exact, Frozen, Id, Whole
from assessor.ruleset.conclusions import ConcludeTension, Conclusion
from assessor.ruleset.conditions import All, Condition, Finding


class Rule(Frozen):
    """
    `when` a condition holds, `then` a conclusion, `because` a rationale.

    Attributes:
        id: Its name, unique within its cell.
        about: The dimension it is about; absent, the cell as a whole.
        when: What must be met; absent for a tension, and only there.
        then: What follows.
        because: Text in which `{count}`, `{label.count}` and the like quote what matched.
    """

    id: Id
    about: Id | None = None
    when: Condition | None = None
    then: Conclusion
    because: Annotated[str, Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _has_a_condition(self) -> Rule:
        if isinstance(self.then, ConcludeTension) != (self.when is None):
            message = (
                "a tension is active when both findings hold: leave `when` out"
                if self.when is not None
                else "missing key `when`"
            )
            raise ValueError(message)
        return self

    @cached_property
    def condition(self) -> Condition:
        """What must hold; for a tension, both its findings."""
        if isinstance(self.then, ConcludeTension):
            return All(all=tuple(Finding(finding=f) for f in self.then.between))
        assert self.when is not None  # noqa: S101 - the validator above refuses it
        return self.when


ALL_CELLS: Final = "all"


class RulesFile(Frozen):
    """
    A file of rules about one cell, or about all; the order of transitions, statuses and trends is their precedence.

    Attributes:
        cell: The cell that the rules judge.
        cells: `all`, instead: they judge each cell of the framework.
        about: What the rules of the file are about.
        rules: The rules, in their order.
    """

    cell: Id | None = None
    cells: Literal["all"] | None = None
    about: str = ""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _judges_one_or_all(self) -> RulesFile:
        if (self.cell is None) == (self.cells is None):
            message = "say which cell the rules judge: `cell: ID`, or `cells: all`"
            raise ValueError(message)
        return self


class AssumedSignal(Frozen):
    """
    A hypothetical event of an outlook branch, marked so wherever it shows.

    Attributes:
        date: When it is assumed to happen.
        tier: The tier of the source that would tell it.
        impact: What it would mean.
    """

    date: EdtfDate
    tier: Whole
    impact: Impact


class AssumedReading(Frozen):
    """
    A hypothetical reading of an outlook branch.

    Attributes:
        indicator: What would be read.
        period: What it would be the value of.
        value: The value.
        unit: The indicator's unit, word for word.
    """

    indicator: Id
    period: EdtfDate
    value: Exact
    unit: str


class Assumption(Frozen):
    """
    One thing a branch assumes; its signals and readings come true together or not at all.

    Attributes:
        id: Its name, unique within its branch.
        title: What people call it.
        signals: What would happen.
        readings: What would be measured.
    """

    id: Id
    title: str
    signals: tuple[AssumedSignal, ...] = ()
    readings: tuple[AssumedReading, ...] = ()

    @model_validator(mode="after")
    def _assumes_something(self) -> Assumption:
        if not self.signals and not self.readings:
            message = "an assumption lists `signals`, `readings`, or both"
            raise ValueError(message)
        return self


class Branch(Frozen):
    """
    A named future of a cell, judged at its horizon under every subset of its assumptions, five at most.

    Attributes:
        id: Its name.
        title: What people call it.
        horizon: The day at which it is judged; of a month or a year, the last.
        expects: Where its author thinks that it leads, in words.
        assumes: What comes true, or not.
    """

    id: Id
    title: str
    horizon: EdtfDate
    expects: str
    assumes: Annotated[tuple[Assumption, ...], Field(min_length=1, max_length=5)]


class OutlookFile(Frozen):
    """
    A file of outlook branches of one cell.

    Attributes:
        cell: The cell that they are about.
        branches: The branches.
    """

    cell: Id
    branches: Annotated[tuple[Branch, ...], Field(min_length=1)]


class CellRules(Frozen):
    """All that judges one cell: its rules in precedence order and its outlook branches."""

    cell: Id
    rules: tuple[Rule, ...] = ()
    branches: tuple[Branch, ...] = ()


class SharedRules(Frozen):
    """Rules that judge every cell of a framework."""

    cells: Literal["all"]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]


class Ruleset(Frozen):
    """
    A framework, its cells and their rules, as one self-contained document.

    Attributes:
        rules: What judges a cell is what stands here for it and for all, in this order.
    """

    framework: Framework
    cells: tuple[Cell, ...]
    rules: tuple[CellRules | SharedRules, ...] = ()

    def has_cell(self, cell_id: str) -> bool:
        """Return whether there is a cell."""
        return cell_id in self._cells

    def cell(self, cell_id: str) -> Cell:
        """Return a cell; raises KeyError where there is none."""
        return self._cells[cell_id]

    def is_shared(self, rule_id: str) -> bool:
        """Return whether a rule is one of those that judge every cell."""
        return rule_id in self._shared_ids

    def rules_of(self, cell_id: str) -> CellRules:
        """Return the rules of a cell; of a cell without any, none. The same object each time; its rules are shared."""
        found = self._judging.get(cell_id)
        if found is None:
            found = self._judging[cell_id] = self._join(cell_id)
        return found

    def _join(self, cell_id: str) -> CellRules:
        own = self._places.get(cell_id, [])
        if not own:
            return CellRules.model_construct(cell=cell_id, rules=self.shared, branches=())
        parts = [self.rules[place] for place in sorted((*own, *self._places.get(None, ())))]
        if len(parts) == 1 and isinstance(parts[0], CellRules):
            return parts[0]
        return CellRules(
            cell=cell_id,
            rules=tuple(rule for part in parts for rule in part.rules),
            branches=tuple(branch for part in parts if isinstance(part, CellRules) for branch in part.branches),
        )

    @cached_property
    def _cells(self) -> dict[str, Cell]:
        return {cell.cell: cell for cell in self.cells}

    @cached_property
    def _places(self) -> dict[str | None, list[int]]:
        """Return where something is said of each cell, and under None, where of all."""
        places: dict[str | None, list[int]] = {}
        for place, part in enumerate(self.rules):
            places.setdefault(part.cell if isinstance(part, CellRules) else None, []).append(place)
        return places

    @cached_property
    def shared(self) -> tuple[Rule, ...]:
        """The rules that judge every cell; one object, so that cells without others share what is made of it."""
        return tuple(rule for place in self._places.get(None, ()) for rule in self.rules[place].rules)

    @cached_property
    def _shared_ids(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.shared)

    @cached_property
    def _judging(self) -> dict[str, CellRules]:
        return {}
