"""
What the headline of a verdict says without some of its evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.columns.bounds import stays_without
from assessor.engine.laid import lay
from assessor.engine.tally import SignalsLeaf
from assessor.engine.varied import FLOOR, Varied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.domain.known import ItemKey
    from assessor.engine.case import Case
    from assessor.engine.columns import Calendar
    from assessor.engine.laid import Laid
    from assessor.engine.prepare import Leaf, Prepared


class Removals(Varied["ItemKey"]):
    """Cells that were folded, and what the verdict of one of them says without sets of signals, readings or feeds."""

    def seen(self, ready: Prepared, parts: frozenset[ItemKey]) -> Mapping[int, frozenset[ItemKey]]:
        """Return of each condition that matched some of the items, those."""
        found = {number: parts & ready.leaves[number].matched for number in ready.seeing(parts)}
        of_floor = parts & ready.floor.matched if ready.floor is not None else frozenset()
        return found | ({FLOOR: of_floor} if of_floor else {})

    def lay(self, case: Case, parts: frozenset[ItemKey]) -> Laid:
        """Return a case without some items."""
        return lay(case, case.evidence.without(parts), parts)

    def stays(self, leaf: Leaf, calendar: Calendar, parts: frozenset[ItemKey]) -> bool:
        """Return whether a condition on signals is too far from its bound for some of them to matter on any day."""
        return isinstance(leaf, SignalsLeaf) and stays_without(leaf, parts, calendar)
