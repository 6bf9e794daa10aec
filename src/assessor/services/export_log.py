"""
Exporting the log as C2SP tlog-tiles, so that a stranger can check it, and rebuild it, without us.

A second export writes only what is new. Nothing is exported that does not fit: entries and content
are hashed on their way out, and the whole must have the root that the log's key signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.audit import Entry, hash_leaf, is_erased, read_root
from assessor.audit.checkpoint import parse_signed_checkpoint
from assessor.audit.merkle import HASH_SIZE
from assessor.audit.named_content import list_content
from assessor.audit.signed_note import verify_note
from assessor.audit.tiles import WIDTH, Tile, list_tiles, read_nodes, render_bundle, split_hashes
from assessor.domain.quoting import quote
from assessor.errors import ExportError, LogError, VerificationError
from assessor.report.export_folder import CHECKPOINT, open_export
from assessor.resources import resource_dir
from assessor.services.last_checkpoint import last_checkpoint
from assessor.services.log_keys import read_chain
from assessor.services.prove import root_at
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from assessor.audit.checkpoint import Checkpoint, SignedCheckpoint
    from assessor.audit.proofs import Node
    from assessor.report.export_folder import ExportFolder
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_TOP = frozenset({"README.md", "content", "tile", "verify.py"})
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Exported:
    """
    What an export holds now.

    Attributes:
        size: Entries in it.
        size_before: Entries in it before.
        written: Files that were written.
        beyond: Entries that the log took after its last checkpoint, and that are not in it.
    """

    origin: str
    size: int
    root: bytes
    size_before: int
    written: int
    beyond: int


def export_log(context: Context, folder: Path) -> Exported:
    """
    Bring an export up to the log's last checkpoint; when this returns, the checkpoint stands over all of it.

    Killed in the middle, it leaves the export before it whole, and can be run again.

    Args:
        folder: An earlier export of this log, or a folder that is empty or missing.

    Raises:
        CheckpointMissingError: Nothing was signed yet.
        ExportError: The folder holds something else, or cannot be written.
        VerificationError: The log is no continuation of what was exported before, or does not fit
            its checkpoint; the export is as it was.
    """
    with context.database.read() as tx:
        signed = last_checkpoint(tx)
        with open_export(folder, _TOP) as export:
            exported = _export(tx, export, signed)
    _log.info("log.exported", size=exported.size, size_before=exported.size_before, written=exported.written)
    return exported


def _export(tx: ReadTransaction, export: ExportFolder, signed: SignedCheckpoint) -> Exported:
    note, checkpoint = signed.note.render(), signed.checkpoint
    verify_note(signed.note, [held.key for held in read_chain(tx).keys])
    before = _read_before(tx, export, checkpoint)
    if root_at(tx, checkpoint.size) != checkpoint.root:
        raise VerificationError(f"the first {checkpoint.size} entries have another root than their checkpoint")
    _write_shipped(export)
    for tile in list_tiles(checkpoint.size, since=before):
        hashes = tx.tiles.read(tile)
        if tile.level == 0:
            entries = _read_entries(tx, tile, hashes)
            _write_content(tx, export, entries)
            export.write(tile.bundle_path, render_bundle(entry.data for entry in entries))
        export.write(tile.path, hashes)
    if export.read(CHECKPOINT) != note:
        export.publish(note)
    _drop_superseded(export, before, checkpoint.size)
    return Exported(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root,
        size_before=before,
        written=export.written,
        beyond=tx.log.size() - checkpoint.size,
    )


def _read_before(tx: ReadTransaction, export: ExportFolder, now: Checkpoint) -> int:
    """Return how many entries an earlier export has, after checking that it is of this log and whole at its edge."""
    if not export.has(CHECKPOINT):
        return 0
    where = f"folder {quote(str(export.path))}"
    try:
        earlier = parse_signed_checkpoint(export.read(CHECKPOINT) or b"").checkpoint
    except LogError as error:
        raise ExportError(f"{where}: its checkpoint is none: {error}") from error
    if earlier.origin != now.origin:
        raise ExportError(f"{where}: it is an export of {quote(earlier.origin)}, and this log is {quote(now.origin)}")
    if earlier.size > now.size:
        raise VerificationError(
            f"{where}: it has {earlier.size} entries, and the last checkpoint is of {now.size}: the log was rolled "
            "back, or is another one of the same name"
        )
    if root_at(tx, earlier.size) != earlier.root:
        raise VerificationError(
            f"{where}: the first {earlier.size} entries have another root there than in this log: what was exported "
            "was changed since, or is another log of the same name"
        )
    _verify_edge(export, earlier, where)
    return earlier.size


def _verify_edge(export: ExportFolder, earlier: Checkpoint, where: str) -> None:
    """Verify that what is built upon is there: the tiles that the earlier root is read from."""

    def read(tile: Tile) -> bytes:
        return export.read(tile.path, WIDTH * HASH_SIZE) or b""

    def nodes(wanted: Sequence[Node]) -> Sequence[bytes]:
        return read_nodes(earlier.size, wanted, read)

    remedy = f"remove `{CHECKPOINT}` there, and everything is exported again"
    try:
        root = read_root(earlier.size, nodes)
    except VerificationError as error:
        raise VerificationError(f"{where}: {error}; {remedy}") from error
    if root != earlier.root:
        raise VerificationError(f"{where}: its tiles do not have the root of its checkpoint; {remedy}")


def _write_shipped(export: ExportFolder) -> None:
    """Write what goes along with every export: how to read it, and a program that verifies it."""
    for name in ("README.md", "verify.py"):
        data = (resource_dir("export") / name).read_bytes()
        if export.read(name) != data:
            export.write(name, data)


def _read_entries(tx: ReadTransaction, tile: Tile, hashes: bytes) -> list[Entry]:
    """Return the entries below a tile, each of which hashes to its place there."""
    first = tile.index * WIDTH
    expected = split_hashes(hashes)
    entries = []
    for place, row in enumerate(tx.log.stored(first, tile.width)):
        if type(row.data) is not bytes or hash_leaf(row.data) != expected[place]:
            raise VerificationError(f"entry {first + place}: its bytes do not hash to its place in {tile.path}")
        entries.append(Entry.from_bytes(first + place, row.data))
    return entries


def _write_content(tx: ReadTransaction, export: ExportFolder, entries: Iterable[Entry]) -> None:
    """Write the content that entries name; what may be erased may be absent, and what was erased is taken away."""
    for address, is_erasable, _ in (named for entry in entries for named in list_content(entry)):
        digits = address.removeprefix("sha256:")
        name = f"content/sha256/{digits[:2]}/{digits}"
        found = tx.content.find(address)
        if found is not None and is_erased(found):
            export.remove(name)
        elif export.sha256(name) == digits:
            continue
        elif found is not None:
            export.write(name, found.data)
        elif not is_erasable:
            raise VerificationError(f"content {address}: it is missing, and an entry names it")


def _drop_superseded(export: ExportFolder, before: int, size: int) -> None:
    """Remove partial tiles and bundles of tiles that are full now; until then they are kept."""
    for tile in list_tiles(size, since=before):
        if tile.is_full:
            export.drop(f"{tile.path}.p")
            export.drop(f"{tile.bundle_path}.p")
