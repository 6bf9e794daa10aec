"""A log's keys, followed from the first; and every way in which an entry about a key can be wrong."""

from __future__ import annotations

import pytest

from assessor.audit import Entry, EntryType, draft_entry
from assessor.audit.checkpoint import parse_checkpoint
from assessor.audit.key_chain import KEY_TYPES, KeyChain, draft_witness
from assessor.audit.key_statement import KeyStatement, draft_key, read_key
from assessor.audit.note_key import SigningKey, parse_verifier_key
from assessor.audit.signed_note import sign_note
from assessor.errors import NoteInvalidError, VerificationError
from tests.signed_log import MOMENT, NEW, OLD, ORIGIN, THIEF, SignedLog
from tests.signing import Witness


def follow(log):
    """The chain that the log's entries give, each met with the root before it."""
    chain = KeyChain(ORIGIN)
    again = SignedLog()
    for row in log.rows[1:]:
        if row.type in KEY_TYPES:
            chain.take(Entry.from_bytes(row.entry_index, row.data), again.frontier.root())
        again.frontier.append(row.leaf_hash)
    return chain


def test_the_keys_of_a_log_are_found_with_the_entries_they_sign_from():
    log = SignedLog()
    log.state(OLD)
    log.record(3)
    log.state(NEW, replaces=OLD)
    chain = follow(log)
    assert [(held.key, held.index) for held in chain.keys] == [(OLD.verifier, 1), (NEW.verifier, 5)]
    assert chain.current == NEW.verifier


def test_a_checkpoint_needs_both_keys_once_after_a_rotation():
    log = SignedLog()
    assert follow(log).required(0) == ()
    log.state(OLD)
    assert follow(log).required(0) == (OLD.verifier,)
    log.state(NEW, replaces=OLD)
    chain = follow(log)
    assert chain.required(2) == (OLD.verifier, NEW.verifier)  # the last checkpoint ended before the rotation, entry 2
    assert chain.required(3) == (NEW.verifier,)


def test_witnesses_are_known_from_their_entry_on_and_once():
    log, witness = SignedLog(), Witness("w.example")
    log.know(witness)
    log.know(witness)
    assert follow(log).witnesses == {parse_verifier_key(witness.vkey): 1}


OTHER_LOG = SigningKey("log.example/2", bytes(32))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (lambda log: log.state(THIEF), "where log.example"),
        (lambda log: log.state(THIEF, replaces=NEW), "where log.example"),
        (lambda log: log.state(OLD, replaces=OLD), "goes back"),
        (lambda log: log.state(OTHER_LOG, replaces=OLD), "another log"),
        (lambda log: log.state(NEW, replaces=OLD, origin="log.example/2"), "another log"),
        (lambda log: log.state(NEW, replaces=OLD, size=7), "another history"),
        (lambda log: log.state(NEW, replaces=OLD, root=bytes(32)), "another history"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(wrong, reason):
    log = SignedLog()
    log.state(OLD)
    log.record()
    wrong(log)
    with pytest.raises(VerificationError, match=reason):
        follow(log)


def test_nobody_goes_back_to_a_key_that_was_replaced():
    log = SignedLog()
    log.state(OLD)
    log.state(NEW, replaces=OLD)
    log.state(OLD, replaces=NEW)
    with pytest.raises(VerificationError, match="goes back"):
        follow(log)


STATEMENT = KeyStatement(ORIGIN, 4, bytes(32), NEW.verifier, replaces=OLD.verifier)


def entry(body, kind=EntryType.KEY_ROTATED):
    return draft_entry(kind, body, actor="a").seal(4, MOMENT)


def test_a_statement_comes_back_from_its_entry():
    assert read_key(draft_key(STATEMENT, (OLD, NEW), actor="a").seal(4, MOMENT)) == STATEMENT


@pytest.mark.parametrize("keys", [(OLD,), (NEW,), (THIEF,), (OLD, THIEF), (THIEF, NEW)])
def test_a_rotation_needs_the_signatures_of_both_keys(keys):
    with pytest.raises(VerificationError, match=r"lacks the signature of|by no known key"):
        read_key(entry({"statement": sign_note(STATEMENT.render(), keys).render().decode()}))


def test_an_announcement_needs_its_own_key():
    text = KeyStatement(ORIGIN, 4, bytes(32), OLD.verifier).render()
    with pytest.raises(VerificationError, match="by no known key"):
        read_key(entry({"statement": sign_note(text, [THIEF]).render().decode()}, EntryType.KEY_ANNOUNCED))


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("assessor/key-rotated/v1", "assessor/key-rotated/v2"),
        ("assessor/key-rotated/v1", "assessor/key-announced/v1"),
        ("size 4", "size 04"),
        ("size 4", "size -4"),
        ("size 4", "size \u0664"),
        ("size 4", "size " + "9" * 5_000),
        ("origin ", "origins "),
        ("root A", "root !"),
        ("\nsize 4", ""),
        ("\nsize 4", "\nsize 4\nsize 4"),
        ("key log", "key lag"),
    ],
)
def test_a_statement_has_one_form_even_where_it_is_signed(said, instead):
    text = STATEMENT.render().replace(said, instead, 1)
    assert text != STATEMENT.render()
    with pytest.raises(NoteInvalidError):
        read_key(entry({"statement": sign_note(text, [OLD, NEW]).render().decode()}))


@pytest.mark.parametrize("body", [{}, {"statement": 1}, {"statement": "x"}, {"statement": "x", "more": 1}])
def test_an_entry_without_a_statement_is_refused(body):
    with pytest.raises(NoteInvalidError):
        read_key(entry(body))


def test_a_statement_about_a_key_is_no_checkpoint_and_no_checkpoint_such_a_statement():
    for statement in (STATEMENT, KeyStatement("17", 4, bytes(32), OLD.verifier)):
        with pytest.raises(NoteInvalidError):
            parse_checkpoint(statement.render())


@pytest.mark.parametrize("body", [{}, {"key": 1}, {"key": "x"}, {"key": Witness("w").vkey, "more": 1}])
def test_an_entry_without_a_witness_is_refused(body):
    with pytest.raises(NoteInvalidError):
        KeyChain(ORIGIN).take(entry(body, EntryType.WITNESS_ADDED), bytes(32))


@pytest.mark.parametrize("key", [OLD.verifier, parse_verifier_key(Witness("w\u202eexample").vkey)])
def test_only_a_key_that_cosigns_and_can_be_shown_is_a_witness(key):
    with pytest.raises(NoteInvalidError, match=r"cosigns by 0x04|cannot be printed"):
        draft_witness(key, actor="a")
