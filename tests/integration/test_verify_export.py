"""`verify.py`, run as a stranger runs it: what it tells of a sound export, and what it finds in one that is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256

import pytest

from assessor.audit.canonical import canonicalize
from assessor.audit.named_content import NAMES
from assessor.audit.note_key import SigningKey
from assessor.audit.signed_note import sign_note
from assessor.services.export_log import export_log
from assessor.services.rotate_key import rotate_key
from tests.filed_log import ORIGIN, VERIFIER, FiledLog, load_verifier, root_of, run_verifier, split_bundle

SIZE = 700
THIEF = SigningKey(ORIGIN, bytes(range(32)))


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    log = FiledLog(tmp_path_factory.mktemp("log"))
    for size in (256, 300, SIZE):
        log.grow(size)
        with log.opened() as assessor:
            export_log(assessor, log.folder / "out")
        shutil.copy(log.folder / "out" / "checkpoint", log.folder / f"checkpoint-{size}")
    return log


@pytest.fixture
def out(log, tmp_path):
    return shutil.copytree(log.folder / "out", tmp_path / "out")


def tiny(folder, entries, key=THIEF, **changes):
    """Write a whole export of a few entries, sound but for what they say, and signed by whoever wants to."""
    shutil.copy(VERIFIER, folder / "verify.py")
    leaves = b"".join(sha256(b"\x00" + data).digest() for data in entries)
    bundle = b"".join(len(data).to_bytes(2, "big") + data for data in entries)
    for name, data in ((f"tile/0/000.p/{len(entries)}", leaves), (f"tile/entries/000.p/{len(entries)}", bundle)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    text = changes.get("text") or f"{ORIGIN}\n{len(entries)}\n{b64encode(root_of(entries)).decode()}\n"
    (folder / "checkpoint").write_bytes(sign_note(text, [key]).render())
    return folder


def entry(**changes):
    document = {
        "actor": "a",
        "body": {"origin": ORIGIN},
        "cause": {"by": "hand"},
        "recorded_at": "2026-04-26T12:00:00.000000Z",
        "type": "log:created",
        "version": 1,
    }
    return canonicalize({name: value for name, value in (document | changes).items() if value is not ...})


def later(**changes):
    return entry(**({"type": "feed:recorded", "body": {}} | changes))


# --- what fits ---


def test_a_sound_export_is_verified(log):
    ended = run_verifier(log.folder / "out", "--key", log.key)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        f"verified: log {ORIGIN}, size {SIZE}",
        f"root sha256:{root_of(log.entries()).hex()}",
        "content that entries name: 139 sound, 0 erasable and absent",
        "signed by a key that was given",
    ]


def test_without_a_key_it_says_that_no_signature_was_checked(out):
    ended = run_verifier(out)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "no signature was checked: give --key")


@pytest.mark.parametrize("size", [256, 300, SIZE])
def test_an_older_checkpoint_is_one_the_log_has_had(log, size):
    ended = run_verifier(log.folder / "out", "--key", log.key, "--checkpoint", log.folder / f"checkpoint-{size}")
    assert ended.returncode == 0
    assert ended.stdout.endswith(f"it begins with the log of the older checkpoint, size {size}\n")


def test_a_log_that_changed_its_key_is_verified_by_the_old_key_and_by_both(tmp_path):
    log = FiledLog(tmp_path)
    log.grow(20)
    with log.opened() as assessor:
        export_log(assessor, tmp_path / "out")
        older = (tmp_path / "out" / "checkpoint").read_bytes()
        rotated = rotate_key(assessor, tmp_path / "new.key")
        export_log(assessor, tmp_path / "out")
    (tmp_path / "older").write_bytes(older)
    for keys in ([log.key], [rotated.key], [log.key, rotated.key]):
        given = [word for key in keys for word in ("--key", key)]
        assert run_verifier(tmp_path / "out", *given).returncode == 0
    both = ("--key", log.key, "--key", rotated.key, "--checkpoint", tmp_path / "older")
    assert run_verifier(tmp_path / "out", *both).returncode == 0


def test_it_runs_where_it_lies_and_elsewhere(log, out, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run_verifier(out, out).returncode == 0
    assert run_verifier(out, log.folder / "out").returncode == 0


@pytest.mark.parametrize(("text", "code"), [("", 0), ("x", 5)])
def test_who_stops_reading_changes_no_answer(out, text, code):
    with (out / "checkpoint").open("a", encoding="utf-8") as note:
        note.write(text)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-I", "-S", str(out / "verify.py")]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=120, check=False, env={})
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (code, b"")


def test_it_is_short_enough_to_be_read_and_imports_the_standard_library_alone():
    lines = VERIFIER.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) < 320
    # that it needs nothing else is shown by every run here: `-I -S` leaves it without packages


def test_it_knows_where_entries_name_content_as_the_program_does():
    said = {(kind, key): is_erasable for kind, keys in NAMES.items() for key, is_erasable in keys.items()}
    assert said == load_verifier().NAMES


# --- what does not ---


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_the_first_entry_that_was_changed_is_named(log, out):
    """Any byte of any entry: sampled over the second bundle."""
    bundle = out / "tile/entries/001"
    entries = split_bundle(bundle.read_bytes())
    at = 0
    for place in range(0, 256, 37):
        at = sum(2 + len(data) for data in entries[:place])
        flip(bundle, at + 2 + len(entries[place]) // 2)
        ended = run_verifier(out, "--key", log.key)
        assert ended.returncode == 5
        assert ended.stdout.startswith(f"NOT verified: entry {256 + place}: ")
        flip(bundle, at + 2 + len(entries[place]) // 2)
    assert run_verifier(out).returncode == 0


@pytest.mark.parametrize(
    ("name", "at", "told"),
    [
        ("tile/0/001", 32 * 3 + 7, "entry 259: tile/0/001 has another hash at 3"),
        ("tile/0/002.p/188", -1, "entry 699: tile/0/002.p/188 has another hash at 187"),
        ("tile/1/000.p/2", 40, "entries from 256 on: tile/1/000.p/2 has another hash at 1"),
        ("checkpoint", 25, "checkpoint: "),
    ],
)
def test_a_changed_byte_is_found_where_it_is(log, out, name, at, told):
    flip(out / name, at)
    ended = run_verifier(out, "--key", log.key)
    assert (ended.returncode, ended.stderr) == (5, "")
    assert ended.stdout.startswith(f"NOT verified: {told}")


def test_another_letter_in_a_signature_is_found(log, out):
    note = (out / "checkpoint").read_text()
    letter = "B" if note[-5] == "A" else "A"
    (out / "checkpoint").write_text(f"{note[:-5]}{letter}{note[-4:]}")
    ended = run_verifier(out, "--key", log.key)
    assert (ended.returncode, ended.stderr) == (5, "")
    assert ended.stdout.startswith("NOT verified: checkpoint: the signature of log.example/1+")


@pytest.mark.parametrize(
    "name", ["checkpoint", "tile/entries/000", "tile/entries/002.p/188", "tile/0/001", "tile/1/000.p/2"]
)
@pytest.mark.parametrize("how", ["missing", "empty", "short", "long", "a folder"])
def test_a_file_that_is_not_whole_is_found(log, out, name, how):
    data = (out / name).read_bytes()
    (out / name).unlink()
    if how == "a folder":
        (out / name).mkdir()
    elif how != "missing":
        (out / name).write_bytes({"empty": b"", "short": data[:-1], "long": data + b"\0"}[how])
    ended = run_verifier(out, "--key", log.key)
    assert (ended.returncode, ended.stderr) == (5, "")
    assert name in ended.stdout


def test_content_that_an_entry_names_is_missed_or_found_changed(log, out):
    named = [
        (index, body["digest"])
        for index, data in enumerate(log.entries())
        if "digest" in (body := json.loads(data)["body"])
    ]
    index, digest = named[1]
    path = out / "content" / "sha256" / digest[7:9] / digest[7:]
    flip(path, 0)
    ended = run_verifier(out)
    assert (ended.returncode, ended.stdout) == (
        5,
        f"NOT verified: entry {index}: the content {digest} that it names has other bytes\n",
    )
    path.unlink()
    ended = run_verifier(out)
    assert (ended.returncode, ended.stdout) == (
        5,
        f"NOT verified: entry {index}: the content {digest} that it names is missing\n",
    )


def test_erasable_text_may_be_absent_but_not_changed(log, out):
    texts = [body["text"] for data in log.entries() if "text" in (body := json.loads(data)["body"])]
    first, second = (out / "content" / "sha256" / digest[7:9] / digest[7:] for digest in texts[:2])
    first.unlink()
    ended = run_verifier(out, "--key", log.key)
    assert (ended.returncode, "138 sound, 1 erasable and absent" in ended.stdout) == (0, True)
    flip(second, 3)
    assert run_verifier(out, "--key", log.key).returncode == 5


def test_a_log_rewritten_as_a_whole_is_found_by_key_and_by_older_checkpoint(log, tmp_path):
    folder = tiny(tmp_path, [entry(), later(), later(body={"n": 1})])
    assert run_verifier(folder).returncode == 0
    ended = run_verifier(folder, "--key", log.key)
    assert ended.stdout == "NOT verified: checkpoint: none of the keys given signed it\n"
    text = f"{ORIGIN}\n2\n{b64encode(root_of([entry(), later(body={'n': 2})])).decode()}\n"
    (folder / "older").write_bytes(sign_note(text, [THIEF]).render())
    ended = run_verifier(folder, "--key", THIEF.verifier.render(), "--checkpoint", folder / "older")
    assert ended.stdout == "NOT verified: older checkpoint: the first 2 entries have another root\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{ORIGIN}\n9\n{b64encode(bytes(32)).decode()}\n",
            "older checkpoint: 9 entries of log.example/1; the export has 2",
        ),
        (f"log.example/2\n1\n{b64encode(bytes(32)).decode()}\n", "older checkpoint: 1 entries of log.example/2"),
        (f"{ORIGIN}\n0\n{b64encode(bytes(32)).decode()}\n", "older checkpoint: the first 0 entries have another root"),
    ],
)
def test_an_older_checkpoint_that_is_not_of_this_log(tmp_path, text, told):
    folder = tiny(tmp_path, [entry(), later()])
    (folder / "older").write_bytes(sign_note(text, [THIEF]).render())
    ended = run_verifier(folder, "--checkpoint", folder / "older")
    assert ended.returncode == 5
    assert ended.stdout.startswith(f"NOT verified: {told}")


DEEP = b'{"actor":"a","body":{"x":' + b"[" * 5000 + b"]" * 5000 + b"}}"


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([later()], "entry 0: it does not found the log"),
        ([entry(), entry()], "entry 1: it does not found the log log.example/1, or it founds a second one"),
        ([entry(body={"origin": "log.example/2"})], "entry 0: it does not found the log"),
        ([entry(), later(recorded_at="2026-04-26T11:00:00.000000Z")], "entry 1: it is recorded before"),
        ([entry(), later(version=2)], "entry 1: its envelope is of a version"),
        ([entry(), later(version=True)], "entry 1: it lacks the envelope"),
        ([entry(), later(body=...)], "entry 1: it lacks the envelope"),
        ([entry(), later(type=...)], "entry 1: it lacks the envelope"),
        ([entry(), b"[]"], "entry 1: it lacks the envelope"),
        ([entry(), b""], "entry 1: it is no JSON"),
        ([entry(), b"\xff"], "entry 1: it is no JSON"),
        ([entry(), b'{"a":1.5}'], "entry 1: it is no JSON"),
        ([entry(), b'{"a":NaN}'], "entry 1: it is no JSON"),
        ([entry(), b'{"a":"\\ud800"}'], "entry 1: it is no JSON"),
        ([entry(), b'{"a":' + b"9" * 5000 + b"}"], "entry 1: it is no JSON"),
        ([entry(), DEEP], "entry 1: it is no JSON"),
        ([entry(), later().replace(b":", b": ", 1)], "entry 1: it is not in canonical form"),
        ([entry(), b'{"b":1,"a":2}'], "entry 1: it is not in canonical form"),
        ([entry(), b'{"a":1,"a":1}'], "entry 1: it is not in canonical form"),
        (
            [entry(), later(type="ruleset:published", body={"digest": "sha256:../../etc"})],
            "entry 1: it names content by",
        ),
        ([entry(), later(type="ruleset:published", body={"digest": 7})], "entry 1: it names content by"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_entry_that_is_none_is_named_though_it_was_signed(tmp_path, entries, told):
    ended = run_verifier(tiny(tmp_path, entries), "--key", THIEF.verifier.render())
    assert (ended.returncode, ended.stderr) == (5, "")
    assert ended.stdout.startswith(f"NOT verified: {told}")


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n\n",
        b"a\n1\nb\n",
        b"a\n1\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"a\n-1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"a\n01\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"a\n\xd9\xa1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"a\n1\n" + b64encode(bytes(31)) + b"\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n",
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAA=",
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n- a AAAAAAA=\n",
        b"a\n1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAA\n",
        b"a\x1b[2J\n1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"\xff\n1\n" + b64encode(bytes(32)) + b"\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"x" * 1_000_001,
    ],
)
def test_a_checkpoint_that_is_none_is_told(tmp_path, note):
    folder = tiny(tmp_path, [entry()])
    (folder / "checkpoint").write_bytes(note)
    ended = run_verifier(folder)
    assert (ended.returncode, ended.stderr) == (5, "")
    assert ended.stdout.startswith("NOT verified: checkpoint: ")


def test_what_an_export_says_cannot_act_on_a_terminal(tmp_path):
    folder = tiny(tmp_path, [entry()], text=f"log\u202e\u009b2J\n1\n{b64encode(bytes(32)).decode()}\n")
    assert run_verifier(folder).stdout.isascii()


@pytest.mark.parametrize(
    "key", ["", "a", "a+b", "a+00000000+AQ==", f"{ORIGIN}+00000000+{b64encode(b'1' * 33).decode()}"]
)
def test_a_key_that_is_none_is_wrong_usage(out, key):
    ended = run_verifier(out, "--key", key)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "no Ed25519 verifier key" in ended.stderr


def test_an_older_checkpoint_that_cannot_be_read_is_could_not_run(out):
    ended = run_verifier(out, "--checkpoint", out / "none")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("could not run: ")


def test_a_huge_claim_costs_no_more_than_what_is_there(tmp_path):
    text = f"{ORIGIN}\n{10**18}\n{b64encode(bytes(32)).decode()}\n"
    folder = tiny(tmp_path, [entry()], text=text)
    ended = run_verifier(folder)
    assert ended.stdout == "NOT verified: tile/entries/000: it is missing\n"
