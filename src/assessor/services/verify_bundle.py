"""
Verifying a proof-carrying assessment: offline, without a database, step by step.

Nothing is believed but what a step has shown, and whoever runs it says whose signature counts. What
no bundle can show stands in `assessor.domain.bundle.CANNOT_SHOW`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import (
    Entry,
    EntryType,
    canonicalize,
    digest,
    hash_leaf,
    render_root,
    verify_consistency,
    verify_inclusion,
)
from assessor.audit.bodies import read_body
from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.note_key import decode_base64, parse_verifier_key
from assessor.audit.signed_note import verify_note
from assessor.domain.known import known_at
from assessor.domain.override import override_at
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import NativeEngine
from assessor.engine.inference.crosscheck import CrossChecked
from assessor.errors import AssessorError, VerificationError
from assessor.services.assessment_document import (
    headline_of,
    issue_override_of,
    read_document,
    read_set_of,
    write_document,
)
from assessor.services.assessment_entry import read_assessment_entry
from assessor.services.known_evidence import read_logged
from assessor.services.publish_ruleset import read_ruleset
from assessor.store.evidence import EVIDENCE_TYPES
from assessor.store.overrides import read_override_change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from assessor.audit.checkpoint import SignedCheckpoint
    from assessor.domain.assessment import ItemReference
    from assessor.domain.bundle import Bundle
    from assessor.domain.known import EvidenceVersion
    from assessor.domain.override import Override
    from assessor.services.assessment_document import AssessmentDocument
    from assessor.services.assessment_entry import AssessmentEntry

_NOT_TRUSTED = "no key was given, so whose signature it is was NOT CHECKED; give the log's key with --key"


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step that passed.

    Attributes:
        title: What was checked.
        told: What it showed.
    """

    number: int
    title: str
    told: str


def verify_bundle(bundle: Bundle, *, keys: Iterable[str] = (), pins: Iterable[bytes] = ()) -> Iterator[Step]:
    """
    Yield the steps of verifying a bundle, each as it passes.

    1. The checkpoint is signed by a key that is trusted; without one the step says that it is not.
    2. The log of the checkpoint extends each pin.
    3. Each entry is in the log of the checkpoint.
    4. Each content has the digest it stands under.
    5. The assessment names the ruleset and the versions enclosed, and all of them were known at its cut.
    6. Evaluated again, they give the bytes that were recorded.

    Args:
        keys: Verifier keys of logs that are trusted.
        pins: Checkpoints of the log that were kept, as signed notes.

    Raises:
        VerificationError: A step failed; the message begins with its number.
    """
    trusted, pinned = list(keys), list(pins)
    check = _Check(bundle)
    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("the checkpoint is signed", lambda: check.signature(trusted)),
        ("the log extends what was pinned", lambda: check.pins(pinned, trusted)),
        ("every entry is in the log", check.inclusion),
        ("content is what it stands under", check.content),
        ("all of it was known, and the rules published", check.knowledge),
        ("the verdict follows", check.evaluation),
    )
    for number, (title, run) in enumerate(steps, start=1):
        try:
            told = run()
        except (KeyError, TypeError, ValueError) as error:
            raise VerificationError(f"step {number}, {title}: an entry or a document has another shape") from error
        except AssessorError as error:
            raise VerificationError(f"step {number}, {title}: {error}") from error
        yield Step(number, title, told)


