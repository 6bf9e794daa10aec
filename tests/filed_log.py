"""A log on disk with key, content and checkpoints, for tests of what leaves the house; exports read by other code."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.audit import EntryType, digest, draft_entry
from assessor.bootstrap import open_assessor
from assessor.services.checkpoints import make_checkpoint
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key
from tests.copies import lay_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from assessor.services.context import Context

ORIGIN = "log.example/1"
VERIFIER = Path(__file__).parents[1] / "export" / "verify.py"


class FiledLog:
    """A log in a folder of its own; entries of it are made up, their content is real."""

    def __init__(self, folder: Path, origin: str = ORIGIN) -> None:
        self.folder = folder
        self.path = folder / "log.db"
        with self.opened() as assessor:
            lay_schema(assessor.database)
            initialise(assessor, origin)
            self.key = init_key(assessor).key

    @contextmanager
    def opened(self) -> Iterator[Context]:
        with open_assessor(str(self.path), "tester") as assessor:
            yield assessor

    def grow(self, size: int, *, checkpoint: bool = True) -> None:
        """Append until the log has that size: signals with texts, each seventh a ruleset; then sign it."""
        with self.opened() as assessor:
            with assessor.database.write() as tx:
                drafts = []
                for index in range(tx.log.size(), size):
                    data = f'{{"content":"of entry {index}"}}'.encode()
                    erasable = index % 7 > 0
                    if index % 5 == 0:
                        tx.content.put(data, media_type="application/json", erasable=erasable)
                        body: dict[str, Any] = {"text" if erasable else "digest": digest(data), "n": index}
                    else:
                        body = {"n": index}
                    kind = EntryType.SIGNAL_RECORDED if erasable else EntryType.RULESET_PUBLISHED
                    drafts.append(draft_entry(kind, body, actor="tester"))
                tx.log.append(drafts, clock=assessor.clock)
            if checkpoint:
                make_checkpoint(assessor)

    def entries(self) -> list[bytes]:
        with self.opened() as assessor, assessor.database.read() as tx:
            return [row.data for row in tx.log.stored()]


def root_of(entries: list[bytes]) -> bytes:
    """The root level by level, an odd node carried up."""
    level = [sha256(b"\x00" + data).digest() for data in entries]
    while len(level) > 1:
        paired = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def split_bundle(data: bytes) -> list[bytes]:
    entries = []
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        entries.append(data[2:end])
        data = data[end:]
    return entries


def load_verifier() -> ModuleType:
    """Return `export/verify.py` as a module, to call parts of it."""
    spec = spec_from_file_location("exported_verify", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_verifier(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the exported `verify.py` as a stranger would: another process, no packages, no environment."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(folder / "verify.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env={})
