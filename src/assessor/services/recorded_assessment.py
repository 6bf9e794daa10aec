"""
What an entry says of an assessment: what was asked, and the headline and record it was answered by.

A repetition asks again and points at the entry that answered. Read from entries alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import EntryType, parse_instant, render_instant
from assessor.errors import CanonicalFormError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assessor.audit import Entry
    from assessor.store.log import LogReader

ASSESSMENT_TYPES: Final = frozenset({EntryType.ASSESSMENT_RECORDED, EntryType.ASSESSMENT_REPEATED})
"""The entries that hold an assessment."""


@dataclass(frozen=True, slots=True)
class RecordedAssessment:
    """
    One assessment as recorded.

    Attributes:
        log_size: Evidence counted iff its entry index is below it.
        repeats: The entry that answered, where another one did.
        headline: The body of the entry that answered.
        record: The digest of the whole result.
        engines: What inferred the steps, names with versions.
    """

    entry_index: int
    cell: str
    as_of: date
    known_at: datetime
    ruleset: str
    log_size: int
    identity: str
    repeats: int | None
    headline: Mapping[str, Any]
    record: str
    engines: tuple[str, ...]

    @property
    def head(self) -> dict[str, Any]:
        """What was asked, at the `log_size` at which it was answered: what the headline must begin with."""
        return {
            "cell": self.cell,
            "as_of": str(self.as_of),
            "known_at": render_instant(self.known_at),
            "ruleset": self.ruleset,
            "log_size": self.headline["log_size"],
        }


def read_assessment(log: LogReader, entry: Entry) -> RecordedAssessment:
    """
    Read an entry of `ASSESSMENT_TYPES`.

    Raises:
        VerificationError: It does not say what such an entry says, or repeats none.
    """
    try:
        body = entry.parse_body()
        repeats = int(body["repeats"]) if entry.type is EntryType.ASSESSMENT_REPEATED else None
        headline = body if repeats is None else _answer(log, entry, repeats)
        int(headline["log_size"])
        return RecordedAssessment(
            entry_index=entry.index,
            cell=str(body["cell"]),
            as_of=date.fromisoformat(body["as_of"]),
            known_at=parse_instant(body["known_at"]),
            ruleset=str(body["ruleset"]),
            log_size=int(body["log_size"]),
            identity=str(body["identity"]),
            repeats=repeats,
            headline=headline,
            record=str(headline["record"]),
            engines=tuple(str(name) for name in headline["engines"]["engines"]),
        )
    except (KeyError, TypeError, ValueError, CanonicalFormError) as error:
        raise VerificationError(f"entry {entry.index}: it does not say what a `{entry.type}` says") from error


def _answer(log: LogReader, entry: Entry, repeats: int) -> Mapping[str, Any]:
    """Return the body of the assessment that an entry repeats."""
    answer = log.entry(repeats) if repeats < entry.index else None
    if answer is None or answer.type is not EntryType.ASSESSMENT_RECORDED:
        raise VerificationError(f"entry {entry.index}: it repeats entry {repeats}, which records no assessment")
    return answer.parse_body()
