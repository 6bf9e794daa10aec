"""
What features notice of altered rules, and by rule, what no scenario would notice.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.console import Group
from rich.text import Text

from assessor.report.safe import safe, shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType


class Mutant(Protocol):
    """Rules altered in one place."""

    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def rule(self) -> str: ...
    @property
    def words(self) -> str: ...


class Answer(Protocol):
    """What a solver says of a mutant that nothing notices."""

    @property
    def kind(self) -> str: ...
    @property
    def scenario(self) -> str: ...
    @property
    def why(self) -> str: ...


class Mutation(Protocol):
    """What came of all mutants."""

    @property
    def framework(self) -> str: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def cases(self) -> int: ...
    @property
    def mutants(self) -> int: ...
    @property
    def killed(self) -> int: ...
    @property
    def survivors(self) -> Sequence[Mutant]: ...
    @property
    def answers(self) -> Sequence[Answer]: ...
    @property
    def distinct(self) -> int: ...


def render_mutation(found: Mutation) -> RenderableType:
    """Return the survivors by cell and rule, each with a scenario that would notice it, and how many were noticed."""
    answers: list[Answer | None] = [*found.answers] or [None] * len(found.survivors)
    told = list(zip(found.survivors, answers, strict=True))
    missed = [(m, a) for m, a in told if a is None or a.kind != "equivalent"]
    same = [(m, a) for m, a in told if a is not None and a.kind == "equivalent"]
    parts: list[RenderableType] = []
    if missed:
        parts.append(shown("No scenario notices if …", "bold"))
        parts += _by_rule(missed)
    if same:
        parts += [shown(""), shown("Nothing within the solver's bound tells from the rules as they are …", "bold")]
        parts += _by_rule([(m, None) for m, _ in same])
    percent = f", {found.killed * 100 / found.distinct:.1f} %" if found.distinct else ""
    cells = f"cell{'s' if len(found.cells) != 1 else ''} {', '.join(found.cells)}"
    equivalent = f", {len(same)} equivalent one{'s' if len(same) > 1 else ''} left out," if same else ""
    lines = (
        f"{found.killed} of {found.distinct} alterations of the rules of {cells}{equivalent} are noticed by "
        f"{found.cases} scenarios"
    )
    parts += [shown("")] if parts else []
    return Group(*parts, shown(f"{lines}{percent}"))


def _by_rule(told: Sequence[tuple[Mutant, Answer | None]]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for (cells, rule), group in groupby(told, key=lambda one: (one[0].cells, one[0].rule)):
        mutants = list(group)
        alike = Counter(m.words.removeprefix(f"in `{rule}`, ") for m, _ in mutants)
        lines = [("-", f"{words}{f' (in {n} places, one at a time)' if n > 1 else ''}") for words, n in alike.items()]
        where = f"cell {cells[0]}" if len(cells) == 1 else f"in {len(cells)} cells"
        parts.append(render_section(f"{rule} ({where})", lines))
        for _, answer in mutants:
            if answer is not None and answer.kind == "noticed":
                parts += [shown(""), *map(_uncut, answer.scenario.splitlines())]
            elif answer is not None:
                parts.append(shown(f"  not found out: {answer.why}"))
    return parts


def _uncut(line: str) -> Text:
    """Return a line as it is to be pasted, however long."""
    return Text(safe(line), no_wrap=True, overflow="ignore")
