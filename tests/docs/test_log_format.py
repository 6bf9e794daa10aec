"""`log-format.md` against the program: every type with every key, and the worked example to the byte."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assessor.audit import Entry, EntryType
from assessor.audit.named_content import NAMES
from assessor.audit.note_key import parse_verifier_key
from assessor.audit.receipt import parse_receipt, verify_receipt
from assessor.audit.tiles import Tile, render_bundle
from assessor.bootstrap import open_assessor
from tests.every_type import record_every_type
from tests.filed_log import root_of

PAGE = (Path(__file__).parents[2] / "docs" / "log-format.md").read_text(encoding="utf-8")
TYPES = PAGE.partition("\n## Types of entries\n")[2].partition("\n## ")[0]
ROW = re.compile(r"^\| `([a-z_]+)` \| ([^|]+) \|", re.MULTILINE)
DOCUMENTED = {
    kind: dict(ROW.findall(text))
    for heading, text in re.findall(r"(?ms)^### (`.*?`)\n(.*?)(?=^### |\Z)", TYPES)
    for kind in re.findall(r"`([^`]+)`", heading)
}


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    """Return entries of every type, as the services write them."""
    folder = tmp_path_factory.mktemp("every-type")
    record_every_type(str(folder / "log.db"), folder)
    with open_assessor(str(folder / "log.db")) as assessor, assessor.database.read() as tx:
        return list(tx.log.whole())


def test_every_type_is_told_and_no_other():
    assert set(DOCUMENTED) == {kind.value for kind in EntryType}


@pytest.mark.parametrize("kind", EntryType)
def test_the_keys_of_a_body_are_those_that_are_written(entries, kind):
    bodies = [entry.parse_body() for entry in entries if entry.type is kind]
    assert bodies
    told = DOCUMENTED[kind.value]
    assert {key for body in bodies for key in body} <= told.keys()
    required = {key for key, means in told.items() if "optional" not in means}
    assert all(required <= body.keys() for body in bodies)


def test_the_keys_of_the_envelope_are_those_that_are_written(entries):
    table = PAGE.partition("\n## Envelope\n")[2].partition("\n## ")[0]
    told = dict(ROW.findall(table))
    required = {key for key, means in told.items() if "optional" not in means}
    assert {key for entry in entries for key in json.loads(entry.data)} | {"clamped"} == told.keys()
    assert all(required <= json.loads(entry.data).keys() for entry in entries)


def test_the_keys_that_name_content_are_those_that_the_program_follows():
    told = {
        (kind, key): "erasable" in means
        for kind, keys in DOCUMENTED.items()
        for key, means in keys.items()
        if means.startswith("digest of ")
    }
    assert told == {(kind, key): erasable for kind, keys in NAMES.items() for key, erasable in keys.items()}


# --- the worked example, by the standard library and `cryptography` ---

EXAMPLE = PAGE.partition("\n## A worked example\n")[2]
KEY, LOG, CONTENT, RECEIPT = re.findall(r"(?ms)^```\w+\n(.*?)^```$", EXAMPLE)
ENTRIES = [line.encode() for line in LOG.splitlines()]
HASHES = re.findall(r"^\| `([0-9a-f]{64})` \|", EXAMPLE, re.MULTILINE)


def test_the_hashes_of_the_example():
    leaves = [sha256(b"\x00" + entry).digest() for entry in ENTRIES]
    both = sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    root = sha256(b"\x01" + both + leaves[2]).digest()
    assert [item.hex() for item in (*leaves, both, root)] == HASHES
    assert root == root_of(ENTRIES)


def test_the_lengths_and_the_bundle_of_the_example():
    assert "(247, 251 and 349 bytes" in EXAMPLE
    assert [len(entry) for entry in ENTRIES] == [247, 251, 349]
    bundle = render_bundle(ENTRIES)
    assert bundle == b"".join(bytes.fromhex(n) + e for n, e in zip(("00f7", "00fb", "015d"), ENTRIES, strict=True))
    assert Tile(0, 0, 3).path in EXAMPLE
    assert Tile(0, 0, 3).bundle_path in EXAMPLE


def test_the_entries_of_the_example_are_entries():
    assert [Entry.from_bytes(index, data).type for index, data in enumerate(ENTRIES)] == [
        EntryType.LOG_CREATED,
        EntryType.SOURCE_RECORDED,
        EntryType.SIGNAL_RECORDED,
    ]


def test_the_content_of_the_example_has_the_digest_that_names_it():
    content = CONTENT.removesuffix("\n").encode()
    named = sha256(content).hexdigest()
    assert json.loads(ENTRIES[2])["body"]["text"] == f"sha256:{named}"
    assert f"{len(content)} bytes in `content/sha256/{named[:2]}/{named}`" in EXAMPLE


def test_the_key_of_the_example_is_that_of_its_seed():
    name, key_id, material = KEY.strip().split("+", 2)
    public = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32).public_key().public_bytes_raw()
    assert b64decode(material) == b"\x01" + public
    assert key_id == sha256(name.encode() + b"\n\x01" + public).hexdigest()[:8]


def test_the_receipt_of_the_example_proves_its_entry():
    head, _, note = RECEIPT.partition("\n\n")
    text, _, signature = note.rpartition("\n\n")
    public = b64decode(KEY.strip().split("+", 2)[2])[1:]
    Ed25519PublicKey.from_public_bytes(public).verify(b64decode(signature.split()[2])[4:], f"{text}\n".encode())
    assert b64decode(text.splitlines()[2]).hex() == HASHES[-1]
    assert [b64decode(line).hex() for line in head.splitlines()[2:]] == [HASHES[0], HASHES[2]]
    found = verify_receipt(parse_receipt(RECEIPT.encode()), [parse_verifier_key(KEY.strip())], entry=ENTRIES[1])
    assert (found.entry.index, found.checkpoint.size) == (1, 3)
