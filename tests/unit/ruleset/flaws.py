"""Rulesets with one flaw each, and what is to be told of them: `tests/fixtures/rulesets/README.md` says how."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

FIXTURES: Final = Path(__file__).parents[2] / "fixtures" / "rulesets"
FLAWS: Final = sorted((FIXTURES / "flaws").iterdir())
_PLACES: Final = {
    "rules": "rules/flaw.yaml",
    "cell": "cells/flaw.yaml",
    "outlook": "outlook/flaw.yaml",
    "framework": "framework.yaml",
    "codebook": "codebook.yaml",
}
_CARET: Final = re.compile(r"\s*#\s*\^ (?P<message>.*)")
_COLUMN: Final = re.compile(r"\s*#@(?P<column>\d+) (?P<message>.*)")


def lay_out(flaw: Path, folder: Path) -> None:
    """Write the sound ruleset with a flaw laid over it."""
    shutil.copytree(FIXTURES / "sound", folder)
    if flaw.is_dir():
        shutil.copytree(flaw, folder, dirs_exist_ok=True)
    else:
        shutil.copy(flaw, folder / _PLACES[flaw.suffixes[-2].removeprefix(".")])


def expected_problems(folder: Path) -> list[str]:
    """Return what the files say is to be told of them."""
    return [
        f"{path.as_posix()}:{line}:{column}: {message}"
        for path in sorted(folder.rglob("*.y*ml"))
        for line, column, message in _marks(path)
    ]


def _marks(path: Path) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    about = 0
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        caret, stated = _CARET.fullmatch(text), _COLUMN.fullmatch(text)
        if caret:
            found.append((about, text.index("^") + 1, caret["message"]))
        elif stated:
            found.append((about, int(stated["column"]), stated["message"]))
        else:
            about = number
    return sorted(found)
