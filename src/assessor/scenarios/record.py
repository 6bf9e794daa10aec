"""
The log of a scenario: what was supplied and done is recorded by the services that keep every log.

It lies in a folder of its own and goes away with it. Its clock stands at the end of the day that a step
names, and never goes back: so what a scenario judges in memory is what the record judges, at the same cuts.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from assessor.bootstrap import open_scratch
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.scenarios.supplies import batch_of
from assessor.services.assess import assess
from assessor.services.correct_signal import correct_signal, retract_signal
from assessor.services.edit_item import batch_of as change_of
from assessor.services.initialise import initialise
from assessor.services.moments import end_of_day
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.recompute import recompute
from assessor.services.recompute_at_once import AtOnce
from assessor.services.record_evidence import record_batch
from assessor.services.regrade_source import Grade, regrade_source
from assessor.services.revise_reading import revise_reading
from assessor.services.withdraw_batch import withdraw_batch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from assessor.domain.evidence import Item
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.domain.known import ItemKey
    from assessor.ruleset.model import Ruleset
    from assessor.scenarios.supplies import Deed
    from assessor.services.context import Context

ORIGIN: Final = "assessor.example/scenario"
ACTOR: Final = "scenario"
_BECAUSE: Final = "a step of the scenario says so"


class Record:
    """
    A log at work, founded with a ruleset.

    Attributes:
        day: The day at whose end its clock stands.
        leaves_due: Whether cells that a change makes due are left due, and not assessed again at once.
    """

    def __init__(self, ruleset: Ruleset, day: date, *, leaves_due: bool = False) -> None:
        """
        Found a log.

        Args:
            day: On which; the ruleset is in force from its epoch on.
        """
        self.day = day
        self.leaves_due = leaves_due
        self._open = ExitStack()
        folder = Path(self._open.enter_context(TemporaryDirectory(prefix="assessor-")))
        self.context: Context = self._open.enter_context(open_scratch(folder, ACTOR, self._now))
        self._done = 0
        self._batches: dict[ItemKey, str] = {}
        initialise(self.context, ORIGIN)
        publish_ruleset(self.context, ruleset, ruleset.framework.epoch)

    def close(self) -> None:
        """Let it go, with its folder."""
        self._open.close()

    def _now(self) -> datetime:
        return end_of_day(self.day)

    def follow(self, deeds: list[Deed]) -> None:
        """
        Record what was done to the evidence since this was called last.

        Raises:
            StepInvalidError: It was done on a day that is over there.
            As the services that record it.
        """
        for deed in deeds[self._done :]:
            self._done += 1
            if deed.day is not None:
                self.go_on(deed.day, f"what becomes known on {deed.day}")
            at_once = AtOnce(self.context)
            self._do(self.context if self.leaves_due else at_once.context, deed)
            at_once.take()

    def go_on(self, day: date, what: str) -> None:
        """
        Set the clock to the end of a day.

        Raises:
            StepInvalidError: That day is over.
        """
        if day < self.day:
            raise StepInvalidError(f"the log is at {self.day} already: {what} must stand before what happened then")
        self.day = day

    def assess(self, cell: str, as_of: date, known: date | None) -> date:
        """
        Assess a cell, record it, and return the day of what was known: one that lies ahead is waited for.

        Args:
            known: Absent, it is the clock's.
        """
        self.day = max(self.day, as_of, known or as_of)
        assess(self.context, cell, as_of=as_of, known_at=str(known or self.day))
        return known or self.day

    def recompute(self, day: date) -> None:
        """Assess again what is due on a day."""
        self.go_on(day, f"recomputing on {day}")
        recompute(self.context)

    def _do(self, context: Context, deed: Deed) -> None:
        match deed.action:
            case "supplied":
                file = _file_of(version.item for version in deed.versions)
                batch = file if deed.day is None else file.model_copy(update={"backfill": None})
                recorded = record_batch(context, batch)
                self._batches |= {version.key: recorded.batch for version in deed.versions}
            case "changed":
                _change(deed.versions[0].item, context)
            case "retracted":
                retract_signal(context, deed.versions[0].id, reason=_BECAUSE)
            case "withdrawn":
                withdraw_batch(context, self._batches[deed.versions[0].key], reason=_BECAUSE)


def _file_of(items: Iterable[Item]) -> EvidenceFile:
    by_kind: dict[type, list[Any]] = {Feed: [], Source: [], Signal: [], Reading: []}
    for item in items:
        by_kind[type(item)].append(item)
    return batch_of(*(tuple(found) for found in by_kind.values()))


def _change(item: Item, context: Context) -> None:
    """Record the next version of an item."""
    match item:
        case Signal():
            correct_signal(context, item.id, change_of(item), reason=_BECAUSE)
        case Reading():
            revise_reading(context, item.id, item.model_dump(mode="json", by_alias=True), reason=_BECAUSE)
        case Source():
            regrade_source(context, item.id, Grade(tier=item.tier), reason=_BECAUSE)
        case Feed():
            raise StepInvalidError(f"feed {quote(item.id)} is recorded already, and what a feed watches is not changed")
