#!/usr/bin/env python3
"""
Verify an exported log without the program that wrote it. Needs Python 3.11 and nothing else.

    python3 verify.py [FOLDER] [--key VKEY]... [--checkpoint FILE]

It goes through these steps, and stops at the first thing that does not fit:

1. `checkpoint` is a signed note with origin, size and root. With --key, one of the keys given
   signed it, and no signature of a given key is bad. Without --key, nobody's word is checked.
2. Each entry is canonical JSON in its envelope, none is recorded before the one it follows, and
   the first founds the log that the checkpoint names.
3. Each content that an entry names is there and hashes to its name. Erasable text may be absent.
4. Each hash in each tile is the one recomputed from the entries.
5. The root over all entries is the checkpoint's. With --checkpoint, the log begins with the log
   of that older checkpoint.

Exit codes: 0 everything fits, 1 could not run, 2 usage, 5 something does not fit.

It cannot find a log that was replaced as a whole, except by --key or --checkpoint, and it does
not judge what entries mean. The formats are described in README.md beside it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 256  # hashes in a full tile, entries in a full bundle
MAX_ENTRY = 65_535
MAX_NOTE = 1_000_000

# Where entries name content: type of the entry, key in its body, and whether the content is erasable.
NAMES = {
    ("ruleset:published", "digest"): False,
    ("ruleset:published", "report"): False,
    ("assessment:recorded", "record"): False,
    ("assessment:recorded", "ruleset"): False,
    ("assessment:repeated", "ruleset"): False,
    ("assessment:restated", "record"): False,
    ("engines:disagreed", "ruleset"): False,
    ("backtest:run", "ruleset"): False,
    ("signal:proposed", "text"): True,
    ("signal:accepted", "text"): True,
    ("signal:recorded", "text"): True,
    ("signal:corrected", "text"): True,
    ("signal:merged", "text"): True,
    ("signal:retracted", "text"): True,
    ("signal:withdrawn", "text"): True,
    ("content:erased", "digest"): True,
}

Point = tuple[int, int, int, int]
Key = tuple[str, bytes, bytes]  # name, key id, public key
Checkpoint = tuple[str, int, bytes]  # origin, size, root


class MismatchError(Exception):
    """Something does not fit; the message says what and where."""


# --- Ed25519 (RFC 8032, section 5.1) ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def decode_point(data: bytes) -> Point | None:
    """Return a point in extended coordinates, or None where the bytes are no canonical encoding (5.1.3)."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def add_points(p: Point, q: Point) -> Point:
    """Return the sum of two points (5.1.4)."""
    a = (p[1] - p[0]) * (q[1] - q[0])
    b = (p[1] + p[0]) * (q[1] + q[0])
    c = 2 * p[3] * q[3] * D
    d = 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    """Return a multiple of a point."""
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add_points(total, point)
        point = add_points(point, point)
        scalar >>= 1
    return total


def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether the key signed the message (5.1.7, without multiplying by the cofactor)."""
    base = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    a, r, s = decode_point(public), decode_point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or base is None or a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    left, right = multiply(s, base), add_points(r, multiply(k % ORDER, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# --- notes and checkpoints (C2SP signed-note, tlog-checkpoint) ---


def decode_base64(text: str) -> bytes:
    """Return the bytes, or none where the text is not the one Base 64 form of any."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def parse_key(vkey: str) -> Key:
    """Return name, key id and public key of a verifier key, `name+hash+base64`."""
    name, _, rest = vkey.partition("+")
    digits, _, encoded = rest.partition("+")
    material = decode_base64(encoded)
    key_id = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if not name or len(material) != 33 or material[0] != 1 or key_id.hex() != digits:
        raise ValueError("the key is no Ed25519 verifier key of the form name+hash+base64")
    return name, key_id, material[1:]


