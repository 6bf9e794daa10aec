"""
The signals that a cell is told, filed by what their impacts state, so that a selector looks at few of them.

Holds only which signals could match; whether they do is said by `assessor.engine.matching`.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from assessor.domain.framework import UNSTATED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.known import Told
    from assessor.ruleset.evidential import Selector


class Filed:
    """Signals by direction and dimension of their impacts on a cell; each also where one or both are left open."""

    def __init__(self, told: Iterable[Told], cell: str) -> None:
        """File signals."""
        self._by_stated: dict[tuple[str | None, str | None], list[Told]] = {}
        for one in told:
            stated = {
                key
                for impact in one.signal.impacts
                if impact.cell == cell
                for key in product((impact.direction, None), (*impact.dimensions, None))
            }
            for key in stated:
                self._by_stated.setdefault(key, []).append(one)

    def possible(self, selector: Selector) -> Iterable[Told]:
        """Return the signals that could match a selector, each once: no other does."""
        directions = (*selector.direction, UNSTATED) if selector.direction is not None else (None,)
        dimensions = (*selector.dimension, UNSTATED) if selector.dimension is not None else (None,)
        found = (one for key in product(directions, dimensions) for one in self._by_stated.get(key, ()))
        return {id(one): one for one in found}.values()
