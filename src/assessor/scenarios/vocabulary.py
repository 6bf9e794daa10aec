"""
The steps that features are written in: which sentences there are, and what each does.

A sentence is matched whole. Acts stand under Given or When, expectations under Then: so nothing
that was meant as an expectation can pass as an act, and no scenario without a Then expects anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from assessor.scenarios.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Role = Literal["act", "expectation"]
Act: TypeAlias = "Callable[..., None]"

ROLE_OF: Final[dict[str, Role]] = {"given": "act", "when": "act", "then": "expectation"}
_NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """
    One sentence of the vocabulary.

    Attributes:
        topic: Under what it is listed.
        about: What it does, in a sentence.
        example: It as a feature has it, keyword included, with its table where it takes one.
        run: Called with the world, the values of the blanks by name, and `table` where it takes one.
        takes_table: Whether a table stands below it.
    """

    role: Role
    pattern: Pattern
    topic: str
    about: str
    example: str
    run: Act
    takes_table: bool

    @property
    def shown(self) -> str:
        """The step as it is listed: a keyword, its text, and blanks in braces."""
        return f"{'Given' if self.role == 'act' else 'Then'} {self.pattern.plain}"


@dataclass(frozen=True, slots=True)
class Meant:
    """A sentence that is one of the vocabulary, with what stands in its blanks."""

    step: StepDefinition
    filled: dict[str, str]


@dataclass
class Vocabulary:
    """Every step, in the order in which they are listed."""

    steps: list[StepDefinition] = field(default_factory=list)

    def find(self, keyword: str, sentence: str) -> Meant | None:
        """
        Return the step that a sentence is.

        Args:
            keyword: `given`, `when` or `then`; of an `And`, that of the step it goes on from.
        """
        role = ROLE_OF[keyword]
        for step in self.steps:
            if step.role == role and (filled := step.pattern.match(sentence)) is not None:
                return Meant(step, filled)
        return None

    def nearest(self, sentence: str) -> tuple[StepDefinition, ...]:
        """Return the steps that come nearest to a sentence which is none, the nearest first."""
        spelled: dict[str, StepDefinition] = {}
        for step in self.steps:
            spelled.setdefault(_bare(step.pattern.plain), step)
        close = get_close_matches(_bare(sentence), list(spelled), n=_NEAREST, cutoff=0.5)
        return tuple(spelled[text] for text in close)

    def act(self, text: str, *, topic: str, example: str) -> Callable[[Act], Act]:
        """Add a step that does something; the first line of the function's docstring says what."""
        return self._add("act", text, topic, example)

    def expect(self, text: str, *, topic: str, example: str) -> Callable[[Act], Act]:
        """Add a step that expects something; it raises `ExpectationFailedError` where that is not so."""
        return self._add("expectation", text, topic, example)

    def _add(self, role: Role, text: str, topic: str, example: str) -> Callable[[Act], Act]:
        def add(function: Act) -> Act:
            about = (function.__doc__ or "").strip().splitlines()[0]
            takes_table = "table" in function.__annotations__
            self.steps.append(StepDefinition(role, Pattern(text), topic, about, example, function, takes_table))
            return function

        return add


def _bare(sentence: str) -> str:
    """Return a sentence with nothing in its blanks."""
    outside = sentence.split('"')[::2]
    return '""'.join(outside).casefold()


def topics(vocabulary: Vocabulary) -> Iterator[tuple[str, list[StepDefinition]]]:
    """Yield each topic with its steps, in the order in which they were added."""
    by_topic: dict[str, list[StepDefinition]] = {}
    for step in vocabulary.steps:
        by_topic.setdefault(step.topic, []).append(step)
    yield from by_topic.items()
