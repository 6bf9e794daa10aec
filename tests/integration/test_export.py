"""Exports: what is in them, what a second one writes, and what is refused."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest

from assessor.audit import Entry, hash_leaf, verify_log
from assessor.audit.named_content import list_content
from assessor.errors import CheckpointMissingError, ExportError, VerificationError
from assessor.report.export_folder import ExportFolder
from assessor.services.checkpoints import make_checkpoint
from assessor.services.erase_content import erase_content
from assessor.services.export_log import export_log
from assessor.store.sqlite_triggers import TRIGGERS
from tests.filed_log import FiledLog, files_of, root_of, run_verifier, split_bundle


def export(log, folder):
    with log.opened() as assessor:
        return export_log(assessor, folder)


def copied(log, folder):
    """The same log in another place, which can take another way."""
    copy = object.__new__(FiledLog)
    copy.folder, copy.key = shutil.copytree(log.folder, folder), log.key
    copy.path = copy.folder / "log.db"
    return copy


def change(log, *statements):
    """Change something through the back door, and put the triggers back."""
    raw = sqlite3.connect(log.path, isolation_level=None)
    for name in TRIGGERS:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(*statement)
    for trigger in TRIGGERS.values():
        raw.execute(trigger)
    raw.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "log"
    folder.mkdir()
    log = FiledLog(folder)
    log.grow(600)
    export(log, folder.parent / "out")
    return log


@pytest.fixture
def log(made, tmp_path):
    return copied(made, tmp_path / "log")


@pytest.fixture
def out(made, tmp_path):
    """Return a copy of the log's export at 600 entries."""
    return shutil.copytree(made.folder.parent / "out", tmp_path / "out")


def tree_files(files):
    return {name for name in files if name.startswith("tile/")}


def test_an_export_has_the_files_that_its_size_asks_for_and_no_other(made):
    files = files_of(made.folder.parent / "out")
    entries = made.entries()
    hashes = [sha256(b"\x00" + data).digest() for data in entries]
    roots = [root_of(entries[at : at + 256]) for at in (0, 256)]
    expected = {
        "tile/0/000": b"".join(hashes[:256]),
        "tile/0/001": b"".join(hashes[256:512]),
        "tile/0/002.p/88": b"".join(hashes[512:]),
        "tile/1/000.p/2": b"".join(roots),
    }
    assert {name: files[name] for name in expected} == expected
    bundles = {"tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"}
    assert tree_files(files) == expected.keys() | bundles
    assert [entry for name in sorted(bundles) for entry in split_bundle(files[name])] == entries
    contents = {name: data for name, data in files.items() if name.startswith("content/")}
    assert contents.keys() == {f"content/sha256/{(d := sha256(c).hexdigest())[:2]}/{d}" for c in contents.values()}
    with sqlite3.connect(made.path) as raw:
        assert sorted(contents.values()) == sorted(data for (data,) in raw.execute("SELECT data FROM content"))
        ((note,),) = raw.execute("SELECT note FROM checkpoint").fetchall()
    raw.close()
    assert files["checkpoint"] == note
    assert note.splitlines()[:2] == [b"log.example/1", b"600"]
    assert b64decode(note.splitlines()[2]) == root_of(entries)
    assert files.keys() - tree_files(files) - contents.keys() == {"checkpoint", "README.md", "verify.py"}


def test_a_second_export_writes_only_what_is_new(log, out):
    before = {p: p.stat().st_ino for p in out.rglob("*") if p.is_file()}
    log.grow(700)
    found = export(log, out)
    assert (found.size_before, found.size, found.beyond) == (600, 700, 0)
    kept = {p for p in before if p.is_file() and p.stat().st_ino == before[p]}
    assert {p.relative_to(out).as_posix() for p in before if p not in kept} == {"checkpoint"}
    new = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file() and p not in before}
    contents = {name for name in new if name.startswith("content/")}
    assert len(contents) == 20
    assert new - contents == {"tile/0/002.p/188", "tile/entries/002.p/188"}
    assert found.written == len(new) + 1


