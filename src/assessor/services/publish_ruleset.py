"""
Publishing rulesets, and finding the one in force.

A ruleset is one self-contained document, kept as content under its digest; the entry that
publishes it says from which day it is in force.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from assessor.audit import EntryType, canonicalize, digest, draft_entry
from assessor.audit.bodies import read_body
from assessor.audit.media_types import GATE, RULESET
from assessor.audit.reason import check_reason
from assessor.domain.quoting import quote
from assessor.engine.dependents import Dependents, dependents_of
from assessor.errors import RulesetConflictError, RulesetNotFoundError, VerificationError
from assessor.ruleset.model import Ruleset
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_log = get_logger(__name__)
_MOST_KEPT: Final = 16
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Published:
    """A ruleset as published; `repeated` where the same was published for the same day before."""

    framework: str
    digest: str
    effective_from: date
    entry_index: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class PassedGate:
    """What an entry says of the gate that a ruleset passed; `report` is the digest of what each step found."""

    outcome: str
    report: str
    reason: str | None = None
    author: str | None = None

    @property
    def told(self) -> str:
        """The outcome, and why and by whom a warning was passed over."""
        return self.outcome if self.reason is None else f"{self.outcome}: {self.reason} ({self.author})"


@dataclass(frozen=True, slots=True)
class PublishedRuleset:
    """A published ruleset, read back; `gate` is None where it was not asked for, or not looked up."""

    framework: str
    digest: str
    effective_from: date
    entry_index: int
    published_at: datetime
    ruleset: Ruleset
    gate: PassedGate | None = None

    @property
    def version(self) -> str | None:
        """What its author calls it."""
        return self.ruleset.framework.version


def write_ruleset(ruleset: Ruleset) -> bytes:
    """Return the canonical bytes of a ruleset."""
    return canonicalize(ruleset.model_dump(mode="json", by_alias=True, exclude_defaults=True))


@lru_cache(maxsize=_MOST_KEPT)
def read_ruleset(data: bytes) -> Ruleset:
    """Return the ruleset that canonical bytes hold; the same bytes give the same object while it is kept."""
    return Ruleset.model_validate(json.loads(data))


@lru_cache(maxsize=_MOST_KEPT)
def read_dependents(data: bytes) -> Dependents:
    """Return what depends on what in the ruleset that canonical bytes hold."""
    return dependents_of(read_ruleset(data))


@dataclass(frozen=True, slots=True)
class GateReport:
    """
    What rules passed before they were published.

    Attributes:
        outcome: Whether every step passed, or one warned and somebody answered for it.
        document: What each step found, in canonical form.
        reason: Why they were published although a step warned, and `author` who says so.
    """

    outcome: Literal["passed", "warned"]
    document: bytes
    reason: str | None = None
    author: str | None = None


def find_published(context: Context, ruleset: Ruleset, effective_from: date) -> Published | None:
    """
    Return a ruleset as it is published for a day already; None where it is not.

    Raises:
        RulesetConflictError: It cannot be published in this log.
    """
    with context.database.read() as tx:
        return _find(tx, ruleset, digest(write_ruleset(ruleset)), effective_from)


def publish_ruleset(
    context: Context, ruleset: Ruleset, effective_from: date, gate: GateReport | None = None
) -> Published:
    """
    Publish a ruleset, in force from a day on.

    Publishing what is in force from that day already is harmless and told. Cells that were assessed by other rules
    become due on the day on which these come into force, and today where that is past.

    Args:
        gate: What they passed before; absent where nobody asked.

    Raises:
        RulesetConflictError: The log is of another framework, or holds other content of this version.
        EntryInvalidError: The reason or the author is none that an entry may hold.
    """
    data = write_ruleset(ruleset)
    address = digest(data)
    framework = ruleset.framework.framework
    with context.database.write() as tx:
        there = _find(tx, ruleset, address, effective_from)
        if there is not None:
            return there
        tx.content.put(data, media_type=RULESET, erasable=False)
        body = {"digest": address, "effective_from": str(effective_from), "framework": framework}
        if gate is not None:
            body |= _gate_body(gate) | {"report": tx.content.put(gate.document, media_type=GATE, erasable=False)}
        draft = draft_entry(EntryType.RULESET_PUBLISHED, body, actor=context.actor)
        (entry,) = tx.append([draft], clock=context.clock)
        context.then(tx, [entry.index])
    _log.info("ruleset.published", digest=address, effective_from=str(effective_from), entry=entry.index)
    return Published(framework, address, effective_from, entry.index)


def _gate_body(gate: GateReport) -> dict[str, str]:
    said = {"author": gate.author, "reason": gate.reason}
    return {"gate": gate.outcome, **{key: check_reason(value) for key, value in said.items() if value is not None}}


def _find(tx: ReadTransaction, ruleset: Ruleset, address: str, effective_from: date) -> Published | None:
    """Return a ruleset as it is published for a day already, checked that it belongs into the log."""
    framework, version = ruleset.framework.framework, ruleset.framework.version
    for row in tx.rulesets.all():
        if row.framework != framework:
            raise RulesetConflictError(
                f"this log is of framework {quote(row.framework)} (entry {row.entry_index}), not of "
                f"{quote(framework)}; a log is of one framework: found another with `assessor init --db`"
            )
        if (row.digest, row.effective_from) == (address, effective_from):
            return Published(framework, address, effective_from, row.entry_index, repeated=True)
        is_other = version is not None and row.digest != address
        if is_other and load_published(tx, row.digest).framework.version == version:
            raise RulesetConflictError(
                f"version {quote(str(version))} is published with other content (entry {row.entry_index}); give this "
                "one another `version` in framework.yaml: `assessor rules diff` tells what differs"
            )
    return None


def in_force(tx: ReadTransaction, as_of: date, log_size: int) -> PublishedRuleset:
    """
    Return the ruleset in force on a day: of those that took effect by then, the one published last.

    Raises:
        RulesetNotFoundError: None had taken effect.
    """
    row = tx.rulesets.in_force(as_of, log_size)
    if row is None:
        message = f"no ruleset is in force on {as_of}; publish one with `assessor rules publish --effective-from DATE`"
        raise RulesetNotFoundError(message)
    return PublishedRuleset(
        row.framework, row.digest, row.effective_from, row.entry_index, row.published_at, load_published(tx, row.digest)
    )


def latest(tx: ReadTransaction) -> PublishedRuleset:
    """
    Return the ruleset published last, in whose words new evidence is tagged.

    Raises:
        RulesetNotFoundError: None is published.
    """
    rows = tx.rulesets.all()
    if not rows:
        message = "no ruleset is published, so there is no codebook to tag by: run `assessor rules publish` first"
        raise RulesetNotFoundError(message)
    row = max(rows, key=lambda r: r.entry_index)
    return PublishedRuleset(
        row.framework, row.digest, row.effective_from, row.entry_index, row.published_at, load_published(tx, row.digest)
    )


def rulesets(context: Context) -> tuple[PublishedRuleset, ...]:
    """Return every published ruleset, first to last."""
    with context.database.read() as tx:
        return tuple(
            PublishedRuleset(
                r.framework,
                r.digest,
                r.effective_from,
                r.entry_index,
                r.published_at,
                load_published(tx, r.digest),
                _read_gate(tx, r.entry_index),
            )
            for r in sorted(tx.rulesets.all(), key=lambda r: r.entry_index)
        )


def _read_gate(tx: ReadTransaction, index: int) -> PassedGate | None:
    entry = tx.log.entry(index)
    body = read_body(entry) if entry is not None else {}
    if "gate" not in body:
        return None
    return PassedGate(body["gate"], body["report"], body.get("reason"), body.get("author"))


def ruleset_in_force(context: Context, as_of: date) -> PublishedRuleset:
    """Return the ruleset in force on a day; see `in_force`."""
    with context.database.read() as tx:
        return in_force(tx, as_of, tx.log.size())


def load_published(tx: ReadTransaction, address: str) -> Ruleset:
    """
    Return a published ruleset by its digest; it may be large, and is read once while the database is open.

    Raises:
        VerificationError: Its bytes are missing, or not those that were published.
    """
    return _load(tx, address, read_ruleset)


def load_dependents(tx: ReadTransaction, address: str) -> Dependents:
    """Return what depends on what in a published ruleset; see `load_published`."""
    return _load(tx, address, read_dependents)


def _load(tx: ReadTransaction, address: str, read: Callable[[bytes], _Read]) -> _Read:
    found = tx.content.read_once(address, read)
    if found is None:
        raise VerificationError(f"ruleset {quote(address)} is missing from the database; nothing is judged by it")
    return found
