"""
The folder of a site: written beside, then swapped, so that whoever looks sees the old site or the new one, whole.

A publish that dies, of whatever, leaves the old site as it was; what it left beside is removed by the next one. Files
that are as they were are linked and not written again. Knows names and bytes, and nothing of what they mean.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import ExportError
from assessor.site.manifest import Made, parse_manifest, render_manifest
from assessor.site.names import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_EXCHANGE: Final = 2  # RENAME_EXCHANGE, see renameat2(2)
_HERE: Final = -100  # AT_FDCWD
_UNSUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


class SiteFolder:
    """A new site beside the old one; see `open_site`."""

    def __init__(self, old: Path, new: Path) -> None:
        """Take up the old folder, which need not be there, and the new one, which is empty."""
        self._old, self._new = old, new
        self._made: dict[str, Made] = {}
        self.written = 0
        self.kept = 0
        manifest = old / MANIFEST
        self._known = (parse_manifest(manifest.read_bytes()) if manifest.is_file() else None) or {}

    def keep(self, name: str, of: str) -> bool:
        """Take a file over from the old site, if it was made from the same and its bytes are those that were made."""
        known = self._known.get(name)
        return known is not None and known.of == of and self._link(name, known)

    def keep_all(self, names: Iterable[str], of: str) -> bool:
        """Take files over that were made together; where one is missing, all are to be made again."""
        kept = [self.keep(name, of) for name in names]
        return all(kept)

    def made_from(self, of: str) -> list[str]:
        """Return the files of the old site that were made from the same, by address."""
        return [name for name, one in self._known.items() if one.of == of]

    def write(self, name: str, data: bytes, of: str = "") -> None:
        """
        Put a file into the new site.

        Args:
            of: What it was made from, by a digest; the next publish keeps it if that is the same.
        """
        made = Made(of, hashlib.sha256(data).hexdigest())
        known = self._known.get(name)
        if known is not None and known.sha256 == made.sha256 and self._link(name, made):
            return
        path = self._place(name)
        path.unlink(missing_ok=True)  # it may be a link to a file of the old site, which stays as it is
        path.write_bytes(data)
        self._made[name] = made
        self.written += 1

    def has(self, name: str) -> bool:
        """Return whether the new site has a file already."""
        return name in self._made

    def finish(self) -> None:
        """Put the manifest in place, and all of it on disk."""
        (self._new / MANIFEST).write_bytes(render_manifest(self._made))
        os.sync()

    def _link(self, name: str, made: Made) -> bool:
        source = self._old / name
        if not source.is_file() or _sha256(source) != made.sha256:
            return False
        path = self._place(name)
        path.unlink(missing_ok=True)
        try:
            os.link(source, path)
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV}:
                raise
            shutil.copyfile(source, path)
        self._made[name] = made
        self.kept += 1
        return True

    def _place(self, name: str) -> Path:
        path = self._new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def open_site(path: Path) -> Iterator[SiteFolder]:
    """
    Open a new site in place of the one in a folder, if there is one; on leaving without an error it is there.

    Nobody else can publish beside it as long as it is open.

    Raises:
        ExportError: The folder holds something else, another process publishes, or it cannot be written.
    """
    path = path.resolve()
    new, gone = path.with_name(f".{path.name}.new"), path.with_name(f".{path.name}.old")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _recover(path, new, gone)
            _check_ours(path)
            new.mkdir()
            try:
                site = SiteFolder(path, new)
                yield site
                site.finish()
                _swap(path, new, gone)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        finally:
            os.close(descriptor)
    except BlockingIOError as error:
        raise ExportError(f"folder {quote(str(path))}: another process publishes beside it: try again") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"folder {quote(str(path))}: {reason}; what was published before is as it was") from error


def _recover(path: Path, new: Path, gone: Path) -> None:
    """Put right what a publish that died has left: the old site back where the new one had not come yet."""
    if gone.exists() and not path.exists():
        gone.rename(path)
    for left in (new, gone):
        if left.exists():
            shutil.rmtree(left)


def _check_ours(path: Path) -> None:
    if path.is_dir() and any(path.iterdir()):
        manifest = path / MANIFEST
        if not manifest.is_file() or parse_manifest(manifest.read_bytes()) is None:
            raise ExportError(
                f"folder {quote(str(path))}: it holds something that is no site; name a new or an empty folder"
            )


def _swap(path: Path, new: Path, gone: Path) -> None:
    """Put the new site where the old one is: at once where the system can, else by two renames."""
    if not path.exists():
        new.rename(path)
    elif not _exchange(new, path):
        path.rename(gone)
        new.rename(path)
        shutil.rmtree(gone, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system has none for it."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