def test_partial_tiles_go_when_they_are_full_and_not_before(log, out):
    log.grow(700)
    export(log, out)
    assert (out / "tile/0/002.p/88").is_file()  # an earlier checkpoint needs it
    log.grow(769)
    export(log, out)
    assert {name for name in files_of(out) if name.startswith("tile/0/")} == {
        *(f"tile/0/00{n}" for n in range(3)),
        "tile/0/003.p/1",
    }
    assert not (out / "tile/0/002.p").exists()
    assert (out / "tile/1/000.p/2").is_file()
    assert run_verifier(out, "--key", log.key).returncode == 0


def test_step_by_step_or_at_once_the_same_export(log, out, tmp_path):
    for size in (601, 767, 768, 1100):
        log.grow(size)
        export(log, out)
    export(log, tmp_path / "at-once")
    stepwise, at_once = files_of(out), files_of(tmp_path / "at-once")
    assert {name: stepwise[name] for name in at_once} == at_once
    assert all(".p/" in name for name in stepwise.keys() - at_once.keys())


def test_where_nothing_is_new_nothing_is_written(log, out):
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}
    assert export(log, out).written == 0
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()} == before


def test_entries_beyond_the_last_checkpoint_are_told_and_left_out(log, out):
    log.grow(650, checkpoint=False)
    found = export(log, out)
    assert (found.size, found.beyond, found.written) == (600, 50, 0)


