"""
Where the parts of a rule stand in it, as it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.ruleset.conditions import All, AnyOf, AtLeast, Held, Not, children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.conditions import Condition

Steps = tuple[str | int, ...]
"""Keys and places that lead from a rule to a part of it."""


def placed(condition: Condition, steps: Steps) -> Iterator[tuple[Steps, Condition]]:
    """Yield a condition and everything inside it, each with the keys that lead to it."""
    yield steps, condition
    for place, part in enumerate(children(condition)):
        key = _INSIDE[type(condition)]
        inner = (key, place) if isinstance(condition, (All, AnyOf, AtLeast)) else (key,)
        yield from placed(part, (*steps, *inner))


_INSIDE: Final = {All: "all", AnyOf: "any", AtLeast: "of", Not: "not", Held: "condition"}
