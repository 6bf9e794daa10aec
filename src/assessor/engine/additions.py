"""
What the headline of a verdict says on a later day if some items come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.known import Evidence
from assessor.engine.carry import carry_column
from assessor.engine.laid import lay
from assessor.engine.varied import FLOOR, Varied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessor.engine.case import Case
    from assessor.engine.columns import Calendar, Column
    from assessor.engine.histories.folded import Folded
    from assessor.engine.laid import Laid
    from assessor.engine.prepare import Leaf, Prepared
    from assessor.engine.supplied import Item
    from assessor.ruleset.model import Ruleset


class Additions(Varied["Item"]):
    """Cells that were folded over days to come, and what the verdict of one of them says if sets of items come."""

    def __init__(self, ruleset: Ruleset, known: Mapping[str, Folded], cell: str, today: date) -> None:
        """Take up cells whose conditions on readings do not age after a day."""
        super().__init__(ruleset, known, cell)
        self._today = today
        self._seeing: dict[tuple[str, Item], frozenset[int]] = {}

    def seen(self, ready: Prepared, parts: frozenset[Item]) -> Mapping[int, frozenset[Item]]:
        """Return of each condition that would match some of the items, those."""
        found: dict[int, set[Item]] = {}
        for item in parts:
            for number in self._seen_by(ready, item):
                found.setdefault(number, set()).add(item)
        return {number: frozenset(items) for number, items in found.items()}

    def _seen_by(self, ready: Prepared, item: Item) -> frozenset[int]:
        key = (ready.case.cell.cell, item)
        if key not in self._seeing:
            alone = self._laid(ready.case, frozenset((item,)))
            leaves = {**dict(enumerate(ready.leaves)), **({FLOOR: ready.floor} if ready.floor is not None else {})}
            self._seeing[key] = frozenset(n for n, leaf in leaves.items() if leaf.sees(alone))
        return self._seeing[key]

    def lay(self, case: Case, parts: frozenset[Item]) -> Laid:
        """Return a case with some items."""
        added = {version.key: version for item in parts for version in item.versions}
        return lay(case, Evidence({**case.evidence.versions, **added}), added.keys())

    def columns(self, leaves: Sequence[Leaf], calendar: Calendar) -> list[Column]:
        """Return what conditions make of each day, carried into those to come."""
        pairs = zip(leaves, super().columns(leaves, calendar), strict=True)
        return [carry_column(leaf, made, self._today, calendar)[1] for leaf, made in pairs]
