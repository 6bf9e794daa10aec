"""
Replacing the log's key, with the checkpoint under both that lets verifiers follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.key_statement import KeyStatement, draft_key
from assessor.errors import SigningKeyError
from assessor.services.checkpoints import KeptCheckpoint, keep_checkpoint, pin_own
from assessor.services.log_keys import check_name, load_signer, read_chain
from assessor.services.unforked import check_unforked
from assessor.store.signing_keys import read_signing_key
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.services.context import Context

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RotatedKey:
    """
    A key that took over.

    Attributes:
        key: The verifier key that signs from now on.
        replaces: The one before.
        checkpoint: The checkpoint under both.
        place: The file of the new signing key.
    """

    key: str
    replaces: str
    entry_index: int
    place: str
    checkpoint: KeptCheckpoint


def rotate_key(context: Context, path: Path) -> RotatedKey:
    """
    Replace the key that signs the log.

    The entry that names both keys, signed by both, and the checkpoint under both stand or fall
    together. The new key's file is on disk before; one that is left over from a run that failed
    is taken up. The old key's file is not touched.

    Args:
        path: The file for the new signing key.

    Raises:
        SigningKeyError: The old key is not at hand, or the file holds a key that signed before.
        VerificationError: The log is not what was signed or pinned before; nothing was signed.
    """
    with context.database.write() as tx:
        chain, origin = read_chain(tx), tx.log.origin()
        new = read_signing_key(path)
        if new is not None and new.verifier in (held.key for held in chain.keys):
            raise SigningKeyError(f"the key in `{path}` signs or signed this log already: name a file for a new one")
        old = load_signer(context, chain)
        check_unforked(context, tx, chain)
        new = new or context.signing.make(origin, path)
        check_name(new, origin)
        root = tx.log.root()
        statement = KeyStatement(origin, tx.log.size(), root, new.verifier, replaces=old.verifier)
        (entry,) = tx.log.append([draft_key(statement, (old, new), actor=context.actor)], clock=context.clock)
        chain.take(entry, root)
        kept = keep_checkpoint(tx, chain, (old, new))
    pin_own(context, kept, chain)
    _log.info("key.rotated", key=str(new.verifier), replaces=str(old.verifier), entry=entry.index)
    return RotatedKey(str(new.verifier), str(old.verifier), entry.index, str(path), kept)
