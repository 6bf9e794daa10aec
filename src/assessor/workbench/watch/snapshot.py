"""
When files were saved last: what tells that one was changed, added or removed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

Snapshot = Mapping[Path, tuple[int, int]]
"""For each file the moment of its last change, in nanoseconds, and its size."""

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".feature"})


def snapshot_of(folders: Iterable[Path]) -> Snapshot:
    """Return the rules and features in folders and below them; hidden ones and evidence do not count."""
    found: dict[Path, tuple[int, int]] = {}
    for folder in folders:
        for here, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if not name.startswith(".") and name != "evidence"]
            for name in names:
                path = Path(here, name)
                if path.suffix.lower() in _SUFFIXES and not name.startswith("."):
                    try:
                        state = path.stat()
                    except OSError:  # gone between the two calls, or a link that leads nowhere
                        continue
                    found[path] = (state.st_mtime_ns, state.st_size)
    return found


def changed_between(before: Snapshot, after: Snapshot) -> tuple[Path, ...]:
    """Return the files that were changed, added or removed, by name."""
    return tuple(sorted(path for path in {*before, *after} if before.get(path) != after.get(path)))
