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
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import ExportError
from assessor.site.manifest import Made, parse_manifest, render_manifest
from assessor.site.names import MANIFEST
from assessor.site.stamp import is_untouched, share_file, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_EXCHANGE: Final = 2  # RENAME_EXCHANGE, see renameat2(2)
_HERE: Final = -100  # AT_FDCWD
_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV})
_UNSUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


class SiteFolder:
    """A new site beside the old one; see `open_site`."""

    def __init__(self, old: Path, new: Path, known: Mapping[str, Made]) -> None:
        """
        Take up the old folder, which need not be there, and the new one, which is empty.

        Args:
            known: What the files of the old one were made from.
        """
        self._old, self._new, self._known = str(old), str(new), known
        self._made: dict[str, Made] = {}
        self._kept: set[str] = set()
        self._folders: set[str] = set()

    @property
    def written(self) -> int:
        """How many files are new or other than before."""
        return len(self._made) - len(self._kept)

    @property
    def kept(self) -> int:
        """How many files are as they were."""
        return len(self._kept)

    def keep(self, name: str, of: str) -> bool:
        """Take a file over from the old site, if it was made from the same and its bytes are those that were made."""
        return self.keep_all((name,), of)

    def keep_all(self, names: Sequence[str], of: str) -> bool:
        """
        Take files over that were made together, and those that they share with others.

        Where one is missing, none is taken, and all are to be made again.
        """
        found = [self._known.get(name) for name in names]
        known = {name: one for name, one in zip(names, found, strict=True) if one is not None and one.of == of}
        shared = {name for one in known.values() for name in one.shares if name not in self._made}
        known |= {name: self._known[name] for name in shared if name in self._known}
        if len(known) < len(names) + len(shared) or not all(map(self._is_there, known, known.values())):
            return False
        self._made |= known
        self._kept.update(known)
        return True

    def made_from(self, of: str) -> list[str]:
        """Return the files of the old site that were made from the same, by address."""
        return [name for name, one in self._known.items() if one.of == of]

    def write(self, name: str, data: bytes, of: str = "", shares: Sequence[str] = ()) -> None:
        """
        Put a file into the new site.

        Args:
            of: What it was made from, by a digest; the next publish keeps it if that is the same.
            shares: The files that it shares with others, which are there; see `share`.
        """
        made = Made(of, hashlib.sha256(data).hexdigest(), tuple(shares))
        known = self._known.get(name)
        path = self._place(name)
        if known is not None and known.sha256 == made.sha256 and self._is_there(name, made):
            self._kept.add(name)
        else:
            write_file(path, data, made.sha256)
            self._kept.discard(name)
        self._made[name] = made

    def share(self, name: str, data: bytes) -> None:
        """
        Put a file into the new site whose name stands for its bytes: whoever else puts it there puts the same.

        Files that name it among those that they share keep it there.
        """
        if name in self._made:
            return
        made = Made("", hashlib.sha256(data).hexdigest())
        if self._is_there(name, made):
            self._kept.add(name)
        else:
            share_file(self._place(name), data, made.sha256)
        self._made[name] = made

    def has(self, name: str) -> bool:
        """Return whether the new site has a file already."""
        return name in self._made

    def part(self, names: Iterable[str]) -> SiteFolder:
        """Return the same folder for a process that puts some files into it; `join` takes in what it did."""
        known = {name: self._known[name] for name in names if name in self._known}
        return SiteFolder(Path(self._old), Path(self._new), known)

    def join(self, part: SiteFolder) -> None:
        """Take in what was put into the folder by somebody else."""
        self._made |= part._made
        self._kept |= part._kept

    def is_unchanged(self) -> bool:
        """Return whether the old site is the new one, with nothing beside it."""
        return self._kept == self._made.keys() and self._made == self._known and self._holds_nothing_else()

    def finish(self) -> None:
        """Link what is kept, put the manifest in place, and all of it on disk."""
        for name in self._kept:
            self._link(name)
        Path(self._new, MANIFEST).write_bytes(render_manifest(self._made))
        os.sync()

    def _is_there(self, name: str, made: Made) -> bool:
        return is_untouched(f"{self._old}/{name}", made.sha256)

    def _holds_nothing_else(self) -> bool:
        return sum(len(files) for _, _, files in os.walk(self._old)) == len(self._known) + 1

    def _link(self, name: str) -> None:
        source, path = f"{self._old}/{name}", self._place(name)
        try:
            os.link(source, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            shutil.copy2(source, path)

    def _place(self, name: str) -> str:
        """Return where a file goes; nothing is there, and its folder is."""
        path = f"{self._new}/{name}"
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        if name in self._made:
            Path(path).unlink(missing_ok=True)  # it may be a link to a file of the old site, which stays as it is
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
                site = SiteFolder(path, new, _known(path))
                yield site
                if not site.is_unchanged():
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


def _known(path: Path) -> Mapping[str, Made]:
    manifest = path / MANIFEST
    return (parse_manifest(manifest.read_bytes()) if manifest.is_file() else None) or {}


def _recover(path: Path, new: Path, gone: Path) -> None:
    """Put right what a publish that died has left: the old site back where the new one had not come yet."""
    if gone.exists() and not path.exists():
        gone.rename(path)
    for left in (new, gone):
        if left.exists():
            shutil.rmtree(left)


def _check_ours(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise ExportError(f"folder {quote(str(path))}: it is a file; name a new or an empty folder")
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
