"""
Symbolic signals: how many there are, when, and what each is said to be.

Each is a point event of its own, dated to the day and told on it by one source; what a selector asks of it is stated,
but where it leaves out a stage or a tag. Where a rule asks for many, one symbolic signal stands for several alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.workbench.solver.logic import FALSE, TRUE, both, choice, either, number, opposite, same, total, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.evidential import Selector
    from assessor.workbench.solver.alphabet import Alphabet, Word
    from assessor.workbench.solver.logic import Formula, Number


@dataclass(frozen=True, eq=False)
class Slot:
    """
    Room for a signal.

    Attributes:
        used: That there is one.
        day: When, as an ordinal.
        times: For how many alike it stands.
        shared: That its report is a copy of one that others may be copies of too.
        retold: That a second report tells of the same event, from an origin of its own.
        words: For each field and value, that it has it.
        dimensions: Likewise of those listed; `tags` too.
        amounts: How much it states of what.
    """

    number: int
    used: Formula
    day: Number
    times: Number
    shared: Formula
    retold: Formula
    words: dict[str, dict[Word, Formula]]
    dimensions: dict[str, Formula]
    tags: dict[str, Formula]
    amounts: dict[str, Number]

    def has(self, field: str, value: Word) -> Formula:
        """Return that a field has a value."""
        return self.words[field].get(value, FALSE)

    def matches(self, selector: Selector) -> Formula:
        """Return that it is there, and passes every filter."""
        parts = [self.used]
        for field in ("direction", "aspect", "severity", "stage", "tier"):
            asked = getattr(selector, field)
            if asked is not None:
                parts.append(either(*(self.has(field, value) for value in asked)))
        if selector.dimension is not None:
            parts.append(either(*(self.dimensions.get(d, FALSE) for d in selector.dimension)))
        if selector.tags is not None:
            parts.append(either(*(self.tags.get(t, FALSE) for t in selector.tags)))
        parts += [opposite(self.tags.get(t, FALSE)) for t in selector.without_tags or ()]
        return both(*parts)

    def inside(self, start: int, day: int) -> Formula:
        """Return that it lies in the window `(start, day]`, both ordinals."""
        return both(self.day > start, self.day <= day)


def make_slot(place: int, alphabet: Alphabet, *, repeats: int, shares: bool, room: str = "") -> Slot:
    """
    Return room for one more signal.

    Args:
        room: What tells the signals of one cell from those of another.
        repeats: For how many alike it can stand, at most.
        shares: Whether its report may be a copy of another, and whether a second one may tell of it.
    """
    name = f"{room}signal{place}"
    return Slot(
        number=place,
        used=choice(f"{name}.used"),
        day=number(f"{name}.day"),
        times=number(f"{name}.times") if repeats > 1 else 1,
        shared=choice(f"{name}.shared") if shares else FALSE,
        retold=choice(f"{name}.retold") if shares and repeats == 1 else FALSE,
        words={field: _one_of(f"{name}.{field}", words) for field, words in alphabet.fields.items()},
        dimensions=_each(f"{name}.dimension", alphabet.dimensions),
        tags={tag: choice(f"{name}.tag.{tag}") for tag in alphabet.tags},
        amounts={amount: number(f"{name}.amount.{amount}") for amount in alphabet.amounts},
    )


def _one_of(name: str, words: tuple[Word, ...]) -> dict[Word, Formula]:
    return {words[0]: TRUE} if len(words) == 1 else {word: choice(f"{name}.{word}") for word in words}


def _each(name: str, words: tuple[str, ...]) -> dict[str, Formula]:
    return {words[0]: TRUE} if len(words) == 1 else {word: choice(f"{name}.{word}") for word in words}


def laws_of(slot: Slot, *, first: int, last: int, repeats: int, most: int) -> Iterator[Formula]:
    """
    Yield what is so of any signal.

    Args:
        first: The earliest day it can have, as an ordinal; `last` the latest.
        most: The largest amount that it can state.
    """
    yield both(slot.day >= first, slot.day <= last)
    if repeats > 1:
        yield both(slot.times >= 1, slot.times <= repeats)
    for choices in slot.words.values():
        if len(choices) > 1:
            yield same(total(when(is_so, 1) for is_so in choices.values()), 1)
    if slot.dimensions:
        yield either(*slot.dimensions.values())
    for amount in slot.amounts.values():
        yield both(amount >= 0, amount <= most)


def in_order(one: Slot, other: Slot) -> Formula:
    """Return that room is taken first come, first served: which signal takes which makes no difference."""
    return both(either(opposite(other.used), one.used), either(opposite(other.used), one.day <= other.day))
