"""
What an analysis tells of rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assessor.workbench.solver.asking import Reply
from assessor.workbench.solver.deadline import OUT_OF_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.workbench.solver.subject import Subject

Kind = Literal[
    "unreachable", "never-met", "always-met", "covered", "ambiguous", "alternation", "overlap", "gap", "non-monotone"
]


@dataclass(frozen=True, slots=True)
class Told:
    """
    Something about rules that their author should know.

    Attributes:
        rules: The rules that it is about, or the dimension or trajectory.
        words: It in a sentence, without a full stop.
        scenario: What shows it; empty where it is that nothing shows something.
        bound: Within what evidence that was looked for.
    """

    kind: Kind
    rules: tuple[str, ...]
    words: str
    scenario: str = ""
    bound: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether no rules should be so; else it is for the author to confirm that it is meant."""
        return self.kind in {"unreachable", "never-met", "always-met", "covered"}


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What one question of an analysis came to.

    Attributes:
        about: What was asked, in words.
        told: What is to be told; often nothing.
        reply: What came of the question.
    """

    about: str
    reply: Reply
    told: Told | None = None


def as_asked(subject: Subject, about: str, told: Iterable[Told]) -> Iterator[Asked]:
    """Yield what is told of one question, and where time ran out meanwhile, that it was not found out."""
    for one in told:
        yield Asked(about, Reply("never", one.bound), one)
    if subject.deadline.is_over:
        yield Asked(about, Reply("open", "", why=OUT_OF_TIME))
