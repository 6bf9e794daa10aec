"""
Versions of evidence items, as a projection of the log: what was known, and since when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - a field of a row
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, insert, literal_column, select

from assessor.audit import EntryType, canonicalize, digest, parse_instant
from assessor.domain.quoting import quote
from assessor.errors import VerificationError
from assessor.store.projection import Projection, Row
from assessor.store.streaming import fetch, fetch_named, stream
from assessor.store.tables import evidence, evidence_touch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from assessor.audit import Entry
    from assessor.store.projection import Record

KINDS: Final = ("source", "feed", "signal", "reading")
"""The kinds of evidence items, as the table admits them."""

EVIDENCE_TYPES: Final = frozenset(
    {
        EntryType.SOURCE_RECORDED,
        EntryType.FEED_RECORDED,
        EntryType.SIGNAL_PROPOSED,
        EntryType.SIGNAL_ACCEPTED,
        EntryType.SIGNAL_RECORDED,
        EntryType.READING_RECORDED,
        EntryType.SIGNAL_CORRECTED,
        EntryType.SIGNAL_RETRACTED,
        EntryType.SIGNAL_MERGED,
        EntryType.READING_REVISED,
        EntryType.SOURCE_REGRADED,
        EntryType.SOURCE_WITHDRAWN,
        EntryType.FEED_WITHDRAWN,
        EntryType.SIGNAL_WITHDRAWN,
        EntryType.READING_WITHDRAWN,
    }
)
"""The entries that hold a version of an item."""

_STATUS: Final = {EntryType.SIGNAL_PROPOSED: "proposed", EntryType.SIGNAL_RETRACTED: "retracted"}
"""What a version is where its entry's type says so; else its body does, or it is accepted."""

_FETCHED = 1024
_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """
    One version of one item.

    Attributes:
        status: `proposed`, `accepted` or `retracted`.
        digest: As `digest_version` gives it.
        text_digest: Addresses the erasable text, where there is any.
        body: The item without its text, canonical.
    """

    kind: str
    id: str
    version: int
    entry_index: int
    status: str
    known_from: datetime
    recorded_at: datetime
    backfill: bool
    estimated: bool
    look_ahead: bool
    digest: str
    text_digest: str | None
    body: bytes


@lru_cache(maxsize=16_384)
def digest_version(body: bytes, text_digest: str | None) -> str:
    """
    Identify what a version says, its text included: two say the same iff it is the same.

    Args:
        body: The item without its text, canonical.
        text_digest: The address of its text.

    Returns:
        The digest of the canonical document `{"body": …, "text": …}`, the text by its address.
    """
    return digest(b'{"body":' + body + b',"text":"' + (text_digest or "").encode("ascii") + b'"}')


def read_version(entry: Entry, body: Mapping[str, Any]) -> EvidenceRow:
    """Return the version that an entry of `EVIDENCE_TYPES` holds; its text stays where it is."""
    item = canonicalize(body["item"])
    text_digest = body.get("text")
    backfill = body.get("backfill")
    return EvidenceRow(
        kind=entry.type.value.partition(":")[0],
        id=body["id"],
        version=body["version"],
        entry_index=entry.index,
        status=body.get("status", _STATUS.get(entry.type, "accepted")),
        known_from=parse_instant(backfill["known_from"]) if backfill is not None else entry.recorded_at,
        recorded_at=entry.recorded_at,
        backfill=backfill is not None,
        estimated="estimated" in body,
        look_ahead="look_ahead" in body,
        digest=digest_version(item, text_digest),
        text_digest=text_digest,
        body=item,
    )


def _project(entry: Entry, body: Mapping[str, Any], _: Record) -> Iterator[Row]:
    row = read_version(entry, body)
    yield {name: getattr(row, name) for name in EvidenceRow.__slots__}


EVIDENCE: Final = Projection(evidence, EVIDENCE_TYPES, _project)

_COLUMNS = tuple(evidence.c[name] for name in EvidenceRow.__slots__)
_CHANGED = select(evidence.c.kind, evidence.c.id).where(evidence.c.entry_index >= bindparam("first"))

