"""
Where the boxes of a layered graph lie: in columns, so that edges go from left to right and cross little.

Long edges pass the columns between through a gap of their own. The order within columns is found by moving each box to
the middle of its neighbours, to and fro (K. Sugiyama, S. Tagawa, M. Toda, *Methods for Visual Understanding of
Hierarchical System Structures*, 1981); the places, by the least squares that keep the order and the distances.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SWEEPS: Final = 24
_GAP_HEIGHT: Final = 4


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a height in a column."""

    id: str
    column: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """
    Where everything lies.

    Attributes:
        middle: The middle of each box, from the top.
        ways: For each edge, by its place, the middles of the gaps that it passes, by column.
        height: How high all of it is.
    """

    middle: Mapping[str, float]
    ways: Sequence[Sequence[float]]
    height: int


def lay_out(boxes: Sequence[Box], edges: Sequence[tuple[str, str]], apart: int) -> Layout:
    """
    Return a layout, the same for the same graph.

    Args:
        edges: From a box to one in a later column.
        apart: How far boxes in a column are from each other at least.
    """
    heights = {box.id: box.height for box in boxes}
    columns: dict[int, list[str]] = defaultdict(list)
    where = {box.id: box.column for box in boxes}
    for box in boxes:
        columns[box.column].append(box.id)
    chains: list[list[str]] = []
    for number, (source, target) in enumerate(edges):
        gaps = [f"gap {number} {column}" for column in range(where[source] + 1, where[target])]
        for gap, column in zip(gaps, range(where[source] + 1, where[target]), strict=True):
            columns[column].append(gap)
            heights[gap] = _GAP_HEIGHT
        chains.append([source, *gaps, target])
    links = [pair for chain in chains for pair in pairwise(chain)]
    order = [list(columns[column]) for column in sorted(columns)]
    order = _untangled(order, links)
    middle = _placed(order, links, heights, apart)
    top = min((middle[name] - heights[name] / 2 for name in middle), default=0)
    middle = {name: round(place - top, 2) for name, place in middle.items()}
    bottom = max((middle[name] + heights[name] / 2 for name in middle), default=0)
    return Layout(middle, [[middle[name] for name in chain[1:-1]] for chain in chains], int(bottom) + 1)


def _untangled(order: list[list[str]], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        after[source].append(target)
        before[target].append(source)
    best, fewest = [list(column) for column in order], crossings(order, links)
    for sweep in range(_SWEEPS):
        near = before if sweep % 2 == 0 else after
        for column in order if sweep % 2 == 0 else reversed(order):
            places = {name: place for one in order for place, name in enumerate(one)}
            size = {name: len(one) for one in order for name in one}

            def wanted(name: str, places: Mapping[str, int] = places, size: Mapping[str, int] = size) -> float:
                found = [(places[other] + 0.5) / size[other] for other in near[name]]  # noqa: B023 - called here
                return sum(found) / len(found) if found else (places[name] + 0.5) / size[name]

            column.sort(key=wanted)
        now = crossings(order, links)
        if now < fewest:
            best, fewest = [list(column) for column in order], now
    return best


def crossings(order: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> int:
    """Return how many pairs of edges between neighbouring columns cross."""
    places = {name: (number, place) for number, column in enumerate(order) for place, name in enumerate(column)}
    by_column: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in links:
        by_column[places[source][0]].append((places[source][1], places[target][1]))
    total = 0
    for found in by_column.values():
        found.sort()
        seen: list[int] = []
        for _, end in found:
            total += sum(earlier > end for earlier in seen)
            seen.append(end)
    return total


def _placed(
    order: Sequence[Sequence[str]], links: Sequence[tuple[str, str]], heights: Mapping[str, int], apart: int
) -> dict[str, float]:
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        near[source].append(target)
        near[target].append(source)
    middle: dict[str, float] = {}
    for column in order:
        top = 0.0
        for name in column:
            middle[name] = top + heights[name] / 2
            top += heights[name] + apart
    for sweep in range(_SWEEPS):
        for column in order if sweep % 2 == 0 else reversed(order):
            wanted = [
                sum(middle[other] for other in near[name]) / len(near[name]) if near[name] else middle[name]
                for name in column
            ]
            offsets = [0.0]
            for one, two in pairwise(column):
                offsets.append(offsets[-1] + (heights[one] + heights[two]) / 2 + apart)
            free = in_order([want - offset for want, offset in zip(wanted, offsets, strict=True)])
            middle.update({n: place + off for n, place, off in zip(column, free, offsets, strict=True)})
    return middle


def in_order(wanted: Sequence[float]) -> list[float]:
    """Return the ascending numbers that are nearest to some others by least squares (pooled adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for number in wanted:
        total, count = number, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            earlier = pools.pop()
            total, count = total + earlier[0], count + earlier[1]
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
