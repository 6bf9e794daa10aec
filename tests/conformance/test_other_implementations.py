"""
Exports and proofs of ours, checked by code that is not ours.

The Go program beside this file stands on `golang.org/x/mod/sumdb`, as Debian packages it; pymerkle
is an RFC 6962 tree from PyPI. Neither shares a line with the program or with the other.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pymerkle
import pytest

from assessor.audit.note_key import SigningKey
from assessor.cli.log_prove import flat_proof
from assessor.services.export_log import export_log
from assessor.services.prove import prove_consistency, prove_inclusion
from tests.filed_log import FiledLog, files_of, root_of, split_bundle

GO_PROGRAM = Path(__file__).parent / "go" / "verify.go"
GO_MODULES = Path("/usr/share/gocode")
SIZE = 700
PLACES = [(0, 1), (0, SIZE), (255, 256), (256, 257), (300, 512), (511, SIZE), (512, SIZE), (SIZE - 1, SIZE)]
SIZES = [(1, SIZE), (2, 3), (255, 256), (256, 257), (256, SIZE), (257, 512), (512, SIZE), (SIZE, SIZE)]


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    log = FiledLog(tmp_path_factory.mktemp("log"))
    log.grow(600)
    with log.opened() as assessor:
        export_log(assessor, log.folder / "out")
    log.grow(SIZE)
    with log.opened() as assessor:
        export_log(assessor, log.folder / "out")
    return log


@pytest.fixture(scope="module")
def proofs(log):
    with log.opened() as assessor:
        return [
            *(flat_proof(prove_inclusion(assessor, index, size)) for index, size in PLACES),
            *(flat_proof(prove_consistency(assessor, first, second)) for first, second in SIZES),
        ]


# --- Go ---


@pytest.fixture(scope="session")
def go_verifier(tmp_path_factory):
    """Build the program without a network; where Go is missing the test fails, because nothing stands in for it."""
    needed = {
        "golang-go": shutil.which("go") is not None,
        "golang-golang-x-mod-dev": (GO_MODULES / "src/golang.org/x/mod/sumdb").is_dir(),
    }
    missing = [package for package, is_there in needed.items() if not is_there]
    if missing:
        pytest.fail(f"install {' and '.join(missing)} (Debian's packages): without them nothing here is verified by Go")
    folder = tmp_path_factory.mktemp("go")
    settings = {"GO111MODULE": "off", "GOPATH": str(GO_MODULES), "GOFLAGS": "", "GOCACHE": str(folder / "cache")}
    command = ["go", "build", "-o", str(folder / "verify"), str(GO_PROGRAM)]
    subprocess.run(command, check=True, env={**os.environ, **settings}, cwd=folder, capture_output=True, text=True)
    return folder / "verify"


@pytest.fixture
def run_go(go_verifier, log, tmp_path):
    def run(folder, proofs, key=log.key):
        file = tmp_path / "proofs.jsonl"
        file.write_text("".join(f"{json.dumps(proof)}\n" for proof in proofs), encoding="utf-8")
        command = [str(go_verifier), str(folder), key, str(file)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_go_opens_the_checkpoint_rebuilds_the_root_and_accepts_every_proof(run_go, log, proofs):
    ended = run_go(log.folder / "out", proofs)
    assert ended.stderr == ""
    assert ended.stdout == f"{SIZE} {root_of(log.entries()).hex()}\n"


def test_go_accepts_no_other_key(run_go, log):
    other = SigningKey("log.example/1", bytes(range(32))).verifier.render()
    ended = run_go(log.folder / "out", [], other)
    assert (ended.returncode, ended.stderr) == (1, "note has no verifiable signatures\n")


@pytest.mark.parametrize("name", ["checkpoint", "tile/entries/001", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"])
def test_go_finds_a_changed_byte_in_any_file(run_go, log, tmp_path, name):
    folder = shutil.copytree(log.folder / "out", tmp_path / "out")
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    assert run_go(folder, []).returncode == 1


def test_go_refuses_a_proof_that_was_changed(run_go, log, proofs):
    for proof in (proofs[1], proofs[len(PLACES)]):
        changed = {**proof, "proof": [*proof["proof"][:-1], f"sha256:{'00' * 32}"]}
        ended = run_go(log.folder / "out", [changed])
        assert (ended.returncode, "invalid transparency proof" in ended.stderr) == (1, True)


# --- pymerkle ---


def exported_entries(log):
    files = files_of(log.folder / "out")
    full = [name for name in sorted(files) if name.startswith("tile/entries/") and ".p/" not in name]
    return [entry for name in [*full, "tile/entries/002.p/188"] for entry in split_bundle(files[name])]


def hashes(proof):
    return [bytes.fromhex(item.removeprefix("sha256:")) for item in proof["proof"]]


def test_pymerkle_gives_the_roots_and_accepts_the_proofs_of_inclusion(log, proofs):
    tree = pymerkle.InmemoryTree.init_from_entries(exported_entries(log))
    assert tree.get_root() == root_of(log.entries())
    for proof in proofs[: len(PLACES)]:
        place, size = proof["index"] + 1, proof["size"]
        leaf = tree.get_leaf(place)
        assert proof["leaf_hash"] == f"sha256:{leaf.hex()}"
        rule = tree.prove_inclusion(place, size).rule
        ours = pymerkle.InclusionProof("sha256", True, size, place, rule, [leaf, *hashes(proof)])
        pymerkle.verify_inclusion(leaf, tree.get_root(size), ours, index=place, size=size)


def test_pymerkle_gives_the_hashes_of_the_proofs_of_consistency(log, proofs):
    """Its own proofs break trees into smaller pieces than RFC 6962; each hash of ours is a root that it computes."""
    entries = exported_entries(log)

    def root(first, after):
        return pymerkle.InmemoryTree.init_from_entries(entries[first:after]).get_root()

    def prove(first, start, after, *, whole):
        """PROOF and SUBPROOF of RFC 6962, section 2.1.2."""
        if first == after:
            return [] if whole else [root(start, after)]
        middle = start + (1 << (after - start - 1).bit_length() - 1)
        if first <= middle:
            return [*prove(first, start, middle, whole=whole), root(middle, after)]
        return [*prove(first, middle, after, whole=False), root(start, middle)]

    for proof in proofs[len(PLACES) :]:
        first, second = proof["first_size"], proof["second_size"]
        assert hashes(proof) == prove(first, 0, second, whole=True)
        assert proof["first_root"] == f"sha256:{root(0, first).hex()}"
        assert proof["second_root"] == f"sha256:{root(0, second).hex()}"
