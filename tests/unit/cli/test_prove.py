"""Proofs on the command line, followed to the root by hand."""

from __future__ import annotations

import sqlite3
from hashlib import sha256

import pytest

from assessor.cli.exit_code import ExitCode
from assessor.store.sqlite_triggers import TRIGGERS


def leaves(db):
    with sqlite3.connect(db) as raw:
        rows = raw.execute("SELECT data FROM log_entry ORDER BY entry_index").fetchall()
    raw.close()
    return [sha256(b"\x00" + data).digest() for (data,) in rows]


def root(hashes):
    """The root level by level, an odd node carried up."""
    while len(hashes) > 1:
        paired = [sha256(b"\x01" + a + b).digest() for a, b in zip(hashes[::2], hashes[1::2], strict=False)]
        hashes = paired + hashes[len(hashes) & ~1 :]
    return f"sha256:{hashes[0].hex()}"


def test_an_entry_is_shown_to_be_in_the_log(run, filled):
    found = run("log", "prove", "300", "--json", "--db", filled).data
    hashes = leaves(filled)
    assert (found["index"], found["size"]) == (300, len(hashes))
    assert found["leaf_hash"] == f"sha256:{hashes[300].hex()}"
    assert found["root"] == root(hashes)
    # RFC 9162, section 2.1.3.2, as it stands there
    fn, sn, r = 300, len(hashes) - 1, hashes[300]
    for item in found["proof"]:
        p = bytes.fromhex(item.removeprefix("sha256:"))
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r).digest()
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    assert (sn, r) == (0, bytes.fromhex(found["root"].removeprefix("sha256:")))


@pytest.mark.parametrize("size", [1, 255, 256, 300])
def test_an_earlier_size_can_be_asked_for(run, filled, size):
    found = run("log", "prove", size - 1, "--size", size, "--json", "--db", filled).data
    assert found["root"] == root(leaves(filled)[:size])


@pytest.mark.parametrize(("first", "second"), [(1, 2), (100, 256), (256, 300), (300, 300)])
def test_a_later_log_is_shown_to_extend_an_earlier_one(run, filled, first, second):
    found = run("log", "prove", "--from", first, "--to", second, "--json", "--db", filled).data
    hashes = leaves(filled)
    assert (found["first_root"], found["second_root"]) == (root(hashes[:first]), root(hashes[:second]))
    assert bool(found["proof"]) is (first != second)
    whole = run("log", "prove", "--from", first, "--json", "--db", filled).data
    assert (whole["second_size"], whole["second_root"]) == (len(hashes), root(hashes))


def test_a_proof_is_told_line_by_line(run, filled):
    lines = run("log", "prove", "2", "--size", "3", "--db", filled).out.splitlines()
    assert lines[0] == "entry 2 is in the log of 3 entries"
    assert lines[3] == "proof, 1 hashes:"
    lines = run("log", "prove", "--from", "3", "--to", "3", "--db", filled).out.splitlines()
    assert lines[0] == "the log of 3 entries begins with the log of 3"
    assert lines[-1] == "proof, 0 hashes"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["1", "--from", "1"],
        ["1", "--to", "2"],
        ["--from", "1", "--size", "2"],
        ["--to", "2"],
        ["9999"],
        ["1", "--size", "9999"],
        ["5", "--size", "5"],
        ["--from", "9999"],
        ["--from", "5", "--to", "4"],
        ["--from", "1", "--to", "9999"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused(run, filled, arguments):
    ended = run("log", "prove", *arguments, "--db", filled)
    assert ended.code == ExitCode.USAGE
    assert ended.out == ""


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("UPDATE log_entry SET data = replace(data, 'tester', 'forger') WHERE entry_index = 7", 7),
        ("UPDATE log_entry SET leaf_hash = zeroblob(32) WHERE entry_index = 300", 299),
        ("UPDATE log_tile SET hashes = zeroblob(8192)", 7),
        ("UPDATE log_head SET root = zeroblob(32)", 7),
        ("DELETE FROM log_tile", 300),
        ("DELETE FROM log_entry WHERE entry_index = 7", 7),
    ],
)
def test_what_was_changed_behind_the_back_gives_no_proof(run, db, statement, index):
    with sqlite3.connect(db) as raw:
        for name in TRIGGERS:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
    raw.close()
    ended = run("log", "prove", index, "--json", "--db", db)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert ended.data["error"]["code"] == "log-verification"
