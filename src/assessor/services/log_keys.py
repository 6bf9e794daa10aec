"""
The log's keys: announcing the first, replacing it, and finding the one that signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.key_chain import KeyChain
from assessor.audit.key_statement import KeyStatement, draft_key
from assessor.errors import SigningKeyError
from assessor.services.unforked import check_unforked
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from assessor.audit.note_key import SigningKey
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ShownKey:
    """
    A key of the log.

    Attributes:
        key: The verifier key, to be handed out.
        entry_index: The entry from which on it signs.
        replaced_at: The entry that replaced it; None where it signs now.
    """

    key: str
    entry_index: int
    replaced_at: int | None


@dataclass(frozen=True, slots=True)
class AnnouncedKey:
    """
    The key that signs the log.

    Attributes:
        key: The verifier key, to be handed out.
        place: The file of the signing key, or the setting that holds it.
        was_made: Whether the signing key was made just now.
        repeated: Whether the log had it before, so that nothing was recorded.
    """

    origin: str
    key: str
    entry_index: int
    place: str
    was_made: bool
    repeated: bool


def init_key(context: Context) -> AnnouncedKey:
    """
    Give the log its first key: make a signing key where there is none, and announce it in the log.

    A signing key that is there already, in the file or in the environment, is taken and never
    written over; harmless when repeated.

    Raises:
        SigningKeyError: The log has another key, or the signing key is of another log.
        VerificationError: A log of this name, of which this is no continuation, is pinned.
    """
    with context.database.write() as tx:
        chain, origin = read_chain(tx), tx.log.origin()
        key = context.signing.load()
        place = context.signing.place
        if chain.current is not None:
            if key is None or key.verifier != chain.current:
                raise SigningKeyError(
                    f"log `{origin}` is signed by {chain.current}: nothing was made; `assessor log rotate-key` "
                    "replaces a key"
                )
            return AnnouncedKey(origin, str(chain.current), chain.keys[-1].index, place, was_made=False, repeated=True)
        check_unforked(context, tx, chain)
        was_made = key is None
        key = key or context.signing.make(origin)
        check_name(key, origin)
        statement = KeyStatement(origin, tx.log.size(), tx.log.root(), key.verifier)
        (entry,) = tx.log.append([draft_key(statement, (key,), actor=context.actor)], clock=context.clock)
    _log.info("key.announced", key=str(key.verifier), entry=entry.index)
    return AnnouncedKey(origin, str(key.verifier), entry.index, place, was_made=was_made, repeated=False)


def show_keys(context: Context) -> tuple[ShownKey, ...]:
    """
    Return the log's keys, the one that signs now last.

    Raises:
        VerificationError: What the log says of its keys does not hold together.
    """
    with context.database.read() as tx:
        keys = read_chain(tx).keys
    ends = [*(key.index for key in keys[1:]), None]
    return tuple(ShownKey(str(key.key), key.index, end) for key, end in zip(keys, ends, strict=True))


def read_chain(tx: ReadTransaction) -> KeyChain:
    """
    Return the log's keys and witnesses, followed through its entries.

    Raises:
        VerificationError: An entry about a key says what cannot be; the message names it.
    """
    chain = KeyChain(tx.log.origin())
    entries = tx.log.about_keys()
    roots = tx.log.roots_at(entry.index for entry in entries)
    for entry in entries:
        chain.take(entry, roots.get(entry.index, b""))
    return chain


def load_signer(context: Context, chain: KeyChain) -> SigningKey:
    """
    Return the key that signs the log now.

    Raises:
        SigningKeyError: There is none, or settings name another one.
    """
    key = context.signing.load()
    if chain.current is None:
        raise SigningKeyError("the log has no key yet: run `assessor log init-key`")
    if key is None:
        raise SigningKeyError(
            f"no signing key at `{context.signing.path}`: the log is signed by {chain.current}; name the file of that "
            "key with ASSESSOR_SIGNING_KEY_FILE"
        )
    if key.verifier != chain.current:
        raise SigningKeyError(
            f"the signing key in {context.signing.place} is {key.verifier}; the log is signed by {chain.current}"
        )
    return key


def check_name(key: SigningKey, origin: str) -> None:
    """
    Check that a key is named for the log.

    Raises:
        SigningKeyError: It is another log's.
    """
    if key.verifier.name != origin:
        raise SigningKeyError(f"the signing key is one of log `{key.verifier.name}`, not of `{origin}`")