def open_checkpoint(data: bytes, keys: list[Key], what: str) -> Checkpoint:
    """Return what a checkpoint says; with keys, only if one of them signed it."""
    note = data.decode("utf-8", "replace")
    text, blank, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or not all(lines) or len(lines) < 3 or re.search(r"[\x00-\x09\x0b-\x1f\ufffd]", note):
        raise MismatchError(f"{what}: it is no signed note of a checkpoint")
    origin, size, root = lines[0], lines[1], decode_base64(lines[2])
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size, re.ASCII) or len(root) != 32:
        raise MismatchError(f"{what}: it does not say size and root below its origin")
    signed = False
    for line in signatures.removesuffix("\n").split("\n"):
        begin, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        signature = decode_base64(encoded)
        if begin != "—" or not name or len(signature) < 5 or not signatures.endswith("\n"):
            raise MismatchError(f"{what}: a line under it is no signature")
        for key_name, key_id, public in keys:
            if (key_name, key_id) == (name, signature[:4]):
                if not is_signature(public, f"{text}\n".encode(), signature[4:]):
                    raise MismatchError(f"{what}: the signature of {name}+{key_id.hex()} is bad")
                signed = True
    if keys and not signed:
        raise MismatchError(f"{what}: none of the keys given signed it")
    return origin, int(size), root


# --- entries ---


def parse_entry(index: int, data: bytes) -> dict[str, Any]:
    """Return the document of an entry, which is canonical JSON with the envelope of version 1."""

    def refuse(text: str) -> None:
        raise ValueError(text)

    try:
        document = json.loads(data, parse_float=refuse, parse_constant=refuse)
        canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        raise MismatchError(f"entry {index}: it is no JSON of the kind that a log holds") from None
    if canonical != data:
        raise MismatchError(f"entry {index}: it is not in canonical form")
    kinds = {"actor": str, "body": dict, "cause": dict, "recorded_at": str, "type": str, "version": int}
    if not isinstance(document, dict) or any(type(document.get(key)) is not kind for key, kind in kinds.items()):
        raise MismatchError(f"entry {index}: it lacks the envelope of an entry")
    if document["version"] != 1:
        raise MismatchError(f"entry {index}: its envelope is of a version that this program does not read")
    return document


# --- the tree (RFC 6962, section 2.1) and its tiles (C2SP tlog-tiles) ---


