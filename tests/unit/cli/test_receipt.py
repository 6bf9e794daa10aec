"""Receipts and exports on the command line."""

from __future__ import annotations

import base64
import json

import pytest

from assessor.audit.note_key import SigningKey
from assessor.cli.exit_code import ExitCode
from tests.filed_log import ORIGIN, FiledLog, root_of


@pytest.fixture
def log(tmp_path):
    log = FiledLog(tmp_path)
    log.grow(12)
    log.grow(14, checkpoint=False)
    return log


@pytest.fixture
def receipt(run, log):
    path = log.folder / "five.tlog-proof"
    ended = run("log", "receipt", "5", "-o", path, "--db", log.path)
    assert ended.out == f"receipt of entry 5 in the log of 12 entries written to {path}\n"
    return path


def test_a_receipt_is_printed_or_written_the_same(run, log, receipt):
    printed = run("log", "receipt", "5", "--db", log.path)
    assert printed.out == receipt.read_text(encoding="utf-8")
    assert printed.out.startswith("c2sp.org/tlog-proof@v1\nextra ")
    as_json = run("log", "receipt", "5", "--json", "--db", log.path).data
    assert as_json == {"index": 5, "size": 12, "receipt": printed.out}


def test_a_receipt_is_verified_without_a_database(run, log, receipt, monkeypatch, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    found = run("receipt", "verify", receipt, "--key", log.key, "--json").data
    entries = log.entries()
    assert found == {
        "origin": ORIGIN,
        "index": 5,
        "size": 12,
        "root": f"sha256:{root_of(entries[:12]).hex()}",
        "type": "signal:recorded",
        "recorded_at": json.loads(entries[5])["recorded_at"],
        "body": json.loads(entries[5])["body"],
        "signers": [log.key],
        "witnesses": [],
    }
    told = run("receipt", "verify", receipt, "--key", log.key).out.splitlines()
    assert told[0] == f"verified: entry 5 is in log `{ORIGIN}` of 12 entries"
    assert told[-1] == f"signed by {log.key}"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_bare_receipt_needs_its_entry_from_elsewhere(run, log, tmp_path):
    (tmp_path / "bare").write_text(run("log", "receipt", "5", "--bare", "--db", log.path).out, encoding="utf-8")
    (tmp_path / "entry").write_bytes(log.entries()[5])
    (tmp_path / "other").write_bytes(log.entries()[6])
    verify = ("receipt", "verify", tmp_path / "bare", "--key", log.key)
    assert run(*verify).code == ExitCode.USAGE
    assert run(*verify, "--entry", tmp_path / "entry").code == ExitCode.DONE
    assert run(*verify, "--entry", tmp_path / "other").code == ExitCode.VERIFICATION_FAILED


def test_a_receipt_by_another_key_is_not_verified(run, receipt):
    other = SigningKey(ORIGIN, bytes(range(32))).verifier.render()
    ended = run("receipt", "verify", receipt, "--key", other, "--json")
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.VERIFICATION_FAILED, "log-verification")


def test_a_receipt_of_which_a_byte_was_changed_is_not_verified(run, log, receipt):
    text = receipt.read_text(encoding="utf-8")
    line = text.splitlines()[1]
    entry = base64.b64decode(line.removeprefix("extra ")).replace(b"tester", b"forger")
    receipt.write_text(text.replace(line, f"extra {base64.b64encode(entry).decode()}"), encoding="utf-8")
    ended = run("receipt", "verify", receipt, "--key", log.key)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    receipt.write_bytes(b"nothing of the kind")
    ended = run("receipt", "verify", receipt, "--key", log.key, "--json")
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.VERIFICATION_FAILED, "log-receipt-invalid")


def test_an_entry_after_the_last_checkpoint_has_no_receipt_yet(run, log):
    ended = run("log", "receipt", "12", "--json", "--db", log.path)
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.COULD_NOT_RUN, "log-checkpoint-missing")
    assert "the last checkpoint, of 12 entries: run `assessor log checkpoint`" in ended.err
    assert run("log", "receipt", "99", "--db", log.path).code == ExitCode.USAGE


def test_without_a_checkpoint_there_is_no_receipt(run, bare, tmp_path):
    ended = run("log", "receipt", "0", "-o", tmp_path / "none", "--json", "--db", bare)
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.COULD_NOT_RUN, "log-checkpoint-missing")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("arguments", [["receipt", "verify", "x"], ["receipt", "verify", "x", "--key", "not a key"]])
def test_a_receipt_is_verified_by_a_key_alone(run, arguments):
    assert run(*arguments).code != ExitCode.DONE


def test_an_export_is_told(run, log, tmp_path):
    out = tmp_path / "out"
    ended = run("log", "export", out, "--db", log.path)
    root = f"sha256:{root_of(log.entries()[:12]).hex()}"
    assert ended.out.splitlines() == [
        f"log `{ORIGIN}` is exported to {out}: 12 entries, of which 0 were there",
        f"root {root}",
        "7 files written",
        f"anyone can check them: python3 {out}/verify.py --key VKEY",
        "note: 2 entries came after the last checkpoint; `assessor log checkpoint` signs them",
    ]
    again = run("log", "export", out, "--json", "--db", log.path).data
    assert again == {
        "folder": str(out),
        "origin": ORIGIN,
        "size": 12,
        "root": root,
        "size_before": 12,
        "written": 0,
        "beyond": 2,
    }


def test_a_folder_of_somebody_else_is_refused(run, log, tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter").touch()
    ended = run("log", "export", tmp_path / "theirs", "--json", "--db", log.path)
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.COULD_NOT_RUN, "log-export")
