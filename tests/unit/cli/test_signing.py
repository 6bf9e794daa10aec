"""Keys, checkpoints, witnesses and pins from the command line."""

from __future__ import annotations

import io
import shutil
import stat
import sys
from pathlib import Path

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli.exit_code import ExitCode
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from tests.signing import Witness

WITNESS = Witness("witness.example/w1")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A founded log whose key was announced; not to be written."""
    path = tmp_path_factory.mktemp("signed") / "log.db"
    with open_assessor(str(path), "tester") as assessor:
        initialise(assessor, "log.example/1")
        init_key(assessor)
    return path


@pytest.fixture
def log(made, tmp_path):
    """A copy of it in its own folder, with its key beside it."""
    shutil.copy2(f"{made}.key", tmp_path / "log.db.key")
    return Path(shutil.copy2(made, tmp_path / "log.db"))


def grow(run, db):
    """One more entry, whatever it says."""
    run("log", "witness", "add", Witness(f"grown.example/{grow_count(run, db)}").vkey, "--db", db)


def grow_count(run, db):
    return run("log", "verify", "--json", "--db", db).data["size"]


def test_init_key_makes_a_file_for_its_owner_and_announces_the_public_half(run, tmp_path):
    db = tmp_path / "log.db"
    run("init", "--origin", "log.example/1", "--db", db)
    found = run("log", "init-key", "--json", "--db", db).data
    assert found["place"] == f"{db}.key"
    assert (found["was_made"], found["repeated"], found["entry_index"]) == (True, False, 1)
    assert stat.S_IMODE((tmp_path / "log.db.key").stat().st_mode) == 0o600
    assert run("log", "key", "--db", db).out == found["key"] + "\n"
    (entry,) = run("log", "show", "1", "--json", "--db", db).data["entries"]
    assert entry["type"] == "key:announced"
    assert found["key"] in entry["body"]["statement"]


def test_init_key_again_changes_nothing(run, log):
    before = (log.with_name("log.db.key").read_bytes(), run("log", "key", "--db", log).out)
    again = run("log", "init-key", "--json", "--db", log)
    assert (again.code, again.data["repeated"]) == (0, True)
    assert (log.with_name("log.db.key").read_bytes(), run("log", "key", "--db", log).out) == before


def test_a_key_that_is_there_already_is_taken_and_not_written_over(run, log, tmp_path):
    """As after a crash between making the file and announcing it, or for a key that was made elsewhere."""
    other = tmp_path / "other.db"
    run("init", "--origin", "log.example/1", "--db", other)
    shutil.copy2(log.with_name("log.db.key"), f"{other}.key")
    found = run("log", "init-key", "--json", "--db", other).data
    assert (found["was_made"], found["repeated"]) == (False, False)
    assert found["key"] == run("log", "key", "--db", log).out.strip()


def test_the_key_of_another_log_is_refused(run, log, tmp_path):
    other = tmp_path / "other.db"
    run("init", "--origin", "log.example/2", "--db", other)
    shutil.copy2(log.with_name("log.db.key"), f"{other}.key")
    refused = run("log", "init-key", "--json", "--db", other)
    assert (refused.code, refused.data["error"]["code"]) == (1, "log-signing-key")
    assert "of log `log.example/1`, not of `log.example/2`" in refused.err


def test_a_log_that_has_a_key_gets_no_second_first_one(run, log):
    log.with_name("log.db.key").unlink()
    refused = run("log", "init-key", "--db", log)
    assert refused.code == 1
    assert "rotate-key" in refused.err
    assert not log.with_name("log.db.key").exists()


def test_the_environment_can_hold_the_key(run, log, monkeypatch):
    path = log.with_name("log.db.key")
    monkeypatch.setenv("ASSESSOR_SIGNING_KEY", path.read_text())
    path.unlink()
    assert run("log", "checkpoint", "--json", "--db", log).data["is_new"]
    monkeypatch.delenv("ASSESSOR_SIGNING_KEY")
    refused = run("log", "checkpoint", "--json", "--db", log)
    assert refused.data["error"]["code"] == "log-signing-key"
    assert "no signing key at" in refused.err


def test_the_environment_can_name_the_file(run, log, tmp_path, monkeypatch):
    moved = tmp_path / "keys" / "log.key"
    moved.parent.mkdir()
    log.with_name("log.db.key").rename(moved)
    monkeypatch.setenv("ASSESSOR_SIGNING_KEY_FILE", str(moved))
    assert run("log", "checkpoint", "--json", "--db", log).code == 0


def test_without_a_key_every_command_that_signs_says_how_to_make_one(run, tmp_path, bare):
    batch = tmp_path / "batch.yaml"
    batch.write_text("batch: b\nprovenance: made for a test\n", encoding="utf-8")
    for arguments in (["log", "checkpoint"], ["assess", "--all", "--checkpoint"], ["import", batch, "--checkpoint"]):
        refused = run(*arguments, "--db", bare)
        assert refused.code == 1
        assert "assessor log init-key" in refused.err
    assert grow_count(run, bare) == 2
    assert run("log", "key", "--db", bare).code == 1


def test_a_checkpoint_is_printed_as_it_is_signed_or_written(run, log, tmp_path):
    printed = run("log", "checkpoint", "--db", log).out
    assert printed.startswith("log.example/1\n2\n")
    assert "\n\n— log.example/1 " in printed
    out = tmp_path / "checkpoint.txt"
    told = run("log", "checkpoint", "--out", out, "--db", log).out
    assert told.startswith("the log did not grow: checkpoint of size 2, signed by 1 key")
    assert out.read_text(encoding="utf-8") == printed
    assert run("log", "checkpoints", "2", "--db", log).out == printed
    assert sorted(p.name for p in tmp_path.iterdir()) == ["checkpoint.txt", "log.db", "log.db.key", "log.db.pins"]


def test_a_file_that_cannot_be_written_is_told(run, log, tmp_path):
    refused = run("log", "checkpoint", "--out", tmp_path / "none" / "checkpoint.txt", "--db", log)
    assert refused.code == 1
    assert "cannot be written" in refused.err


def test_checkpoints_are_listed_by_size(run, log):
    assert run("log", "checkpoints", "--db", log).out.startswith("no checkpoint was kept")
    run("log", "checkpoint", "--db", log)
    grow(run, log)
    run("log", "checkpoint", "--db", log)
    listed = run("log", "checkpoints", "--json", "--db", log).data["checkpoints"]
    assert [(one["size"], one["signers"], one["cosignatures"]) for one in listed] == [(2, 1, 0), (3, 1, 0)]
    assert len(run("log", "checkpoints", "--db", log).out.splitlines()) >= 3
    assert run("log", "checkpoints", "7", "--db", log).code == ExitCode.USAGE


def test_verification_counts_what_signs_the_log(run, log):
    run("log", "checkpoint", "--db", log)
    data = run("log", "verify", "--json", "--db", log).data
    assert (data["sound"], data["checkpoints"], data["cosignatures"], data["pins"]) == (True, 1, 0, 1)
    out = run("log", "verify", "--db", log).out
    assert "1 kept checkpoint fits\n1 pin fits\n" in out
    key = run("log", "key", "--db", log).out.strip()
    assert run("log", "verify", "--key", key, "--db", log).code == 0
    other = run("log", "verify", "--key", Witness("x").vkey, "--db", log)
    assert other.code == ExitCode.VERIFICATION_FAILED
    assert run("log", "verify", "--key", "nonsense", "--db", log).code == ExitCode.USAGE


def test_a_rotation_puts_both_keys_under_the_next_checkpoint(run, log, tmp_path, monkeypatch):
    old = run("log", "key", "--db", log).out.strip()
    found = run("log", "rotate-key", tmp_path / "new.key", "--json", "--db", log).data
    assert (found["replaces"], found["checkpoint"]["size"], found["checkpoint"]["signers"]) == (old, 3, 2)
    assert run("log", "key", "--db", log).out == f"{found['key']}\nreplaced at entry 2: {old}\n"
    refused = run("log", "checkpoint", "--db", log)
    assert f"the signing key in {log}.key is {old}; the log is signed by {found['key']}" in refused.err
    monkeypatch.setenv("ASSESSOR_SIGNING_KEY_FILE", str(tmp_path / "new.key"))
    grow(run, log)
    assert run("log", "checkpoint", "--json", "--db", log).data["signers"] == 1
    assert run("log", "verify", "--json", "--db", log).data["checkpoints"] == 2


def test_a_rotation_to_a_key_that_signed_before_is_refused(run, log, tmp_path, monkeypatch):
    assert run("log", "rotate-key", f"{log}.key", "--db", log).code == 1
    run("log", "rotate-key", tmp_path / "new.key", "--db", log)
    monkeypatch.setenv("ASSESSOR_SIGNING_KEY_FILE", str(tmp_path / "new.key"))
    refused = run("log", "rotate-key", f"{log}.key", "--db", log)
    assert "signs or signed this log already" in refused.err
    assert grow_count(run, log) == 3


def test_a_rotation_without_the_old_key_makes_nothing(run, log, tmp_path):
    log.with_name("log.db.key").unlink()
    assert run("log", "rotate-key", tmp_path / "new.key", "--db", log).code == 1
    assert not (tmp_path / "new.key").exists()


def test_an_import_signs_after_each_batch_that_asks_for_it(run, bare, tmp_path):
    run("log", "init-key", "--db", bare)
    files = []
    for name in ("one", "two"):
        files.append(tmp_path / f"{name}.yaml")
        source = f"{{id: s-{name}, title: t, tier: 2, published: 2026-04-01}}"
        text = f"batch: {name}\nprovenance: made for a test\nsources: [{source}]\n"
        files[-1].write_text(text, encoding="utf-8")
    data = run("import", *files, "--checkpoint", "--json", "--db", bare).data
    assert [one["size"] for one in data["checkpoints"]] == [4, 5]
    again = run("import", *files, "--checkpoint", "--db", bare).out
    assert again.count("the log did not grow: checkpoint of size 5") == 2


def test_assessing_signs_where_it_is_asked_to(run, db):
    run("log", "init-key", "--db", db)
    times = ("--as-of", "2025-02-15", "--known-at", "2026-04-26")
    every = run("assess", "--all", *times, "--checkpoint", "--json", "--db", db).data
    assert every["checkpoint"]["size"] == every["assessments"][-1]["entry_index"] + 1
    one = run("assess", "11", *times, "--checkpoint", "--db", db)
    assert one.out.splitlines()[-1].startswith("checkpoint of size ")
    assert "checkpoint" not in run("assess", "11", *times, "--json", "--db", db).data
    assert run("assess", "11", "--dry-run", "--checkpoint", "--db", db).code == ExitCode.USAGE


def cosigned(run, log, *witnesses):
    note = run("log", "checkpoint", "--db", log).out
    text = note.rpartition("\n\n")[0] + "\n"
    return note + "".join(witness.line(text) for witness in witnesses)


def test_a_known_witness_cosigns_and_an_unknown_one_is_ignored(run, log, tmp_path):
    run("log", "witness", "add", WITNESS.vkey, "--db", log)
    file = tmp_path / "cosigned.txt"
    file.write_text(cosigned(run, log, WITNESS, Witness("stranger.example")), encoding="utf-8")
    first = run("log", "cosign", file, "--json", "--db", log)
    assert first.data == {"size": 3, "added": [WITNESS.name], "already": 0, "ignored": 1, "total": 1}
    again = run("log", "cosign", file, "--db", log).out
    assert "1 kept before" in again
    assert "1 cosignature stands under the checkpoint of size 3" in again
    assert run("log", "verify", "--json", "--db", log).data["cosignatures"] == 1
    assert WITNESS.name in run("log", "checkpoints", "3", "--db", log).out


def test_the_lines_of_a_witness_alone_are_of_the_last_checkpoint(run, log, tmp_path):
    run("log", "witness", "add", WITNESS.vkey, "--db", log)
    lines = cosigned(run, log, WITNESS).rpartition("\n\n")[2].splitlines(keepends=True)
    file = tmp_path / "answer.txt"
    file.write_text(lines[-1], encoding="utf-8")
    assert run("log", "cosign", file, "--json", "--db", log).data["added"] == [WITNESS.name]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (lambda text: WITNESS.line(text + "x\n"), "is not good"),
        (lambda text: WITNESS.line(text, 2**40), "which is to come"),
    ],
)
def test_a_cosignature_that_is_not_good_leaves_nothing(run, log, tmp_path, line, reason):
    other = Witness("other.example")
    for witness in (WITNESS, other):
        run("log", "witness", "add", witness.vkey, "--db", log)
    note = cosigned(run, log, other)
    file = tmp_path / "cosigned.txt"
    file.write_text(note + line(note.partition("\n\n")[0] + "\n"), encoding="utf-8")
    refused = run("log", "cosign", file, "--db", log)
    assert refused.code == ExitCode.VERIFICATION_FAILED
    assert reason in refused.err
    assert run("log", "checkpoints", "--json", "--db", log).data["checkpoints"][0]["cosignatures"] == 0


def test_a_checkpoint_that_was_not_kept_cannot_be_cosigned(run, log, tmp_path):
    file = tmp_path / "cosigned.txt"
    note = cosigned(run, log, WITNESS)
    file.write_text(note.replace("\n2\n", "\n1\n"), encoding="utf-8")
    assert run("log", "cosign", file, "--db", log).code == ExitCode.USAGE
    file.write_text(note.replace("\n2\n", "\n2\n").replace("log.example/1\n", "log.example/9\n", 1), encoding="utf-8")
    refused = run("log", "cosign", file, "--db", log)
    assert refused.code == ExitCode.VERIFICATION_FAILED
    assert "signed another one of that size" in refused.err


def test_a_note_that_is_none_is_told(run, log, tmp_path):
    file = tmp_path / "note.txt"
    file.write_bytes(b"\x00\xff")
    for command in (["cosign", file], ["pin", file]):
        refused = run("log", *command, "--json", "--db", log)
        assert (refused.code, refused.data["error"]["code"]) == (5, "log-note-invalid")
    assert run("log", "pin", tmp_path / "none.txt", "--db", log).code == 1


def test_witnesses_are_known_once_and_listed(run, log):
    assert run("log", "witness", "list", "--db", log).out == "the log knows no witness\n"
    assert "is known from entry 2 on" in run("log", "witness", "add", WITNESS.vkey, "--db", log).out
    assert "was known from entry 2 on" in run("log", "witness", "add", WITNESS.vkey, "--db", log).out
    assert run("log", "witness", "list", "--db", log).out == f"{WITNESS.vkey}\n"
    (known,) = run("log", "witness", "list", "--json", "--db", log).data["witnesses"]
    assert known == {"name": WITNESS.name, "key": WITNESS.vkey, "entry_index": 2}
    for wrong in ("nonsense", run("log", "key", "--db", log).out.strip()):
        assert run("log", "witness", "add", wrong, "--db", log).code == ExitCode.USAGE


def test_another_log_is_pinned_by_its_key_without_a_database(run, log, tmp_path):
    note, key = tmp_path / "note.txt", run("log", "key", "--db", log).out.strip()
    run("log", "checkpoint", "--out", note, "--db", log)
    elsewhere = tmp_path / "elsewhere" / "none.db"
    elsewhere.parent.mkdir()
    assert run("log", "pins", "--db", elsewhere).out.startswith("nothing is pinned")
    assert run("log", "pin", note, "--db", elsewhere).code == ExitCode.USAGE
    pinned = run("log", "pin", note, "--key", key, "--json", "--db", elsewhere).data
    assert (pinned["pin"]["origin"], pinned["pin"]["size"], pinned["pin"]["keys"]) == ("log.example/1", 2, [key])
    assert "was pinned before" in run("log", "pin", note, "--db", elsewhere).out
    assert len(run("log", "pins", "--json", "--db", elsewhere).data["pins"]) == 1
    assert "log.example/1" in run("log", "pins", "--db", elsewhere).out


def test_pins_can_be_kept_elsewhere(run, log, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESSOR_PINS", str(tmp_path / "safe"))
    run("log", "checkpoint", "--db", log)
    assert (tmp_path / "safe").exists()
    assert not log.with_name("log.db.pins").exists()


def test_a_note_is_read_from_standard_input(run, log, monkeypatch):
    run("log", "witness", "add", WITNESS.vkey, "--db", log)
    note = cosigned(run, log, WITNESS).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(note)))
    assert run("log", "cosign", "-", "--json", "--db", log).data["added"] == [WITNESS.name]
