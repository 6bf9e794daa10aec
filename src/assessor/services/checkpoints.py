"""
Checkpoints: making one, and looking at those that were kept.

What was signed is kept in the database and pinned outside it, so that an older copy of the
database signs no second history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.checkpoint import Checkpoint, parse_signed_checkpoint
from assessor.audit.merkle import render_root
from assessor.audit.pin import pin_of
from assessor.audit.signed_note import parse_signatures, sign_note, verify_note
from assessor.audit.stored import StoredCheckpoint
from assessor.errors import SigningKeyError, UsageError
from assessor.services.log_keys import load_signer, read_chain
from assessor.services.unforked import check_unforked
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.audit.key_chain import KeyChain
    from assessor.audit.note_key import SigningKey
    from assessor.audit.signed_note import NoteSignature
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction, WriteTransaction

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """
    A checkpoint that the log kept.

    Attributes:
        root: As people keep it.
        note: The signed note, with the cosignatures that were accepted.
        signers: How many signatures of the log's own keys are under it.
        cosignatures: How many of known witnesses.
        is_new: Whether it was made just now.
    """

    origin: str
    size: int
    root: str
    note: str
    signers: int
    cosignatures: int
    is_new: bool = False


def make_checkpoint(context: Context) -> KeptCheckpoint:
    """
    Sign the log as it stands, keep the checkpoint, and pin it.

    A log that did not grow since the last checkpoint keeps that one.

    Raises:
        SigningKeyError: There is no key, or not the one that signs this log now.
        VerificationError: The log is not what was signed or pinned before; nothing was signed.
    """
    with context.database.write() as tx:
        chain = read_chain(tx)
        signer = load_signer(context, chain)
        check_unforked(context, tx, chain)
        kept = keep_checkpoint(tx, chain, [signer])
    pin_own(context, kept, chain)
    _log.info("checkpoint.made" if kept.is_new else "checkpoint.repeated", size=kept.size)
    return kept


def check_signer(context: Context) -> None:
    """
    Check that a checkpoint could be signed now, before something is recorded that asks for one.

    Raises:
        SigningKeyError: There is no key, or not the one that signs this log now.
    """
    with context.database.read() as tx:
        load_signer(context, read_chain(tx))


def list_checkpoints(context: Context) -> tuple[KeptCheckpoint, ...]:
    """Return every checkpoint that was kept, first to last."""
    with context.database.read() as tx:
        return tuple(_shown(tx, stored) for stored in tuple(tx.checkpoints.stored()))


def show_checkpoint(context: Context, size: int) -> KeptCheckpoint:
    """
    Return the checkpoint of a size.

    Raises:
        UsageError: None of that size was kept.
    """
    with context.database.read() as tx:
        stored = tx.checkpoints.of_size(size)
        if stored is None:
            raise UsageError(f"no checkpoint of size {size} was kept; `assessor log checkpoints` lists those that were")
        return _shown(tx, stored)


def keep_checkpoint(tx: WriteTransaction, chain: KeyChain, keys: Iterable[SigningKey]) -> KeptCheckpoint:
    """
    Keep a checkpoint of the log as it stands, or return the one kept of this size.

    Args:
        chain: The log's keys.
        keys: Private halves, those required now among them.

    Raises:
        SigningKeyError: A key that must sign is not among them.
    """
    head, last = tx.log.head(), tx.checkpoints.last()
    if last is not None and last.size == head.size:
        return _shown(tx, last)
    held = {key.verifier: key for key in keys}
    required = chain.required(last.size if last is not None else 0)
    missing = [str(key) for key in required if key not in held]
    if missing:
        raise SigningKeyError(f"the next checkpoint needs the signature of {' and '.join(missing)} too")
    text = Checkpoint(head.origin, head.size, head.root).render()
    note = sign_note(text, [held[key] for key in required]).render()
    tx.checkpoints.add(head.size, note)
    return _shown(tx, StoredCheckpoint(head.size, note), is_new=True)


def pin_own(context: Context, kept: KeptCheckpoint, chain: KeyChain) -> None:
    """Pin a checkpoint of this log where the database cannot take it back."""
    signed = parse_signed_checkpoint(kept.note.encode())
    context.pins.add(pin_of(signed, verify_note(signed.note, [held.key for held in chain.keys])))


def cosignatures_under(tx: ReadTransaction, size: int) -> tuple[NoteSignature, ...]:
    """Return the cosignatures that were kept under the checkpoint of a size."""
    lines = "".join(f"{row.line}\n" for row in tx.checkpoints.cosignatures(size))
    return parse_signatures(lines) if lines else ()


def _shown(tx: ReadTransaction, stored: StoredCheckpoint, *, is_new: bool = False) -> KeptCheckpoint:
    signed = parse_signed_checkpoint(stored.note)
    cosignatures = cosignatures_under(tx, stored.size)
    return KeptCheckpoint(
        origin=signed.checkpoint.origin,
        size=stored.size,
        root=render_root(signed.checkpoint.root),
        note=signed.note.with_signatures(cosignatures).render().decode(),
        signers=len(signed.note.signatures),
        cosignatures=len(cosignatures),
        is_new=is_new,
    )
