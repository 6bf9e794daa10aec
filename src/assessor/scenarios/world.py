"""
What a scenario acts on: a framework, supplied evidence, what was judged, and the log of what was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.domain.known import signal_of
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.scenarios.judge import Judge, Judgement, PlainJudge, Question
from assessor.scenarios.supplies import Supplies, batch_of
from assessor.services.moments import end_of_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from assessor.domain.cell import Cell
    from assessor.domain.evidence import Feed, Reading, Signal, Source
    from assessor.ruleset.model import Ruleset
    from assessor.scenarios.library import Library
    from assessor.scenarios.record import Record
    from assessor.scenarios.said import Said


@dataclass
class World:
    """
    One scenario at work.

    Attributes:
        framework: The name of the framework it is about; empty before a step names one.
        judgements: What was judged, first to last.
        batches: How many batches of its own it supplied; they are numbered.
    """

    library: Library
    judge: Judge = field(default_factory=PlainJudge)
    framework: str = ""
    supplies: Supplies = field(default_factory=Supplies)
    judgements: list[Judgement] = field(default_factory=list)
    batches: int = 0
    _record: Record | None = None

    @property
    def ruleset(self) -> Ruleset:
        """The rules that judge."""
        if not self.framework:
            raise StepInvalidError('name the framework first: Given the framework "…" with its evidence')
        return self.library.ruleset(self.framework)

    def begin(self, framework: str, *, feeds_only: bool = False, empty: bool = False) -> None:
        """Take up a framework: with its evidence, with its feeds alone, or with nothing."""
        if self.framework:
            raise StepInvalidError(f"this scenario is about {quote(self.framework)} already")
        self.library.ruleset(framework)
        self.framework = framework
        if not empty:
            self.supplies = Supplies(self.library.supplies(framework, feeds_only=feeds_only))

    def supply(
        self,
        *,
        feeds: tuple[Feed, ...] = (),
        sources: tuple[Source, ...] = (),
        signals: tuple[Signal, ...] = (),
        readings: tuple[Reading, ...] = (),
        known: date | None = None,
    ) -> None:
        """Supply items of the scenario's own, as one batch; see `Supplies.take`."""
        file = batch_of(feeds, sources, signals, readings)
        self.supplies.take(file, self.ruleset, known)

    def cell(self, cell: str) -> Cell:
        """
        Return a cell of the framework.

        Raises:
            StepInvalidError: There is none; the message names the nearest.
        """
        if not self.ruleset.has_cell(cell):
            near = did_you_mean(cell, (one.cell for one in self.ruleset.cells))
            raise StepInvalidError(f"there is no cell {quote(cell)}{near}")
        return self.ruleset.cell(cell)

    def assess(self, cell: str, as_of: date, known: date | None = None) -> None:
        """
        Judge a cell on a day, by what was known at the end of another, or by all that was supplied.

        Raises:
            StepInvalidError: There is no such cell, or the day cannot be judged by what is known.
        """
        self._check_times(cell, as_of, known)
        moment = end_of_day(known) if known is not None else None
        question = Question(self.ruleset, self.supplies.at(moment), cell, as_of)
        self.judgements.append(Judgement(question, self.judge))

    def assess_and_record(self, cell: str, as_of: date, known: date | None = None) -> None:
        """
        Record what is judged, and judge it here too; without `known`, by what is known in the log by then.

        Raises:
            As `assess`, and `Record.follow`.
        """
        self._check_times(cell, as_of, known)
        self.assess(cell, as_of, self.record.assess(cell, as_of, known))

    def _check_times(self, cell: str, as_of: date, known: date | None) -> None:
        self.cell(cell)
        epoch = self.ruleset.framework.epoch
        if as_of < epoch:
            raise StepInvalidError(f"as of {as_of}: the timeline begins on {epoch}; choose a later day")
        if known is not None and known < as_of:
            raise StepInvalidError(f"as of {as_of} lies after known at {known}: nothing was known of that day yet")

    @property
    def record(self) -> Record:
        """The log of the scenario; founded when first asked for, with all in it that was done by then."""
        if self._record is None:
            from assessor.scenarios.record import Record  # noqa: PLC0415 - it loads the store, which few scenarios need

            days = (deed.day for deed in self.supplies.deeds if deed.day is not None)
            self._record = Record(self.ruleset, min((self.ruleset.framework.epoch, *days)))
            self.keep_up()
        return self._record

    @property
    def said(self) -> Said:
        """
        What the log of the scenario says.

        Raises:
            StepInvalidError: Nothing was recorded.
        """
        from assessor.scenarios.said import Said  # noqa: PLC0415 - as above

        if self._record is None:
            raise StepInvalidError('record first: When cell "…" is assessed and recorded as of 2026-04-26')
        return Said(self.record.context)

    @property
    def keeps_log(self) -> bool:
        """Whether anything was recorded."""
        return self._record is not None

    def keep_up(self) -> None:
        """
        Record what was done to the evidence, where there is a log.

        Raises:
            As `Record.follow`.
        """
        if self._record is not None:
            self._record.follow(self.supplies.deeds)

    def check_unrecorded(self, what: str) -> None:
        """
        Refuse what changes the past where that is recorded.

        Raises:
            StepInvalidError: It is.
        """
        if self._record is not None:
            raise StepInvalidError(f"{what} must stand before the first step that records: what is recorded stays")

    def close(self) -> None:
        """Let go of the log; what was judged can be looked at further."""
        if self._record is not None:
            self._record.close()

    def next_batch(self) -> int:
        """Return the number of the scenario's next batch of its own, from 1."""
        self.batches += 1
        return self.batches

    def drop_signals(self, wanted: Callable[[Signal], bool], none: str) -> None:
        """
        Take signals away, as if they had never been supplied.

        Raises:
            StepInvalidError: There are none such, which `none` says; or they are recorded.
        """
        self.check_unrecorded("taking signals away")
        keys = {v.key for v in self.supplies.of("signal") if wanted(signal_of(v))}
        if not keys:
            raise StepInvalidError(none)
        self.supplies.drop(keys)

    @property
    def last(self) -> Judgement:
        """
        What was judged last.

        Raises:
            StepInvalidError: Nothing was.
        """
        if not self.judgements:
            raise StepInvalidError('judge a cell first: When cell "…" is assessed as of 2026-04-26')
        return self.judgements[-1]