_RECORDED = (
    select(evidence.c.entry_index, evidence.c.kind, evidence.c.id)
    .where(evidence.c.entry_index >= bindparam("first"), evidence.c.status != literal_column("'proposed'"))
    .order_by(evidence.c.entry_index)
)


def name_items(keys: Iterable[tuple[str, str]]) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that name items of one kind, some at a time."""
    wanted: dict[str, list[str]] = {}
    for kind, item_id in sorted(set(keys)):
        wanted.setdefault(kind, []).append(item_id)
    for kind, ids in wanted.items():
        for at in range(0, len(ids), _MOST_AT_ONCE):
            yield and_(evidence.c.kind == kind, evidence.c.id.in_(ids[at : at + _MOST_AT_ONCE]))


@cache
def _of_items(count: int) -> Select[Any]:
    """Return the statement that reads every version of so many items of a kind."""
    named = evidence.c.id.in_([bindparam(f"id_{number}") for number in range(count)])
    return select(*_COLUMNS).where(evidence.c.kind == bindparam("kind"), named)


def _checked(rows: Iterable[Sequence[Any]]) -> Iterator[EvidenceRow]:
    """Yield rows, each of which is what was recorded."""
    for row in rows:
        version = EvidenceRow(*row)
        if type(version.body) is not bytes or digest_version(version.body, version.text_digest) != version.digest:
            raise VerificationError(
                f"{version.kind} {quote(version.id)}, version {version.version}: "
                "it was changed in the database since it was recorded; nothing was made of it: "
                "`assessor log rebuild` makes it again from the log"
            )
        yield version


class EvidenceReader:
    """Reads evidence in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection

    def _rows(self, wanted: Select[Any]) -> Iterator[EvidenceRow]:
        return _checked(stream(self._connection, wanted, at_once=_FETCHED))

    def all_of(self, keys: Iterable[tuple[str, str]]) -> Iterator[EvidenceRow]:
        """Yield every version of some items, given by kind and id."""
        named: dict[str, list[str]] = {}
        for kind, item_id in keys:
            named.setdefault(kind, []).append(item_id)
        for kind in sorted(named):
            yield from _checked(fetch_named(self._connection, _of_items, named[kind], kind))

    def visible(self, log_size: int, known_at: datetime) -> Iterator[EvidenceRow]:
        """
        Yield every version that a cut admits, by kind, id and version.

        A version is visible iff its entry index is below `log_size` and its *known from* is
        not after `known_at`.
        """
        wanted = (
            select(*_COLUMNS)
            .where(evidence.c.entry_index < log_size, evidence.c.known_from <= known_at)
            .order_by(evidence.c.kind, evidence.c.id, evidence.c.version)
        )
        return self._rows(wanted)

    def visible_of(self, keys: Iterable[tuple[str, str]], log_size: int, known_at: datetime) -> Iterator[EvidenceRow]:
        """Yield every version of some items that a cut admits, given by kind and id; see `visible`."""
        admitted = and_(evidence.c.entry_index < log_size, evidence.c.known_from <= known_at)
        for named in name_items(keys):
            yield from self._rows(select(*_COLUMNS).where(named, admitted))

    def visible_kind(self, kind: str, log_size: int, known_at: datetime) -> Iterator[EvidenceRow]:
        """Yield every version of all items of a kind that a cut admits; see `visible`."""
        admitted = and_(evidence.c.entry_index < log_size, evidence.c.known_from <= known_at)
        return self._rows(select(*_COLUMNS).where(evidence.c.kind == kind, admitted))

    def recorded_since(self, first: int) -> list[tuple[int, tuple[str, str]]]:
        """Return the entries from `first` on, each with kind and id of what it holds a version of; no proposals."""
        return [(index, (kind, item_id)) for index, kind, item_id in fetch(self._connection, _RECORDED, first)]

    def changed_since(self, first: int) -> set[tuple[str, str]]:
        """Return kind and id of the items of which an entry from `first` on holds a version."""
        return {(kind, item_id) for kind, item_id in fetch(self._connection, _CHANGED, first)}

    def versions(self, kind: str, item_id: str) -> list[EvidenceRow]:
        """Return all versions of one item, first to last."""
        wanted = select(*_COLUMNS).where(evidence.c.kind == kind, evidence.c.id == item_id).order_by(evidence.c.version)
        return list(self._rows(wanted))

    def kinds_of(self, item_id: str) -> list[str]:
        """Return the kinds of which there is an item of some id, by name."""
        wanted = select(evidence.c.kind).where(evidence.c.id == item_id, evidence.c.kind.in_(KINDS)).distinct()
        return sorted(self._connection.execute(wanted).scalars())

    def citing(self, source_id: str) -> Iterator[EvidenceRow]:
        """Yield the versions of signals and readings that cite a source, by kind, id and version."""
        version = and_(*(evidence_touch.c[name] == evidence.c[name] for name in ("kind", "id", "version")))
        cites = and_(evidence_touch.c.touches == "source", evidence_touch.c.name == source_id)
        for kind in ("signal", "reading"):
            named = select(*_COLUMNS).join(evidence_touch, version).where(cites, evidence_touch.c.kind == kind)
            yield from self._rows(named.order_by(evidence.c.id, evidence.c.version))

    def ids_near(self, kind: str, item_id: str, most: int = 250) -> list[str]:
        """Return the ids of a kind that stand near some text in their order: so many before it, and so many after."""
        first = and_(evidence.c.kind == kind, evidence.c.version == 1)
        before = select(evidence.c.id).where(first, evidence.c.id < item_id).order_by(evidence.c.id.desc()).limit(most)
        after = select(evidence.c.id).where(first, evidence.c.id >= item_id).order_by(evidence.c.id).limit(most)
        found = [*self._connection.execute(before).scalars()][::-1]
        return [*found, *self._connection.execute(after).scalars()]

    def with_text(self, text_digest: str) -> list[tuple[str, str, int]]:
        """Return kind, id and version of those whose words a text holds; it looks through all of them."""
        columns = (evidence.c.kind, evidence.c.id, evidence.c.version)
        wanted = select(*columns).where(evidence.c.text_digest == text_digest).order_by(*columns)
        return [(row.kind, row.id, row.version) for row in self._connection.execute(wanted)]

    def latest(self, kind: str, item_id: str) -> EvidenceRow | None:
        """Return the latest version of one item, or None."""
        found = self.versions(kind, item_id)
        return found[-1] if found else None

    def latest_of(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], EvidenceRow]:
        """Return the latest version of each named item that is there, by kind and id."""
        found: dict[tuple[str, str], EvidenceRow] = {}
        for named in name_items(keys):
            for row in self._rows(select(*_COLUMNS).where(named).order_by(evidence.c.id, evidence.c.version)):
                found[row.kind, row.id] = row
        return found

    def latest_of_all(self, kind: str | None = None) -> Iterator[EvidenceRow]:
        """Yield the latest version of every item, by kind and id."""
        newest = (
            select(evidence.c.kind, evidence.c.id, func.max(evidence.c.version).label("version"))
            .group_by(evidence.c.kind, evidence.c.id)
            .subquery()
        )
        wanted = (
            select(*_COLUMNS)
            .join(
                newest,
                and_(
                    evidence.c.kind == newest.c.kind,
                    evidence.c.id == newest.c.id,
                    evidence.c.version == newest.c.version,
                ),
            )
            .order_by(evidence.c.kind, evidence.c.id)
        )
        return self._rows(wanted if kind is None else wanted.where(evidence.c.kind == kind))


class EvidenceWriter(EvidenceReader):
    """Adds versions in a transaction that holds the write lock."""

    def add(self, row: EvidenceRow) -> None:
        """Add one version."""
        self.add_all([row])

    def add_all(self, rows: Sequence[EvidenceRow]) -> None:
        """Add versions."""
        if rows:
            values = [{name: getattr(row, name) for name in EvidenceRow.__slots__} for row in rows]
            self._connection.execute(insert(evidence), values)