class _Check:
    """A bundle, and what the steps so far have shown of it."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._signed: SignedCheckpoint = parse_signed_checkpoint(bundle.checkpoint.encode())
        self._entries: dict[int, Entry] = {}
        self._content: dict[str, bytes] = {}
        self._said: AssessmentEntry
        self._versions: list[EvidenceVersion] = []

    def signature(self, keys: list[str]) -> str:
        """Verify the checkpoint under the keys that are trusted."""
        checkpoint = self._signed.checkpoint
        named = f"log `{checkpoint.origin}`, {checkpoint.size} entries, root {render_root(checkpoint.root)}"
        if not keys:
            return f"{named}: {_NOT_TRUSTED}"
        known = [key for key in map(parse_verifier_key, keys) if key.name == checkpoint.origin]
        return f"{named}, signed by {' and '.join(map(str, verify_note(self._signed.note, known)))}"

    def pins(self, pins: list[bytes], keys: list[str]) -> str:
        """Prove that the log extends each pin."""
        checkpoint = self._signed.checkpoint
        proofs = {earlier.size: [_decode(p) for p in earlier.proof] for earlier in self._bundle.earlier}
        for pin in pins:
            signed = parse_signed_checkpoint(pin)
            pinned = signed.checkpoint
            if pinned.origin != checkpoint.origin:
                raise VerificationError(f"the pin is of log `{pinned.origin}`, the bundle of `{checkpoint.origin}`")
            if keys:
                verify_note(signed.note, [k for k in map(parse_verifier_key, keys) if k.name == pinned.origin])
            proof = proofs.get(pinned.size, [] if pinned.size == checkpoint.size else None)
            if proof is None:
                raise VerificationError(
                    f"the bundle holds no proof from size {pinned.size}, which is pinned: ask for one that was made "
                    "after that checkpoint, in the log that kept it"
                )
            verify_consistency(pinned.size, checkpoint.size, pinned.root, checkpoint.root, proof)
        return ", ".join(f"size {parse_signed_checkpoint(p).checkpoint.size}" for p in pins) or "nothing was pinned"

    def inclusion(self) -> str:
        """Prove that each entry is in the log."""
        checkpoint = self._signed.checkpoint
        for enclosed in self._bundle.entries:
            data, proof = _decode(enclosed.data), [_decode(p) for p in enclosed.proof]
            verify_inclusion(hash_leaf(data), enclosed.index, checkpoint.size, proof, checkpoint.root)
            self._entries[enclosed.index] = Entry.from_bytes(enclosed.index, data)
        return f"{len(self._entries)} entries, each by its proof"

    def content(self) -> str:
        """Check each content against its digest."""
        for enclosed in self._bundle.content:
            data = _decode(enclosed.data)
            if digest(data) != enclosed.digest:
                raise VerificationError(f"content `{enclosed.digest}` has another digest, `{digest(data)}`")
            self._content[enclosed.digest] = data
        return f"{len(self._content)} documents by their digests"

    def knowledge(self) -> str:
        """Check that the assessment rests on what is enclosed, and that it counted at its cut."""
        entry = self._entry(self._bundle.assessment)
        self._said = read_assessment_entry(entry, self._entry)
        self._said.check_cut()
        known: dict[tuple[str, str, int], tuple[int, EvidenceVersion]] = {}
        for found in self._entries.values():
            if found.type in EVIDENCE_TYPES:
                version = read_logged(found)
                known[version.kind, version.id, version.version] = (found.index, version)
        items = [item for item in self._document().read_set if item.kind != "cell"]
        for item in items:
            found_item = known.get((item.kind, item.id, item.version))
            if found_item is None:
                raise VerificationError(
                    f"{item.kind} `{item.id}`, version {item.version}, was read and is not enclosed"
                )
            self._check_visible(item, *found_item)
            self._versions.append(found_item[1])
        self._check_published()
        return f"{len(items)} versions below log size {self._said.log_size}, known at {self._said.head['known_at']}"

    def _check_visible(self, item: ItemReference, index: int, version: EvidenceVersion) -> None:
        if version.digest != item.digest:
            raise VerificationError(f"{item.kind} `{item.id}`: entry {index} holds another content than was read")
        if index >= self._said.log_size or version.known_from > self._said.known_at or not version.accepted:
            raise VerificationError(f"{item.kind} `{item.id}`: entry {index} did not count at the cut")

    def _check_published(self) -> None:
        address = self._said.ruleset
        published = [
            entry.index
            for entry in self._entries.values()
            if entry.type is EntryType.RULESET_PUBLISHED and read_body(entry)["digest"] == address
        ]
        if not any(index < self._said.log_size for index in published):
            raise VerificationError(f"no entry enclosed published ruleset `{address}` before the assessment")

    def evaluation(self) -> str:
        """Evaluate again by the native engine, and compare bytes."""
        said = self._said
        ruleset = read_ruleset(self._named(said.ruleset))
        evidence = known_at(self._versions, said.known_at)
        found = evaluate(ruleset, evidence, said.cell, said.as_of, CrossChecked(NativeEngine()))
        override = issue_override_of(self._override(), found)
        document = write_document(found.verdict, found.support, found.read_set, override)
        read_set = read_set_of(found, marked=said.is_marked)
        headline = headline_of(found.verdict, len(found.support), read_set, override)
        if (document, canonicalize(headline)) != (self._named(said.record), said.headline):
            raise VerificationError("what comes out is not what was recorded")
        beside = f"; {override.words}" if override is not None else ""
        return f"the same {len(document)} bytes again: {self._verdict(found.verdict.trajectory)}{beside}"

    def _verdict(self, trajectory: str | None) -> str:
        qualifiers = ", ".join(self._said.answer["qualifiers"])
        state = trajectory or "no trajectory, the evidence is insufficient"
        return f"cell {self._said.cell} as of {self._said.as_of}: {state}{f' ({qualifiers})' if qualifiers else ''}"

    def _override(self) -> Override | None:
        """Return the override that the assessment names, of those enclosed; it must have been visible at the cut."""
        named = self._said.answer.get("override")
        if named is None:
            return None
        entry = self._entry(named["entry"])
        if entry.type is not EntryType.OVERRIDE_SET:
            raise VerificationError(f"entry {entry.index} is of type `{entry.type}` and sets no override")
        change = read_override_change(entry, read_body(entry))
        found = override_at([change], self._said.cell, self._said.log_size, self._said.known_at)
        if found is None:
            raise VerificationError(f"entry {entry.index}: the override was of another cell, or not known at the cut")
        return found

    def _document(self) -> AssessmentDocument:
        return read_document(self._named(self._said.record))

    def _entry(self, index: int) -> Entry:
        if index not in self._entries:
            raise VerificationError(f"entry {index} is not enclosed")
        return self._entries[index]

    def _named(self, address: str) -> bytes:
        if address not in self._content:
            raise VerificationError(f"content `{address}` is named and not enclosed")
        return self._content[address]


def _decode(text: str) -> bytes:
    data = decode_base64(text)
    if data is None:
        raise VerificationError("something enclosed is no Base 64")
    return data
