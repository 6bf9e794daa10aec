"""
The words in which the signals of a question can differ.

Of each field of an impact, the values that some selector asks for, and one that none does: which of several such it is
makes no difference. A field that no selector looks at is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.workbench.solver.cone import Cone

Word = str | int | None
"""A value of a field; None where nothing is said, which no filter on a stage matches."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """
    What signals can be said to be.

    Attributes:
        fields: The values of each field of which a signal has one: direction, aspect, severity, stage and tier.
        dimensions: Those that can be listed, one at least; with none, dimensions make no difference.
        tags: Those that can be listed.
        amounts: What signals state how much of.
    """

    fields: dict[str, tuple[Word, ...]]
    dimensions: tuple[str, ...]
    tags: tuple[str, ...]
    amounts: tuple[str, ...]


def alphabet_of(cone: Cone, framework: Framework, cell: Cell, *, more: dict[str, tuple[Word, ...]]) -> Alphabet:
    """
    Return the words that make a difference to a question.

    Args:
        more: Values of fields that the question asks for besides.
    """
    declared: dict[str, tuple[Word, ...]] = {
        "direction": tuple(d.id for d in framework.directions),
        "aspect": tuple(a.id for a in framework.aspects),
        "severity": tuple(s.id for s in framework.severities),
        "stage": (*(s.id for s in framework.stages), None),
        "tier": tuple(t.tier for t in framework.tiers),
    }
    fields: dict[str, tuple[Word, ...]] = {}
    for name, words in declared.items():
        asked = {w for s in cone.selectors for w in (getattr(s, name) or ())} | set(more.get(name, ()))
        if name == "severity" and any(c.weight is not None for c in cone.signals):
            asked |= set(words)
        if asked:
            fields[name] = _asked_and_one_more(words, asked)
    dimensions = {d for s in cone.selectors for d in s.dimension or ()} | set(more.get("dimension", ()))
    if any(c.spread is not None for c in cone.signals):
        dimensions |= {d.id for d in cell.dimensions}
    tags = {t for s in cone.selectors for t in (*(s.tags or ()), *(s.without_tags or ()))}
    every = [d.id for d in cell.dimensions]
    return Alphabet(
        fields=fields,
        dimensions=tuple(str(w) for w in _asked_and_one_more(every, dimensions)) if dimensions else (),
        tags=tuple(t.id for t in framework.tags if t.id in tags),
        amounts=tuple(dict.fromkeys(c.sum.of for c in cone.signals if c.sum is not None)),
    )


def _asked_and_one_more(declared: Iterable[Word], asked: set[Word]) -> tuple[Word, ...]:
    declared = tuple(declared)
    other = [None] if None in declared else [word for word in declared if word not in asked][:1]
    return (*(word for word in declared if word in asked), *other)
