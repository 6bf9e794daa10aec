"""Circles in what reads what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def find_cycle(reads: Mapping[str, set[str]]) -> tuple[str, ...]:
    """
    Return the members of one circle in reading order, or nothing where there is none.

    Args:
        reads: For each name, the names it reads; a name that reads itself is a circle of one.
    """
    done: set[str] = set()
    for start in sorted(reads):
        trail: list[str] = []
        open_names = [(start, iter(sorted(reads[start])))]
        trail.append(start)
        while open_names and start not in done:
            name, rest = open_names[-1]
            following = next(rest, None)
            if following is None:
                done.add(name)
                trail.pop()
                open_names.pop()
            elif following in trail:
                return tuple(trail[trail.index(following) :])
            elif following not in done and following in reads:
                trail.append(following)
                open_names.append((following, iter(sorted(reads[following]))))
    return ()
