"""What a page of documentation shows: its sections, its tables, its fenced blocks, and the files these stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
DOCS = CHECKOUT / "docs"
PAGES = (CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
_FENCE = re.compile(r"(?ms)^(?:`(?P<file>[\w./-]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$")
_TABLE = re.compile(r"(?m)(?:^\|.*\|$\n?){3,}")


@dataclass(frozen=True)
class Block:
    """
    A fenced block.

    Attributes:
        line: Where its text begins, from 1.
        file: The file it is, where a line of its own before it names one.
    """

    language: str
    text: str
    line: int
    file: str | None


def blocks_of(page: Path, *languages: str) -> list[Block]:
    """Return the blocks of a page, of some languages or of all."""
    return blocks_in(page.read_text(encoding="utf-8"), *languages)


def blocks_in(text: str, *languages: str) -> list[Block]:
    """Return the blocks of a text, of some languages or of all."""
    return [
        Block(found["language"], found["text"], text.count("\n", 0, found.start("text")) + 1, found["file"])
        for found in _FENCE.finditer(text)
        if not languages or found["language"] in languages
    ]


def lay_out_files(page: Path, folder: Path) -> None:
    """Write every file that a page holds whole."""
    for block in blocks_of(page):
        if block.file is not None:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def prose_of(page: Path) -> str:
    """Return a page with its blocks blanked out, every character in its place."""
    return _blank(page.read_text(encoding="utf-8"))


def sections_of(text: str, level: int) -> dict[str, str]:
    """Return what stands under each heading of a level, by the words of the heading."""
    headings = [*re.finditer(rf"(?m)^(#{{1,{level}}}) (.+)$", _blank(text))]
    ends = [*(found.start() for found in headings[1:]), len(text)]
    return {
        found[2]: text[found.end() : end] for found, end in zip(headings, ends, strict=True) if len(found[1]) == level
    }


def tables_in(text: str) -> list[list[dict[str, str]]]:
    """Return the tables of a text, each row by its column heads."""
    tables: list[list[dict[str, str]]] = []
    for found in _TABLE.finditer(_blank(text)):
        head, _, *rows = (
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found[0].splitlines()
        )
        tables.append([dict(zip(head, row, strict=True)) for row in rows])
    return tables


def _blank(text: str) -> str:
    return _FENCE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
