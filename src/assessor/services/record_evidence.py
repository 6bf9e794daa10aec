"""
Recording evidence: one batch, one transaction, one entry for each item.

The same item again is told and not doubled; the same id with other content is refused, and so
is a batch of which anything is wrong: nothing of it is recorded then. Nothing is guessed:
*known from* is the log's own clock, or in a declared backfill the day of publication.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.audit import EntryType, canonicalize, draft_entry, render_instant
from assessor.domain.duration import add
from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.errors import EvidenceConflictError, EvidenceInvalidError, EvidenceNotFoundError
from assessor.ruleset.vocabulary import check_feed, check_impact, check_reading, check_source
from assessor.services.evidence_documents import ItemDocument, kind_of, read_item, write_item
from assessor.services.moments import end_of_day
from assessor.services.publish_ruleset import latest
from assessor.store.evidence import EvidenceRow
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from assessor.domain.evidence import Item
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

TEXT_MEDIA_TYPE = "application/vnd.assessor.signal-text+json"
_log = get_logger(__name__)

_RECORDED = {
    "source": EntryType.SOURCE_RECORDED,
    "feed": EntryType.FEED_RECORDED,
    "signal": EntryType.SIGNAL_RECORDED,
    "reading": EntryType.READING_RECORDED,
}


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """One version as the log took it."""

    kind: str
    id: str
    version: int
    entry_index: int


@dataclass(frozen=True, slots=True)
class RecordedBatch:
    """What a batch brought; `already` names items that were there with the same content."""

    batch: str
    recorded: tuple[RecordedItem, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """From when an item counts as known, and what that leans on."""

    known_from: datetime | None
    backfill: bool = False
    estimated: bool = False
    look_ahead: bool = False


@dataclass
class _Batch:
    """A batch on its way into the log."""

    file: EvidenceFile
    ruleset: Ruleset
    sources: Mapping[str, Source]
    problems: list[str] = field(default_factory=list)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, sources before what cites them."""
        return (*self.file.sources, *self.file.feeds, *self.file.signals, *self.file.readings)

    def check(self, known: Mapping[tuple[str, str], str]) -> None:
        """Collect what is wrong with the batch's own content."""
        seen: dict[tuple[str, str], str] = {}
        feeds = {f.id for f in self.file.feeds} | {i for k, i in known if k == "feed"}
        for item in self.items:
            kind = kind_of(item)
            content = write_item(item).digest
            if seen.setdefault((kind, item.id), content) != content:
                self.problems.append(f"{kind} `{item.id}` stands twice in the batch, with different content")
            self.problems += [f"{kind} `{item.id}`: {p}" for p in self._check_item(item, feeds)]

    def _check_item(self, item: Item, feeds: set[str]) -> Iterable[str]:
        framework = self.ruleset.framework
        if isinstance(item, Source):
            yield from check_source(item, framework)
        elif isinstance(item, Feed):
            yield from check_feed(item, self.ruleset)
        elif isinstance(item, Reading):
            yield from check_reading(item, framework)
            yield from self._missing((item.source,))
        else:
            for impact in item.impacts:
                yield from check_impact(impact, self.ruleset)
            yield from self._missing(item.sources)
            if item.feed is not None and item.feed not in feeds:
                yield f"feed `{item.feed}` is not known; record it first, or in the same batch"
            reported = self.reported(item)
            if reported is not None and reported < item.date.span.lo:
                yield f"dated `{item.date}`, but first published {reported}, before it happened"

    def _missing(self, ids: Iterable[str]) -> Iterable[str]:
        for source in ids:
            if source not in self.sources:
                yield f"source `{source}` is not known; record it first, or in the same batch"

    def reported(self, signal: Signal) -> date | None:
        """Return the earliest publication among a signal's known sources."""
        return min((self.sources[s].published for s in signal.sources if s in self.sources), default=None)

    def known(self, item: Item) -> _Known:
        """Return from when an item counts as known: nothing where that is the log's clock."""
        look_ahead = isinstance(item, Reading) and item.vintage is not None
        if self.file.backfill is None:
            return _Known(None)
        match item:
            case Source():
                return _Known(end_of_day(item.published), backfill=True)
            case Feed():
                return _Known(end_of_day(self.ruleset.framework.epoch), backfill=True)
            case Signal():
                reported = self.reported(item)
                return _Known(end_of_day(reported) if reported is not None else None, backfill=True)
            case Reading():
                published = item.published
                estimated = published is None
                if published is None:
                    published = add(item.period.span.hi, self.ruleset.framework.indicator(item.indicator).lag)
                ahead = look_ahead and item.vintage is not None and item.vintage > published
                return _Known(end_of_day(published), backfill=True, estimated=estimated, look_ahead=ahead)


