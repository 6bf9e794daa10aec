"""Circles in what reads what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def find_cycles(reads: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """
    Yield circles in reading order such that, without the last reading of each, there would be none.

    The last reading of `(a, b)` is that of `a` by `b`. The same names in the same order give the same circles.

    Args:
        reads: For each name, the names it reads; a name that reads itself is a circle of one.
    """
    done: set[str] = set()
    for start in reads:
        if start in done:
            continue
        trail = {start: 0}
        open_names = [(start, iter(reads[start]))]
        while open_names:
            name, rest = open_names[-1]
            following = next(rest, None)
            if following is None:
                done.add(name)
                del trail[name]
                open_names.pop()
            elif following in trail:
                yield tuple(trail)[trail[following] :]
            elif following not in done and following in reads:
                trail[following] = len(trail)
                open_names.append((following, iter(reads[following])))
