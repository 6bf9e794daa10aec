"""
Sessions in `console` blocks, run as a reader would run them: in a shell, line after line, in a folder of their own.

A line that begins with `$ ` is a command, those below it are what it prints. `…` stands for any text within a line, or,
alone, for any number of lines. A command ends with 0, unless a comment behind it says `# exit code N`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.docs.pages import CHECKOUT, blocks_in, sections_of
from tests.forking import program

if TYPE_CHECKING:
    from pathlib import Path

_END = "\x1e"
_EXIT_CODE = re.compile(r"# exit code (\d+)")
_PROGRAMS = ("python", "python3")


@dataclass(frozen=True)
class Command:
    """
    A command that a page shows.

    Attributes:
        text: As typed, with its lines of continuation.
        printed: What the page shows below it.
        code: The exit code that it is to end with.
    """

    text: str
    printed: str
    code: int


def sessions_of(page: Path) -> dict[str, list[Command]]:
    """Return the commands of a page, in order, under the chapter that they make one session of."""
    chapters = sections_of(page.read_text(encoding="utf-8"), 2)
    sessions = {
        title: [command for block in blocks_in(text, "console") for command in commands_in(block.text)]
        for title, text in chapters.items()
    }
    return {title: commands for title, commands in sessions.items() if commands}


def commands_in(block: str) -> list[Command]:
    """Return the commands of one block, in order."""
    commands: list[Command] = []
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        lines = part.splitlines()
        typed = 1
        while _is_open("\n".join(lines[:typed])):
            typed += 1
        text = "\n".join(lines[:typed])
        code = _EXIT_CODE.search(text)
        commands.append(Command(text, "\n".join(lines[typed:]), int(code[1]) if code else 0))
    return commands


def _is_open(text: str) -> bool:
    """Say whether a shell would wait for more: a quotation is open, or the line is continued."""
    return text.count('"') % 2 == 1 or text.endswith("\\")


def run_session(commands: list[Command], folder: Path, **environment: str) -> list[tuple[int, str]]:
    """Run commands in one shell; return the exit code of each and what it printed, on both streams."""
    environment = {**os.environ, "COLUMNS": "100", **environment}
    _provide_programs(folder / ".venv" / "bin")
    script = "".join(f"{command.text}\nprintf '{_END}%s{_END}' $?\n" for command in commands)
    ended = subprocess.run(
        ["/bin/bash", "-O", "expand_aliases", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env={**environment, "PATH": f"{folder}/.venv/bin:{environment['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    *told, rest = ended.stdout.split(_END)
    assert len(told) == 2 * len(commands), rest or ended.stderr
    return [(int(code), out) for out, code in zip(told[::2], told[1::2], strict=True)]


def _provide_programs(folder: Path) -> None:
    """Put the programs of a set-up checkout where a page looks for them, and what commands name beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in {"assessor": program(), **dict.fromkeys(_PROGRAMS, (sys.executable,))}.items():
        path = folder / name
        path.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        path.chmod(0o755)
    top = folder.parents[1]
    for name in ("Makefile", "pyproject.toml", "requirements", ".ci", "tests"):
        if not (top / name).exists():
            (top / name).symlink_to(CHECKOUT / name)
    (folder.parent / ".ready").touch()


def fits(printed: str, shown: str) -> bool:
    """Say whether what was printed is what a page shows."""
    pattern = "".join(_pattern_of(line) for line in shown.splitlines())
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed.splitlines())) is not None


def _pattern_of(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*?"
    return ".*".join(map(re.escape, line.rstrip().split("…"))) + r"\n"
