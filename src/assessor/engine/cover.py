"""
Sets of assumptions told in few words: with these, without those, whatever else.

Holds set arithmetic on names and knows nothing of what they name. A *term* names what must be in a
set and what must not; few terms cover the sets and no others (Quine and McCluskey's prime terms, the
widest taken first).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class Term:
    """Every set that has all of `having` and none of `lacking`, whatever else it has."""

    having: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many names it says something of."""
        return len(self.having) + len(self.lacking)

    def holds(self, chosen: Collection[str]) -> bool:
        """Return whether a set is one of them."""
        return set(self.having) <= set(chosen) and not set(self.lacking) & set(chosen)


def cover(names: Sequence[str], sets: Collection[Collection[str]]) -> tuple[Term, ...]:
    """
    Return terms that cover the given sets and no other set of the names.

    Args:
        names: All that a set can hold; five or so, since every term of them is tried.
    """
    wanted = {frozenset(one) for one in sets}
    every = [frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size)]
    others = [one for one in every if one not in wanted]
    terms = (_term(names, signs) for signs in product((None, True, False), repeat=len(names)))
    prime = [term for term in terms if not any(term.holds(other) for other in others)]
    found: list[Term] = []
    open_sets = set(wanted)
    while open_sets:
        best = max(prime, key=lambda term: (sum(map(term.holds, open_sets)), -term.size, -len(term.lacking)))
        found.append(best)
        open_sets -= {one for one in open_sets if best.holds(one)}
    return tuple(found)


def _term(names: Sequence[str], signs: Sequence[bool | None]) -> Term:
    return Term(*(tuple(n for n, sign in zip(names, signs, strict=True) if sign is wanted) for wanted in (True, False)))


def smallest(sets: Collection[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the sets of which no proper part is among them, in the order given."""
    return tuple(one for one in sets if not any(set(other) < set(one) for other in sets))
