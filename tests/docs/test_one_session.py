"""Pages that are one session, followed to the letter in an empty folder: files written, commands typed in order."""

from __future__ import annotations

import re
import shlex
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.docs.console import Command, commands_in, fits, run_session
from tests.docs.pages import DOCS, blocks_of, tables_in

if TYPE_CHECKING:
    from tests.docs.pages import Block

TUTORIAL, FAULTS = DOCS / "tutorial.md", DOCS / "faults.md"


def steps_of(block: Block) -> list[Command]:
    """Return what a reader types for a block: what writes its file, or the commands that it shows."""
    if block.file is None:
        return commands_in(block.text)
    folder = shlex.quote(str(Path(block.file).parent))
    return [Command(f"mkdir -p {folder} && cat > {block.file} <<'END'\n{block.text}END", "", 0)]


@cache
def followed(page: Path) -> list[tuple[Command, int, str]]:
    """Return every command of a page, with its exit code and what it printed."""
    steps = list(chain.from_iterable(map(steps_of, blocks_of(page))))
    with TemporaryDirectory() as folder:
        ended = run_session(steps, Path(folder))
    return [(step, code, printed) for step, (code, printed) in zip(steps, ended, strict=True)]


@pytest.mark.parametrize("page", [TUTORIAL, FAULTS], ids=lambda page: page.stem)
def test_every_command_prints_what_the_page_shows(page: Path) -> None:
    for step, code, printed in followed(page):
        assert code == step.code, f"{step.text}\n{printed}"
        assert not step.printed or fits(printed, step.printed), f"{step.text}\n{printed}"


def test_the_tutorial_ends_with_two_cells_proven_published_judged_and_verified() -> None:
    typed = [step.text.split() for step, _, _ in followed(TUTORIAL) if step.text.startswith("assessor")]
    for command in ("rules check", "rules test", "rules mutate", "rules publish", "import", "assess", "explain"):
        assert ["assessor", *command.split()] in [words[: 1 + len(command.split())] for words in typed]
    assert typed[-1] == ["assessor", "log", "verify"]


def test_each_of_twelve_faults_is_found_by_the_command_that_the_page_names() -> None:
    (rows,) = tables_in(FAULTS.read_text(encoding="utf-8"))
    assert [int(row["no"]) for row in rows] == list(range(1, 13))
    printed: dict[str, str] = {}
    for step, _, told in followed(FAULTS):
        words = " ".join(step.text.split()[:3])
        printed[words] = printed.get(words, "") + told
    for row in rows:
        told = printed[row["found by"].strip("`")]
        code = re.fullmatch(r"`([\w-]+)`", row["as"])
        if code is not None:
            assert f"[{code[1]}]" in told
    assert "2 errors" in printed["assessor rules check"]
    assert "1 failed" in printed["assessor rules test"]
