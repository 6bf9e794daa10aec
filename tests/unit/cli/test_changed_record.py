"""A record that was changed behind our back explains nothing, and says where it was changed."""

from __future__ import annotations

import pytest

from assessor.audit import digest
from assessor.cli.exit_code import ExitCode
from tests.unit.cli.record import AGAIN, FIRST, ID, LAST, LATER, body_of, change, forge, value


def refuse(run, path, index=LAST):
    """Explain an assessment, and return why it was refused."""
    ended = run("explain", "--entry", index, "--json", "--db", path)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.data["error"]["code"] in {"log-verification", "log-body-invalid"}
    assert run("explain", "--entry", index, "--why-not", "Contested", "--db", path).code == ended.code
    return ended.err


def test_an_entry_that_was_changed_explains_nothing(run, own):
    data = value(own, "SELECT data FROM log_entry WHERE entry_index = ?", LAST)
    changed = data.replace(b"Improving", b"Worsening")
    assert changed != data
    for forged, told in ((changed, "its bytes do not hash"), (changed.decode(), "its row holds another kind of value")):
        change(own, ("UPDATE log_entry SET data = ? WHERE entry_index = ?", (forged, LAST)))
        assert f"entry 354: {told}" in refuse(run, own)


@pytest.mark.parametrize("what", ["record", "ruleset"])
def test_content_that_was_changed_explains_nothing(run, own, what):
    address = body_of(own, LAST)[what]
    change(own, ("UPDATE content SET data = replace(data, 'Advancing', 'Consolidated') WHERE digest = ?", (address,)))
    assert address[:20] in refuse(run, own)


@pytest.mark.parametrize("what", ["record", "ruleset"])
def test_content_that_is_missing_explains_nothing(run, own, what):
    address = body_of(own, LAST)[what]
    change(own, ("DELETE FROM content WHERE digest = ?", (address,)))
    assert "missing" in refuse(run, own)


def test_evidence_that_was_moved_in_time_is_found_and_told_as_a_difference_in_meaning(run, own):
    change(own, (LATER, ("chihuahua-incident",)))
    told = refuse(run, own)
    assert f"assessment `{ID}` is not what comes out of its own inputs" in told
    assert "  qualifier with bilateral friction: gone" in told
    assert "  support signal chihuahua-incident: gone, was version 1, sha256:" in told
    assert "  reason" not in told
    assert "nothing is made of it" in told
    assert run("explain", "--entry", FIRST, "--brief", "--db", own).code == ExitCode.VERIFICATION_FAILED


def test_evidence_that_was_slipped_in_is_found_in_the_read_set_if_nowhere_else(run, own):
    slip = (
        "INSERT INTO evidence SELECT kind, 'hearing-slipped-in', version, 7, status, known_from, recorded_at, "
        "backfill, estimated, look_ahead, digest, text_digest, body FROM evidence WHERE id = 'usmca-hearing-called'"
    )
    change(own, ("DELETE FROM evidence WHERE entry_index = 7", ()), (slip, ()))
    assert "comes out of its own inputs" in refuse(run, own)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda body: body.update(trend="Worsening"), "what its entry repeats is not what its document holds"),
        (lambda body: body.update(log_size=400), "it claims to have seen entries that came after it"),
        (lambda body: body.update(as_of="2026-04-25"), "is not what comes out of its own inputs"),
        (lambda body: body.update(as_of="yesterday"), "expected a day at `as_of`"),
        (lambda body: body.update(known_at="now"), "expected an instant at `known_at`"),
        (lambda body: body.update(cell="99"), "it holds no assessment that this program can read"),
        (lambda body: body.pop("record"), "object missing required field `record`"),
        (lambda body: body.update(log_size="all"), "expected `int`, got `str` at `log_size`"),
        (lambda body: body.update(record=body["ruleset"]), "it holds no assessment that this program can read"),
        (lambda body: body.update(ruleset=body["record"]), "it holds no assessment that this program can read"),
    ],
    ids=["headline", "size", "day", "no day", "no moment", "no cell", "no document", "no size", "rules", "no rules"],
)
def test_an_entry_that_was_forged_with_its_hash_explains_nothing(run, own, edit, told):
    forge(own, LAST, edit)
    assert told in refuse(run, own)


def test_a_document_that_was_forged_with_its_digest_explains_nothing(run, own):
    data = value(own, "SELECT data FROM content WHERE digest = ?", body_of(own, LAST)["record"])
    forged = data.replace(b'"trajectory":"Advancing"', b'"trajectory":"Reversing"')
    assert forged != data
    columns = "(digest, media_type, erasable, data) VALUES (?, 'application/json', 0, ?)"
    forge(own, LAST, lambda body: body.update(record=digest(forged)))
    change(own, (f"INSERT INTO content {columns}", (digest(forged), forged)))
    assert "  trajectory: Reversing became Advancing" in refuse(run, own)


def test_a_repetition_of_something_else_explains_nothing(run, own):
    forge(own, AGAIN, lambda body: body.update(repeats=FIRST))
    assert "it repeats entry 353, which recorded something else" in refuse(run, own, AGAIN)
