"""
Recorded assessments evaluated again from the log alone, and compared byte for byte.

Evidence, feeds, sources and rulesets are read from entries and content, never from projections,
and each assessment is evaluated at its own times, ruleset and `log_size`. What comes out must be
what was recorded; where it is not, the difference is told in meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import EntryType, canonicalize, digest, parse_instant
from assessor.audit.bodies import read_body
from assessor.domain.change import Change
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import StepMemo
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.errors import EngineError, EvidenceError, RulesetError, RulesetNotFoundError, UsageError
from assessor.services.assessment_document import (
    headline_of,
    identify,
    issue_override_of,
    read_document,
    read_set_of,
    write_document,
)
from assessor.services.assessment_entry import ASSESSMENT_TYPES, read_assessment_entry
from assessor.services.logged_knowledge import LoggedKnowledge
from assessor.services.logged_sayings import LoggedSayings
from assessor.services.progress import tell_nobody
from assessor.services.reproduce import compare_found
from assessor.services.restate import find_restated, judge_days, restated_body, write_restated
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from assessor.audit import StoredContent
    from assessor.domain.override import IssuedOverride
    from assessor.domain.restatement import Issued
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.inference import InferenceEngine
    from assessor.engine.inference.crosscheck import EngineReport
    from assessor.services.assessment_entry import AssessmentEntry
    from assessor.services.context import Context, Engines
    from assessor.services.progress import Progress
    from assessor.store.content import ContentReader

_MOST_TOLD: Final = 20
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Replayed:
    """
    One recorded assessment and what came of evaluating it again.

    Attributes:
        repeats: The entry that recorded the same inputs first, whose record this was compared with.
        restated: How many earlier assessments it restates; none where it is an assessment itself.
        notes: What else there is to say, in words: other engines than those recorded, a record changed
            beside its entry.
        differences: From the record to what comes out now, the first twenty at most; nothing where all
            bytes are equal.
    """

    entry_index: int
    cell: str
    as_of: str
    repeats: int | None
    notes: tuple[str, ...]
    differences: tuple[Change, ...]
    restated: int = 0


def replay(
    context: Context, *, first: int = 0, last: int | None = None, told: Progress = tell_nobody
) -> Iterator[Replayed]:
    """
    Evaluate recorded assessments again, and restatements, one by one, in the order of the log.

    A repetition is evaluated at its own cut and compared with the record it points at. A restatement
    is found again among all earlier assessments of its cell. Memory grows with the evidence and a
    little with each assessment, not with the rest of the log. Where the log is read to its end, its entries are
    known to amount to the root in its head row.

    Args:
        first: The first entry that may be replayed.
        last: The last; the end of the log where absent.
        told: Called after each entry.

    Raises:
        UsageError: The log has no such entries.
        VerificationError: What was to be evaluated does not fit its hashes.
    """
    with context.database.read() as tx:
        size = tx.log.size()
        end = size - 1 if last is None else last
        if not 0 <= first <= end < size:
            raise UsageError(f"entries {first} to {end} are not there: the log has {size} entries, 0 to {size - 1}")
        replayer = _Replayer(tx.content, context.engines)
        for entry in tx.log.whole():
            if entry.index > end:
                break
            if entry.type in ASSESSMENT_TYPES:
                recorded = read_assessment_entry(entry, tx.log.entry)
                replayer.said.take(recorded)
                if entry.index >= first:
                    yield replayer.replay(recorded)
            elif entry.type is EntryType.ASSESSMENT_RESTATED:
                body = read_body(entry)
                if entry.index >= first:
                    yield replayer.replay_restated(entry.index, body)
                replayer.said.take_restated(entry.index, body)
            replayer.known.take(entry)
            told(entry.index + 1, end + 1)


class _Replayer:
    """Replays assessments from what the entries before them say."""

    def __init__(self, content: ContentReader, engines: Engines) -> None:
        self.known = LoggedKnowledge(content)
        self.said = LoggedSayings(content)
        self._content = content
        self._engines = engines
        self._memo = StepMemo()  # its own: nothing that was inferred before is believed

    def replay(self, recorded: AssessmentEntry) -> Replayed:
        """Evaluate one assessment again and compare it."""
        notes: tuple[str, ...] = ()
        differences: Iterator[Change]
        second = self._find_second(recorded)
        try:
            evaluation, report = self._evaluate(recorded, second)
        except (UsageError, RulesetError, EvidenceError, EngineError) as error:
            differences = iter([Change(part="evaluation", before="a verdict", after=f"none: {error}")])
        else:
            said = self.known.override(recorded.cell, recorded.log_size, recorded.known_at)
            override = issue_override_of(said, evaluation)
            record = write_document(evaluation.verdict, evaluation.support, evaluation.read_set, override)
            stored = self._content.as_stored(recorded.record)
            why = report.reason if second is not None else None
            notes = (*_tell_engines(recorded, report, why), *_tell_record(recorded, stored, record))
            differences = _compare(recorded, stored, evaluation, override, record)
        found = tuple(islice(differences, _MOST_TOLD))
        _log.info("assessment.replayed", entry=recorded.entry_index, equal=not found)
        return Replayed(recorded.entry_index, recorded.cell, str(recorded.as_of), recorded.repeats, notes, found)

    def replay_restated(self, index: int, body: Mapping[str, Any]) -> Replayed:
        """Find out again which assessments a restatement is of, and what is said of them, and compare it."""
        cell, size, moment = body["cell"], body["log_size"], parse_instant(body["known_at"])

        def judge(address: str, days: frozenset[date]) -> Mapping[date, Issued]:
            ruleset = self.known.find_ruleset(address, size)
            if ruleset is None:
                raise RulesetNotFoundError(f"no entry below {size} published ruleset `{address}`")
            return judge_days(ruleset, self.known.evidence(size, moment), cell, days)

        differences: list[Change] = []
        try:
            if size > index:
                raise UsageError(f"log size {size} lies beyond the entry itself")
            restated = find_restated(self.said.below(cell, size), judge)
        except (UsageError, RulesetError, EvidenceError, EngineError) as error:
            differences.append(Change(part="evaluation", before="restatements", after=f"none: {error}"))
        else:
            document = write_restated(restated)
            made = {**restated_body(cell, body["known_at"], size, restated), "record": digest(document)}
            differences += _compare_headlines(body, made)
            stored = self._content.as_stored(body["record"])
            if stored is None or (stored.data != document and not differences):
                differences.append(Change(part="record", after="what is evaluated again"))
        _log.info("restatement.replayed", entry=index, equal=not differences)
        return Replayed(index, cell, body["last"], None, (), tuple(differences[:_MOST_TOLD]), body["restated"])

    def _find_second(self, recorded: AssessmentEntry) -> InferenceEngine | None:
        """Return the second engine where it is one that recorded the assessment."""
        second = self._engines.second
        return second if second is not None and f"{second.name} {second.version}" in recorded.engines else None

    def _evaluate(self, recorded: AssessmentEntry, second: InferenceEngine | None) -> tuple[Evaluation, EngineReport]:
        """Evaluate at the recorded cut."""
        if recorded.log_size > recorded.entry_index:
            raise UsageError(f"log size {recorded.log_size} lies beyond the entry itself")
        ruleset = self.known.find_ruleset(recorded.ruleset, recorded.log_size)
        if ruleset is None:
            raise RulesetNotFoundError(f"no entry below {recorded.log_size} published ruleset `{recorded.ruleset}`")
        evidence = self.known.evidence(recorded.log_size, recorded.known_at)
        checked = CrossChecked(self._engines.first, second, self._memo)
        evaluation = evaluate(ruleset, evidence, recorded.cell, recorded.as_of, checked)
        return evaluation, checked.check()


def _compare(
    recorded: AssessmentEntry,
    stored: StoredContent | None,
    evaluation: Evaluation,
    override: IssuedOverride | None,
    document: bytes,
) -> Iterator[Change]:
    """Compare the record beside the entry, then the entry's own headline."""
    if stored is None:
        yield Change(part="record", after="what is evaluated again")
    elif stored.data != document:
        yield from _compare_documents(stored.data, evaluation)
    read_set = read_set_of(evaluation, marked=recorded.is_marked)
    identity = identify(recorded.head, read_set, recorded.engines, override)
    headline = headline_of(evaluation.verdict, len(evaluation.support), read_set, override)
    made = {**recorded.head, **headline, "identity": identity, "record": digest(document)}
    yield from _compare_headlines(recorded.answer, made)
    if recorded.repeats is not None:
        yield from _compare_headlines({"identity": recorded.identity}, {"identity": identity})


