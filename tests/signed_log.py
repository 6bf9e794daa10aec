"""
A log in memory with keys, checkpoints and cosignatures, built entry by entry; a forger may alter any of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assessor.audit import (
    EntryType,
    Frontier,
    StoredEntry,
    StoredHead,
    draft_entry,
    draft_genesis,
    render_instant,
    verify_log,
)
from assessor.audit.checkpoint import Checkpoint
from assessor.audit.key_chain import draft_witness
from assessor.audit.key_statement import KeyStatement, draft_key
from assessor.audit.note_key import SigningKey, parse_verifier_key
from assessor.audit.signed_note import sign_note
from assessor.audit.stored import StoredCheckpoint, StoredCosignature
from assessor.audit.verify_signed import Signed

if TYPE_CHECKING:
    from assessor.audit import EntryDraft, VerifyReport
    from tests.signing import Witness

ORIGIN = "log.example/1"
MOMENT = datetime(2026, 4, 26, tzinfo=UTC)
OLD, NEW, THIEF = (SigningKey(ORIGIN, bytes([n]) * 32) for n in (1, 2, 3))


@dataclass
class SignedLog:
    """A log as a store would hold it."""

    rows: list[StoredEntry] = field(default_factory=list)
    frontier: Frontier = field(default_factory=Frontier)
    checkpoints: list[StoredCheckpoint] = field(default_factory=list)
    cosignatures: list[StoredCosignature] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.append(draft_genesis(ORIGIN, actor="a"))

    @property
    def size(self) -> int:
        return self.frontier.size

    def append(self, draft: EntryDraft) -> None:
        entry = draft.seal(self.size, MOMENT + timedelta(seconds=self.size))
        instant = render_instant(entry.recorded_at)
        self.rows.append(StoredEntry(entry.index, entry.data, entry.leaf_hash(), entry.type.value, instant, None))
        self.frontier.append(entry.leaf_hash())

    def record(self, count: int = 1) -> None:
        for _ in range(count):
            self.append(draft_entry(EntryType.SIGNAL_RECORDED, {"n": self.size}, actor="a"))

    def state(self, key: SigningKey, replaces: SigningKey | None = None, **changes: object) -> None:
        """Announce a key, or replace one; signed by whoever the statement, changed or not, asks for."""
        values = {
            "origin": ORIGIN,
            "size": self.size,
            "root": self.frontier.root(),
            "key": key.verifier,
            "replaces": replaces.verifier if replaces is not None else None,
        }
        statement = KeyStatement(**(values | changes))  # type: ignore[arg-type]
        keys = (key,) if replaces is None else (replaces, key)
        self.append(draft_key(statement, keys, actor="a"))

    def know(self, witness: Witness) -> None:
        self.append(draft_witness(parse_verifier_key(witness.vkey), actor="a"))

    def sign(self, *keys: SigningKey) -> None:
        text = Checkpoint(ORIGIN, self.size, self.frontier.root()).render()
        self.checkpoints.append(StoredCheckpoint(self.size, sign_note(text, keys).render()))

    def cosign(self, witness: Witness, line: str | None = None) -> None:
        size, note = self.checkpoints[-1]
        text = note.decode().rpartition("\n\n")[0] + "\n"
        self.cosignatures.append(StoredCosignature(size, line or witness.line(text).rstrip("\n"), note))

    def verify(self, **signed: object) -> VerifyReport:
        head = StoredHead(ORIGIN, self.size, self.frontier.root(), self.frontier.hashes, self.rows[-1].recorded_at)
        everything = Signed(checkpoints=self.checkpoints, cosignatures=self.cosignatures, **signed)  # type: ignore[arg-type]
        return verify_log(self.rows, [], head, signed=everything)