def record_batch(context: Context, file: EvidenceFile, *, proposed: bool = False) -> RecordedBatch:
    """
    Record a batch of evidence, whole or not at all.

    Args:
        proposed: Keep its signals as proposals, which are no evidence until accepted.

    Raises:
        EvidenceInvalidError: Something in the batch is wrong; the message lists all of it.
        EvidenceConflictError: An id exists with other content.
        RulesetNotFoundError: No ruleset is published, so there is no codebook to check against.
    """
    with context.database.write() as tx:
        rows = {(r.kind, r.id): r for r in tx.evidence.latest_of_all()}
        batch = _Batch(file, latest(tx).ruleset, _sources(tx, file))
        batch.check({key: row.digest for key, row in rows.items()})
        if batch.problems:
            raise EvidenceInvalidError(_refusal(file.batch, batch.problems))
        batch_id = _batch_id(file, tx.log.size())
        recorded: list[RecordedItem] = []
        already: list[str] = []
        for item in batch.items:
            document = write_item(item)
            row = rows.get((document.kind, document.id))
            if row is None:
                recorded.append(_record(context, tx, document, batch.known(item), batch_id, proposed=proposed))
            elif row.digest == document.digest:
                already.append(f"{document.kind} {document.id}")
            else:
                message = (
                    f"{document.kind} `{document.id}` is recorded with other content (entry {row.entry_index}); "
                    "nothing of the batch was recorded: choose another id, or correct the recorded one"
                )
                raise EvidenceConflictError(message)
    _log.info("evidence.recorded", batch=batch_id, recorded=len(recorded), already=len(already))
    return RecordedBatch(batch_id, tuple(recorded), tuple(already))


def _refusal(batch: str, problems: list[str]) -> str:
    count = len(problems)
    return f"{count} problem{'s' if count != 1 else ''} in batch `{batch}`:\n" + "\n".join(problems)


def _batch_id(file: EvidenceFile, size: int) -> str:
    """Return an id for the import: the batch's name with the size of the log that took it."""
    return f"{file.batch}@{size}"


def _sources(tx: ReadTransaction, file: EvidenceFile) -> dict[str, Source]:
    known: dict[str, Source] = {}
    for row in tx.evidence.latest_of_all(kind="source"):
        source = read_item("source", row.body, None)
        assert isinstance(source, Source)  # noqa: S101 - the kind says so
        known[source.id] = source
    return {**known, **{s.id: s for s in file.sources}}


def _record(
    context: Context, tx: WriteTransaction, document: ItemDocument, known: _Known, batch_id: str, *, proposed: bool
) -> RecordedItem:
    is_proposal = proposed and document.kind == "signal"
    kind = EntryType.SIGNAL_PROPOSED if is_proposal else _RECORDED[document.kind]
    return _append(context, tx, kind, document, known, version=1, batch_id=batch_id)


def _append(
    context: Context,
    tx: WriteTransaction,
    kind: EntryType,
    document: ItemDocument,
    known: _Known,
    *,
    version: int,
    batch_id: str | None,
) -> RecordedItem:
    if document.text:
        tx.content.put(document.text, media_type=TEXT_MEDIA_TYPE, erasable=True)
    flags = {"estimated": known.estimated, "look_ahead": known.look_ahead}
    body: dict[str, object] = {"id": document.id, "item": document.body, "version": version}
    body |= {name: True for name, is_set in flags.items() if is_set}
    if document.text_digest is not None:
        body["text"] = document.text_digest
    if known.backfill and known.known_from is not None:
        body["backfill"] = {"known_from": render_instant(known.known_from)}
    (entry,) = tx.log.append([draft_entry(kind, body, actor=context.actor, batch=batch_id)], clock=context.clock)
    tx.evidence.add(
        EvidenceRow(
            kind=document.kind,
            id=document.id,
            version=version,
            entry_index=entry.index,
            status="proposed" if kind is EntryType.SIGNAL_PROPOSED else "accepted",
            known_from=known.known_from if known.known_from is not None else entry.recorded_at,
            recorded_at=entry.recorded_at,
            backfill=known.backfill,
            estimated=known.estimated,
            look_ahead=known.look_ahead,
            digest=document.digest,
            text_digest=document.text_digest,
            body=canonicalize(document.body),
        )
    )
    return RecordedItem(document.kind, document.id, version, entry.index)


def accept_signal(context: Context, signal_id: str) -> RecordedItem:
    """
    Accept a proposed signal as evidence; it counts as known from now on.

    Raises:
        EvidenceNotFoundError: There is no such signal.
        EvidenceConflictError: It is accepted already.
    """
    with context.database.write() as tx:
        row = tx.evidence.latest("signal", signal_id)
        if row is None:
            message = f"signal `{signal_id}` is not known; `assessor signal list` shows what is"
            raise EvidenceNotFoundError(message)
        if row.status != "proposed":
            message = f"signal `{signal_id}` is {row.status} already (entry {row.entry_index})"
            raise EvidenceConflictError(message)
        text = tx.content.get(row.text_digest).data if row.text_digest else None
        document = write_item(read_item("signal", row.body, text))
        kind = EntryType.SIGNAL_ACCEPTED
        return _append(context, tx, kind, document, _Known(None), version=row.version + 1, batch_id=None)