def test_without_a_checkpoint_there_is_nothing_to_export(tmp_path):
    log = FiledLog(tmp_path)
    with pytest.raises(CheckpointMissingError, match="assessor log checkpoint"):
        export(log, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_content_that_only_later_entries_name_stays_at_home(log, out):
    before = files_of(out)
    log.grow(700, checkpoint=False)
    export(log, out)
    assert files_of(out) == before


# --- killed in the middle ---


def test_killed_at_any_write_it_leaves_the_earlier_export_and_goes_on_later(log, out, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sync", lambda: None)  # a killed process loses nothing that it wrote; this is quicker
    log.grow(770)
    export(log, tmp_path / "whole")
    new = export(log, shutil.copytree(out, tmp_path / "counted")).written
    before = (out / "checkpoint").read_bytes()
    original = ExportFolder.write
    for stop in (0, 1, 2, new // 2, *range(new - 5, new)):
        folder = shutil.copytree(out, tmp_path / f"stopped-{stop}")
        left = iter(range(stop))

        def write(self, name, data, left=left):
            if next(left, None) is None:
                (self.path / ".new").write_bytes(data[: len(data) // 2])
                raise KeyboardInterrupt
            original(self, name, data)

        monkeypatch.setattr(ExportFolder, "write", write)
        with pytest.raises(KeyboardInterrupt):
            export(log, folder)
        assert (folder / "checkpoint").read_bytes() == before
        monkeypatch.setattr(ExportFolder, "write", original)
        if stop in (1, new - 1):
            assert run_verifier(folder, "--key", log.key).returncode == 0
        export(log, folder)
        whole, found = files_of(tmp_path / "whole"), files_of(folder)
        assert {name: found[name] for name in whole} == whole
        shutil.rmtree(folder)


def test_a_process_killed_at_a_random_moment_leaves_a_sound_export(log, tmp_path):
    log.grow(6_000)
    out = tmp_path / "killed"
    code = "import sys; from assessor.cli import main; main()"
    command = [sys.executable, "-c", code, "--db", str(log.path), "log", "export", str(out)]
    kills = 0
    for delay in (0.0, 0.05, 0.1, 0.2, 0.3, 0.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        waited = time.monotonic()
        while not (out / "verify.py").exists() and process.poll() is None and time.monotonic() < waited + 60:
            time.sleep(0.01)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        if (out / "checkpoint").exists():
            assert run_verifier(out, "--key", log.key).returncode == 0
    assert kills > 0
    assert export(log, out).size == 6_000
    assert run_verifier(out, "--key", log.key).returncode == 0


# --- refused ---


def test_a_folder_that_holds_something_else_is_left_alone(log, tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ExportError, match=r"it holds `letter\.txt`"):
        export(log, tmp_path / "theirs")
    assert [p.name for p in (tmp_path / "theirs").iterdir()] == ["letter.txt"]


def test_an_export_of_another_log_is_left_alone(out, tmp_path):
    (tmp_path / "other").mkdir()
    other = FiledLog(tmp_path / "other", "log.example/2")
    other.grow(700)
    before = files_of(out)
    with pytest.raises(ExportError, match=r"it is an export of `log\.example/1`, and this log is `log\.example/2`"):
        export(other, out)
    assert files_of(out) == before


def test_another_log_of_the_same_name_is_found_to_have_diverged(out, tmp_path):
    (tmp_path / "other").mkdir()
    other = FiledLog(tmp_path / "other")
    other.grow(700)
    before = files_of(out)
    with pytest.raises(VerificationError, match="the first 600 entries have another root"):
        export(other, out)
    assert files_of(out) == before


def test_a_log_rolled_back_behind_its_export_is_found(log, out, tmp_path):
    older = copied(log, tmp_path / "older")
    log.grow(700)
    export(log, out)
    before = files_of(out)
    with pytest.raises(VerificationError, match="it has 700 entries, and the last checkpoint is of 600"):
        export(older, out)
    assert files_of(out) == before


@pytest.mark.parametrize("data", [b"", b"not a note", b"x" * 1_000_001, b"a\n0\n\n\n"])
def test_a_checkpoint_that_is_none_is_told(log, out, data):
    (out / "checkpoint").write_bytes(data)
    with pytest.raises(ExportError, match="its checkpoint is none"):
        export(log, out)
    assert (out / "checkpoint").read_bytes() == data


def test_everything_is_exported_again_where_the_checkpoint_was_removed(log, out):
    for name in ("tile/0/000", "tile/entries/001", next(n for n in files_of(out) if n.startswith("content/"))):
        (out / name).write_bytes(b"damaged")
    before = export(log, out)
    assert (before.written, run_verifier(out).returncode) == (0, 5)
    (out / "checkpoint").unlink()
    export(log, out)
    assert run_verifier(out, "--key", log.key).returncode == 0


@pytest.mark.parametrize("name", ["tile/0/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize("how", ["missing", "short", "long", "changed"])
def test_an_edge_that_cannot_be_built_upon_is_told_with_its_remedy(log, out, name, how):
    data = (out / name).read_bytes()
    changed = {"short": data[:-1], "long": data + b"!", "changed": data[:-1] + bytes([data[-1] ^ 1])}
    if how == "missing":
        (out / name).unlink()
    else:
        (out / name).write_bytes(changed[how])
    log.grow(700)
    with pytest.raises(VerificationError, match="remove `checkpoint` there"):
        export(log, out)
    (out / "checkpoint").unlink()
    export(log, out)
    assert run_verifier(out, "--key", log.key).returncode == 0


def test_two_processes_do_not_export_into_one_folder_at_once(log, out):
    descriptor = os.open(out, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(ExportError, match="another process exports into it"):
        export(log, out)
    os.close(descriptor)
    assert export(log, out).written == 0


@pytest.mark.parametrize("where", ["a file", "below a file"])
def test_a_folder_that_cannot_be_made_is_told(log, tmp_path, where):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="what was exported before is as it was"):
        export(log, tmp_path / "file" / ("" if where == "a file" else "below"))


def test_the_checkpoint_is_put_in_place_after_all_that_it_vouches_for_is_on_disk(log, out, monkeypatch):
    log.grow(700)
    steps: list[str] = []
    original = ExportFolder.write

    def write(self, name, data):
        steps.append(name)
        original(self, name, data)

    monkeypatch.setattr(os, "sync", lambda: steps.append("sync"))
    monkeypatch.setattr(ExportFolder, "write", write)
    export(log, out)
    assert steps[-3:] == ["sync", "checkpoint", "sync"]
    assert "tile/0/002.p/188" in steps[:-3]


def test_a_full_disk_leaves_the_earlier_export(log, out, monkeypatch):
    log.grow(700)
    before = (out / "checkpoint").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExportError, match="No space left on device"):
        export(log, out)
    assert (out / "checkpoint").read_bytes() == before


# --- nothing leaves that does not fit ---

ANOTHER_SIGNATURE = """
UPDATE checkpoint SET note = CAST(replace(
  CAST(note AS TEXT),
  substr(CAST(note AS TEXT), -9, 4),
  CASE substr(CAST(note AS TEXT), -9, 4) WHEN 'AAAA' THEN 'BBBB' ELSE 'AAAA' END
) AS BLOB) WHERE size = 700
"""


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_entry SET data = x'7b7d' WHERE entry_index = 650", "entry 650"),
        ("UPDATE log_entry SET data = CAST(data AS TEXT) WHERE entry_index = 650", "entry 650"),
        ("DELETE FROM log_entry WHERE entry_index = 650", "tile/0/002"),
        ("UPDATE log_entry SET leaf_hash = zeroblob(32) WHERE entry_index = 690", "entry 690"),
        ("UPDATE log_head SET root = zeroblob(32)", "another root than their checkpoint"),
        (ANOTHER_SIGNATURE, "is not good"),
        ("DELETE FROM content", "content sha256:"),
        ("UPDATE content SET data = x'00'", "content sha256:"),
    ],
)
def test_what_was_changed_behind_the_back_is_not_exported(log, out, statement, told):
    log.grow(700)
    change(log, (statement,))
    before = (out / "checkpoint").read_bytes()
    with pytest.raises(VerificationError, match=told):
        export(log, out)
    assert (out / "checkpoint").read_bytes() == before
    assert run_verifier(out, "--key", log.key).returncode == 0


def test_content_that_was_erased_leaves_the_folder_with_the_next_export(log, out):
    log.grow(700)
    export(log, out)
    gone = next(entry for entry in log.entries() if b'"text":' in entry)
    address = json.loads(gone)["body"]["text"]
    path = out / "content" / "sha256" / address[7:9] / address[7:]
    assert path.is_file()
    with log.opened() as assessor:
        erase_content(assessor, [address], "asked for")
        make_checkpoint(assessor)
    export(log, out)
    assert not path.exists()
    ended = run_verifier(out, "--key", log.key)
    assert (ended.returncode, "2 erasable and absent" in ended.stdout) == (0, True)  # named by a signal, and as erased


def test_erasable_content_that_is_gone_is_left_out(log, out):
    log.grow(700)
    change(log, ("DELETE FROM content WHERE erasable",))
    export(log, out)
    ended = run_verifier(out, "--key", log.key)
    assert (ended.returncode, "18 erasable and absent" in ended.stdout) == (0, True)


# --- and back ---


def test_a_stranger_rebuilds_the_log_from_its_export(made, tmp_path):
    files = files_of(made.folder.parent / "out")
    (tmp_path / "rebuilt").mkdir()
    rebuilt = copied(made, tmp_path / "again")
    entries = [entry for name in sorted(files) if "/entries/" in name for entry in split_bundle(files[name])]
    change(rebuilt, ("DELETE FROM log_entry",), ("DELETE FROM content",))
    raw = sqlite3.connect(rebuilt.path)
    with raw:
        for index, data in enumerate(entries):
            row = (index, data, hash_leaf(data), data.decode())
            said = "json_extract(?4, '$.type'), json_extract(?4, '$.recorded_at'), json_extract(?4, '$.batch')"
            raw.execute(f"INSERT INTO log_entry SELECT ?1, ?2, ?3, {said}, NULL", row)
        kinds = {
            address: is_erasable
            for n, e in enumerate(entries)
            for address, is_erasable, _ in list_content(Entry.from_bytes(n, e))
        }
        for name, data in files.items():
            if name.startswith("content/"):
                named = (f"sha256:{name[-64:]}", kinds[f"sha256:{name[-64:]}"], data)
                raw.execute("INSERT INTO content (digest, media_type, erasable, data) VALUES (?, 'x', ?, ?)", named)
    raw.close()
    with rebuilt.opened() as assessor, assessor.database.read() as tx:
        find = tx.content.find_erasable
        stored = tx.log.stored(), tx.content.stored(), tx.log.head()
        report = verify_log(*stored, tiles=tx.tiles.stored(), find_erasable=find)
    assert (report.fault, report.size, report.root) == (None, 600, root_of(made.entries()))
