"""
How the rows of somebody else's table become signals: which column says what, in whose words.

Holds the shape of what a sheet says of the table beside it. How rows are read is
`assessor.intake.signal_rows`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from assessor.domain.framework import AmountId
from assessor.domain.values import Frozen, Id, OneOrMany, Whole

Column = Annotated[str, Field(min_length=1, max_length=200)]


class Words(Frozen):
    """
    A column whose values stand for words of ours.

    Attributes:
        column: Its heading.
        words: Our word for each value of the table. An empty one is for a value that stands for nothing.
        otherwise: The word for every value that is not listed; absent, such a value is an error.
    """

    column: Column
    words: Annotated[dict[str, str], Field(min_length=1)]
    otherwise: str | None = None


class Step(Frozen):
    """
    From which whole number on a column stands for a word.

    Attributes:
        at_least: The least number of it.
        word: The word from there on.
    """

    at_least: Whole
    word: Annotated[Id, Field(alias="is")]


class Steps(Frozen):
    """
    A column of whole numbers that stand for words: the last of the ascending steps that a number reaches.

    Attributes:
        column: Its heading.
        steps: Whole numbers, ascending, each with its word.
    """

    column: Column
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ascending(self) -> Steps:
        numbers = [step.at_least for step in self.steps]
        if any(later <= earlier for earlier, later in pairwise(numbers)):
            message = "steps ascend: each is more than the one before"
            raise ValueError(message)
        return self


class DateColumns(Frozen):
    """
    The first and the last day of the span within which it happened, on one unknown day.

    Attributes:
        first: The column of the first day.
        last: The column of the last.
    """

    first: Column
    last: Column


class RowImpact(Frozen):
    """
    The one impact of each row; what no column says is said here for all of them, or `unstated`.

    Attributes:
        cell: The cell, by words of a column.
        aspect: The same for all rows.
        direction: The same for all rows.
        dimensions: One dimension, by words of a column.
        severity: By steps of a column.
        stage: The same for all rows.
        tags: Each by words of a column of its own.
        why: Why rows are tagged so, in a line.
    """

    cell: Words
    aspect: Id | None = None
    direction: Id | None = None
    dimensions: Words | None = None
    severity: Steps | None = None
    stage: Id | None = None
    tags: tuple[Words, ...] = ()
    why: Annotated[str, Field(max_length=1000)] = ""


class LeftOut(Frozen):
    """
    Rows that are no signals.

    Attributes:
        column: Its heading.
        value: What stands in the column of such a row; empty for nothing.
        rows: How many there are; another number in the table is an error.
        because: Why they are left out.
    """

    column: Column
    value: Annotated[str, Field(alias="is")]
    rows: Annotated[Whole, Field(ge=1)]
    because: Annotated[str, Field(min_length=10)]


class SignalTable(Frozen):
    """
    A table of which each row is a signal. Texts quote columns in braces: `{column}`.

    Attributes:
        id: The id of each row's signal, in which columns stand in braces.
        event: The event a row tells; rows with the same one count once.
        title: Its title, alike.
        date: The columns of its span.
        feed: What brought all of them in.
        sources: What tells all of them, one at least.
        amounts: For each amount the columns that estimate it: the least of them is low, the greatest high.
        impact: What a row means.
        leave_out: Rows that are no signals.
    """

    id: Annotated[str, Field(min_length=1)]
    event: str | None = None
    title: Annotated[str, Field(min_length=1)]
    date: DateColumns
    feed: Id | None = None
    sources: Annotated[OneOrMany[Id], Field(min_length=1)]
    amounts: dict[AmountId, OneOrMany[Column]] = Field(default_factory=dict)
    impact: RowImpact
    leave_out: tuple[LeftOut, ...] = ()
