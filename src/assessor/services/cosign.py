"""
Witnesses: making one known, and accepting what it says of a checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from assessor.audit.checkpoint import parse_checkpoint, parse_signed_checkpoint
from assessor.audit.cosignature import verify_cosignatures
from assessor.audit.key_chain import draft_witness
from assessor.audit.note_key import parse_verifier_key
from assessor.audit.signed_note import Note, parse_note
from assessor.errors import NoteInvalidError, UsageError, VerificationError
from assessor.services.checkpoints import cosignatures_under
from assessor.services.log_keys import read_chain
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit.cosignature import Cosignature
    from assessor.audit.stored import StoredCheckpoint
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

LONGEST_LEAD: Final = timedelta(minutes=5)
"""How far a witness's clock may run before ours."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness that the log knows; `repeated` where it did before."""

    name: str
    key: str
    entry_index: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Cosigned:
    """
    What came of cosignatures.

    Attributes:
        size: The checkpoint they are under.
        added: The witnesses whose cosignatures were kept just now.
        already: How many witnesses had theirs kept before; one is kept of each.
        ignored: How many signatures were of keys that the log does not know.
        total: How many cosignatures stand under the checkpoint now.
    """

    size: int
    added: tuple[str, ...]
    already: int
    ignored: int
    total: int


def add_witness(context: Context, text: str) -> Witness:
    """
    Make a witness known, by an entry of the log; harmless when repeated.

    Args:
        text: Its verifier key, of algorithm 0x04.

    Raises:
        UsageError: The text is no such key.
    """
    try:
        key = parse_verifier_key(text.strip())
        draft = draft_witness(key, actor=context.actor)
    except NoteInvalidError as error:
        raise UsageError(str(error)) from error
    with context.database.write() as tx:
        known = read_chain(tx).witnesses
        if key in known:
            return Witness(key.name, str(key), known[key], repeated=True)
        (entry,) = tx.log.append([draft], clock=context.clock)
    _log.info("witness.added", key=str(key), entry=entry.index)
    return Witness(key.name, str(key), entry.index)


def list_witnesses(context: Context) -> tuple[Witness, ...]:
    """Return the witnesses that the log knows, first to last."""
    with context.database.read() as tx:
        known = read_chain(tx).witnesses
    return tuple(Witness(key.name, str(key), index) for key, index in known.items())


def cosign(context: Context, data: bytes) -> Cosigned:
    """
    Keep cosignatures of known witnesses under a checkpoint; of what was given, all that count or none.

    Args:
        data: The checkpoint with lines of witnesses under it, or such lines alone, which are then
            taken to be of the last checkpoint.

    Raises:
        UsageError: No such checkpoint was kept.
        VerificationError: A cosignature of a known witness is not good, or names a moment to
            come; or the checkpoint is not the one this log signed: nothing was kept.
    """
    with context.database.write() as tx:
        note, stored = _find(tx, data)
        own = parse_signed_checkpoint(stored.note).note
        if note.text != own.text:
            raise VerificationError(
                f"checkpoint {stored.size}: this log signed another one of that size; if both are under its key, the "
                "log was forked: keep both notes, they prove it"
            )
        foreign = [signature for signature in dict.fromkeys(note.signatures) if signature not in own.signatures]
        found = verify_cosignatures(Note(note.text, tuple(foreign)), read_chain(tx).witnesses)
        _check_moments(found, context.clock())
        kept = cosignatures_under(tx, stored.size)
        known = {one.witness for one in found if any(s.is_of(one.witness) for s in kept)}
        new = {one.witness: one for one in reversed(found) if one.witness not in known}
        for one in new.values():
            tx.checkpoints.add_cosignature(stored.size, one.signature.render())
    _log.info("checkpoint.cosigned", size=stored.size, added=len(new))
    return Cosigned(
        size=stored.size,
        added=tuple(sorted(witness.name for witness in new)),
        already=len(known),
        ignored=len(foreign) - len(found),
        total=len(kept) + len(new),
    )


def _find(tx: ReadTransaction, data: bytes) -> tuple[Note, StoredCheckpoint]:
    """Return what is to be cosigned as a note, and the checkpoint that was kept of its size."""
    last = tx.checkpoints.last()
    if last is not None and data.startswith("— ".encode()):
        text = parse_signed_checkpoint(last.note).note.text
        return parse_note(f"{text}\n".encode() + data), last
    note = parse_note(data)
    size = parse_checkpoint(note.text).size
    stored = tx.checkpoints.of_size(size)
    if stored is None:
        raise UsageError(f"no checkpoint of size {size} was kept; `assessor log checkpoints` lists those that were")
    return note, stored


def _check_moments(found: tuple[Cosignature, ...], now: datetime) -> None:
    latest = int((now + LONGEST_LEAD - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    for one in found:
        if one.timestamp > latest:
            raise VerificationError(
                f"the cosignature of `{one.witness.name}` is of second {one.timestamp} since 1970, which is to come"
            )
