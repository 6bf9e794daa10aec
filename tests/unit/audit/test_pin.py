"""What may be pinned beside what is pinned already."""

from __future__ import annotations

import pytest

from assessor.audit.checkpoint import Checkpoint, SignedCheckpoint
from assessor.audit.pin import make_pin
from assessor.audit.signed_note import sign_note
from assessor.errors import UsageError, VerificationError
from tests.signed_log import NEW, OLD, ORIGIN, THIEF


def signed(size, *keys, root=b"r" * 32, origin=ORIGIN):
    checkpoint = Checkpoint(origin, size, root)
    return SignedCheckpoint(checkpoint, sign_note(checkpoint.render(), keys))


FIRST = make_pin(signed(5, OLD), [], OLD.verifier)


def test_the_first_key_is_taken_on_the_word_of_whoever_pins():
    assert (FIRST.checkpoint.size, FIRST.keys) == (5, (OLD.verifier,))
    with pytest.raises(UsageError, match="pinned for the first time"):
        make_pin(signed(5, OLD), [])
    with pytest.raises(VerificationError, match="by no known key"):
        make_pin(signed(5, OLD), [], THIEF.verifier)


def test_later_checkpoints_need_a_known_key():
    assert make_pin(signed(9, OLD), [FIRST]).keys == (OLD.verifier,)
    with pytest.raises(VerificationError, match="by no known key"):
        make_pin(signed(9, NEW), [FIRST])


def test_a_new_key_is_known_from_a_checkpoint_under_both():
    both = make_pin(signed(9, OLD, NEW), [FIRST], NEW.verifier)
    assert both.keys == (OLD.verifier, NEW.verifier)
    assert make_pin(signed(12, NEW), [FIRST, both]).keys == (NEW.verifier,)


def test_a_new_key_is_not_taken_on_its_own_word():
    with pytest.raises(VerificationError, match="by none that is known"):
        make_pin(signed(9, THIEF), [FIRST], THIEF.verifier)
    with pytest.raises(VerificationError, match="not signed by the key that was given"):
        make_pin(signed(9, OLD), [FIRST], NEW.verifier)


def test_two_roots_at_one_size_are_a_fork():
    assert make_pin(signed(5, OLD), [FIRST]) == FIRST
    with pytest.raises(VerificationError, match="the log was forked"):
        make_pin(signed(5, OLD, root=b"s" * 32), [FIRST])


def test_pins_of_other_logs_do_not_matter():
    other = signed(5, OLD, origin="log.example/2")
    with pytest.raises(UsageError, match="pinned for the first time"):
        make_pin(other, [FIRST])
    assert make_pin(other, [FIRST], OLD.verifier).checkpoint.origin == "log.example/2"


def test_a_pin_keeps_the_signatures_of_its_keys_and_no_other():
    assert make_pin(signed(5, THIEF, OLD), [], OLD.verifier).note == signed(5, OLD).note