def tree_root(hashes: list[bytes]) -> bytes:
    """Return the root over hashes of one level; the last of them may be that of a smaller subtree."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_root(hashes[:split]) + tree_root(hashes[split:])).digest()


def tile_path(level: int | str, index: int, width: int) -> str:
    """Return the path of a tile, or with level `entries` that of a bundle."""
    place = f"{index % 1000:03}"
    while index := index // 1000:
        place = f"x{index % 1000:03}/{place}"
    return f"tile/{level}/{place}" + (f".p/{width}" if width < WIDTH else "")


class Export:
    """An exported folder, and what its entries amount to so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 0
        self.edges: list[list[bytes]] = [[]]  # by level: hashes that fill no tile yet
        self.recorded_at = ""
        self.sound: set[str] = set()
        self.absent = 0

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file, which is a plain one and not longer than it can be."""
        if not (self.folder / path).is_file():
            raise MismatchError(f"{path}: it is missing")
        with (self.folder / path).open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise MismatchError(f"{path}: it is longer than it can be")
        return data

    def read_bundle(self, width: int) -> list[bytes]:
        """Return the next entries, as many as a bundle has."""
        path = tile_path("entries", self.size // WIDTH, width)
        data, entries, at = self.read(path, width * (2 + MAX_ENTRY)), [], 0
        for place in range(width):
            start = at + 2
            at = start + int.from_bytes(data[at:start], "big")
            if len(data) < max(start, at):
                raise MismatchError(f"entry {self.size + place}: {path} ends before it does")
            entries.append(data[start:at])
        if at < len(data):
            raise MismatchError(f"{path}: something follows its last entry")
        return entries

    def read_entries(self, size: int) -> Iterator[bytes]:
        """Yield the entries of a log of some size, as long as each is taken."""
        while self.size < size:
            yield from self.read_bundle(min(WIDTH, size - self.size))

    def take(self, data: bytes, origin: str) -> None:
        """Check the next entry by itself, and add it to the tree."""
        index = self.size
        entry = parse_entry(index, data)
        kind, body = entry["type"], entry["body"]
        if entry["recorded_at"] < self.recorded_at:
            raise MismatchError(f"entry {index}: it is recorded before the entry that precedes it")
        if (kind == "log:created", body.get("origin") if index == 0 else origin) != (index == 0, origin):
            raise MismatchError(f"entry {index}: it does not found the log {origin}, or it founds a second one")
        for (named_by, key), is_erasable in NAMES.items():
            if kind == named_by and key in body and not self.has_content(index, str(body[key])):
                if not is_erasable:
                    raise MismatchError(f"entry {index}: the content {body[key]} that it names is missing")
                self.absent += 1
        self.recorded_at = entry["recorded_at"]
        self.size += 1
        self.append(0, hashlib.sha256(b"\x00" + data).digest())

    def has_content(self, index: int, name: str) -> bool:
        """Return whether a content that an entry names is there, after checking that it is what it was."""
        if not re.fullmatch("sha256:[0-9a-f]{64}", name):
            raise MismatchError(f"entry {index}: it names content by what is no digest")
        path = self.folder / "content" / "sha256" / name[7:9] / name[7:]
        if name not in self.sound and path.is_file():
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != name[7:]:
                    raise MismatchError(f"entry {index}: the content {name} that it names has other bytes")
            self.sound.add(name)
        return name in self.sound

    def append(self, level: int, new: bytes) -> None:
        """Add a hash to its level; a tile that it fills is compared, and its root goes a level up."""
        if level == len(self.edges):
            self.edges.append([])
        hashes = self.edges[level]
        hashes.append(new)
        if len(hashes) == WIDTH:
            self.compare_tile(level)
            self.append(level + 1, tree_root(hashes))
            hashes.clear()

    def compare_tile(self, level: int) -> None:
        """Compare the tile at the edge of a level with the file that holds it."""
        hashes, span = self.edges[level], WIDTH**level
        first = self.size // span - len(hashes)
        path = tile_path(level, first // WIDTH, len(hashes))
        data = self.read(path, WIDTH * 32)
        for place, expected in enumerate(hashes):
            if data[32 * place : 32 * place + 32] != expected:
                covered = f"entry {first + place}" if span == 1 else f"entries from {(first + place) * span} on"
                raise MismatchError(f"{covered}: {path} has another hash at {place}")
        if len(data) != 32 * len(hashes):
            raise MismatchError(f"{path}: something follows its last hash")

    def compare_older(self, older: Checkpoint | None) -> None:
        """Compare the root with that of an older checkpoint, where it is of the size reached."""
        if older is not None and older[1] == self.size and older[2] != self.root():
            raise MismatchError(f"older checkpoint: the first {older[1]} entries have another root")

    def root(self) -> bytes:
        """Return the root over the entries so far."""
        below: list[bytes] = []
        for hashes in self.edges:
            below = [tree_root(hashes + below)] if hashes or below else []
        return tree_root(below)


def verify(folder: Path, keys: list[Key], older: Checkpoint | None) -> list[str]:
    """Go through the steps and return what to tell."""
    export = Export(folder)
    origin, size, root = open_checkpoint(export.read("checkpoint", MAX_NOTE), keys, "checkpoint")
    if older is not None and (older[0] != origin or older[1] > size):
        raise MismatchError(f"older checkpoint: {older[1]} entries of {older[0]}; the export has {size} of {origin}")
    export.compare_older(older)
    for data in export.read_entries(size):
        export.take(data, origin)
        export.compare_older(older)
    for level, hashes in enumerate(export.edges):
        if hashes:
            export.compare_tile(level)
    if export.root() != root:
        raise MismatchError(f"checkpoint: its root is {root.hex()}, that of the entries is {export.root().hex()}")
    told = [f"verified: log {origin}, size {size}", f"root sha256:{root.hex()}"]
    told.append(f"content that entries name: {len(export.sound)} sound, {export.absent} erasable and absent")
    told.append("signed by a key that was given" if keys else "no signature was checked: give --key")
    return told + ([f"it begins with the log of the older checkpoint, size {older[1]}"] if older else [])


def say(text: str, to: TextIO) -> None:
    """Print text in ASCII, so that nothing in an export acts on a terminal; who stops reading changes no answer."""
    try:
        print(text.encode("ascii", "backslashreplace").decode(), file=to, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), to.fileno())


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Verify an exported log.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", action="append", default=[], help="a verifier key of the log: name+hash+base64")
    parser.add_argument("--checkpoint", type=Path, help="an older checkpoint of the log, kept elsewhere")
    asked = parser.parse_args()
    try:
        keys = [parse_key(key) for key in asked.key]
    except ValueError as error:
        parser.error(str(error))
    try:
        older = asked.checkpoint and open_checkpoint(asked.checkpoint.read_bytes(), keys, "older checkpoint")
        say("\n".join(verify(asked.folder, keys, older)), sys.stdout)
    except MismatchError as error:
        say(f"NOT verified: {error}", sys.stdout)
        return 5
    except OSError as error:
        say(f"could not run: {error}", sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