def _compare_documents(stored: bytes, evaluation: Evaluation) -> Iterator[Change]:
    try:
        was = read_document(stored)
    except (ValueError, TypeError, RecursionError):
        yield Change(part="record", before="bytes that are no record", after="what is evaluated again")
        return
    changes = compare_found(was, evaluation)
    yield from changes
    if not changes:
        yield Change(part="record", before="the same in meaning, in other bytes", after="its canonical form")


def _compare_headlines(recorded: Mapping[str, Any], made: Mapping[str, Any]) -> Iterator[Change]:
    """Compare what an entry repeats; how steps were inferred (`engines`) is no part of a verdict."""
    for key in sorted((recorded.keys() | made.keys()) - {"engines"}):
        was, now = (canonicalize(body[key]).decode("utf-8") if key in body else None for body in (recorded, made))
        if was != now:
            yield Change(part="headline", about=key, before=was, after=now)


def _tell_engines(recorded: AssessmentEntry, report: EngineReport, why: str | None) -> Iterator[str]:
    """Say by which engines an assessment was replayed, where one that recorded it is missing."""
    here = [f"{name} {version}" for name, version in report.engines]
    if not set(recorded.engines) <= set(here):
        reason = f": {why}" if why is not None else ""
        yield f"recorded by {' and '.join(recorded.engines)}, replayed by {' and '.join(here)} alone{reason}"


def _tell_record(recorded: AssessmentEntry, stored: StoredContent | None, record: bytes) -> Iterator[str]:
    """Say where it is the record beside the entry that was changed, and not the entry."""
    if digest(record) == recorded.record and (stored is None or stored.data != record):
        yield "the entry names the digest of what was evaluated again: the record beside it was changed since"
