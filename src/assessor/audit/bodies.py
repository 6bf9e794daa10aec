"""
What the body of an entry says, by its type: its keys, and what kind of value stands under each.

Holds shapes, and the reading of a body by its own. `docs/log-format.md` tells the same in words.
What a value means beyond its kind is for whoever reads it: an item of evidence, a statement about a
key, the document under a digest.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessor.audit.entry import EntryType
from assessor.audit.instant import parse_instant
from assessor.errors import BodyInvalidError, CanonicalFormError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.audit.entry import Entry

Whole = Annotated[int, Meta(ge=0)]
Version = Annotated[int, Meta(ge=1)]
Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]
BareDigest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Outcomes = list[Annotated[int, Meta(ge=-1, le=1)]]


class Day(str):
    """A civil day, as `2026-04-26`."""

    __slots__ = ()


class Instant(str):
    """A moment, as `render_instant` writes it."""

    __slots__ = ()


class _Shape(msgspec.Struct, forbid_unknown_fields=True):
    """Exactly these keys."""


class LogCreated(_Shape):
    """Which log this is, and how its bytes are to be read."""

    canonical_form: str
    format: Whole
    hash: str
    origin: str


class Backfill(_Shape):
    """History brought in late."""

    known_from: Instant


class ItemRecorded(_Shape):
    """A version of a source, a feed or a reading."""

    id: str
    version: Version
    item: dict[str, Any]
    backfill: Backfill | UnsetType = UNSET
    estimated: Literal[True] | UnsetType = UNSET
    look_ahead: Literal[True] | UnsetType = UNSET


class SignalRecorded(_Shape):
    """A version of a signal, its words beside the log."""

    id: str
    version: Version
    item: dict[str, Any]
    text: Digest
    backfill: Backfill | UnsetType = UNSET


class ItemChanged(_Shape):
    """The next version of a source or a reading, and why."""

    id: str
    version: Version
    item: dict[str, Any]
    reason: str
    backfill: Backfill | UnsetType = UNSET


class SignalChanged(_Shape):
    """The next version of a signal, and why; a proposal stays one."""

    id: str
    version: Version
    item: dict[str, Any]
    text: Digest
    reason: str
    status: Literal["proposed"] | UnsetType = UNSET


class SignalRetracted(_Shape):
    """That a signal is no evidence any more, and why."""

    id: str
    version: Version
    item: dict[str, Any]
    text: Digest
    reason: str


class ItemWithdrawn(_Shape):
    """What stands of a source, a feed or a reading once a batch is withdrawn."""

    id: str
    version: Version
    item: dict[str, Any]
    reason: str
    withdraws: str
    restores: Version | UnsetType = UNSET
    status: Literal["proposed", "retracted"] | UnsetType = UNSET


class SignalWithdrawn(ItemWithdrawn, kw_only=True):
    """The same of a signal."""

    text: Digest


class RulesetPublished(_Shape):
    """A ruleset, beside the log, from when it is in force, and what it passed before."""

    digest: Digest
    framework: str
    effective_from: Day
    gate: Literal["passed", "warned"] | UnsetType = UNSET
    report: Digest | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    author: str | UnsetType = UNSET


class _Judged(_Shape):
    """What was asked of the engines."""

    cell: str
    as_of: Day
    known_at: Instant
    ruleset: Digest
    log_size: Whole


class ReadSet(_Shape):
    """How much was read, and over all of it a digest."""

    count: Whole
    digest: Digest
    known: Digest | UnsetType = UNSET


class Engines(_Shape):
    """Which inference ran."""

    engines: list[str]
    steps: Whole
    distinct: Whole
    checked: Whole
    reason: str


class OverrideIssued(_Shape):
    """The override that stood beside a verdict."""

    entry: Whole
    in_force: bool
    trajectory: str


class AssessmentRecorded(_Judged):
    """What was asked and, in short, what was found; the whole of it is beside the log."""

    identity: Digest
    alternatives: list[str]
    confidence: Literal["high", "moderate", "low"]
    qualifiers: list[str]
    read_set: ReadSet
    standing: Literal["sufficient", "insufficient"]
    support: Whole
    unknowns: Whole
    engines: Engines
    record: Digest
    trajectory: str | UnsetType = UNSET
    trend: str | UnsetType = UNSET
    override: OverrideIssued | UnsetType = UNSET


class AssessmentRepeated(_Judged):
    """What was asked, and the entry that had answered it."""

    identity: Digest
    repeats: Whole


class AssessmentRestated(_Shape):
    """How many earlier assessments of a cell are answered differently, beside the log, and of which days."""

    cell: str
    known_at: Instant
    log_size: Whole
    restated: Version
    first: Day
    last: Day
    record: Digest


class OverrideSet(_Shape):
    """What an analyst says that a cell is, and until when."""

    cell: str
    trajectory: str
    author: str
    reason: str
    since: Day
    until: Day
    computed: str | UnsetType = UNSET


class OverrideLifted(_Shape):
    """That an override is taken back."""

    cell: str
    lifts: Whole
    reason: str


class Answer(_Shape):
    """What one engine made of a step, unless it found it contradictory."""

    engine: str
    outcomes: Outcomes | UnsetType = UNSET


class EnginesDisagreed(_Judged):
    """A step on which two engines disagree."""

    program: BareDigest
    inputs: Outcomes
    answers: list[Answer]


class ContentErased(_Shape):
    """Which text is gone, and why."""

    digest: Digest
    reason: str


class BacktestRun(_Shape):
    """Which trials were made over a period, and a digest of all that they said."""

    ruleset: Digest
    first: Day
    last: Day
    every: str
    log_size: Whole
    cells: list[str]
    verdicts: Whole
    result: Digest
    known_at: Instant | UnsetType = UNSET


class KeyStated(_Shape):
    """A signed note about a key."""

    statement: str


class WitnessAdded(_Shape):
    """The verifier key of a witness."""

    key: str


SHAPES: Final[Mapping[EntryType, type[_Shape]]] = {
    EntryType.LOG_CREATED: LogCreated,
    EntryType.SOURCE_RECORDED: ItemRecorded,
    EntryType.FEED_RECORDED: ItemRecorded,
    EntryType.SIGNAL_PROPOSED: SignalRecorded,
    EntryType.SIGNAL_ACCEPTED: SignalRecorded,
    EntryType.SIGNAL_RECORDED: SignalRecorded,
    EntryType.READING_RECORDED: ItemRecorded,
    EntryType.SOURCE_REGRADED: ItemChanged,
    EntryType.READING_REVISED: ItemChanged,
    EntryType.SIGNAL_CORRECTED: SignalChanged,
    EntryType.SIGNAL_MERGED: SignalChanged,
    EntryType.SIGNAL_RETRACTED: SignalRetracted,
    EntryType.SOURCE_WITHDRAWN: ItemWithdrawn,
    EntryType.FEED_WITHDRAWN: ItemWithdrawn,
    EntryType.READING_WITHDRAWN: ItemWithdrawn,
    EntryType.SIGNAL_WITHDRAWN: SignalWithdrawn,
    EntryType.RULESET_PUBLISHED: RulesetPublished,
    EntryType.ASSESSMENT_RECORDED: AssessmentRecorded,
    EntryType.ASSESSMENT_REPEATED: AssessmentRepeated,
    EntryType.ASSESSMENT_RESTATED: AssessmentRestated,
    EntryType.OVERRIDE_SET: OverrideSet,
    EntryType.OVERRIDE_LIFTED: OverrideLifted,
    EntryType.ENGINES_DISAGREED: EnginesDisagreed,
    EntryType.KEY_ANNOUNCED: KeyStated,
    EntryType.KEY_ROTATED: KeyStated,
    EntryType.WITNESS_ADDED: WitnessAdded,
    EntryType.CONTENT_ERASED: ContentErased,
    EntryType.BACKTEST_RUN: BacktestRun,
}
"""The shape of each type's body; every type has one."""


def read_body(entry: Entry) -> dict[str, Any]:
    """
    Return the body of an entry, checked to say what its type says.

    Raises:
        BodyInvalidError: It says something else; the message names the key.
    """
    body = entry.parse_body()
    try:
        msgspec.convert(body, SHAPES[entry.type], dec_hook=_read)
    except msgspec.ValidationError as error:
        told = str(error).replace(" - at `$.", " at `")
        raise BodyInvalidError(entry.index, f"{misses(entry)}: {told[:1].lower()}{told[1:]}") from error
    return body


def misses(entry: Entry) -> str:
    """Return how it is said that a body is not what the type of its entry says."""
    return f"it does not say what a `{entry.type}` says"


def _read(kind: type, value: object) -> object:
    """Read a text of a kind that is ours; msgspec says where it stands."""
    try:
        if kind is Instant:
            parse_instant(str(value))
        elif date.fromisoformat(str(value)).isoformat() != value:
            raise ValueError(value)
    except (ValueError, CanonicalFormError) as error:
        raise ValueError(f"expected {'an instant' if kind is Instant else 'a day'}") from error
    return kind(value)
