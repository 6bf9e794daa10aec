"""
What the log says of its own keys: which one came first, and which one follows which.

Holds the statements, as signed notes inside entries, and the reading of them. A statement names
the log, and the size and root that stand before its entry, so that nobody can carry it into
another history. Its second line begins with a word, so that it can never pass as a checkpoint.

What this does not prevent: whoever has the old key can sign a rotation to a key of their own,
over a copy of the log that ends anywhere before the true rotation. To somebody who knows the old
key alone, that copy is as good as the log. It is found by whoever pinned a checkpoint at or
after the true rotation, and by a witness, who will not cosign a second history. After the true
rotation the old key signs nothing that extends the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit.draft import draft_entry
from assessor.audit.entry import EntryType
from assessor.audit.note_key import decode_base64, encode_base64, parse_verifier_key
from assessor.audit.signed_note import parse_note, sign_note, verify_note
from assessor.errors import NoteInvalidError, VerificationError

if TYPE_CHECKING:
    from assessor.audit.draft import EntryDraft
    from assessor.audit.entry import Entry
    from assessor.audit.note_key import SigningKey, VerifierKey

_TITLES = {EntryType.KEY_ANNOUNCED: "assessor/key-announced/v1", EntryType.KEY_ROTATED: "assessor/key-rotated/v1"}
_WORDS = {
    EntryType.KEY_ANNOUNCED: ("origin", "size", "root", "key"),
    EntryType.KEY_ROTATED: ("origin", "size", "root", "key", "replaces"),
}


@dataclass(frozen=True, slots=True)
class KeyStatement:
    """
    A key that signs the log from here on.

    Attributes:
        origin: The log.
        size: Entries before the statement's own; so also its index.
        root: The root of the tree over them.
        key: The key.
        replaces: The key that signed until now; None where the key is the log's first.
    """

    origin: str
    size: int
    root: bytes
    key: VerifierKey
    replaces: VerifierKey | None = None

    @property
    def kind(self) -> EntryType:
        """The type of the entry that holds it."""
        return EntryType.KEY_ANNOUNCED if self.replaces is None else EntryType.KEY_ROTATED

    @property
    def signers(self) -> tuple[VerifierKey, ...]:
        """The keys that must sign it: the one it names, which so shows that its holder has it, and the one before."""
        return (self.key,) if self.replaces is None else (self.replaces, self.key)

    def render(self) -> str:
        """Return the text that is signed."""
        values = (self.origin, self.size, encode_base64(self.root), self.key, self.replaces)
        lines = (f"{word} {value}\n" for word, value in zip(_WORDS[self.kind], values, strict=False))
        return f"{_TITLES[self.kind]}\n{''.join(lines)}"


def draft_key(statement: KeyStatement, keys: tuple[SigningKey, ...], *, actor: str) -> EntryDraft:
    """
    Draft the entry of a statement.

    Args:
        statement: What is said.
        keys: The private halves of its signers, in their order.
        actor: The pseudonymous id of who acts.
    """
    note = sign_note(statement.render(), keys)
    return draft_entry(statement.kind, {"statement": note.render().decode()}, actor=actor)


def read_key(entry: Entry) -> KeyStatement:
    """
    Return the statement that an entry holds, with every signature it needs verified.

    That origin, size and root are those of the log is for `assessor.audit.key_chain` to see.

    Raises:
        VerificationError: It is malformed, or a signature is missing or not good.
    """
    body = entry.parse_body()
    if body.keys() != {"statement"} or not isinstance(body["statement"], str):
        raise NoteInvalidError("an entry about a key has a `statement` and nothing else")
    note = parse_note(body["statement"].encode("utf-8"))
    statement = _parse(entry.type, note.text)
    signers = verify_note(note, statement.signers)
    missing = [key for key in statement.signers if key not in signers]
    if missing:
        raise VerificationError(f"the statement about a key lacks the signature of {' and '.join(map(str, missing))}")
    return statement


def _parse(kind: EntryType, text: str) -> KeyStatement:
    title, *lines = text.split("\n")[:-1]
    words = _WORDS[kind]
    values = [line.removeprefix(f"{word} ") for line, word in zip(lines, words, strict=False)]
    if len(lines) != len(words):
        raise NoteInvalidError(f"a statement about a key has {len(words) + 1} lines")
    origin, size, root, *keys = values
    statement = KeyStatement(
        origin,
        int(size) if size.isascii() and size.isdigit() and len(size) < len(str(2**63)) else -1,
        decode_base64(root) or b"",
        *(parse_verifier_key(key) for key in keys),
    )
    if title != _TITLES[kind] or statement.render() != text:
        raise NoteInvalidError("a statement about a key is written otherwise than it would be today")
    return statement
