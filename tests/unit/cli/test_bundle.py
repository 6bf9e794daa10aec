"""Proof-carrying assessments: made, verified step by step without a database, and refused at the step that fails."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import jsonschema
import prov.model
import pytest

from assessor.audit import EntryType, Frontier, draft_entry, hash_leaf, prove_inclusion
from assessor.audit.checkpoint import Checkpoint
from assessor.audit.note_key import SigningKey
from assessor.audit.signed_note import sign_note
from assessor.bootstrap import open_assessor
from assessor.cli.exit_code import ExitCode
from assessor.errors import VerificationError
from assessor.resources import resource_dir
from assessor.services.assess import assess
from assessor.services.assessment_name import Reference
from assessor.services.bundle_assessment import bundle_assessment
from assessor.services.checkpoints import make_checkpoint
from assessor.services.log_keys import init_key
from assessor.services.verify_bundle import verify_bundle
from tests.every_type import open_signed
from tests.harbour_log import live_through


@pytest.fixture(scope="session")
def bundled(filled, tmp_path_factory):
    """Return a folder with a signed log of one assessment and its repetition, bundles of both, keys and notes."""
    folder = tmp_path_factory.mktemp("bundled")
    path = Path(shutil.copy(filled, folder / "log.db"))
    with open_assessor(str(path), "tester") as assessor:
        (folder / "key").write_text(str(init_key(assessor).key), encoding="utf-8")
        (folder / "early.note").write_text(make_checkpoint(assessor).note, encoding="utf-8")
        first = assess(assessor, "11", as_of=date(2026, 4, 26), known_at="2026-04-26").assessment
        again = assess(assessor, "11", as_of=date(2026, 4, 26), known_at="2026-04-26").assessment
        assert (first.repeats, again.repeats) == (None, first.entry_index)
        (folder / "late.note").write_text(make_checkpoint(assessor).note, encoding="utf-8")
        for name, index in (("first", first.entry_index), ("again", again.entry_index)):
            made = bundle_assessment(assessor, Reference(index or 0))
            (folder / f"{name}.json").write_text(made.model_dump_json(), encoding="utf-8")
    return folder


@pytest.fixture
def key(bundled):
    return (bundled / "key").read_text(encoding="utf-8")


@pytest.fixture
def altered(bundled, tmp_path):
    """Write the first bundle with something altered, and return the file."""

    def alter(change):
        document = json.loads((bundled / "first.json").read_text(encoding="utf-8"))
        change(document)
        path = tmp_path / "altered.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return alter


def decode(text):
    return base64.b64decode(text)


def encode(data):
    return base64.b64encode(data).decode()


def entry_of(document, kind):
    return next(e for e in document["entries"] if json.loads(decode(e["data"]))["type"] == kind)


@pytest.mark.parametrize("name", ["first", "again"])
def test_a_bundle_verifies_step_by_step_anywhere(run, bundled, key, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = run("bundle", "verify", bundled / f"{name}.json", "--key", key, "--pin", bundled / "early.note", "--json")
    assert ended.code == 0
    assert [step["number"] for step in ended.data["steps"]] == [1, 2, 3, 4, 5, 6]
    assert ended.data["signature_checked"] is True
    assert "Advancing (with bilateral friction)" in ended.data["steps"][-1]["told"]
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_is_written_by_id_and_says_what_it_cannot_show(run, bundled, tmp_path):
    path = tmp_path / "b.json"
    index = json.loads((bundled / "first.json").read_text(encoding="utf-8"))["assessment"]
    ended = run("assessment", "bundle", f"11@2026-04-26#{index}", "-o", path, "--db", bundled / "log.db")
    assert ended.code == 0
    assert "it cannot show that no other evidence" in ended.out
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads((bundled / "first.json").read_text("utf-8"))


def test_a_bundle_fits_its_schema(bundled):
    schema = json.loads((resource_dir("schemas") / "bundle.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads((bundled / "first.json").read_text(encoding="utf-8")), schema)


def test_the_whole_read_set_is_enclosed_and_no_text_of_a_signal(bundled):
    document = json.loads((bundled / "first.json").read_text(encoding="utf-8"))
    entries = [json.loads(decode(e["data"])) for e in document["entries"]]
    record = json.loads(decode(document["content"][0]["data"]))
    read = {(item["kind"], item["id"]) for item in record["read_set"]}
    assert read == {(e["type"].split(":")[0], e["body"]["id"]) for e in entries if "item" in e["body"]}
    assert "Two CIA officials" not in "".join(decode(c["data"]).decode() for c in document["content"])


def test_without_a_key_the_signature_is_said_not_to_be_checked(run, bundled):
    ended = run("bundle", "verify", bundled / "first.json")
    assert ended.code == 0
    assert "NOT CHECKED" in ended.out.splitlines()[0]


def test_a_key_of_somebody_else_is_refused(run, bundled):
    name = (bundled / "key").read_text(encoding="utf-8").split("+")[0]
    thief = SigningKey(name, bytes(32)).verifier.render()
    ended = run("bundle", "verify", bundled / "first.json", "--key", thief)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert "step 1, the checkpoint is signed: it is signed by no known key" in ended.err


def change_entry(document):
    entry = entry_of(document, "reading:recorded")
    entry["data"] = encode(decode(entry["data"]).replace(b'"value":"', b'"value":"1', 1))


def swap_proofs(document):
    first, second = document["entries"][:2]
    first["proof"], second["proof"] = second["proof"], first["proof"]


def move_entry(document):
    document["entries"][0]["index"] += 1


def change_record(document):
    content = document["content"][0]
    content["data"] = encode(decode(content["data"]).replace(b'"trajectory":"Advancing"', b'"trajectory":"Contested"'))


def change_ruleset(document):
    content = document["content"][1]
    content["data"] = encode(decode(content["data"]).replace(b"P1Y", b"P2Y"))


def drop_reading(document):
    document["entries"].remove(entry_of(document, "reading:recorded"))


def drop_publication(document):
    document["entries"].remove(entry_of(document, "ruleset:published"))


def drop_record(document):
    del document["content"][0]


def point_elsewhere(document):
    document["assessment"] = entry_of(document, "source:recorded")["index"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_entry, "step 3, every entry is in the log: inclusion proof"),
        (swap_proofs, "step 3, every entry is in the log: inclusion proof"),
        (move_entry, "step 3, every entry is in the log: inclusion proof"),
        (change_record, "step 4, content is what it stands under: content `sha256:"),
        (change_ruleset, "step 4, content is what it stands under: content `sha256:"),
        (drop_reading, "was read and is not enclosed"),
        (drop_publication, "step 5, all of it was known, and the rules published: no entry enclosed published"),
        (drop_record, "is named and not enclosed"),
        (point_elsewhere, "records no assessment"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_changed_is_found_at_its_step(run, altered, key, change, told):
    ended = run("bundle", "verify", altered(change), "--key", key)
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert told in ended.err


def test_a_verdict_that_does_not_follow_is_found_though_everything_is_signed(run, bundled, tmp_path):
    """Somebody with a key of their own signs a log in which the record says something else."""
    document = json.loads((bundled / "first.json").read_text(encoding="utf-8"))
    change_record(document)
    record = document["content"][0]
    old, data = record["digest"], decode(record["data"])
    record["digest"] = "sha256:" + sha256(data).hexdigest()
    entry = entry_of(document, "assessment:recorded")
    forged = decode(entry["data"]).replace(old.encode(), record["digest"].encode())
    entry["data"] = encode(forged.replace(b'"trajectory":"Advancing"', b'"trajectory":"Contested"'))
    leaves = {e["index"]: hash_leaf(decode(e["data"])) for e in document["entries"]}
    size = max(leaves) + 1
    hashes = [leaves.get(n, bytes(32)) for n in range(size)]
    forger = SigningKey("log.example/forged", bytes([7]) * 32)

    def read(nodes):
        def root(node):
            part = hashes[node.index << node.level : (node.index + 1) << node.level]
            frontier = Frontier()
            frontier.extend(part)
            return frontier.root()

        return [root(node) for node in nodes]

    for enclosed in document["entries"]:
        enclosed["proof"] = [encode(p) for p in prove_inclusion(enclosed["index"], size, read)]
    frontier = Frontier()
    frontier.extend(hashes)
    text = Checkpoint("log.example/forged", size, frontier.root()).render()
    document["checkpoint"] = sign_note(text, [forger]).render().decode()
    document["earlier"] = []
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    ended = run("bundle", "verify", path, "--key", forger.verifier.render())
    assert ended.code == ExitCode.VERIFICATION_FAILED
    assert "step 6, the verdict follows: what comes out is not what was recorded" in ended.err


def test_a_pin_of_another_history_is_refused(run, bundled, key, tmp_path):
    note = (bundled / "early.note").read_text(encoding="utf-8")
    origin, size = note.splitlines()[:2]
    forked = tmp_path / "forked.note"
    text = Checkpoint(origin, int(size), bytes(32)).render()
    forked.write_bytes(sign_note(text, [SigningKey(origin, bytes(32))]).render())
    assert run("bundle", "verify", bundled / "first.json", "--key", key, "--pin", forked).code == 5
    ended = run("bundle", "verify", bundled / "first.json", "--pin", forked)
    assert "step 2, the log extends what was pinned: consistency proof" in ended.err


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe", b'{"format": "assessor-bundle-v2"}'])
def test_what_is_no_bundle_is_told_as_such(run, tmp_path, data):
    path = tmp_path / "b.json"
    path.write_bytes(data)
    ended = run("bundle", "verify", path, "--json")
    assert (ended.code, ended.data["error"]["code"]) == (ExitCode.VERIFICATION_FAILED, "log-bundle-invalid")


def test_an_assessment_after_the_last_checkpoint_has_no_bundle_yet(run, bundled, tmp_path):
    path = Path(shutil.copy(bundled / "log.db", tmp_path / "log.db"))
    run("assess", "11", "--as-of", "2026-04-25", "--known-at", "2026-04-26", "--db", path)
    index = run("log", "show", "--json", "--db", path).data["entries"][-1]["index"]
    ended = run("assessment", "bundle", index, "-o", tmp_path / "b.json", "--db", path)
    assert ended.code == 1
    assert "run `assessor log checkpoint`" in ended.err
    assert not (tmp_path / "b.json").exists()


def test_prov_is_read_by_an_implementation_that_is_not_ours(run, bundled, tmp_path):
    path = tmp_path / "p.json"
    index = json.loads((bundled / "first.json").read_text(encoding="utf-8"))["assessment"]
    assert run("assessment", "prov", index, "-o", path, "--db", bundled / "log.db").code == 0
    document = prov.model.ProvDocument.deserialize(str(path))
    record = json.loads(decode(json.loads((bundled / "first.json").read_text("utf-8"))["content"][0]["data"]))
    used = list(document.get_records(prov.model.ProvUsage))
    assert len(used) == len(record["read_set"]) + 1
    assert len(list(document.get_records(prov.model.ProvDerivation))) == len(record["support"])
    assert document.get_provn().startswith("document")


def test_an_entry_that_repeats_a_trajectory_which_was_not_issued_is_told(tmp_path):
    """The log's own writer can put it there; the document beside it says that the evidence is insufficient."""
    with open_signed(str(tmp_path / "log.db"), tmp_path) as assessor:
        live_through(assessor)
        with assessor.database.write() as tx:
            honest = tx.log.entry(21)
            assert honest is not None
            body = honest.parse_body()
            assert "trajectory" not in body
            kind = EntryType.ASSESSMENT_RECORDED
            (forged,) = tx.append([draft_entry(kind, {**body, "trajectory": "busy"}, actor="a")], clock=assessor.clock)
        init_key(assessor)
        make_checkpoint(assessor)
        bundles = {index: bundle_assessment(assessor, Reference(index)) for index in (21, forged.index)}
    assert len(list(verify_bundle(bundles[21]))) == 6
    with pytest.raises(VerificationError, match="step 6, the verdict follows: what comes out is not what was recorded"):
        list(verify_bundle(bundles[forged.index]))
