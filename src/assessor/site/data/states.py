"""
The states of a cell as data: what moved it into each, what was issued, and why it is in no other.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from assessor.domain.explanation import Explained
from assessor.domain.restatement import Issued
from assessor.domain.values import Frozen
from assessor.engine.explain import missing_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.site.gather.cell import CellFacts


class StateSpan(Frozen):
    """
    A state from its first to its last day, whether issued or not.

    Attributes:
        rule: By which it came; absent for the first.
        because: That rule's rationale with what matched filled in.
        moved_by: The rule explained on that day, down to the evidence.
    """

    state: str
    since: date
    until: date
    rule: str | None
    because: str
    moved_by: Explained | None


class IssuedSpan(Frozen):
    """What was issued, from the first to the last day on which it was the same."""

    since: date
    until: date
    verdict: Issued


class Against(Frozen):
    """
    Why the cell is not in another state.

    Attributes:
        lacks: What conditions lack, outermost first, over all parts.
    """

    state: str
    lacks: tuple[str, ...]
    parts: tuple[Explained, ...]


def tell_states(facts: CellFacts) -> Iterator[StateSpan]:
    """Yield the states of a cell; each but the first with what moved the cell into it."""
    for one, moved_by in zip(facts.history.spans, (None, *facts.moves), strict=False):
        yield StateSpan(
            state=one.state, since=one.since, until=one.until, rule=one.rule, because=one.because, moved_by=moved_by
        )


def tell_issued(facts: CellFacts) -> Iterator[IssuedSpan]:
    """Yield what was issued of a cell, days in a row on which it was the same together."""
    told = ((Issued.of(one.verdict), one) for one in facts.history.stretches)
    for verdict, some in groupby(told, key=itemgetter(0)):
        days = [one for _, one in some]
        yield IssuedSpan(since=days[0].since, until=days[-1].until, verdict=verdict)


def tell_against(facts: CellFacts) -> Iterator[Against]:
    """Yield why a cell is in none of the other states."""
    for state, nodes in facts.against:
        lacks = dict.fromkeys(text for node in nodes for text in missing_of(node))
        yield Against(state=state, lacks=tuple(lacks), parts=nodes)
