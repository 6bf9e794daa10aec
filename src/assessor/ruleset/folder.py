"""
Which files of a framework's folder are read, in which order, and which are not.

Holds names and sizes alone. What the files say is `assessor.ruleset.authored`'s business; `evidence/`
is read when it is imported, and is not looked into here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assessor.errors import ConfigurationError
from assessor.ruleset.problems import Problem

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 50_000_000
_NOT_READ_HERE: Final = "evidence"
_READ: Final = "framework.yaml, codebook.yaml, cells/*.yaml, rules/**/*.yaml and outlook/*.yaml"


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """
    The files of a framework, each kind by name, and what is wrong with their names.

    Attributes:
        codebook: Absent where the framework holds its codebook itself.
        rules: The order of these is the order of rules within a cell.
    """

    framework: Path
    codebook: Path | None
    cells: tuple[Path, ...]
    rules: tuple[Path, ...]
    outlooks: tuple[Path, ...]
    problems: tuple[Problem, ...]


def from_here(folder: Path) -> Path:
    """Return a folder as problems are to call it: from the current folder where it lies in it."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def list_files(folder: Path) -> FolderFiles | Problem:
    """
    Return the files of a framework's folder, or why there are too many to read.

    Hidden files, and files that are not YAML by their name, are passed over.

    Raises:
        ConfigurationError: The folder does not exist, or holds no `framework.yaml`.
    """
    framework, codebook = folder / "framework.yaml", folder / "codebook.yaml"
    if not framework.is_file():
        raise ConfigurationError(f"`{folder}` holds no framework.yaml: name the folder of a framework")
    found = _yaml_files(folder)
    if len(found) > MOST_FILES:
        return _too_much(folder, f"more than {MOST_FILES:,} YAML files are here")
    size = sum(path.stat().st_size for path in found if path.is_file())
    if size > MOST_BYTES:
        return _too_much(folder, f"the files here have {size:,} bytes, more than {MOST_BYTES:,}")
    parts = {path: path.relative_to(folder).parts for path in found}
    read = [path for path in found if path.suffix == ".yaml"]
    cells = tuple(path for path in read if parts[path][0] == "cells" and len(parts[path]) == 2)  # noqa: PLR2004
    rules = tuple(path for path in read if parts[path][0] == "rules" and len(parts[path]) > 1)
    outlooks = tuple(path for path in read if parts[path][0] == "outlook" and len(parts[path]) == 2)  # noqa: PLR2004
    unread = set(found) - {framework, codebook, *cells, *rules, *outlooks}
    message = f"no file of this name is read: a framework has {_READ}; move or rename it"
    return FolderFiles(
        framework,
        codebook if codebook in found else None,
        cells,
        rules,
        outlooks,
        tuple(Problem(str(path), 1, 1, message, "unread-file") for path in sorted(unread)),
    )


def _yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files under a folder by name; one more than may be, where there are more."""
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        is_top = Path(here) == folder
        folders[:] = sorted(n for n in folders if not n.startswith(".") and not (is_top and n == _NOT_READ_HERE))
        found += [
            Path(here, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in {".yaml", ".yml"}
        ]
        if len(found) > MOST_FILES:
            break
    return sorted(found)


def _too_much(folder: Path, what: str) -> Problem:
    return Problem(str(folder), 1, 1, f"{what}; split the framework", "folder-too-large")
