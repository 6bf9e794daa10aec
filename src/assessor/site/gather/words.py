"""
How a verdict stands, in a few words each: what must not be taken for calm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.domain.assessment import Assessment

Kind = Literal["override", "insufficient", "stale", "due", "provisional", "unchecked", "never", "without-rules"]
MARKS: Final = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Mark:
    """
    Something about a verdict that a reader must know before relying on it.

    Attributes:
        word: Its name, in a word or two; `told`, the sentence.
    """

    kind: Kind
    word: str
    told: str


def marks_of(assessment: Assessment, name: Callable[[str], str]) -> tuple[Mark, ...]:
    """
    Return what must be known of an assessment, from what it says itself.

    Args:
        name: Tells an indicator by its title, with what is said of it.
    """
    verdict, use = assessment.verdict, assessment.engines
    found: list[Mark] = []
    if assessment.override is not None:
        word = "Overridden" if assessment.override.in_force else "Override expired"
        found.append(Mark("override", word, assessment.override.words))
    if verdict.trajectory is None:
        found.append(Mark("insufficient", "Insufficient", f"no trajectory is issued: {verdict.standing_reason}"))
    stale = sorted({name(item) for one in verdict.dimensions for item in one.stale})
    if stale:
        found.append(Mark("stale", "Stale", f"these indicators are too old to count: {'; '.join(stale)}"))
    if verdict.trajectory is not None and (verdict.leans_on or verdict.alternatives):
        told = [f"it leans on {' and '.join(verdict.leans_on)}"] if verdict.leans_on else []
        told += [f"it could also be {' or '.join(verdict.alternatives)}"] if verdict.alternatives else []
        found.append(Mark("provisional", "Provisional", "; ".join(told)))
    if use.checked < use.distinct:
        told_why = f" ({use.reason})" if use.reason else ""
        found.append(
            Mark(
                "unchecked",
                "Not cross-checked",
                f"{use.checked:,} of {use.distinct:,} step(s) inferred by two engines{told_why}",
            )
        )
    return tuple(found)


def due_mark(entries: tuple[int, ...]) -> Mark:
    """Return that a verdict was overtaken by what was recorded since."""
    number = len(entries)
    what = f"{number} entr{'y' if number == 1 else 'ies'} recorded since"
    return Mark(
        "due", "Overtaken", f"{what} touch{'es' if number == 1 else ''} this cell, and it was not assessed again"
    )
