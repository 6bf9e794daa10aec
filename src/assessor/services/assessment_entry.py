"""
What an entry says of an assessment: what was asked, and the headline and record it was answered by.

A repetition asks again and points at the entry that answered. Read from entries alone, wherever
they come from: a database, or a bundle. What they name is read in `assessor.services.recorded`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import EntryType, canonicalize, parse_instant, render_instant
from assessor.audit.bodies import read_body
from assessor.errors import VerificationError
from assessor.store.assessments import name_assessment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from assessor.audit import Entry

ASSESSMENT_TYPES: Final = frozenset({EntryType.ASSESSMENT_RECORDED, EntryType.ASSESSMENT_REPEATED})
"""The entries that hold an assessment."""

_HEADLINE: Final = (
    "alternatives",
    "confidence",
    "override",
    "qualifiers",
    "read_set",
    "standing",
    "support",
    "trajectory",
    "trend",
    "unknowns",
)


@dataclass(frozen=True, slots=True)
class AssessmentEntry:
    """
    One assessment, as its entry says it.

    Attributes:
        log_size: Evidence counted iff its entry index is below it.
        repeats: The entry that answered, where another one did.
        answer: The body of the entry that answered.
    """

    entry_index: int
    cell: str
    as_of: date
    known_at: datetime
    ruleset: str
    log_size: int
    identity: str
    repeats: int | None
    answer: Mapping[str, Any]

    @property
    def id(self) -> str:
        """How people name it."""
        return name_assessment(self.cell, str(self.as_of), self.entry_index)

    @property
    def record(self) -> str:
        """The digest of the whole result."""
        return str(self.answer["record"])

    @property
    def is_marked(self) -> bool:
        """Whether it says over which versions it read, and how they came to be known."""
        return "known" in self.answer["read_set"]

    @property
    def engines(self) -> tuple[str, ...]:
        """What inferred the steps, names with versions."""
        return tuple(self.answer["engines"]["engines"])

    @property
    def head(self) -> dict[str, Any]:
        """What was asked, at the `log_size` at which it was answered: what the answer must begin with."""
        return {
            "cell": self.cell,
            "as_of": str(self.as_of),
            "known_at": render_instant(self.known_at),
            "ruleset": self.ruleset,
            "log_size": self.answer["log_size"],
        }

    @property
    def headline(self) -> bytes:
        """The canonical form of what the answer repeats of the result."""
        return canonicalize({key: self.answer[key] for key in _HEADLINE if key in self.answer})

    def check_cut(self) -> None:
        """
        Check that it can have seen what it says, and that what answered it was asked the same.

        Raises:
            VerificationError: It cannot, or was not.
        """
        if self.log_size > self.entry_index:
            raise VerificationError(f"entry {self.entry_index}: it claims to have seen entries that came after it")
        if self.answer["identity"] != self.identity:
            raise VerificationError(
                f"entry {self.entry_index}: it repeats entry {self.repeats}, which recorded something else"
            )


def read_assessment_entry(entry: Entry, find: Callable[[int], Entry | None]) -> AssessmentEntry:
    """
    Read an entry of `ASSESSMENT_TYPES`.

    Args:
        find: Returns an earlier entry.

    Raises:
        BodyInvalidError: It does not say what such an entry says.
        VerificationError: It is of another type, or repeats none.
    """
    if entry.type not in ASSESSMENT_TYPES:
        raise VerificationError(f"entry {entry.index}: it is of type `{entry.type}` and records no assessment")
    body = read_body(entry)
    repeats = body.get("repeats")
    return AssessmentEntry(
        entry_index=entry.index,
        cell=body["cell"],
        as_of=date.fromisoformat(body["as_of"]),
        known_at=parse_instant(body["known_at"]),
        ruleset=body["ruleset"],
        log_size=body["log_size"],
        identity=body["identity"],
        repeats=repeats,
        answer=body if repeats is None else _find_answer(entry, repeats, find),
    )


def _find_answer(entry: Entry, repeats: int, find: Callable[[int], Entry | None]) -> Mapping[str, Any]:
    """Return the body of the assessment that an entry repeats."""
    answer = find(repeats) if repeats < entry.index else None
    if answer is None or answer.type is not EntryType.ASSESSMENT_RECORDED:
        raise VerificationError(f"entry {entry.index}: it repeats entry {repeats}, which records no assessment")
    return read_body(answer)
